//! `reprise.yaml`: its targets, its place, and the errors in it.

use insta::assert_snapshot;

use crate::support::server::{Server, response, sandbox};
use crate::support::{Project, output, prepared};

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
servers: [{ url: https://shelf.example.com/v1 }]
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
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
";

/// What a server responds to everything.
const BOOK: &str = r#"{ "id": 9 }"#;

/// The credential that most targets name.
const KEY: [(&str, &str); 1] = [("KEY", "s3cret-key")];

/// A project whose target is a server, with more keys.
fn project(server: &Server, more: &str) -> Project {
    Project::new(DOCUMENT).with_target(&format!("base_url: {}\n{more}", server.url()))
}

#[test]
fn a_target_sets_the_url_and_the_credentials_of_requests() {
    let server = Server::json(BOOK);
    let more = "credentials: { reader: { file: key.txt } }\nparams: { id: 9 }\ntimeout: 5\nconcurrency: 2\n";
    let project = project(&server, more).with("key.txt", "s3cret-key\n");
    project.command(&["run", "--skip-changes"], &[]).exits(0);
    let requests = server.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    assert_eq!(requests[0].method_and_path(), ("GET", "/v1/books/9"));
    assert_eq!(requests[0].header("x-key"), Some("s3cret-key"));
}

#[test]
fn flags_come_before_the_configuration() {
    let server = Server::json(BOOK);
    let more = "credentials: { reader: { environment: FILE_KEY } }\nparams: { id: 9 }\n";
    let flags = [
        "run",
        "--skip-changes",
        "--param",
        "id=7",
        "--credential",
        "reader=TYPED_KEY",
    ];
    let run = project(&server, more).command(&flags, &[("TYPED_KEY", "typed-key")]);
    run.exits(0);
    let requests = server.requests();
    assert_eq!(requests[0].method_and_path(), ("GET", "/v1/books/7"));
    assert_eq!(requests[0].header("x-key"), Some("typed-key"));
}

#[test]
fn a_base_url_can_be_a_variable() {
    let server = Server::json(BOOK);
    let target = "base_url: { environment: SHELF_URL }\ncredentials: { reader: { environment: KEY } }\nparams: { id: 9 }\n";
    let url = format!("{}/v1/", server.url());
    let variables = [("SHELF_URL", url.as_str()), KEY[0]];
    let project = Project::new(DOCUMENT).with_target(target);
    project
        .command(&["run", "--skip-changes"], &variables)
        .exits(0);
    let requests = server.requests();
    assert_eq!(requests[0].method_and_path(), ("GET", "/v1/books/9"));
}

#[test]
fn the_first_target_is_the_default_and_others_have_names() {
    let servers = ["local", "staging"].map(|name| (name, Server::json(BOOK)));
    let mut text = "document: shelf.yaml\ntargets:\n".to_owned();
    for (name, server) in &servers {
        text += &format!(
            "  {name}: {{ base_url: {}, params: {{ id: 9 }}, credentials: {{ reader: {{ environment: KEY }} }} }}\n",
            server.url()
        );
    }
    let project = Project::new(DOCUMENT).with("reprise.yaml", &text);
    let mut requests = [0, 0];
    for (args, index) in [
        (&["run"][..], 0),
        (&["run", "--target", "local"], 0),
        (&["run", "--target", "staging"], 1),
    ] {
        let args = [args, &["--skip-changes"]].concat();
        project.command(&args, &KEY).exits(0);
        requests[index] += 1;
        let sent = [0, 1].map(|index: usize| servers[index].1.requests().len());
        assert_eq!(sent, requests, "{args:?}");
    }
}

#[test]
fn a_configuration_is_found_upwards_from_the_working_directory() {
    let server = Server::json(BOOK);
    let more = "credentials: { reader: { file: keys/key.txt } }\nparams: { id: 9 }\n";
    let project = project(&server, more)
        .with("keys/key.txt", "s3cret-key\n")
        .with("keys/old/empty", "");
    let below = project.path("keys/old");
    // the document and the credential are relative to the configuration
    output(prepared(&["run", "--skip-changes"], &[]).current_dir(&below)).exits(0);
    assert_eq!(server.requests().len(), 1);
    output(prepared(&["list"], &[]).current_dir(&below)).exits(0);
}

#[test]
fn a_document_that_is_named_needs_no_sound_configuration() {
    let project = Project::new(DOCUMENT).with("reprise.yaml", "documnet: shelf.yaml\n");
    project.command(&["list", "shelf.yaml"], &[]).exits(0);
    project.command(&["list"], &[]).exits(2);
}

#[test]
fn only_what_is_disposable_is_changed() {
    for (disposable, flags, changes) in [
        ("false", &["run"][..], false),
        ("{ params: [] }", &["run"], false),
        ("{ operations: [getBook] }", &["run"], false),
        ("{ params: [id] }", &["run"], true),
        ("{ operations: [removeBook] }", &["run"], true),
        ("true", &["run"], true),
        ("false", &["run", "--disposable"], true),
    ] {
        let server = Server::json(BOOK);
        let more = format!(
            "credentials: {{ reader: {{ environment: KEY }} }}\nparams: {{ id: 9 }}\ndisposable: {disposable}\n"
        );
        // a change that is not allowed is blocked
        let exit = if changes { 0 } else { 4 };
        project(&server, &more).command(flags, &KEY).exits(exit);
        let requests = server.requests();
        let mut requests = requests.iter();
        let changed = requests.any(|request| request.line.starts_with("DELETE"));
        assert_eq!(changed, changes, "{disposable} {flags:?}");
    }
}

#[test]
fn a_state_hook_may_need_a_credential() {
    let server = Server::start(|request| {
        let known = request.header("authorization") == Some("Bearer hook-s3cret");
        match request.method_and_path() {
            ("POST", "/hook") if known => sandbox(request, "", ""),
            ("DELETE", "/hook/7") if known => response(204, "text/plain", ""),
            ("DELETE", "/books/1") => response(200, "application/json", r#"{ "id": 1 }"#),
            _ => response(401, "text/plain", "hook-s3cret"),
        }
    });
    let document = DOCUMENT.replace(
        "{ emma: { value: { id: 1 } } }",
        "{ emma: { value: { id: 1 }, x-reprise: { fixture: one } } }",
    );
    let hook = format!(
        "{{ url: {}/hook, credential: {{ environment: HOOK }} }}",
        server.url()
    );
    let project = Project::new(&document)
        .with_target(&format!("hook: {hook}"))
        .with("fixtures/one.yaml", "books: []\n");
    let run = |secret| project.command(&["run", "--only", "removeBook"], &[("HOOK", secret)]);
    run("hook-s3cret").exits(0);
    let refused = run("another-secret");
    refused.exits(2);
    assert_snapshot!(refused.err.replace(&server.url(), "http://server"), @"error: the state hook at http://server/hook refused the fixture `one` with status 401: hook-s3cret");
}

#[test]
fn a_configuration_is_written_once_and_can_be_used() {
    let project = Project::new(DOCUMENT);
    project.command(&["init", "shelf.yaml"], &[]).exits(0);
    let text = project.read("reprise.yaml");
    assert_snapshot!("init", text);
    let variables = [("READER_TOKEN", "s3cret-token")];
    project.command(&["run", "--dry-run"], &variables).exits(0);

    let second = project.command(&["init", "shelf.yaml"], &[]);
    second.exits(2);
    assert_snapshot!(second.err, @"error: reprise.yaml already exists; not overwritten. Give another file with --output");
    assert_eq!(project.read("reprise.yaml"), text);
}

#[test]
fn a_configuration_can_go_to_standard_output_or_another_file() {
    let project = Project::new(DOCUMENT);
    let init = |output| {
        let run = project.command(&["init", "shelf.yaml", "--output", output], &[]);
        run.exits(0);
        run.out
    };
    let printed = init("-");
    assert_eq!(project.entries(), 1);
    assert_snapshot!(init("other.yaml"), @"other.yaml written. Complete it, then check it: reprise doctor --config other.yaml");
    assert_eq!(project.read("other.yaml"), printed);
}
