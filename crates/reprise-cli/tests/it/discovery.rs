//! Rules of discovery, written by hand in a target.

use std::fs;

use serde_json::json;

use crate::report::{Report, reported};
use crate::server::{Server, response};
use crate::{Run, command, file};

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books:
    get:
      operationId: listBooks
      parameters: [{ name: lent, in: query, schema: { type: boolean } }]
      responses: { '200': { description: The books. } }
    delete:
      operationId: burnBooks
      responses: { '204': { description: None. } }
  /books/{id}:
    parameters: [{ name: id, in: path, required: true, schema: {}, examples: { emma: { value: 1 } } }]
    get:
      operationId: getBook
      responses:
        '200':
          description: The book.
          content: { application/json: { examples: { emma: { value: { id: 1, pages: [1] } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: query, name: key } }
";

fn shelf(server: &Server, rule: &str) -> (Run, Report) {
    shelf_with(server, rule, reported)
}

fn shelf_with<T>(
    server: &Server,
    rule: &str,
    run: impl FnOnce(&[&str], &[(&str, &str)]) -> T,
) -> T {
    let (folder, _document) = file("shelf.yaml", DOCUMENT);
    let config = folder.path().join("reprise.yaml").display().to_string();
    let text = format!(
        "document: shelf.yaml\ntargets:\n  local:\n    base_url: {}\n    credentials: {{ key: {{ environment: KEY }} }}\n    discover:\n      - {rule}\n",
        server.url()
    );
    fs::write(&config, text).unwrap();
    run(&["run", "--config", &config], &[("KEY", "s3cret-key")])
}

#[test]
fn a_rule_that_does_not_fit_the_document_is_an_error_before_anything_is_sent() {
    let server = Server::start(|_| response(200, "application/json", "[]"));
    for (rule, expected) in [
        (
            "{ find: a book, operation: burnBooks, set: { id: /id } }",
            "reprise.yaml:7:36: `burnBooks` is a DELETE; discovery sends GET requests only; use a GET operation",
        ),
        (
            "{ find: a book, operation: listBooks, parameters: { lnet: true }, set: { id: /id } }",
            "reprise.yaml:7:61: unknown parameter of listBooks `lnet`; did you mean `lent`?",
        ),
        (
            "{ find: a book, operation: listBooks, bnid: { id: /id } }",
            "reprise.yaml:7:47: unknown field `bnid`",
        ),
    ] {
        let run = shelf_with(&server, rule, command);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        assert!(run.err.contains(expected), "{}", run.err);
    }
    assert!(server.requests().is_empty());
}

#[test]
fn a_failure_is_reproduced_with_the_discovered_value() {
    let server = Server::start(|request| {
        let body = match request.line.split(' ').nth(1).unwrap() {
            "/books?lent=false&key=s3cret-key" => r#"[{ "id": 9 }]"#,
            _ => r#"{ "id": 9 }"#,
        };
        response(200, "application/json", body)
    });
    let rule = "{ find: a book, operation: listBooks, as: key, scheme: key, parameters: { lent: false }, set: { id: /id } }";
    let (run, report) = shelf(&server, rule);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert_eq!(
        report.0["discovered"],
        json!([{ "rule": "a book", "params": { "id": 9 } }])
    );
    let reproduce = report.case("getBook.emma")["reproduce"].as_str().unwrap();
    assert!(reproduce.contains("/books/9'"), "{reproduce}");
}

#[test]
fn a_discovered_value_that_contains_a_secret_is_masked() {
    for body in [
        r#"[{ "id": "s3cret-key" }]"#,
        r#"[{ "id": "a-s3cret-key" }]"#,
    ] {
        let server = Server::start(
            move |request| match request.line.split(' ').nth(1).unwrap() {
                "/books?key=s3cret-key" => response(200, "application/json", body),
                _ => response(404, "application/json", "{}"),
            },
        );
        let rule = "{ find: a book, operation: listBooks, as: key, scheme: key, set: { id: /id } }";
        let (run, report) = shelf(&server, rule);
        let id = report.0["discovered"][0]["params"]["id"].as_str().unwrap();
        assert!(id.ends_with("‹key›"), "{id}");
        let output = format!("{}{}{}", run.out, run.err, report.0);
        assert!(!output.contains("s3cret-key"), "{output}");
    }
}

#[test]
fn a_rule_that_is_refused_blocks_with_the_status() {
    let server = Server::start(|_| response(403, "application/json", "{}"));
    let (run, report) = shelf(
        &server,
        "{ find: a book, operation: listBooks, as: key, scheme: key, set: { id: /id } }",
    );
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    assert_eq!(
        report.reason("getBook.emma").1,
        "discovery rule `a book` found nothing: GET /books answers 403; create one, or pass --param id=VALUE"
    );
}
