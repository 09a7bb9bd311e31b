//! Input that cannot be used, and targets that cannot be reached. `messages.rs` has the wording.

use std::net::TcpListener;

use crate::report::reported;
use crate::server::{Server, response};
use crate::{file, on_jobs, reprise};

/// A target at which nothing listens.
const NOWHERE: &str = "http://127.0.0.1:1";

#[test]
fn an_invalid_document_is_reported_with_line_and_column() {
    for (name, text, place) in [
        (
            "broken.json",
            "{\n  \"openapi\": \"3.1.0\",\n  \"info\": {,\n",
            "broken.json:3:12: ",
        ),
        (
            "tab.yaml",
            "openapi: 3.1.0\ninfo:\n\ttitle: x\n",
            "tab.yaml:3:",
        ),
        ("empty.json", "", "empty.json:1:"),
    ] {
        let (_folder, path) = file(name, text);
        let run = reprise(&[&path, "--target", NOWHERE]);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(
            run.err.starts_with("error: ") && run.err.contains(place),
            "{}",
            run.err
        );
    }
}

#[test]
fn a_missing_document_is_named() {
    let run = reprise(&["no/such/file.yaml", "--target", NOWHERE]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("no/such/file.yaml cannot be read"),
        "{}",
        run.err
    );
}

#[test]
fn a_closed_port_is_named() {
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    for args in [
        ["--target", &format!("http://127.0.0.1:{port}/api/v4")],
        ["--hook", &format!("http://127.0.0.1:{port}/-/sandboxes")],
    ] {
        let run = on_jobs("run", &args);
        assert_eq!(run.code, 3, "{}{}", run.out, run.err);
        assert!(
            run.err.contains(&format!("127.0.0.1:{port}")),
            "{}",
            run.err
        );
        assert!(run.err.contains("refused"), "{}", run.err);
    }
}

#[test]
fn a_secret_is_never_repeated() {
    let (_folder, document) = file("empty.yaml", "openapi: 3.1.0\npaths: {}\n");
    let run = reprise(&[
        &document,
        "--target",
        NOWHERE,
        "--credential",
        "glpat-s3cret",
    ]);
    assert_eq!(run.code, 2);
    assert!(!run.err.contains("s3cret"), "{}", run.err);
}

#[test]
fn a_request_that_violates_the_document_is_never_sent() {
    let text = "\
openapi: 3.1.0
paths:
  /books:
    get:
      operationId: listBooks
      parameters: [{ name: most, in: query, schema: { type: integer }, examples: { one: { value: many } } }]
      responses: { 200: { description: d, content: { application/json: { examples: { one: { value: [1] }, all: { value: [1] } } } } } }
";
    let server = Server::start(|_| response(200, "application/json", "[1]"));
    let (_folder, document) = file("books.yaml", text);
    let target = server.url();
    let (run, report) = reported(&["run", &document, "--target", &target], &[]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert_eq!(report.outcome("listBooks.all"), "passed");
    assert_eq!(report.outcome("listBooks.one"), "invalid-case");
    let (code, reason) = report.reason("listBooks.one");
    assert_eq!(code, "invalid-request");
    for text in [
        "\"many\" is not of type \"integer\"",
        "/paths/~1books/get/parameters/0/schema/type",
        "x-reprise: { invalid: … }",
    ] {
        assert!(reason.contains(text), "{text}: {reason}");
    }
    let requests = server.requests();
    assert!(
        !requests.iter().any(|request| request.line.contains("many")),
        "{requests:?}"
    );

    let run = reprise(&[&document, "--target", &target, "--param", "most=7"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}
