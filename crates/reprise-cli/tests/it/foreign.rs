//! Documents and servers that have nothing to do with jobs.

use std::fs;

use crate::server::{Server, answer};
use crate::{file, reprise, reprise_with};

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
    let server = Server::start(
        |asked| match asked.line.split(' ').collect::<Vec<_>>()[..2] {
            ["POST", "/hook"] => answer(
                201,
                "application/json",
                &format!(
                    r#"{{ "id": "7", "base_url": "http://{}/api", "parameters": {{ "id": 42 }}, "credentials": {{ "reader": "s3cret" }} }}"#,
                    asked
                        .headers
                        .iter()
                        .find_map(|line| line.strip_prefix("host: "))
                        .unwrap()
                ),
            ),
            ["DELETE", "/hook/7"] => answer(204, "text/plain", ""),
            ["GET", "/api/books/42"] => answer(
                200,
                "application/json",
                r#"{ "title": "Emma", "id": 1, "shelf": "A" }"#,
            ),
            ["DELETE", "/api/books/42"] => answer(200, "application/json", r#"{ "id": 2 }"#),
            _ => answer(404, "text/plain", "?"),
        },
    );
    let (folder, document) = file("shelf.yaml", DOCUMENT);
    let suite = folder.path().join("suite");
    fs::create_dir_all(suite.join("fixtures")).unwrap();
    fs::write(
        suite.join("fixtures/one-book.yaml"),
        "books: [{ id: 1, title: Emma }]\n",
    )
    .unwrap();

    let hook = format!("{}/hook", server.url());
    let run = reprise(&[
        &document,
        "--suite",
        suite.to_str().unwrap(),
        "--hook",
        &hook,
    ]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(
        run.out
            .contains("✓ GET    /books/{id}  emma  conforms  value"),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("✗ DELETE /books/{id}  emma  differs   shape"),
        "{}",
        run.out
    );
    assert!(
        run.out
            .contains("    body /id\n      expected  1\n      actual    2\n"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("1 member that no example mentions"),
        "{}",
        run.out
    );

    let asked = server.asked();
    let fixtures = asked
        .iter()
        .filter(|asked| asked.line.starts_with("POST /hook "));
    assert!(
        fixtures
            .clone()
            .all(|asked| asked.body == r#"{"fixture":{"books":[{"id":1,"title":"Emma"}]}}"#)
    );
    assert_eq!(fixtures.count(), 2);
    assert_eq!(
        asked
            .iter()
            .filter(|asked| asked.line.starts_with("DELETE /hook/7 "))
            .count(),
        2
    );
    assert!(
        asked
            .iter()
            .any(|asked| asked.headers.iter().any(|header| header == "x-key: s3cret"))
    );
    assert!(!run.out.contains("s3cret"));
}

#[test]
fn a_server_whose_state_is_not_ours_is_read_and_held_to_shapes() {
    let server = Server::start(|asked| {
        if asked.line.starts_with("GET /books/9 ") {
            answer(200, "application/json", r#"{ "id": 9, "title": "Dune" }"#)
        } else {
            answer(404, "text/plain", "?")
        }
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
    let run = reprise_with(&args, &[("SHELF_KEY", "s3cret")]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(
        run.out
            .contains("✓ GET    /books/{id}  emma  conforms  shape"),
        "{}",
        run.out
    );
    assert!(
        run.out.contains("- DELETE /books/{id}  emma  skipped"),
        "{}",
        run.out
    );
    let asked = server.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(
        asked[0]
            .headers
            .iter()
            .any(|header| header == "x-key: s3cret")
    );
}

#[test]
fn no_id_of_the_document_is_sent_to_it() {
    let server = Server::start(|_| answer(200, "application/json", "{}"));
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let run = reprise(&[&document, "--target", &server.url()]);
    assert_eq!(run.code, 4, "{}{}", run.out, run.err);
    assert!(
        run.out
            .contains("no value for path parameter `id`; pass --param id=VALUE or set `params:` for this target"),
        "{}",
        run.out
    );
    assert!(server.asked().is_empty());
}

#[test]
fn a_server_that_hangs_up_is_unreached() {
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
    assert!(run.out.contains("unreachable"), "{}", run.out);
    assert!(!run.out.contains("s3cret") && !run.err.contains("s3cret"));
}

#[test]
fn a_redirect_is_an_answer_and_is_not_followed() {
    let elsewhere =
        Server::start(|_| answer(200, "application/json", r#"{ "id": 9, "title": "Dune" }"#));
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
    let run = reprise_with(&args, &[("SHELF_KEY", "s3cret")]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(
        run.out
            .contains("    status\n      expected  200\n      actual    302\n"),
        "{}",
        run.out
    );
    assert!(elsewhere.asked().is_empty());
}

#[test]
fn members_that_no_schema_mentions_are_told_and_refute_only_where_that_is_asked_for() {
    let server = Server::start(|_| {
        answer(
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
    let strict = reprise_with(
        &[&args[..], &["--strict"]].concat(),
        &[("SHELF_KEY", "s3cret")],
    );
    assert_eq!(strict.code, 1, "{}{}", strict.out, strict.err);
    assert!(strict.out.contains("body /shelf"), "{}", strict.out);
}
