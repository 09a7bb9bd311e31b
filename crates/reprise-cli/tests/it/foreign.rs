//! Documents and servers that have nothing to do with jobs.

use std::fs;

use serde_json::json;

use crate::report::reported;
use crate::server::{Server, response};
use crate::{file, reprise_with};

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books/{id}:
    get:
      operationId: getBook
      security: [{ key: [] }]
      parameters: [{ name: id, in: path, required: true, schema: { type: integer }, examples: { emma: { value: 1 } } }]
      responses:
        '200':
          description: The book.
          content:
            application/json:
              schema: { type: object, required: [id, title], properties: { id: { type: integer }, title: { type: string } } }
              examples:
                emma: { value: { id: 1, title: Emma }, x-reprise: { fixture: one-book, credentials: { scheme: key, as: reader } } }
    delete:
      operationId: removeBook
      parameters: [{ name: id, in: path, required: true, schema: { type: integer }, examples: { emma: { value: 1 } } }]
      responses:
        '200':
          description: The book.
          content: { application/json: { examples: { emma: { value: { id: 1 }, x-reprise: { fixture: one-book } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
";

#[test]
fn a_state_hook_gives_each_case_its_fixture() {
    let server = Server::start(|request| match request.method_and_path() {
        ("POST", "/hook") => response(
            201,
            "application/json",
            &format!(
                r#"{{ "id": "7", "base_url": "http://{}/api", "parameters": {{ "id": 42 }}, "credentials": {{ "reader": "s3cret" }} }}"#,
                request.host()
            ),
        ),
        ("DELETE", "/hook/7") => response(204, "text/plain", ""),
        ("GET", "/api/books/42") => response(
            200,
            "application/json",
            r#"{ "title": "Emma", "id": 1, "shelf": "A" }"#,
        ),
        ("DELETE", "/api/books/42") => response(200, "application/json", r#"{ "id": 2 }"#),
        _ => response(404, "text/plain", "?"),
    });
    let (folder, document) = file("shelf.yaml", DOCUMENT);
    let suite = folder.path().join("suite");
    fs::create_dir_all(suite.join("fixtures")).unwrap();
    fs::write(
        suite.join("fixtures/one-book.yaml"),
        "books: [{ id: 1, title: Emma }]\n",
    )
    .unwrap();

    let hook = format!("{}/hook", server.url());
    let suite = suite.to_str().unwrap();
    let args = ["run", &document, "--suite", suite, "--hook", &hook];
    let (run, report) = reported(&args, &[]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let get = report.case("getBook.emma");
    assert_eq!(get["outcome"], "passed");
    assert_eq!(get["level_reached"], "value");
    assert_eq!(
        get["notes"],
        json!([{ "pointer": "/shelf", "undocumented": true }])
    );
    let remove = report.case("removeBook.emma");
    assert_eq!(remove["outcome"], "failed");
    assert_eq!(remove["level_reached"], "shape");
    let [finding] = report.findings("removeBook.emma") else {
        panic!("{remove}");
    };
    assert_eq!(
        (
            &finding["pointer"],
            &finding["expected"],
            &finding["actual"]
        ),
        (&json!("/id"), &json!(1), &json!(2))
    );

    let requests = server.requests();
    let fixtures = requests
        .iter()
        .filter(|request| request.line.starts_with("POST /hook "));
    assert!(
        fixtures
            .clone()
            .all(|request| request.body == r#"{"fixture":{"books":[{"id":1,"title":"Emma"}]}}"#)
    );
    assert_eq!(fixtures.count(), 2);
    assert_eq!(
        requests
            .iter()
            .filter(|request| request.line.starts_with("DELETE /hook/7 "))
            .count(),
        2
    );
    assert!(
        requests
            .iter()
            .any(|request| request.header("x-key") == Some("s3cret"))
    );
    assert!(!run.out.contains("s3cret"));
}

#[test]
fn a_server_without_a_state_hook_is_only_read_and_compared_by_shape() {
    let server = Server::start(|request| {
        if request.line.starts_with("GET /books/9 ") {
            response(200, "application/json", r#"{ "id": 9, "title": "Dune" }"#)
        } else {
            response(404, "text/plain", "?")
        }
    });
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let url = server.url();
    let args = [
        "run",
        &document,
        "--target",
        &url,
        "--param",
        "id=9",
        "--credential",
        "reader=SHELF_KEY",
    ];
    let (run, report) = reported(&args, &[("SHELF_KEY", "s3cret")]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let get = report.case("getBook.emma");
    assert_eq!(get["outcome"], "passed");
    assert_eq!(get["level_reached"], "shape");
    assert_eq!(report.outcome("removeBook.emma"), "skipped");
    assert_eq!(report.reason("removeBook.emma").0, "changes-state");
    let requests = server.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    assert_eq!(requests[0].header("x-key"), Some("s3cret"));
}

#[test]
fn no_id_of_the_document_is_sent_to_it() {
    let server = Server::start(|_| response(200, "application/json", "{}"));
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let (run, report) = reported(&["run", &document, "--target", &server.url()], &[]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    assert_eq!(
        report.reason("getBook.emma"),
        (
            "no-value-for-parameter",
            "no value for path parameter `id`; pass --param id=VALUE or set `params:` for this target"
        )
    );
    assert!(server.requests().is_empty());
}

#[test]
fn a_server_that_hangs_up_is_unreachable() {
    let server = Server::start(|_| String::new());
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let args = [
        &document,
        "--target",
        &server.url(),
        "--param",
        "id=9",
        "--credential",
        "reader=SHELF_KEY",
    ];
    let run = reprise_with(&args, &[("SHELF_KEY", "s3cret")]);
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(!run.out.contains("s3cret") && !run.err.contains("s3cret"));
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere =
        Server::start(|_| response(200, "application/json", r#"{ "id": 9, "title": "Dune" }"#));
    let url = elsewhere.url();
    let server = Server::start(move |_| {
        format!(
            "HTTP/1.1 302 X\r\nlocation: {url}/books/9\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        )
    });
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let args = [
        &document,
        "--target",
        &server.url(),
        "--param",
        "id=9",
        "--credential",
        "reader=SHELF_KEY",
    ];
    let args = [&["run"], &args[..]].concat();
    let (run, report) = reported(&args, &[("SHELF_KEY", "s3cret")]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let [finding] = report.findings("getBook.emma") else {
        panic!("{}", report.case("getBook.emma"));
    };
    assert_eq!(
        (&finding["place"], &finding["expected"], &finding["actual"]),
        (&json!("status"), &json!(200), &json!(302))
    );
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn undocumented_properties_are_failures_with_strict_only() {
    let server = Server::start(|_| {
        response(
            200,
            "application/json",
            r#"{ "id": 9, "title": "Dune", "shelf": "A" }"#,
        )
    });
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let url = server.url();
    let args = [
        document.as_str(),
        "--target",
        &url,
        "--param",
        "id=9",
        "--credential",
        "reader=SHELF_KEY",
    ];
    let usual = reprise_with(&args, &[("SHELF_KEY", "s3cret")]);
    assert_eq!(usual.code, 0, "{}{}", usual.out, usual.err);
    let (strict, report) = reported(
        &[&["run"], &args[..], &["--strict"]].concat(),
        &[("SHELF_KEY", "s3cret")],
    );
    assert_eq!(strict.code, 1, "{}{}", strict.out, strict.err);
    let [finding] = report.findings("getBook.emma") else {
        panic!("{}", report.case("getBook.emma"));
    };
    assert_eq!(
        (&finding["kind"], &finding["pointer"]),
        (&json!("undocumented"), &json!("/shelf"))
    );
}
