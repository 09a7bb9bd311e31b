//! Rules of discovery, written by hand in a target.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::report::Report;
use crate::support::server::{Server, response};
use crate::support::{Project, Run};

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

const KEY: [(&str, &str); 1] = [("KEY", "s3cret-key")];

/// A project whose target has a rule.
fn project(server: &Server, rule: &str) -> Project {
    let target = format!(
        "base_url: {}\ncredentials: {{ key: {{ environment: KEY }} }}\ndiscover:\n  - {rule}",
        server.url()
    );
    Project::new(DOCUMENT).with_target(&target)
}

fn run_shelf(server: &Server, rule: &str) -> (Run, Report) {
    project(server, rule).reported(&["run"], &KEY)
}

#[test]
fn a_rule_that_does_not_fit_the_document_is_an_error_before_anything_is_sent() {
    let server = Server::json("[]");
    let mut errors = String::new();
    for rule in [
        "{ find: a book, operation: burnBooks, set: { id: /id } }",
        "{ find: a book, operation: listBooks, parameters: { lnet: true }, set: { id: /id } }",
        "{ find: a book, operation: listBooks, bnid: { id: /id } }",
    ] {
        let run = project(&server, rule).command(&["run"], &KEY);
        run.exits(2);
        errors += &run.err;
    }
    assert_snapshot!(errors, @"
    error: reprise.yaml:8:36: `burnBooks` is a DELETE; discovery sends GET requests only; use a GET operation
    error: reprise.yaml:8:61: unknown parameter of listBooks `lnet`; did you mean `lent`?
    error: reprise.yaml:8:47: unknown field `bnid`, expected one of find, operation, as, scheme, parameters, in, having, set, keep, for
    ");
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
    let (run, report) = run_shelf(&server, rule);
    run.exits(1);
    assert_eq!(
        report.0["discovered"],
        json!([{ "rule": "a book", "params": { "id": 9 } }])
    );
    let reproduce = report.reproduce("getBook.emma");
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
        let (run, report) = run_shelf(&server, rule);
        let id = report.0["discovered"][0]["params"]["id"].as_str().unwrap();
        assert!(id.ends_with("‹key›"), "{id}");
        let output = format!("{}{}", run.output(), report.0);
        assert!(!output.contains("s3cret-key"), "{output}");
    }
}

#[test]
fn a_rule_that_is_refused_blocks_with_the_status() {
    let server = Server::start(|_| response(403, "application/json", "{}"));
    let (run, report) = run_shelf(
        &server,
        "{ find: a book, operation: listBooks, as: key, scheme: key, set: { id: /id } }",
    );
    // the list itself fails with this status
    run.exits(1);
    assert_eq!(
        report.reason("getBook.emma").1,
        "discovery rule `a book` found nothing: GET /books responds with 403; create one, or pass --param id=VALUE"
    );
}
