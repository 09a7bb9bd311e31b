//! `reprise doctor`.

use std::fs;

use crate::server::{Server, answer};
use crate::{Run, command, file};

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
components:
  securitySchemes: { key: { type: apiKey, in: query, name: key } }
";

fn doctor(server: &Server, more: &str) -> Run {
    let (folder, document) = file("shelf.yaml", DOCUMENT);
    let target = folder.path().join("target.yaml").display().to_string();
    let text = format!(
        "base_url: {}\ncredentials: {{ reader: {{ environment: KEY }} }}\nparams: {{ id: 9{more} }}\n",
        server.url()
    );
    fs::write(&target, text).unwrap();
    command(
        &["doctor", &document, "--target", &target],
        &[("KEY", "s3cret-key")],
    )
}

#[test]
fn what_is_there_is_proven() {
    let server = Server::start(|_| answer(200, "application/json", r#"{ "id": 9 }"#));
    let run = doctor(&server, "");
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    for line in [
        "✓ reader: accepted, GET /books/9 answers 200",
        "✓ id = 9: accepted, GET /books/9 answers 200",
        "✓ getBook.emma  up to shape: the state is not ours, so values are not owed",
        "- removeBook.emma  skipped: changes state; allow it with `disposable: true` in the target",
    ] {
        assert!(
            run.out.lines().any(|said| said == line),
            "no {line:?} in\n{}",
            run.out
        );
    }
    let asked = server.asked();
    assert!(
        asked.iter().all(|asked| asked.line.starts_with("GET")),
        "{asked:?}"
    );
    assert!(!run.out.contains("s3cret"), "{}", run.out);
}

#[test]
fn what_is_not_there_is_told() {
    for (status, credential, param) in [
        (
            404,
            "✓ reader: accepted",
            "✗ id = 9: refused, GET /books/9 answers 404",
        ),
        (
            401,
            "✗ reader: refused, GET /books/9 answers 401",
            "✗ id = 9: refused",
        ),
    ] {
        let server = Server::start(move |_| answer(status, "application/json", "{}"));
        let run = doctor(&server, ", other: 3");
        assert_eq!(run.code, 4, "{}{}", run.out, run.err);
        for line in [
            credential,
            param,
            "! other = 3: not tried, since no safe request uses it",
        ] {
            assert!(
                run.out.lines().any(|said| said.starts_with(line)),
                "no {line:?} in\n{}",
                run.out
            );
        }
    }
}

#[test]
fn the_reference_server_is_well() {
    let run = command(&["doctor"], &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(
        run.out.contains(": accepted, it has set up the fixture `"),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("up to value: its fixture is set up for it"),
        "{}",
        run.out
    );
}
