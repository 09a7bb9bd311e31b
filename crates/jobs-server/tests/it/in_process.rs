//! The server as a service in the same process, without a socket.

use axum::Router;
use axum::body::Body;
use http::{Request, StatusCode};
use jobs_server::{Fixture, InProcess, Settings};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::client::fixture_with;

async fn send(router: &Router, request: Request<Body>) -> (StatusCode, Value) {
    let response = router.clone().oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    (parts.status, serde_json::from_slice(&body).unwrap())
}

fn get(url: &str, token: &str) -> Request<Body> {
    Request::get(url)
        .header("private-token", token)
        .body(Body::empty())
        .unwrap()
}

#[tokio::test]
async fn operations_work_without_a_socket() {
    let text = fixture_with(
        "public_builds: false",
        "pipelines: [{id: 6}]\njobs: [{id: 2, log: x}]",
    );
    let server = InProcess::new(Settings {
        fixture: Fixture::parse(&text).unwrap(),
        ..Settings::default()
    })
    .unwrap();
    assert_eq!(server.hook_url(), None);
    let secrets: Vec<(&str, &str)> = server.credentials().collect();
    let (_, token) = secrets
        .iter()
        .find(|(name, _)| *name == "maintainer")
        .unwrap();
    let router = server.router();
    let base = server.base_url();
    // with or without a host
    for base in [base.as_str(), "/api/v4"] {
        let (status, job) = send(&router, get(&format!("{base}/projects/1/jobs/2"), token)).await;
        assert_eq!((status.as_u16(), &job["id"]), (200, &json!(2)), "{base}");
    }
    let url = format!("{base}/projects/1/jobs?per_page=1");
    let response = router.oneshot(get(&url, token)).await.unwrap();
    let link = response.headers()["link"].to_str().unwrap();
    assert!(
        link.contains("<http://localhost/api/v4/projects/1/jobs?"),
        "{link}"
    );
}

#[tokio::test]
async fn the_state_hook_gives_addresses_that_the_same_router_serves() {
    let server = InProcess::new(Settings {
        control: true,
        ..Settings::default()
    })
    .unwrap();
    let router = server.router();
    let fixture = json!({
        "users": [{"username": "root", "tokens": [{"name": "admin", "secret": "glpat-in-process"}]}],
        "groups": [{"path": "foo"}],
        "projects": [{"namespace": "foo", "path": "bar", "members": {"root": "maintainer"}}],
        "pipelines": [{"id": 6}],
        "jobs": [{"id": 7}],
    });
    let hook = server.hook_url().unwrap();
    for hook in [hook.as_str(), "/-/sandboxes"] {
        let request = Request::post(hook)
            .header("content-type", "application/json")
            .body(Body::from(json!({ "fixture": fixture }).to_string()))
            .unwrap();
        let (status, sandbox) = send(&router, request).await;
        assert_eq!(status, 201, "{sandbox}");
        let base = sandbox["base_url"].as_str().unwrap();
        assert!(base.starts_with("http://localhost/-/sandboxes/"), "{base}");
        let token = sandbox["credentials"]["admin"].as_str().unwrap();
        let (status, job) = send(&router, get(&format!("{base}/projects/1/jobs/7"), token)).await;
        assert_eq!((status.as_u16(), &job["id"]), (200, &json!(7)));
        let id = sandbox["id"].as_str().unwrap();
        let request = Request::delete(format!("{hook}/{id}")).body(Body::empty());
        let response = router.clone().oneshot(request.unwrap()).await.unwrap();
        assert_eq!(response.status(), 204);
    }
}

#[tokio::test]
async fn a_fault_of_the_server_is_in_its_sandboxes_too() {
    let server = InProcess::new(Settings {
        control: true,
        fault: Some("wrong-error-body".parse().unwrap()),
        ..Settings::default()
    })
    .unwrap();
    let router = server.router();
    for (wanted, body) in [
        (json!({"fixture": {}}), json!({"errors": []})),
        (
            json!({"fixture": {}, "fault": "wrong-error-status"}),
            json!({"message": "401 Unauthorized"}),
        ),
    ] {
        let request = Request::post("/-/sandboxes")
            .header("content-type", "application/json")
            .body(Body::from(wanted.to_string()))
            .unwrap();
        let (_, sandbox) = send(&router, request).await;
        let url = format!("{}/job", sandbox["base_url"].as_str().unwrap());
        assert_eq!(send(&router, get(&url, "")).await.1, body);
    }
}
