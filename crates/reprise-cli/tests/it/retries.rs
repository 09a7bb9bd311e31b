//! Servers that are busy, flaky or gone.

use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::support::report::Report;
use crate::support::server::{Server, response};
use crate::support::{Project, Run};

/// A document with this many operations, all of which only read.
fn document(reading: usize) -> String {
    let mut text = "openapi: 3.1.0\ninfo: { title: Shelf, version: 1.2.3 }\npaths:\n".to_owned();
    for number in 0..reading {
        text += &format!(
            "  /books{number}:\n    get:\n      operationId: list{number}\n      responses:\n        '200':\n          description: The books.\n          content: {{ application/json: {{ schema: {{ type: array }}, examples: {{ some: {{ value: [1] }} }} }} }}\n"
        );
    }
    text
}

/// Runs a document against a server.
fn run(document: &str, url: &str, more: &[&str]) -> (Run, Report) {
    let args = [&["run", "shelf.yaml", "--target", url], more].concat();
    Project::new(document).reported(&args, &[])
}

/// Runs the only case against a server.
fn run_one(server: &Server, more: &[&str]) -> (Run, Report) {
    run(&document(1), &server.url(), more)
}

/// A server that responds once with this text, and then as documented.
fn at_first(text: &'static str) -> Server {
    let count = AtomicUsize::new(0);
    Server::start(move |request| {
        if request.line.starts_with("GET") && count.fetch_add(1, Ordering::SeqCst) == 0 {
            text.to_owned()
        } else {
            response(200, "application/json", "[1]")
        }
    })
}

const BUSY: &str =
    "HTTP/1.1 503 X\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

#[test]
fn a_request_to_a_busy_server_is_repeated_and_the_case_is_flaky() {
    let server = at_first(BUSY);
    let (run, report) = run_one(&server, &[]);
    run.exits(4);
    assert_eq!(report.outcome("list0.some"), "passed");
    assert_eq!(report.case("list0.some")["attempts"], 2);
    assert_eq!(server.requests().len(), 2);
}

#[test]
fn the_number_of_retries_is_limited() {
    let server = Server::start(|_| BUSY.to_owned());
    let (run, report) = run_one(&server, &["--retries", "3"]);
    run.exits(1);
    assert_eq!(report.case("list0.some")["attempts"], 4);
    assert_eq!(server.requests().len(), 4);
}

#[test]
fn a_long_or_missing_retry_after_is_not_waited_for() {
    for header in ["retry-after: 3600\r\n", "retry-after: soon\r\n", ""] {
        let server = Server::start(move |_| {
            format!("HTTP/1.1 503 X\r\n{header}content-length: 0\r\nconnection: close\r\n\r\n")
        });
        let (run, _) = run_one(&server, &[]);
        run.exits(1);
        assert_eq!(server.requests().len(), 1, "{header}");
    }
}

#[test]
fn a_documented_429_is_not_repeated() {
    let server = Server::start(|_| {
        "HTTP/1.1 429 X\r\nretry-after: 0\r\ncontent-type: application/json\r\ncontent-length: 3\r\nconnection: close\r\n\r\n[1]".to_owned()
    });
    let text = document(1)
        .replace("'200'", "'429'")
        .replace("operationId", "parameters: [{ name: page, in: query, schema: { type: integer }, examples: { some: { value: 0 } } }]\n      operationId");
    // an error response is expected only if the request is wrong on purpose
    let text = text.replace(
        "{ value: [1] }",
        "{ value: [1], x-reprise: { invalid: { parameters: { page: none } } } }",
    );
    let (run, _) = run(&text, &server.url(), &[]);
    run.exits(0);
    assert_eq!(server.requests().len(), 1);
}

#[test]
fn a_broken_connection_is_retried_if_that_is_safe() {
    let server = at_first("");
    let (run, report) = run_one(&server, &[]);
    run.exits(4);
    assert_eq!(report.outcome("list0.some"), "passed");
    assert_eq!(report.case("list0.some")["attempts"], 2);
}

#[test]
fn a_run_stops_when_the_server_is_gone() {
    // the first HEAD request gets a response, and no other one
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let once = std::thread::spawn(move || {
        use std::io::{Read, Write};
        let (mut stream, _) = listener.accept().unwrap();
        drop(listener);
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 200 X\r\nconnection: close\r\n\r\n");
    });
    let (run, report) = run(&document(40), &url, &["--jobs", "1", "--retries", "0"]);
    once.join().unwrap();
    run.exits(3);
    let not_sent = report
        .cases()
        .iter()
        .filter(|case| case["code"] == "too-many-failures");
    assert_eq!(not_sent.count(), 35);
}
