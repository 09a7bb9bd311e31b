//! Target files: what they say is done, and what is wrong with them is said.

use std::fs;

use crate::server::{Server, answer};
use crate::{Run, command, file, root};

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

/// A folder with the document and files beside it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let (folder, _) = file("shelf.yaml", DOCUMENT);
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn run(folder: &tempfile::TempDir, more: &[&str], environment: &[(&str, &str)]) -> Run {
    let document = folder.path().join("shelf.yaml").display().to_string();
    let target = folder.path().join("target.yaml").display().to_string();
    let mut args = vec!["run", &document, "--target", &target];
    args.extend(more);
    command(&args, environment)
}

#[test]
fn a_target_file_says_who_is_asked_and_with_what() {
    let server = Server::start(|_| answer(200, "application/json", r#"{ "id": 9 }"#));
    let target = format!(
        "base_url: {}/\ncredentials: {{ reader: {{ file: key.txt }} }}\nparams: {{ id: 9 }}\ntimeout: 5\nconcurrency: 2\n",
        server.url()
    );
    let folder = folder(&[("target.yaml", &target), ("key.txt", "s3cret-key\n")]);
    let run = run(&folder, &[], &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let asked = server.asked();
    assert_eq!(asked.len(), 1, "{asked:?}");
    assert!(asked[0].line.starts_with("GET /books/9 "));
    assert!(
        asked[0]
            .headers
            .iter()
            .any(|header| header == "x-key: s3cret-key")
    );
}

#[test]
fn what_is_typed_comes_before_what_the_file_says() {
    let server = Server::start(|_| answer(200, "application/json", r#"{ "id": 9 }"#));
    let target = format!(
        "base_url: {}\ncredentials: {{ reader: {{ environment: FILE_KEY }} }}\nparams: {{ id: 9 }}\n",
        server.url()
    );
    let folder = folder(&[("target.yaml", &target)]);
    let more = ["--param", "id=7", "--credential", "reader=TYPED_KEY"];
    let run = run(&folder, &more, &[("TYPED_KEY", "typed-key")]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let asked = server.asked();
    assert!(asked[0].line.starts_with("GET /books/7 "), "{asked:?}");
    assert!(
        asked[0]
            .headers
            .iter()
            .any(|header| header == "x-key: typed-key")
    );
}

#[test]
fn nothing_is_changed_without_both_the_flag_and_the_word() {
    let key = [("KEY", "s3cret-key")];
    for (disposable, flag, changes) in [
        ("[]", false, false),
        ("[id]", false, false),
        ("[id]", true, true),
    ] {
        let server = Server::start(|_| answer(200, "application/json", r#"{ "id": 9 }"#));
        let target = format!(
            "base_url: {}\ncredentials: {{ reader: {{ environment: KEY }} }}\nparams: {{ id: 9 }}\ndisposable: {disposable}\n",
            server.url()
        );
        let folder = folder(&[("target.yaml", &target)]);
        let more: &[&str] = if flag { &["--allow-changes"] } else { &[] };
        let run = run(&folder, more, &key);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        let changed = server
            .asked()
            .iter()
            .any(|asked| asked.line.starts_with("DELETE"));
        assert_eq!(changed, changes, "{disposable} {flag}: {}", run.out);
    }
    let folder = folder(&[(
        "target.yaml",
        "base_url: http://127.0.0.1:1\nparams: { id: 9 }\n",
    )]);
    let run = run(&folder, &["--allow-changes"], &[]);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(
        run.err
            .contains("--allow-changes changes only what a target file names under `disposable`"),
        "{}",
        run.err
    );
}

#[test]
fn a_state_hook_may_ask_for_a_credential() {
    let server = Server::start(|asked| {
        let known = asked
            .headers
            .iter()
            .any(|header| header == "authorization: Bearer hook-s3cret");
        let host = asked
            .headers
            .iter()
            .find_map(|line| line.strip_prefix("host: "))
            .unwrap();
        match asked.line.split(' ').collect::<Vec<_>>()[..2] {
            ["POST", "/hook"] if known => answer(
                201,
                "application/json",
                &format!(r#"{{ "id": "7", "base_url": "http://{host}" }}"#),
            ),
            ["DELETE", "/hook/7"] if known => answer(204, "text/plain", ""),
            ["DELETE", "/books/1"] => answer(200, "application/json", r#"{ "id": 1 }"#),
            _ => answer(401, "text/plain", "hook-s3cret"),
        }
    });
    let target = format!(
        "state_hook: {{ url: {}/hook, credential: {{ environment: HOOK }} }}\n",
        server.url()
    );
    let folder = folder(&[("target.yaml", &target)]);
    let document = DOCUMENT.replace(
        "{ emma: { value: { id: 1 } } }",
        "{ emma: { value: { id: 1 }, x-reprise: { fixture: one } } }",
    );
    fs::write(folder.path().join("shelf.yaml"), document).unwrap();
    fs::create_dir(folder.path().join("fixtures")).unwrap();
    fs::write(folder.path().join("fixtures/one.yaml"), "books: []\n").unwrap();
    let suite = folder.path().display().to_string();
    let more = ["--suite", &suite, "--only", "removeBook"];
    let good = run(&folder, &more, &[("HOOK", "hook-s3cret")]);
    assert_eq!(good.code, 0, "{}{}", good.out, good.err);
    let refused = run(&folder, &more, &[("HOOK", "another-secret")]);
    assert_eq!(refused.code, 2, "{}{}", refused.out, refused.err);
    assert!(
        refused.err.contains("refuses the fixture `one` with 401"),
        "{}",
        refused.err
    );
}

#[test]
fn what_is_wrong_with_a_target_file_is_said_with_its_place() {
    for (target, expected) in [
        (
            "base_ulr: https://a.example\n",
            "target.yaml:1:1: unknown field `base_ulr`",
        ),
        ("base_ulr: https://a.example\n", "did you mean `base_url`?"),
        (
            "base_url: https://a.example\ntls: { insecure: true }\n",
            "target.yaml:2:8: unknown field `insecure`",
        ),
        (
            "base_url: a.example\n",
            "target.yaml:1:11: expected a URL such as",
        ),
        (
            "base_url: https://me:s3cret@a.example\n",
            "a URL holds no user and no password",
        ),
        (
            "base_url: https://a.example\ncredentials: { reader: s3cret-token }\n",
            "target.yaml:2:24: a secret is named here, never written",
        ),
        (
            "base_url: https://a.example\ndisposable: [id]\n",
            "target.yaml:2:14: `id` is no param",
        ),
        (
            "base_url: https://a.example\ntimeout: 0\n",
            "target.yaml:2:10: expected a number of at least 1",
        ),
        (
            "params: { id: 1 }\n",
            "there is neither `base_url` nor `state_hook`",
        ),
        (
            "base_url: https://a.example\ntls: { ca_file: none.pem }\n",
            "none.pem cannot be read",
        ),
        (
            "base_url: https://a.example\ncredentials: { reader: { environment: NOT_THERE } }\n",
            "the credential `reader` is empty or not there",
        ),
    ] {
        let folder = folder(&[("target.yaml", target)]);
        let run = run(&folder, &[], &[]);
        assert_eq!(run.code, 2, "{target} {}{}", run.out, run.err);
        assert!(run.err.contains(expected), "{target} {}", run.err);
        assert!(!run.err.contains("s3cret"), "{}", run.err);
    }
}

#[test]
fn a_target_file_to_begin_with_is_written_once() {
    let folder = folder(&[]);
    let document = folder.path().join("shelf.yaml").display().to_string();
    let target = folder.path().join("target.yaml").display().to_string();
    let args = ["init", &document, "--output", &target];
    let first = command(&args, &[]);
    assert_eq!(first.code, 0, "{}{}", first.out, first.err);
    let text = fs::read_to_string(&target).unwrap();
    assert!(
        text.contains("base_url: https://shelf.example.com/v1\n"),
        "{text}"
    );
    assert!(
        text.contains("  reader: { environment: READER_TOKEN }\n"),
        "{text}"
    );
    assert!(text.contains("  # id: \n"), "{text}");
    let dry = run(&folder, &["--dry-run"], &[("READER_TOKEN", "s3cret-token")]);
    assert_eq!(dry.code, 0, "{}{}", dry.out, dry.err);

    let second = command(&args, &[]);
    assert_eq!(second.code, 2, "{}{}", second.out, second.err);
    assert!(
        second.err.contains("is there already, and stays as it is"),
        "{}",
        second.err
    );
    assert_eq!(fs::read_to_string(&target).unwrap(), text);
}

#[test]
fn the_built_in_document_has_one_too_and_the_suite_shows_another() {
    let folder = folder(&[]);
    let target = folder.path().join("jobs.yaml").display().to_string();
    assert_eq!(command(&["init", "--output", &target], &[]).code, 0);
    for file in ["reference.yaml", "template.yaml"] {
        let target = root().join("conformance/targets").join(file);
        let target = target.display().to_string();
        let run = command(&["run", "--target", &target, "--dry-run"], &[]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    }
}
