//! Input that cannot be used, and targets that cannot be reached.

use std::net::TcpListener;

use crate::server::{Server, answer};
use crate::{file, reprise};

#[test]
fn a_broken_document_is_named_with_line_and_column() {
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
        let run = reprise(&[&path]);
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
    let run = reprise(&["no/such/file.yaml"]);
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
        let run = reprise(&args);
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
fn arguments_that_make_no_sense_are_refused() {
    for (args, expected) in [
        (
            vec!["--target", "gitlab.example.com"],
            "--target gitlab.example.com is not a URL and not a target file",
        ),
        (
            vec!["--param", "id=1"],
            "--param and --credential are for a --target without --hook",
        ),
        (
            vec!["--target", "http://a", "--hook", "http://b"],
            "leave one out",
        ),
        (
            vec!["--target", "http://a", "--param", "id"],
            "--param id has no value; write it like id=42",
        ),
        (
            vec!["--suite", "no/such/folder"],
            "no/such/folder is no folder",
        ),
        (vec!["--tarjet", "http://a"], "--target"),
    ] {
        let run = reprise(&args);
        assert_eq!(run.code, 2, "{args:?} {}{}", run.out, run.err);
        assert!(run.err.contains(expected), "{args:?} {}", run.err);
    }
}

#[test]
fn a_secret_is_never_repeated() {
    let run = reprise(&[
        "--target",
        "http://127.0.0.1:1",
        "--credential",
        "glpat-s3cret",
    ]);
    assert_eq!(run.code, 2);
    assert!(!run.err.contains("s3cret"), "{}", run.err);
}

#[test]
fn a_request_that_the_document_itself_refuses_is_never_sent() {
    let text = "\
openapi: 3.1.0
paths:
  /books:
    get:
      operationId: listBooks
      parameters: [{ name: most, in: query, schema: { type: integer }, examples: { one: { value: many } } }]
      responses: { 200: { description: d, content: { application/json: { examples: { one: { value: [1] }, all: { value: [1] } } } } } }
";
    let server = Server::start(|_| answer(200, "application/json", "[1]"));
    let (_folder, document) = file("books.yaml", text);
    let target = server.url();
    let run = reprise(&[&document, "--target", &target]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    for said in [
        "invalid-case",
        "books.yaml:6:98 is invalid: \"many\" is not of type \"integer\"",
        "/paths/~1books/get/parameters/0/schema/type",
        "x-reprise: { invalid: … }",
        "1 mistaken",
        "1 of 2 cases conform",
    ] {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
    let asked = server.asked();
    assert!(
        !asked.iter().any(|asked| asked.line.contains("many")),
        "{asked:?}"
    );

    let run = reprise(&[&document, "--target", &target, "--param", "most=7"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}
