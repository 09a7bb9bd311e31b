//! Documents and servers that have nothing to do with jobs.

use serde_json::json;

use crate::support::report::Report;
use crate::support::server::{Server, response, sandbox};
use crate::support::{Project, Run};

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

/// Runs the document against a server without a state hook.
fn read_only(server: &Server, more: &[&str]) -> (Run, Report) {
    let url = server.url();
    let args = [
        "run",
        "shelf.yaml",
        "--target",
        &url,
        "--param",
        "id=9",
        "--credential",
        "reader=SHELF_KEY",
    ];
    let args = [&args[..], more].concat();
    Project::new(DOCUMENT).reported(&args, &[("SHELF_KEY", "s3cret")])
}

#[test]
fn a_state_hook_gives_each_case_its_fixture() {
    let server = Server::start(|request| match request.method_and_path() {
        ("POST", "/hook") => sandbox(
            request,
            "/api",
            r#", "parameters": { "id": 42 }, "credentials": { "reader": "s3cret" }"#,
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
    let hook = format!("{}/hook", server.url());
    let args = ["run", "shelf.yaml", "--suite", ".", "--hook", &hook];
    let (run, report) = Project::new(DOCUMENT)
        .with(
            "fixtures/one-book.yaml",
            "books: [{ id: 1, title: Emma }]\n",
        )
        .reported(&args, &[]);
    run.exits(1);
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
    let finding = report.finding("removeBook.emma");
    assert_eq!(
        (
            &finding["pointer"],
            &finding["expected"],
            &finding["actual"]
        ),
        (&json!("/id"), &json!(1), &json!(2))
    );

    let requests = server.requests();
    let sent = |line: &'static str| {
        let requests = requests.iter();
        requests.filter(move |request| request.line.starts_with(line))
    };
    let bodies: Vec<&str> = sent("POST /hook ")
        .map(|request| request.body.as_str())
        .collect();
    assert_eq!(
        bodies,
        [r#"{"fixture":{"books":[{"id":1,"title":"Emma"}]}}"#; 2]
    );
    assert_eq!(sent("DELETE /hook/7 ").count(), 2);
    assert!(sent("GET").any(|request| request.header("x-key") == Some("s3cret")));
    assert!(!run.out.contains("s3cret"));
}

#[test]
fn a_server_without_a_state_hook_is_only_read_and_compared_by_shape() {
    let server = Server::start(|request| match request.method_and_path() {
        ("GET", "/books/9") => response(200, "application/json", r#"{ "id": 9, "title": "Dune" }"#),
        _ => response(404, "text/plain", "?"),
    });
    let (run, report) = read_only(&server, &[]);
    run.exits(4);
    let get = report.case("getBook.emma");
    assert_eq!(get["outcome"], "passed");
    assert_eq!(get["level_reached"], "shape");
    assert_eq!(report.outcome("removeBook.emma"), "blocked");
    assert_eq!(report.reason("removeBook.emma").0, "changes-state");
    let requests = server.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    assert_eq!(requests[0].header("x-key"), Some("s3cret"));
    let (run, report) = read_only(&server, &["--skip-changes"]);
    run.exits(0);
    assert_eq!(report.outcome("removeBook.emma"), "skipped");
    assert_eq!(report.reason("removeBook.emma").0, "changes-skipped");
}

#[test]
fn no_id_of_the_document_is_sent_to_it() {
    let server = Server::json("{}");
    let args = ["run", "shelf.yaml", "--target", &server.url()];
    let (run, report) = Project::new(DOCUMENT).reported(&args, &[]);
    run.exits(4);
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
    let (run, _) = read_only(&server, &[]);
    run.exits(3);
    assert!(!run.output().contains("s3cret"));
}

#[test]
fn a_redirect_is_not_followed() {
    let elsewhere = Server::json(r#"{ "id": 9, "title": "Dune" }"#);
    let url = elsewhere.url();
    let server = Server::start(move |_| {
        format!(
            "HTTP/1.1 302 X\r\nlocation: {url}/books/9\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        )
    });
    let (run, report) = read_only(&server, &[]);
    run.exits(1);
    let finding = report.finding("getBook.emma");
    assert_eq!(
        (&finding["place"], &finding["expected"], &finding["actual"]),
        (&json!("status"), &json!(200), &json!(302))
    );
    assert!(elsewhere.requests().is_empty());
}

#[test]
fn undocumented_properties_are_failures_with_strict_only() {
    let server = Server::json(r#"{ "id": 9, "title": "Dune", "shelf": "A" }"#);
    read_only(&server, &["--skip-changes"]).0.exits(0);
    let (strict, report) = read_only(&server, &["--strict"]);
    strict.exits(1);
    let finding = report.finding("getBook.emma");
    assert_eq!(
        (&finding["kind"], &finding["pointer"]),
        (&json!("undocumented"), &json!("/shelf"))
    );
}
