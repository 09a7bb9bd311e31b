//! Input that cannot be used, and targets that cannot be reached. `messages.rs` has the wording of other errors.

use std::net::TcpListener;

use insta::assert_snapshot;

use crate::support::server::Server;
use crate::support::{NOWHERE, Project, command, jobs_api_args};

#[test]
fn an_invalid_document_is_reported_with_line_and_column() {
    let mut errors = String::new();
    for (name, text) in [
        (
            "broken.json",
            "{\n  \"openapi\": \"3.1.0\",\n  \"info\": {,\n",
        ),
        ("tab.yaml", "openapi: 3.1.0\ninfo:\n\ttitle: x\n"),
        ("empty.json", ""),
    ] {
        let project = Project::empty().with(name, text);
        let run = project.command(&["run", name, "--target", NOWHERE], &[]);
        run.exits(2);
        errors += &run.err;
    }
    assert_snapshot!(errors, @"
    error: broken.json:3:12: invalid JSON: key must be a string
    error: tab.yaml:3:2: invalid YAML: tabs disallowed within this context (block indentation)
    error: empty.json:1:1: invalid JSON: EOF while parsing a value
    ");
}

#[test]
fn a_closed_port_is_named() {
    let address = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap();
    let mut errors = String::new();
    for args in [
        ["--target", &format!("http://{address}/api/v4")],
        ["--hook", &format!("http://{address}/-/sandboxes")],
    ] {
        let run = command(&jobs_api_args(&["run"], &args), &[]);
        run.exits(3);
        errors += &run.err.replace(&address.to_string(), "ADDRESS");
    }
    assert!(errors.contains("refused"), "{errors}");
    let first: Vec<&str> = errors
        .lines()
        .filter_map(|line| line.split(": ").nth(1))
        .collect();
    assert_eq!(
        first,
        [
            "http://ADDRESS/api/v4 cannot be reached",
            "http://ADDRESS/-/sandboxes cannot be reached"
        ]
    );
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
    let server = Server::json("[1]");
    let project = Project::new(text);
    let args = ["run", "shelf.yaml", "--target", &server.url()];
    let (run, report) = project.reported(&args, &[]);
    run.exits(2);
    assert_eq!(report.outcome("listBooks.all"), "passed");
    assert_eq!(report.outcome("listBooks.one"), "invalid-case");
    let (code, reason) = report.reason("listBooks.one");
    assert_eq!(code, "invalid-request");
    assert_snapshot!(reason, @r#"parameter `most` at shelf.yaml:6:98 is invalid: "many" is not of type "integer" (shelf.yaml:6:61 /paths/~1books/get/parameters/0/schema/type); correct the example, or mark what is wrong on purpose with `x-reprise: { invalid: … }`"#);
    let requests = server.requests();
    assert!(
        !requests.iter().any(|request| request.line.contains("many")),
        "{requests:?}"
    );
    let bound = [&args[..], &["--param", "most=7"]].concat();
    project.command(&bound, &[]).exits(0);
}
