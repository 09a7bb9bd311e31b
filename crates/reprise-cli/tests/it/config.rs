//! `reprise.yaml`: its targets, its place, and the errors in it.

use std::fs;

use crate::server::{Server, response};
use crate::{Run, command, file, output, prepared};

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

/// A folder with the document and other files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let (folder, _) = file("shelf.yaml", DOCUMENT);
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// A configuration with one target, whose keys are the lines of `target`.
fn config(target: &str) -> String {
    let lines = target.lines().map(|line| format!("    {line}\n"));
    format!(
        "document: shelf.yaml\ntargets:\n  local:\n{}",
        lines.collect::<String>()
    )
}

fn run(folder: &tempfile::TempDir, more: &[&str], environment: &[(&str, &str)]) -> Run {
    let config = folder.path().join("reprise.yaml").display().to_string();
    command(&[&["run", "--config", &config], more].concat(), environment)
}

#[test]
fn a_target_sets_the_url_and_the_credentials_of_requests() {
    let server = Server::start(|_| response(200, "application/json", r#"{ "id": 9 }"#));
    let target = format!(
        "base_url: {}/\ncredentials: {{ reader: {{ file: key.txt }} }}\nparams: {{ id: 9 }}\ntimeout: 5\nconcurrency: 2\n",
        server.url()
    );
    let folder = folder(&[
        ("reprise.yaml", &config(&target)),
        ("key.txt", "s3cret-key\n"),
    ]);
    let run = run(&folder, &[], &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let requests = server.requests();
    assert_eq!(requests.len(), 1, "{requests:?}");
    assert_eq!(requests[0].method_and_path(), ("GET", "/books/9"));
    assert_eq!(requests[0].header("x-key"), Some("s3cret-key"));
}

#[test]
fn flags_come_before_the_configuration() {
    let server = Server::start(|_| response(200, "application/json", r#"{ "id": 9 }"#));
    let target = format!(
        "base_url: {}\ncredentials: {{ reader: {{ environment: FILE_KEY }} }}\nparams: {{ id: 9 }}\n",
        server.url()
    );
    let folder = folder(&[("reprise.yaml", &config(&target))]);
    let more = ["--param", "id=7", "--credential", "reader=TYPED_KEY"];
    let run = run(&folder, &more, &[("TYPED_KEY", "typed-key")]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let requests = server.requests();
    assert_eq!(requests[0].method_and_path(), ("GET", "/books/7"));
    assert_eq!(requests[0].header("x-key"), Some("typed-key"));
}

#[test]
fn a_base_url_can_be_a_variable() {
    let server = Server::start(|_| response(200, "application/json", r#"{ "id": 9 }"#));
    let target = "base_url: { environment: SHELF_URL }\ncredentials: { reader: { environment: KEY } }\nparams: { id: 9 }\n";
    let folder = folder(&[("reprise.yaml", &config(target))]);
    let url = format!("{}/v1/", server.url());
    let run = run(&folder, &[], &[("SHELF_URL", &url), ("KEY", "s3cret-key")]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(
        server.requests()[0].method_and_path(),
        ("GET", "/v1/books/9")
    );
}

#[test]
fn the_first_target_is_the_default_and_others_have_names() {
    let servers = ["local", "staging"].map(|name| {
        let server = Server::start(|_| response(200, "application/json", r#"{ "id": 9 }"#));
        (name, server)
    });
    let mut text = "document: shelf.yaml\ntargets:\n".to_owned();
    for (name, server) in &servers {
        text += &format!(
            "  {name}: {{ base_url: {}, params: {{ id: 9 }}, credentials: {{ reader: {{ environment: KEY }} }} }}\n",
            server.url()
        );
    }
    let folder = folder(&[("reprise.yaml", &text)]);
    let mut requests = [0, 0];
    for (more, index) in [
        (&[][..], 0),
        (&["--target", "local"], 0),
        (&["--target", "staging"], 1),
    ] {
        let run = run(&folder, more, &[("KEY", "s3cret-key")]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        requests[index] += 1;
        let sent = [0, 1].map(|index: usize| servers[index].1.requests().len());
        assert_eq!(sent, requests, "{more:?}");
    }
}

#[test]
fn a_configuration_is_found_upwards_from_the_working_directory() {
    let server = Server::start(|_| response(200, "application/json", r#"{ "id": 9 }"#));
    let target = format!(
        "base_url: {}\ncredentials: {{ reader: {{ file: keys/key.txt }} }}\nparams: {{ id: 9 }}\n",
        server.url()
    );
    let folder = folder(&[("reprise.yaml", &config(&target))]);
    let below = folder.path().join("keys/old");
    fs::create_dir_all(&below).unwrap();
    fs::write(folder.path().join("keys/key.txt"), "s3cret-key\n").unwrap();
    // the document and the credential are relative to the configuration
    let run = output(prepared(&["run"], &[]).current_dir(&below));
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(server.requests().len(), 1);
    let list = output(prepared(&["list"], &[]).current_dir(&below));
    assert!(
        list.out.contains("getBook.emma"),
        "{}{}",
        list.out,
        list.err
    );
}

#[test]
fn a_document_that_is_named_needs_no_sound_configuration() {
    let folder = folder(&[("reprise.yaml", "documnet: shelf.yaml\n")]);
    let list = output(prepared(&["list", "shelf.yaml"], &[]).current_dir(folder.path()));
    assert_eq!(list.code, 0, "{}{}", list.out, list.err);
    let list = output(prepared(&["list"], &[]).current_dir(folder.path()));
    assert_eq!(list.code, 2, "{}{}", list.out, list.err);
}

#[test]
fn only_what_is_disposable_is_changed() {
    let key = [("KEY", "s3cret-key")];
    for (disposable, flag, changes) in [
        ("false", false, false),
        ("{ params: [] }", false, false),
        ("{ operations: [getBook] }", false, false),
        ("{ params: [id] }", false, true),
        ("{ operations: [removeBook] }", false, true),
        ("true", false, true),
        ("false", true, true),
    ] {
        let server = Server::start(|_| response(200, "application/json", r#"{ "id": 9 }"#));
        let target = format!(
            "base_url: {}\ncredentials: {{ reader: {{ environment: KEY }} }}\nparams: {{ id: 9 }}\ndisposable: {disposable}\n",
            server.url()
        );
        let folder = folder(&[("reprise.yaml", &config(&target))]);
        let more: &[&str] = if flag { &["--disposable"] } else { &[] };
        let run = run(&folder, more, &key);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        let requests = server.requests();
        let mut requests = requests.iter();
        let changed = requests.any(|request| request.line.starts_with("DELETE"));
        assert_eq!(changed, changes, "{disposable} {flag}: {}", run.out);
    }
}

#[test]
fn a_state_hook_may_need_a_credential() {
    let server = Server::start(|request| {
        let known = request.header("authorization") == Some("Bearer hook-s3cret");
        match request.method_and_path() {
            ("POST", "/hook") if known => response(
                201,
                "application/json",
                &format!(
                    r#"{{ "id": "7", "base_url": "http://{}" }}"#,
                    request.host()
                ),
            ),
            ("DELETE", "/hook/7") if known => response(204, "text/plain", ""),
            ("DELETE", "/books/1") => response(200, "application/json", r#"{ "id": 1 }"#),
            _ => response(401, "text/plain", "hook-s3cret"),
        }
    });
    let target = format!(
        "hook: {{ url: {}/hook, credential: {{ environment: HOOK }} }}\n",
        server.url()
    );
    let folder = folder(&[("reprise.yaml", &format!("suite: .\n{}", config(&target)))]);
    let document = DOCUMENT.replace(
        "{ emma: { value: { id: 1 } } }",
        "{ emma: { value: { id: 1 }, x-reprise: { fixture: one } } }",
    );
    fs::write(folder.path().join("shelf.yaml"), document).unwrap();
    fs::create_dir(folder.path().join("fixtures")).unwrap();
    fs::write(folder.path().join("fixtures/one.yaml"), "books: []\n").unwrap();
    let more = ["--only", "removeBook"];
    let good = run(&folder, &more, &[("HOOK", "hook-s3cret")]);
    assert_eq!(good.code, 0, "{}{}", good.out, good.err);
    let refused = run(&folder, &more, &[("HOOK", "another-secret")]);
    assert_eq!(refused.code, 2, "{}{}", refused.out, refused.err);
    assert!(
        refused
            .err
            .contains("refused the fixture `one` with status 401"),
        "{}",
        refused.err
    );
}

#[test]
fn a_configuration_is_written_once_and_can_be_used() {
    let folder = folder(&[]);
    let args = ["init", "shelf.yaml"];
    let init = |args: &[&str]| output(prepared(args, &[]).current_dir(folder.path()));
    let first = init(&args);
    assert_eq!(first.code, 0, "{}{}", first.out, first.err);
    let written = folder.path().join("reprise.yaml");
    let text = fs::read_to_string(&written).unwrap();
    for line in [
        "document: shelf.yaml\n",
        "    base_url: https://shelf.example.com/v1\n",
        "      reader: { environment: READER_TOKEN }\n",
        "      # id: \n",
    ] {
        assert!(text.contains(line), "{line}{text}");
    }
    let dry = run(&folder, &["--dry-run"], &[("READER_TOKEN", "s3cret-token")]);
    assert_eq!(dry.code, 0, "{}{}", dry.out, dry.err);

    let second = init(&args);
    assert_eq!(second.code, 2, "{}{}", second.out, second.err);
    assert!(second.err.contains("already exists"), "{}", second.err);
    assert_eq!(fs::read_to_string(&written).unwrap(), text);
}

#[test]
fn a_configuration_can_go_to_standard_output_or_another_file() {
    let folder = folder(&[]);
    let init = |args: &[&str]| output(prepared(args, &[]).current_dir(folder.path()));
    let printed = init(&["init", "shelf.yaml", "--output", "-"]);
    assert_eq!(printed.code, 0, "{}{}", printed.out, printed.err);
    assert!(
        printed.out.contains("\ndocument: shelf.yaml\n"),
        "{}",
        printed.out
    );
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);

    let other = init(&["init", "shelf.yaml", "--output", "other.yaml"]);
    assert_eq!(other.code, 0, "{}{}", other.out, other.err);
    assert!(
        other.out.contains("reprise doctor --config other.yaml"),
        "{}",
        other.out
    );
    let text = fs::read_to_string(folder.path().join("other.yaml")).unwrap();
    assert_eq!(text, printed.out);
}
