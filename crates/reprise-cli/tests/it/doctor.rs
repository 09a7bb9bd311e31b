//! `reprise doctor`.

use insta::assert_snapshot;

use crate::support::reference::ReferenceServer;
use crate::support::server::{Server, response};
use crate::support::{Project, Run, run_on_jobs_api};

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books/{id}:
    parameters: [{ name: id, in: path, required: true, schema: { type: integer }, examples: { emma: { value: 1 } } }]
    get:
      operationId: getBook
      responses:
        '200':
          description: The book.
          content: { application/json: { examples: { emma: { value: { id: 1 }, x-reprise: { credentials: { scheme: key, as: reader } } } } } }
    delete:
      operationId: removeBook
      responses:
        '200':
          description: The book.
          content: { application/json: { examples: { emma: { value: { id: 1 } } } } }
  /shelves:
    get:
      operationId: listShelves
      parameters: [{ name: other, in: query, schema: { type: integer } }]
      responses: { '200': { description: The shelves. } }
components:
  securitySchemes: { key: { type: apiKey, in: query, name: key } }
";

fn doctor(server: &Server, params: &str) -> Run {
    let target = format!(
        "base_url: {}\ncredentials: {{ reader: {{ environment: KEY }} }}\nparams: {{ id: 9{params} }}",
        server.url()
    );
    let project = Project::new(DOCUMENT).with_target(&target);
    let mut run = project.command(&["doctor"], &[("KEY", "s3cret-key")]);
    run.out = run.out.replace(&server.url(), "http://server");
    run
}

#[test]
fn credentials_and_parameters_that_work_are_accepted() {
    let server = Server::json(r#"{ "id": 9 }"#);
    let run = doctor(&server, "");
    run.exits(0);
    assert_snapshot!(run.out, @"
    target    http://server, read-only

    credentials
    ✓ reader: accepted: GET /books/9 returned 200, application/json

    parameters
    ✓ id = 9: accepted: GET /books/9 returned 200, application/json

    cases
    ✓ getBook.emma  up to shape: values not compared: the state of the server is not documented (--state documented)
    ✓ listShelves.example  up to exchange: the document has no example of the body
    ! removeBook.emma  blocked: changes state; allow it with `disposable: true` in the target or --disposable, or leave such cases out with `changes: skip` or --skip-changes
    ");
    let requests = server.requests();
    let mut requests = requests.iter();
    assert!(requests.all(|request| request.line.starts_with("GET")));
}

#[test]
fn a_response_that_is_not_documented_is_not_accepted() {
    let mut results = String::new();
    for (status, media_type, body) in [
        (200, "text/html", "<form>Log in</form>"),
        (404, "text/html", "<h1>Not found</h1>"),
        (404, "application/json", "{}"),
        (302, "text/html", ""),
        (500, "application/json", "{}"),
        (401, "application/json", "{}"),
        (403, "text/html", ""),
    ] {
        let server = Server::start(move |_| response(status, media_type, body));
        let run = doctor(&server, "");
        run.exits(4);
        let is_probe = |line: &&str| line.contains(" reader: ") || line.contains(" id = 9: ");
        let probes = run.out.lines().filter(is_probe);
        results.extend(probes.map(|line| format!("{line}\n")));
    }
    assert_snapshot!(results, @"
    ! reader: unclear: GET /books/9 returned 200, text/html, which is not documented for it
    ! id = 9: unclear: GET /books/9 returned 200, text/html, which is not documented for it
    ! reader: unclear: GET /books/9 returned 404, text/html, which is not documented for it
    ! id = 9: unclear: GET /books/9 returned 404, text/html, which is not documented for it
    ! reader: unclear: GET /books/9 returned 404, application/json, which is not documented for it
    ! id = 9: unclear: GET /books/9 returned 404, application/json, which is not documented for it
    ! reader: unclear: GET /books/9 returned 302, text/html, which is not documented for it
    ! id = 9: unclear: GET /books/9 returned 302, text/html, which is not documented for it
    ! reader: unclear: GET /books/9 returned 500, application/json, which is not documented for it
    ! id = 9: unclear: GET /books/9 returned 500, application/json, which is not documented for it
    ✗ reader: refused: GET /books/9 returned 401, application/json
    ✗ id = 9: refused: GET /books/9 returned 401, application/json
    ✗ reader: refused: GET /books/9 returned 403, text/html
    ✗ id = 9: refused: GET /books/9 returned 403, text/html
    ");
}

#[test]
fn a_parameter_that_no_safe_request_uses_is_not_tried() {
    let server = Server::json(r#"{ "id": 9 }"#);
    let run = doctor(&server, ", other: 3");
    run.exits(4);
    let line = run.out.lines().find(|line| line.contains("other"));
    assert_snapshot!(line.unwrap_or_default(), @"! other = 3: not tried: no safe request uses it");
}

#[test]
fn cases_that_were_not_chosen_are_counted() {
    let server = ReferenceServer::with_hook();
    let hook = server.hook();
    let run = run_on_jobs_api("doctor", &["--hook", &hook, "--only", "getJob.failed-job"]);
    run.exits(0);
    assert_snapshot!(run.out.replace(&hook, "http://server/hook"), @"
    target    http://server/hook, one fixture per case

    state hook
    ✓ http://server/hook: accepted: it has set up the fixture `single-job`

    cases
    ✓ getJob.failed-job  up to value: values are compared
    - 371 cases not chosen
    ");
}

#[test]
fn the_reference_server_passes() {
    let server = ReferenceServer::with_hook();
    let run = run_on_jobs_api("doctor", &["--hook", &server.hook()]);
    run.exits(0);
    assert!(run.out.lines().count() > 363, "{}", run.out);
}
