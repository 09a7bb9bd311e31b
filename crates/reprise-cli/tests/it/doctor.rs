//! `reprise doctor`.

use std::fs;

use crate::reference::Reference;
use crate::server::{Server, response};
use crate::{Run, command, file, on_jobs};

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

fn doctor(server: &Server, params: &str, more: &[&str]) -> Run {
    let (folder, _document) = file("shelf.yaml", DOCUMENT);
    let config = folder.path().join("reprise.yaml").display().to_string();
    let text = format!(
        "document: shelf.yaml\ntargets:\n  local:\n    base_url: {}\n    credentials: {{ reader: {{ environment: KEY }} }}\n    params: {{ id: 9{params} }}\n",
        server.url()
    );
    fs::write(&config, text).unwrap();
    command(
        &[&["doctor", "--config", &config], more].concat(),
        &[("KEY", "s3cret-key")],
    )
}

/// Checks that there is a line that begins like this.
fn assert_line(run: &Run, start: &str) {
    assert!(
        run.out.lines().any(|line| line.starts_with(start)),
        "no line {start:?} in\n{}{}",
        run.out,
        run.err
    );
}

#[test]
fn credentials_and_parameters_that_work_are_accepted() {
    let server = Server::start(|_| response(200, "application/json", r#"{ "id": 9 }"#));
    let run = doctor(&server, "", &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    for line in [
        "✓ reader: accepted: GET /books/9 returned 200, application/json",
        "✓ id = 9: accepted: GET /books/9 returned 200, application/json",
        "✓ getBook.emma  up to shape: ",
        "- removeBook.emma  skipped: ",
    ] {
        assert_line(&run, line);
    }
    let requests = server.requests();
    assert!(
        requests
            .iter()
            .all(|request| request.line.starts_with("GET")),
        "{requests:?}"
    );
    assert!(!run.out.contains("s3cret"), "{}", run.out);
}

#[test]
fn a_response_that_is_not_documented_is_not_accepted() {
    for (status, media_type, body, sign) in [
        (200, "text/html", "<form>Log in</form>", "! reader: unclear"),
        (404, "text/html", "<h1>Not found</h1>", "! reader: unclear"),
        (404, "application/json", "{}", "! reader: unclear"),
        (302, "text/html", "", "! reader: unclear"),
        (500, "application/json", "{}", "! reader: unclear"),
        (401, "application/json", "{}", "✗ reader: refused"),
        (403, "text/html", "", "✗ reader: refused"),
    ] {
        let server = Server::start(move |_| response(status, media_type, body));
        let run = doctor(&server, "", &[]);
        assert_eq!(run.code, 4, "{status} {media_type}: {}{}", run.out, run.err);
        assert_line(
            &run,
            &format!("{sign}: GET /books/9 returned {status}, {media_type}"),
        );
        assert_line(&run, &sign.replace("reader", "id = 9"));
        assert!(!run.out.contains("accepted"), "{}", run.out);
    }
}

#[test]
fn a_parameter_that_no_safe_request_uses_is_not_tried() {
    let server = Server::start(|_| response(200, "application/json", r#"{ "id": 9 }"#));
    let run = doctor(&server, ", other: 3", &[]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    assert_line(&run, "! other = 3: not tried: no safe request uses it");
}

#[test]
fn cases_that_were_not_chosen_are_counted() {
    let server = Reference::with_hook();
    let run = on_jobs(
        "doctor",
        &["--hook", &server.hook(), "--only", "getJob.failed-job"],
    );
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_line(&run, "✓ getJob.failed-job  up to value");
    assert_line(&run, "- 362 cases not chosen");
    assert!(run.out.lines().count() < 20, "{}", run.out);
}

#[test]
fn the_reference_server_passes() {
    let server = Reference::with_hook();
    let run = on_jobs("doctor", &["--hook", &server.hook()]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(
        run.out.contains(": accepted: it has set up the fixture `"),
        "{}",
        run.out
    );
    assert!(run.out.contains("up to value: "), "{}", run.out);
}
