//! The commands that reports print can be run by a shell, and use the variables that the user named.
#![cfg(unix)]

use std::fs;
use std::process::Command;

use crate::report::reported;
use crate::server::{Request, Server, response};
use crate::{file, output};

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books/{id}:
    get:
      operationId: getBook
      parameters: [{ name: id, in: path, required: true, schema: { type: string }, examples: { emma: { value: 'it''s' } } }]
      responses:
        '200':
          description: The book.
          content: { application/json: { examples: { emma: { value: { id: 1 }, x-reprise: { credentials: { scheme: key, as: reader } } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
";

/// Runs a configuration against a server that refuses, and then the printed command, with a variable set.
fn requests(credential: &str, variable: (&str, &str)) -> (String, Vec<Request>) {
    let server = Server::start(|_| response(500, "text/plain", "broken"));
    let (folder, _document) = file("shelf.yaml", DOCUMENT);
    fs::write(folder.path().join("it's a key.txt"), "s3cret-key\nmore\n").unwrap();
    let config = folder.path().join("reprise.yaml").display().to_string();
    let text = format!(
        "document: shelf.yaml\ntargets:\n  local:\n    base_url: {}\n    params: {{ id: \"it's\" }}\n    credentials: {{ reader: {credential} }}\n",
        server.url()
    );
    fs::write(&config, text).unwrap();
    let args = ["run", "--config", &config];
    let (run, report) = reported(&args, &[variable]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let command = report.case("getBook.emma")["reproduce"]
        .as_str()
        .unwrap()
        .to_owned();
    let again = output(
        Command::new("sh")
            .args(["-e", "-u", "-c", &command])
            .env(variable.0, variable.1),
    );
    assert_eq!(again.code, 0, "{command}\n{}{}", again.out, again.err);
    assert!(again.out.ends_with("broken"), "{}", again.out);
    (command, server.requests())
}

#[test]
fn a_command_uses_the_variable_or_the_file_of_a_credential() {
    for (credential, expression) in [
        ("{ environment: MY_KEY }", r#""$MY_KEY""#),
        ("{ file: \"it's a key.txt\" }", r#""$(head -n 1 '"#),
    ] {
        let (command, requests) = requests(credential, ("MY_KEY", "s3cret-key"));
        assert!(command.contains(expression), "{command}");
        assert!(!command.contains("s3cret"), "{command}");
        let [run, again] = requests.as_slice() else {
            panic!("{requests:?}");
        };
        assert_eq!(run.line, again.line);
        for request in [run, again] {
            assert_eq!(request.header("x-key"), Some("s3cret-key"), "{command}");
        }
    }
}

#[test]
fn a_command_uses_the_variable_of_the_flag() {
    let server = Server::start(|_| response(500, "text/plain", "broken"));
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let args = [
        "run",
        &document,
        "--target",
        &server.url(),
        "--param",
        "id=x7",
        "--credential",
        "reader=MT",
    ];
    let (_, report) = reported(&args, &[("MT", "s3cret-key")]);
    let command = report.case("getBook.emma")["reproduce"].as_str().unwrap();
    assert!(command.contains(r#"'X-Key: '"$MT""#), "{command}");
}

#[test]
fn a_short_fixture_is_part_of_the_command() {
    let server = Server::start(|request| match request.method_and_path() {
        ("POST", "/hook") => response(
            201,
            "application/json",
            &format!(
                r#"{{ "id": "7", "base_url": "http://{}/sandbox", "parameters": {{ "id": "42" }}, "credentials": {{ "reader": "s3cret-key" }} }}"#,
                request.host()
            ),
        ),
        _ => response(500, "text/plain", "broken"),
    });
    let text = DOCUMENT.replace("x-reprise: {", "x-reprise: { fixture: one-book,");
    let (folder, _document) = file("shelf.yaml", &text);
    fs::create_dir(folder.path().join("fixtures")).unwrap();
    let fixture = "books: [{ title: It's }]\n";
    fs::write(folder.path().join("fixtures/one-book.yaml"), fixture).unwrap();
    let config = folder.path().join("reprise.yaml").display().to_string();
    let text = format!(
        "document: shelf.yaml\nsuite: .\ntargets: {{ local: {{ hook: {{ url: {}/hook, credential: {{ environment: HOOK }} }} }} }}\n",
        server.url()
    );
    fs::write(&config, text).unwrap();
    let (run, report) = reported(&["run", "--config", &config], &[("HOOK", "hook-s3cret")]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let command = report.case("getBook.emma")["reproduce"].as_str().unwrap();
    insta::assert_snapshot!(command.replace(&server.url(), "http://server"), @r#"
    # Set up the fixture `one-book` again:
    #   curl --include \
    #     --request POST \
    #     --header 'Content-Type: application/json' \
    #     --header 'Authorization: Bearer '"$HOOK" \
    #     --data-binary '{"fixture":{"books":[{"title":"It'\''s"}]}}' \
    #     'http://server/hook'
    # From its response, set BASE_URL (`base_url`), READER (`credentials.reader`). Its `parameters` replace values of the same name below.
    curl --include \
      --header 'X-Key: '"$READER" \
      --header 'Accept: application/json' \
      "$BASE_URL"'/books/it%27s'
    "#);
    // the comments without their signs are a command, too
    let lines = command.lines().filter_map(|line| line.strip_prefix("#   "));
    let post: Vec<&str> = lines.collect();
    let posted = output(
        Command::new("sh")
            .args(["-e", "-u", "-c", &post.join("\n")])
            .env("HOOK", "hook-s3cret"),
    );
    assert!(
        posted.out.starts_with("HTTP/1.1 201"),
        "{}{}",
        posted.out,
        posted.err
    );
    let requests = server.requests();
    let [first, .., last] = requests.as_slice() else {
        panic!("{requests:?}");
    };
    assert_eq!(first.body, last.body);
    assert_eq!(last.header("authorization"), Some("Bearer hook-s3cret"));
}

#[test]
fn a_long_fixture_is_named_by_its_file() {
    let server = Server::start(|request| match request.method_and_path() {
        ("POST", "/hook") => response(
            201,
            "application/json",
            &format!(
                r#"{{ "id": "7", "base_url": "http://{}", "parameters": {{ "id": "42" }}, "credentials": {{ "reader": "s3cret-key" }} }}"#,
                request.host()
            ),
        ),
        _ => response(500, "text/plain", "broken"),
    });
    let text = DOCUMENT.replace("x-reprise: {", "x-reprise: { fixture: one-book,");
    let (folder, document) = file("shelf.yaml", &text);
    fs::create_dir(folder.path().join("fixtures")).unwrap();
    let fixture = format!("books: [{{ title: {} }}]\n", "a".repeat(5_000));
    fs::write(folder.path().join("fixtures/one-book.yaml"), fixture).unwrap();
    let (hook, suite) = (format!("{}/hook", server.url()), folder.path());
    let suite = suite.display().to_string();
    let args = ["run", &document, "--suite", &suite, "--hook", &hook];
    let (_, report) = reported(&args, &[]);
    let command = report.case("getBook.emma")["reproduce"].as_str().unwrap();
    let command = command.replace(&server.url(), "http://server");
    insta::assert_snapshot!(command.replace(&suite, "SUITE"), @r#"
    # Write {"fixture": …} with the content of SUITE/fixtures/one-book.yaml as JSON into fixture.json, then set it up again:
    #   curl --include \
    #     --request POST \
    #     --data-binary @fixture.json \
    #     --header 'Content-Type: application/json' \
    #     'http://server/hook'
    # From its response, set BASE_URL (`base_url`), READER (`credentials.reader`). Its `parameters` replace values of the same name below.
    curl --include \
      --header 'X-Key: '"$READER" \
      --header 'Accept: application/json' \
      "$BASE_URL"'/books/it%27s'
    "#);
}
