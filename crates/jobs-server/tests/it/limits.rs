//! Limits on the resources that a caller may use.

use std::time::Duration;

use axum::body::Body;
use http::Request;
use jobs_server::{Fixture, InProcess, Limits, Settings};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tower::ServiceExt as _;

use super::client::{TestServer, fixture_with, send};

async fn start_with_limits(limits: Limits) -> TestServer {
    let rest = "pipelines: [{id: 6}]\njobs: [{id: 1, status: manual}]";
    let fixture = Fixture::parse(&fixture_with("public_builds: false", rest)).unwrap();
    TestServer::start(Settings {
        fixture,
        limits,
        control: true,
        ..Settings::default()
    })
    .await
}

#[tokio::test]
async fn a_body_may_be_too_large() {
    let site = start_with_limits(Limits {
        body: 100,
        fixture: 100,
        ..Limits::default()
    })
    .await;
    let url = site.url("/projects/1/jobs/1/play");
    let headers = [
        ("private-token", site.secret("maintainer")),
        ("content-type", "application/json"),
    ];
    let reply = send("POST", &url, &headers, vec![b' '; 101]).await;
    assert_eq!(
        reply.refusal(),
        (413, json!({"error": "413 Request Entity Too Large"}))
    );
    let hook = site.server.hook_url().unwrap();
    assert_eq!(
        send("POST", &hook, &headers[1..], vec![b' '; 101])
            .await
            .status,
        413
    );
    let reply = send("POST", &url, &headers, "{}").await;
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn a_head_may_be_too_large() {
    let site = start_with_limits(Limits {
        head: 8192,
        ..Limits::default()
    })
    .await;
    let long = "x".repeat(10_000);
    let reply = send("GET", &site.url("/job"), &[("x-long", &long)], "").await;
    assert_eq!(reply.status, 431);
    assert_eq!(send("GET", &site.url("/job"), &[], "").await.status, 401);
}

#[tokio::test(start_paused = true)]
async fn a_body_that_never_arrives_is_a_timeout() {
    let server = InProcess::new(Settings::default()).unwrap();
    let never = futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>();
    let request = Request::post("/api/v4/projects/1/jobs/1/play")
        .body(Body::from_stream(never))
        .unwrap();
    let response = server.router().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 408);
}

#[tokio::test]
async fn a_head_that_never_ends_is_a_timeout() {
    let site = start_with_limits(Limits {
        request: Duration::from_millis(50),
        ..Limits::default()
    })
    .await;
    let mut stream = TcpStream::connect(site.server.address()).await.unwrap();
    stream
        .write_all(b"GET /api/v4/job HTTP/1.1\r\nhost:")
        .await
        .unwrap();
    let mut rest = Vec::new();
    // the server closes the connection, with or without a word
    stream.read_to_end(&mut rest).await.unwrap();
}

#[tokio::test]
async fn a_connection_without_requests_is_closed() {
    let site = start_with_limits(Limits {
        // long enough for a busy machine to read the first request
        request: Duration::from_secs(3),
        ..Limits::default()
    })
    .await;
    let mut stream = TcpStream::connect(site.server.address()).await.unwrap();
    stream
        .write_all(b"GET /api/v4/job HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 401"));
}

/// More than fits into the buffers of a connection: 80 MB.
const LONG_LOG: &str =
    "pipelines: [{id: 6}]\njobs: [{id: 1, log: {text: '0123456789abcdef', times: 5000000}}]";

/// A server with room for one connection, and that connection, on which a long log was asked for.
async fn request_long_log(stall: Duration) -> (TestServer, TcpStream) {
    let site = TestServer::start(Settings {
        fixture: Fixture::parse(&fixture_with("public_builds: false", LONG_LOG)).unwrap(),
        limits: Limits {
            connections: 1,
            stall,
            ..Limits::default()
        },
        ..Settings::default()
    })
    .await;
    let mut stream = TcpStream::connect(site.server.address()).await.unwrap();
    let head = format!(
        "GET /api/v4/projects/1/jobs/1/trace HTTP/1.1\r\nhost: x\r\nconnection: close\r\nprivate-token: {}\r\n\r\n",
        site.secret("maintainer")
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    (site, stream)
}

#[tokio::test]
async fn a_caller_who_does_not_read_is_disconnected() {
    let (site, mut idle) = request_long_log(Duration::from_millis(50)).await;
    // there is room for the next caller only once the idle one is gone
    let url = site.url("/job");
    let next = tokio::time::timeout(Duration::from_secs(20), send("GET", &url, &[], ""));
    assert_eq!(next.await.unwrap().status, 401);
    let mut rest = Vec::new();
    let read = idle.read_to_end(&mut rest).await;
    assert!(
        read.is_err(),
        "the connection ended as if nothing had happened"
    );
    assert!(rest.len() < 80_000_000);
}

#[tokio::test]
async fn connections_beyond_the_limit_wait() {
    let site = start_with_limits(Limits {
        connections: 1,
        ..Limits::default()
    })
    .await;
    let first = TcpStream::connect(site.server.address()).await.unwrap();
    let url = site.url("/job");
    let second = tokio::spawn(async move { send("GET", &url, &[], "").await.status.as_u16() });
    drop(first);
    assert_eq!(second.await.unwrap(), 401);
}

#[tokio::test]
async fn strange_queries_get_200_or_400() {
    let site = start_with_limits(Limits::default()).await;
    let token = site.secret("maintainer").to_owned();
    for (query, status) in [
        ("scope[]=pending&scope=running", 200), // the last one counts, as in Rack
        ("scope=running&scope[]=pending", 400),
        ("scope[][a]=pending", 400),
        ("page[a]=1", 400),
        ("%FF%FE=1", 200),
        ("&&&=&=x&", 200),
        ("page=%31", 200),
        ("page=9223372036854775807&per_page=100", 200),
        ("page=99999999999999999999999", 200),
    ] {
        let url = format!("{}?{query}", site.url("/projects/1/jobs"));
        let reply = send("GET", &url, &[("private-token", &token)], "").await;
        assert_eq!(reply.status.as_u16(), status, "{query}: {}", reply.text());
    }
    let deep = format!(
        "{}?{}=1",
        site.url("/projects/1/jobs"),
        "a".to_owned() + &"[b]".repeat(100)
    );
    assert_eq!(
        send("GET", &deep, &[("private-token", &token)], "")
            .await
            .status,
        400
    );
}

#[tokio::test]
async fn open_requests_are_completed_before_the_stop() {
    let site = TestServer::with_fixture(&fixture_with("public_builds: false", LONG_LOG)).await;
    let address = site.server.address();
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "GET /api/v4/projects/1/jobs/1/trace HTTP/1.1\r\nhost: x\r\nconnection: close\r\nprivate-token: {}\r\n\r\n",
        site.secret("maintainer")
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut begin = [0; 15];
    stream.read_exact(&mut begin).await.unwrap();
    assert_eq!(&begin, b"HTTP/1.1 200 OK");
    let stopping = tokio::spawn(site.server.stop());
    // new connections are refused; the open one delays the end: its response does not fit into the socket buffers
    while TcpStream::connect(address).await.is_ok() {}
    for _ in 0..100 {
        tokio::task::yield_now().await;
    }
    assert!(!stopping.is_finished());
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).await.unwrap();
    assert!(rest.len() > 80_000_000, "{}", rest.len());
    stopping.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn a_connection_stays_usable_after_an_unused_body() {
    let site = start_with_limits(Limits::default()).await;
    let (cancel, nothing, job) = (
        site.url("/projects/1/jobs/1/cancel"),
        site.url("/nothing"),
        site.url("/projects/1/jobs/1"),
    );
    let body = "x".repeat(100_000);
    let statuses = super::client::send_all(
        &[
            ("POST", &cancel, &body),
            ("POST", &nothing, &body),
            ("DELETE", &job, &body),
            ("GET", &job, &body),
            ("GET", &job, ""),
        ],
        &[("private-token", site.secret("maintainer"))],
    )
    .await;
    assert_eq!(statuses, [201, 404, 405, 200, 200]);
}
