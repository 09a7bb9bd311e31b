//! No secret is printed, even if a server returns it.

use crate::server::{Server, response};
use crate::{Run, file, reprise_with};

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books:
    get:
      operationId: listBooks
      responses:
        '200':
          description: The books.
          headers: { X-Echo: { schema: { type: string, maxLength: 3 }, examples: { some: { value: abc } } } }
          content:
            application/json:
              schema: { type: object, properties: { text: { type: string, maxLength: 8 } } }
              examples: { some: { value: { text: hello }, x-reprise: { credentials: { scheme: key, as: reader } } } }
components:
  securitySchemes: { key: { type: apiKey, in: query, name: key } }
";

const SECRET: &str = "s3cret/key+\u{e9}";

fn against(answers: impl Fn() -> String + Send + Sync + 'static) -> Run {
    let server = Server::start(move |_| answers());
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let args = [
        &document,
        "--target",
        &server.url(),
        "--credential",
        "reader=KEY",
        "-v",
    ];
    reprise_with(&args, &[("KEY", SECRET)])
}

#[test]
fn a_secret_in_a_response_is_masked() {
    let forms = [
        SECRET.to_owned(),
        "s3cret%2Fkey%2b%C3%A9".to_owned(),
        "czNjcmV0L2tleSvDqQ==".to_owned(),
        "dXNlcjpzM2NyZXQva2V5K8Op".to_owned(),
        r"\u0073\u0033\u0063\u0072\u0065\u0074\/key+\u00e9".to_owned(),
    ];
    for form in forms {
        let ascii = form.is_ascii() && !form.contains('\\');
        let bodies = [
            format!(r#"{{ "text": "you said {form}" }}"#),
            format!(r#"{{ "{form}": 1, "text": "hello" }}"#),
            format!(r#"{{ "text": ["{form}"] }}"#),
            format!("no JSON {form}"),
        ];
        for body in bodies {
            let header = if ascii {
                form.clone()
            } else {
                "abcd".to_owned()
            };
            let run = against(move || {
                response(200, "application/json", &body).replacen(
                    "\r\n",
                    &format!("\r\nx-echo: {header}\r\n"),
                    1,
                )
            });
            assert_eq!(run.code, 1, "{form} {}{}", run.out, run.err);
            let output = format!("{}{}", run.out, run.err);
            for form in [SECRET, "s3cret", "czNjcmV0L2tleSvD", "pzM2NyZXQva2V5K8"] {
                assert!(!output.contains(form), "{form} in {output}");
            }
            if ascii {
                assert!(output.contains("‹reader›"), "{output}");
            }
        }
    }
}

#[test]
fn a_secret_that_the_document_contains_is_refused() {
    let server = Server::start(|_| response(200, "application/json", r#"{ "text": 7 }"#));
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let args = [
        &document,
        "--target",
        &server.url(),
        "--credential",
        "reader=KEY",
    ];
    // the id of the case, and a part of every pointer into a schema
    for secret in ["listBooks.", "properties"] {
        let run = reprise_with(&args, &[("KEY", secret)]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        assert!(
            run.err.contains("would contain the secret `reader`"),
            "{}",
            run.err
        );
        assert!(!run.err.contains(secret), "{}", run.err);
    }
}

#[test]
fn a_short_secret_is_refused_before_anything_is_sent() {
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let args = [
        &document,
        "--target",
        "http://127.0.0.1:1",
        "--credential",
        "reader=KEY",
    ];
    let run = reprise_with(&args, &[("KEY", "abc")]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(
        run.err
            .contains("the secret `reader` has fewer than 4 characters"),
        "{}",
        run.err
    );
}

#[test]
fn a_secret_in_the_response_of_a_hook_is_masked() {
    let server = Server::start(|_| response(500, "text/plain", "bad token aG9vay1zM2NyZXQ="));
    let (folder, _document) = file(
        "shelf.yaml",
        &DOCUMENT.replace("x-reprise: {", "x-reprise: { fixture: one,"),
    );
    std::fs::create_dir(folder.path().join("fixtures")).unwrap();
    std::fs::write(folder.path().join("fixtures/one.yaml"), "books: []\n").unwrap();
    let config = folder.path().join("reprise.yaml").display().to_string();
    let text = format!(
        "document: shelf.yaml\nsuite: .\ntargets:\n  local:\n    hook: {{ url: {}, credential: {{ environment: HOOK }} }}\n",
        server.url()
    );
    std::fs::write(&config, text).unwrap();
    let run = reprise_with(&["--config", &config], &[("HOOK", "hook-s3cret")]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(run.err.contains("bad token ‹hook›"), "{}", run.err);
}

#[test]
fn the_credentials_of_a_hook_are_masked() {
    for (secret, code, said) in [
        ("hook-made-s3cret", 1, "‹reader›"),
        (
            "abc",
            2,
            "sent a credential that cannot be kept secret: the secret `reader` has fewer than 4 characters",
        ),
    ] {
        let server = Server::start(move |request| {
            let host = request.host();
            if request.line.starts_with("POST /hook") {
                let body = format!(
                    r#"{{ "id": "7", "base_url": "http://{host}", "credentials": {{ "reader": "{secret}" }} }}"#
                );
                response(201, "application/json", &body)
            } else {
                response(
                    200,
                    "application/json",
                    &format!(r#"{{ "text": "you said {secret}" }}"#),
                )
            }
        });
        let (folder, document) = file(
            "shelf.yaml",
            &DOCUMENT.replace("x-reprise: {", "x-reprise: { fixture: one,"),
        );
        std::fs::create_dir(folder.path().join("fixtures")).unwrap();
        std::fs::write(folder.path().join("fixtures/one.yaml"), "books: []\n").unwrap();
        let suite = folder.path().display().to_string();
        let hook = format!("{}/hook", server.url());
        let run = reprise_with(&[&document, "--hook", &hook, "--suite", &suite], &[]);
        assert_eq!(run.code, code, "{}{}", run.out, run.err);
        let output = format!("{}{}", run.out, run.err);
        assert!(
            output.contains(said) && !output.contains("hook-made"),
            "{output}"
        );
    }
}
