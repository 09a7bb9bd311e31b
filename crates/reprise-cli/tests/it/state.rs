//! The state of a server: documented, reset by a command, or its own.
#![cfg(unix)]

use insta::assert_snapshot;
use serde_json::json;

use crate::support::Project;
use crate::support::report::Report;
use crate::support::server::{Server, response};

/// An unedited document as frameworks write it: no names of fixtures, no `x-reprise`.
const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Books, version: '1' }
servers: [{ url: https://api.example.com/v1 }]
security: [{ token: [] }]
paths:
  /books:
    get:
      operationId: listBooks
      responses:
        '200':
          description: Books.
          content: { application/json: { schema: { type: array }, example: [{ id: 1, title: Emma }] } }
    post:
      operationId: addBook
      requestBody:
        required: true
        content:
          application/json:
            schema: { type: object, required: [title], properties: { title: { type: string, example: Dune } } }
      responses:
        '201':
          description: The book.
          content: { application/json: { schema: { type: object, required: [id], properties: { id: { type: integer } } } } }
  /books/{id}:
    parameters: [{ name: id, in: path, required: true, example: 1, schema: { type: integer } }]
    get:
      operationId: getBook
      responses:
        '200': { description: The book., content: { application/json: { example: { id: 1, title: Emma } } } }
        '404': { description: No such book. }
    delete:
      operationId: removeBook
      responses: { '204': { description: It is gone. } }
components:
  securitySchemes: { token: { type: http, scheme: bearer } }
";

const EMMA: &str = r#"{ "id": 1, "title": "Emma" }"#;

/// A server in the documented state.
fn books() -> Server {
    Server::start(|request| {
        if request.header("authorization") != Some("Bearer s3cret-token") {
            return response(401, "application/json", "{}");
        }
        match request.method_and_path() {
            ("HEAD", _) => response(200, "text/plain", ""),
            ("GET", "/v1/books") => response(200, "application/json", &format!("[{EMMA}]")),
            ("POST", "/v1/books") => response(201, "application/json", r#"{ "id": 2 }"#),
            ("GET", "/v1/books/1") => response(200, "application/json", EMMA),
            ("DELETE", "/v1/books/1") => "HTTP/1.1 204 No Content\r\n\r\n".to_owned(),
            _ => response(404, "text/plain", "no such path"),
        }
    })
}

const TOKEN: [(&str, &str); 1] = [("TOKEN", "s3cret-token")];

const DOCUMENTED: [&str; 8] = [
    "run",
    "--jobs",
    "1",
    "shelf.yaml",
    "--state",
    "documented",
    "--credential",
    "token=TOKEN",
];

/// The method and path of each request but the first, which asks whether a server is there.
fn requests(server: &Server) -> Vec<String> {
    let requests = server.requests();
    let requests = requests.iter().map(|request| {
        let (method, path) = request.method_and_path();
        format!("{method} {path}")
    });
    requests.filter(|line| !line.starts_with("HEAD")).collect()
}

#[test]
fn documented_values_are_sent_and_compared_on_an_unedited_document() {
    let server = books();
    let url = server.url();
    let args = [&DOCUMENTED[..], &["--target", &url, "--disposable"]].concat();
    let (run, report) = Project::new(DOCUMENT).reported(&args, &TOKEN);
    run.exits(0);
    let levels = report.cases().iter().map(|case| {
        let text = |key: &str| case[key].as_str().unwrap_or("-").to_owned();
        format!(
            "{} {} {}",
            text("id"),
            text("origin"),
            text("level_reached")
        )
    });
    assert_snapshot!(levels.collect::<Vec<_>>().join("\n"), @"
    listBooks.example - value
    addBook.example assembled schema
    getBook.example - value
    removeBook.example assembled exchange
    ");
    // reads first, changes one at a time, deletions last
    assert_eq!(
        requests(&server),
        [
            "GET /v1/books",
            "GET /v1/books/1",
            "POST /v1/books",
            "DELETE /v1/books/1"
        ]
    );
    let post = server
        .requests()
        .into_iter()
        .find(|request| request.line.starts_with("POST"));
    assert_eq!(post.unwrap().body, r#"{"title":"Dune"}"#);
}

#[test]
fn a_value_that_differs_from_the_documented_one_fails() {
    let server = Server::json(r#"{ "id": 1, "title": "Emna" }"#);
    let url = server.url();
    let args = [&DOCUMENTED[..], &["--target", &url, "--only", "getBook"]].concat();
    let (run, report) = Project::new(DOCUMENT).reported(&args, &TOKEN);
    run.exits(1);
    let finding = report.finding("getBook.example");
    assert_eq!(
        (
            &finding["pointer"],
            &finding["expected"],
            &finding["actual"]
        ),
        (&json!("/title"), &json!("Emma"), &json!("Emna"))
    );
}

#[test]
fn a_missing_credential_blocks_and_names_the_flag() {
    let server = books();
    let args = [
        "run",
        "shelf.yaml",
        "--state",
        "documented",
        "--target",
        &server.url(),
    ];
    let (run, report) = Project::new(DOCUMENT).reported(&args, &[]);
    run.exits(4);
    assert_eq!(
        report.reason("getBook.example"),
        (
            "missing-credential",
            "no credential `token`; pass --credential token=ENV_VAR"
        )
    );
    assert!(requests(&server).is_empty());
}

/// The target of a server with more keys.
fn target(server: &Server, more: &str) -> Project {
    Project::new(DOCUMENT).with_target(&format!(
        "base_url: {}\ncredentials: {{ token: {{ environment: TOKEN }} }}\n{more}",
        server.url()
    ))
}

fn report(project: &Project) -> (i32, Report) {
    let (run, report) = project.reported(&["run"], &TOKEN);
    (run.code, report)
}

#[test]
fn the_command_runs_before_each_change_and_after_the_last() {
    let server = books();
    let more = "state: documented\ndisposable: true\nreset: { command: 'echo reset >> log' }\n";
    let project = target(&server, more);
    let (code, _) = report(&project);
    assert_eq!(code, 0);
    // two cases change something
    assert_eq!(project.read("log"), "reset\n".repeat(3));
    // a run without changes needs no reset
    let project = target(
        &server,
        "state: documented\nchanges: skip\nreset: { command: 'echo reset >> log' }\n",
    )
    .with("log", "");
    let (code, skipped) = report(&project);
    assert_eq!(code, 0);
    assert_eq!(project.read("log"), "");
    assert_eq!(skipped.reason("removeBook.example").0, "changes-skipped");
}

#[test]
fn a_command_that_fails_blocks_the_case_and_shows_its_output() {
    let server = books();
    let more =
        "state: documented\ndisposable: true\nreset: { command: 'echo no database >&2; exit 3' }\n";
    let project = target(&server, more);
    let (run, report) = project.reported(&["run", "--jobs", "1"], &TOKEN);
    run.exits(4);
    assert_eq!(report.outcome("getBook.example"), "passed");
    let (code, message) = report.reason("addBook.example");
    assert_eq!(code, "reset-failed");
    assert_snapshot!(message, @"
    the command of `reset` failed: the command ended with exit status: 3; it printed:
    no database
    ");
    assert_eq!(requests(&server), ["GET /v1/books", "GET /v1/books/1"]);
}

#[test]
fn a_command_that_fails_at_the_end_does_not_lose_the_results() {
    let server = books();
    // it succeeds twice, for the two changes
    let line = "echo >> log; test $(wc -l < log) -lt 3 || { echo the database is locked; exit 1; }";
    let more = format!(
        "state: documented\ndisposable: true\nreset: {{ command: {} }}\n",
        json!(line)
    );
    let project = target(&server, &more);
    let (run, report) = project.reported(&["run"], &TOKEN);
    run.exits(0);
    assert_eq!(report.outcome("removeBook.example"), "passed");
    assert_snapshot!(run.err, @"
    warning: `reset` failed after the last case: the command ended with exit status: 1; it printed:
    the database is locked
    ");
}

#[test]
fn a_command_sets_up_fixtures_and_gives_values() {
    let server = books();
    // the fixture has its name in the environment, and its value on standard input
    let line = r#"echo $REPRISE_FIXTURE $(cat) >> log; echo '{ "params": { "id": 1 }, "credentials": { "token": "s3cret-token" } }'"#;
    let project = Project::new(DOCUMENT).with_target(&format!(
        "base_url: {}\nstate: fixtures\nreset: {{ command: {} }}\n",
        server.url(),
        json!(line)
    ));
    let (run, report) = project.reported(&["run", "--only", "getBook"], &[]);
    run.exits(0);
    assert_eq!(report.case("getBook.example")["level_reached"], "value");
    assert_eq!(project.read("log"), "default \"default\"\n");
    assert!(!run.output().contains("s3cret"), "{}", run.output());
}

#[test]
fn headers_of_the_target_are_in_every_request_and_never_shown() {
    let server = Server::json(EMMA);
    let more = "state: documented\nheaders: { X-Tenant: acme, X-Session-Token: { environment: SESSION } }\n";
    let project = target(&server, more);
    let environment = [TOKEN[0], ("SESSION", "session-s3cret")];
    let args = ["run", "--only", "getBook", "--header", "X-Tenant: typed"];
    let run = project.command(&args, &environment);
    run.exits(0);
    let requests = server.requests();
    let sent = requests
        .iter()
        .find(|request| request.line.starts_with("GET"));
    let sent = sent.unwrap();
    assert_eq!(sent.header("x-tenant"), Some("typed"));
    assert_eq!(sent.header("x-session-token"), Some("session-s3cret"));
    assert!(!run.output().contains("session-s3cret"), "{}", run.output());
}
