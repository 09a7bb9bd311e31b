//! The commands that reports print can be run by a shell, and use the variables that the user named.
#![cfg(unix)]

use std::process::Command;

use crate::support::server::{Request, Server, response, sandbox};
use crate::support::{Project, Run, output};

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

fn broken() -> Server {
    Server::start(|_| response(500, "text/plain", "broken"))
}

/// Runs a script with a variable, where the run was.
fn sh(project: &Project, script: &str, variable: (&str, &str)) -> Run {
    let mut command = Command::new("sh");
    command.current_dir(project.path(""));
    output(
        command
            .args(["-e", "-u", "-c", script])
            .env(variable.0, variable.1),
    )
}

/// Runs a configuration against a server that refuses, and then the printed command, with a variable set.
fn requests(credential: &str, variable: (&str, &str)) -> (String, Vec<Request>) {
    let server = broken();
    let target = format!(
        "base_url: {}\nparams: {{ id: \"it's\" }}\ncredentials: {{ reader: {credential} }}",
        server.url()
    );
    let project = Project::new(DOCUMENT)
        .with_target(&target)
        .with("it's a key.txt", "s3cret-key\nmore\n");
    let (run, report) = project.reported(&["run"], &[variable]);
    run.exits(1);
    let command = report.reproduce("getBook.emma");
    let again = sh(&project, command, variable);
    again.exits(0);
    assert!(again.out.ends_with("broken"), "{}", again.out);
    (command.to_owned(), server.requests())
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
    let server = broken();
    let url = server.url();
    let args = [
        "run",
        "shelf.yaml",
        "--target",
        &url,
        "--param",
        "id=x7",
        "--credential",
        "reader=MT",
    ];
    let (_, report) = Project::new(DOCUMENT).reported(&args, &[("MT", "s3cret-key")]);
    let command = report
        .reproduce("getBook.emma")
        .replace(&url, "http://server");
    insta::assert_snapshot!(command, @r#"
        curl --include \
          --header 'X-Key: '"$MT" \
          --header 'Accept: application/json' \
          'http://server/books/x7'
        "#);
}

/// A state hook whose sandboxes are broken.
fn hook() -> Server {
    Server::start(|request| match request.method_and_path() {
        ("POST", "/hook") => sandbox(
            request,
            "/sandbox",
            r#", "parameters": { "id": "42" }, "credentials": { "reader": "s3cret-key" }"#,
        ),
        _ => response(500, "text/plain", "broken"),
    })
}

fn with_fixture(fixture: &str) -> Project {
    let document = DOCUMENT.replace("x-reprise: {", "x-reprise: { fixture: one-book,");
    Project::new(&document).with("fixtures/one-book.yaml", fixture)
}

#[test]
fn a_short_fixture_is_part_of_the_command() {
    let server = hook();
    let target = format!(
        "hook: {{ url: {}/hook, credential: {{ environment: HOOK }} }}",
        server.url()
    );
    let secret = ("HOOK", "hook-s3cret");
    let project = with_fixture("books: [{ title: It's }]\n").with_target(&target);
    let (run, report) = project.reported(&["run"], &[secret]);
    run.exits(1);
    let command = report.reproduce("getBook.emma");
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
    let posted = sh(&project, &post.join("\n"), secret);
    assert!(
        posted.out.starts_with("HTTP/1.1 201"),
        "{}",
        posted.output()
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
    let server = hook();
    let project = with_fixture(&format!("books: [{{ title: {} }}]\n", "a".repeat(5_000)));
    let hook = format!("{}/hook", server.url());
    let args = ["run", "shelf.yaml", "--suite", ".", "--hook", &hook];
    let (_, report) = project.reported(&args, &[]);
    let command = report.reproduce("getBook.emma");
    let command = command.replace(&server.url(), "http://server");
    insta::assert_snapshot!(command, @r#"
    # Write {"fixture": …} with the content of ./fixtures/one-book.yaml as JSON into fixture.json, then set it up again:
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
