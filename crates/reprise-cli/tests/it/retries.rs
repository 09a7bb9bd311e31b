//! Servers that are busy, flaky or gone.

use std::net::TcpListener;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::server::{Server, answer};
use crate::{file, reprise};

/// A document with so many operations that read, and one that changes.
fn document(reading: usize) -> String {
    let mut text = "openapi: 3.1.0\ninfo: { title: Shelf, version: 1.2.3 }\npaths:\n".to_owned();
    for number in 0..reading {
        text += &format!(
            "  /books{number}:\n    get:\n      operationId: list{number}\n      responses:\n        '200':\n          description: The books.\n          content: {{ application/json: {{ schema: {{ type: array }}, examples: {{ some: {{ value: [1] }} }} }} }}\n"
        );
    }
    text
}

const BUSY: &str =
    "HTTP/1.1 503 X\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

#[test]
fn a_busy_server_is_asked_again_and_the_case_is_flaky() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |request| {
        if request.line.starts_with("GET") && asked.fetch_add(1, Ordering::SeqCst) == 0 {
            BUSY.to_owned()
        } else {
            answer(200, "application/json", "[1]")
        }
    });
    let (_folder, document) = file("shelf.yaml", &document(1));
    let run = reprise(&[&document, "--target", &server.url()]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    assert!(
        run.out.contains("conforms  shape  flaky, sent 2 times"),
        "{}",
        run.out
    );
    assert!(run.out.contains("1 flaky"), "{}", run.out);
    assert_eq!(server.asked().len(), 2);
}

#[test]
fn it_is_asked_so_often_and_no_more() {
    let server = Server::start(|_| BUSY.to_owned());
    let (_folder, document) = file("shelf.yaml", &document(1));
    let run = reprise(&[&document, "--target", &server.url(), "--retries", "3"]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert_eq!(server.asked().len(), 4);
}

#[test]
fn nobody_is_waited_for_who_asks_for_too_long_or_for_nothing() {
    for header in ["retry-after: 3600\r\n", "retry-after: soon\r\n", ""] {
        let server = Server::start(move |_| {
            format!("HTTP/1.1 503 X\r\n{header}content-length: 0\r\nconnection: close\r\n\r\n")
        });
        let (_folder, document) = file("shelf.yaml", &document(1));
        let run = reprise(&[&document, "--target", &server.url()]);
        assert_eq!(run.code, 1, "{}{}", run.out, run.err);
        assert_eq!(server.asked().len(), 1, "{header}");
    }
}

#[test]
fn what_is_documented_is_not_asked_for_again() {
    let server = Server::start(|_| {
        "HTTP/1.1 429 X\r\nretry-after: 0\r\ncontent-type: application/json\r\ncontent-length: 3\r\nconnection: close\r\n\r\n[1]".to_owned()
    });
    let text = document(1)
        .replace("'200'", "'429'")
        .replace("operationId", "parameters: [{ name: page, in: query, schema: { type: integer }, examples: { some: { value: 0 } } }]\n      operationId");
    // a refusal is only owed where the request is wrong on purpose
    let text = text.replace(
        "{ value: [1] }",
        "{ value: [1], x-reprise: { invalid: { parameters: { page: none } } } }",
    );
    let (_folder, document) = file("shelf.yaml", &text);
    let run = reprise(&[&document, "--target", &server.url()]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(server.asked().len(), 1);
}

#[test]
fn a_broken_connection_is_tried_again_where_that_is_safe() {
    let asked = AtomicUsize::new(0);
    let server = Server::start(move |request| {
        if request.line.starts_with("GET") && asked.fetch_add(1, Ordering::SeqCst) == 0 {
            String::new()
        } else {
            answer(200, "application/json", "[1]")
        }
    });
    let (_folder, document) = file("shelf.yaml", &document(1));
    let run = reprise(&[&document, "--target", &server.url()]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    assert!(run.out.contains("flaky, sent 2 times"), "{}", run.out);
}

#[test]
fn a_server_that_is_gone_is_not_tried_for_ever() {
    // somebody answers the knock, and nobody after that
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let once = std::thread::spawn(move || {
        use std::io::{Read, Write};
        let (mut stream, _) = listener.accept().unwrap();
        drop(listener);
        let _ = stream.read(&mut [0; 4096]);
        let _ = stream.write_all(b"HTTP/1.1 200 X\r\nconnection: close\r\n\r\n");
    });
    let (_folder, document) = file("shelf.yaml", &document(40));
    let run = reprise(&[&document, "--target", &url, "--jobs", "1", "--retries", "0"]);
    once.join().unwrap();
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    let untried = run
        .out
        .matches("not sent, because 5 connections in a row had failed")
        .count();
    assert_eq!(untried, 35, "{}", run.out);
}
