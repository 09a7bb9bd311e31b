//! No secret is printed, even if a server returns it.

use insta::assert_snapshot;

use crate::support::server::{Server, response, sandbox};
use crate::support::{NOWHERE, Project, Run};

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

/// Runs the document against a server with this secret.
fn run_against(url: &str, secret: &str, more: &[&str]) -> Run {
    let args = [
        "run",
        "shelf.yaml",
        "--target",
        url,
        "--credential",
        "reader=KEY",
    ];
    Project::new(DOCUMENT).command(&[&args[..], more].concat(), &[("KEY", secret)])
}

/// The document with a fixture for its case.
fn with_fixture() -> Project {
    let document = DOCUMENT.replace("x-reprise: {", "x-reprise: { fixture: one,");
    Project::new(&document).with("fixtures/one.yaml", "books: []\n")
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
            let header = if ascii { &form } else { "abcd" };
            let header = format!("\r\nx-echo: {header}\r\n");
            let text = response(200, "application/json", &body).replacen("\r\n", &header, 1);
            let server = Server::start(move |_| text.clone());
            let run = run_against(&server.url(), SECRET, &["-v"]);
            run.exits(1);
            let output = run.output();
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
    let server = Server::json(r#"{ "text": 7 }"#);
    // the id of the case, and a part of every pointer into a schema
    let [id, pointer] = ["listBooks.", "properties"].map(|secret| {
        let run = run_against(&server.url(), secret, &[]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
        run.err
    });
    assert_snapshot!(id, @"error: the output would contain the secret `reader`, so it was not written; if the document itself contains that text, use another secret");
    assert_eq!(pointer, id);
}

#[test]
fn a_short_secret_is_refused_before_anything_is_sent() {
    let run = run_against(NOWHERE, "abc", &[]);
    run.exits(2);
    assert_snapshot!(run.err, @"error: the secret `reader` has fewer than 4 characters, too few to mask it safely; use a longer one");
}

#[test]
fn a_secret_in_the_response_of_a_hook_is_masked() {
    let server = Server::start(|_| response(500, "text/plain", "bad token aG9vay1zM2NyZXQ="));
    let url = server.url();
    let target = format!("hook: {{ url: {url}, credential: {{ environment: HOOK }} }}");
    let run = with_fixture()
        .with_target(&target)
        .command(&["run"], &[("HOOK", "hook-s3cret")]);
    run.exits(2);
    assert_snapshot!(run.err.replace(&url, "http://server"), @"error: the state hook at http://server refused the fixture `one` with status 500: bad token ‹hook›=");
}

/// Runs against a hook that makes this credential, which the server returns.
fn with_made(secret: &'static str) -> Run {
    let server = Server::start(move |request| {
        if request.line.starts_with("POST /hook") {
            let credentials = format!(r#", "credentials": {{ "reader": "{secret}" }}"#);
            sandbox(request, "", &credentials)
        } else {
            let body = format!(r#"{{ "text": "you said {secret}" }}"#);
            response(200, "application/json", &body)
        }
    });
    let hook = format!("{}/hook", server.url());
    let args = ["run", "shelf.yaml", "--hook", &hook, "--suite", "."];
    let mut run = with_fixture().command(&args, &[]);
    run.err = run.err.replace(&server.url(), "http://server");
    run
}

#[test]
fn the_credentials_of_a_hook_are_masked() {
    let long = with_made("hook-made-s3cret");
    long.exits(1);
    let output = long.output();
    assert!(
        output.contains("‹reader›") && !output.contains("hook-made"),
        "{output}"
    );
    let short = with_made("abc");
    short.exits(2);
    assert_snapshot!(short.err, @"error: the state hook at http://server/hook sent a credential that cannot be kept secret: the secret `reader` has fewer than 4 characters, too few to mask it safely; use a longer one");
}
