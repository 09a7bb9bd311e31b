//! What needs no server: `list`, `explain`, `lint`, `errata` and `completions`.

use crate::{Run, command, file, root};

fn offline(args: &[&str]) -> Run {
    command(args, &[])
}

const DOCUMENT: &str = r"openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books/{id}:
    get:
      operationId: getBook
      security: [{ key: [] }]
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer }, example: 1 }
        - { name: X-Shelf, in: header, required: true, schema: { type: string } }
      responses:
        '200':
          description: The book.
          content:
            application/json:
              schema: { type: object, properties: { id: { type: integer }, state: { enum: [lent, here] } } }
              examples:
                emma:
                  summary: A book
                  value: { id: 1, state: hre, '...': '' }
                  x-reprise: { fixture: one-book, credentials: { scheme: key, as: reader } }
                lost: { summary: nothing }
  /books:
    post:
      operationId: addBook
      requestBody: { content: { application/json: { examples: { dune: { value: { title: Dune's } } } } } }
      responses: { '201': { description: Added. } }
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
";

#[test]
fn cases_are_listed_with_what_fills_their_holes() {
    let (_folder, path) = file("shelf.yaml", DOCUMENT);
    let run = offline(&["list", &path]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(
        run.out.replace(&path, "shelf.yaml"),
        "\
getBook.emma  GET  /books/{id}  up to value     fixture one-book
    id is its unnamed example, shelf.yaml:9:85 /paths/~1books~1{id}/get/parameters/0/example
    X-Shelf has no value; a target binds it
addBook.dune  POST /books       up to exchange  no fixture

2 cases, 1 place makes none, listed by --unused
"
    );
}

#[test]
fn what_makes_no_case_is_listed_with_its_place_and_the_reason() {
    let (_folder, path) = file("shelf.yaml", DOCUMENT);
    let run = offline(&["list", "--unused", &path]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(
        run.out.replace(&path, "shelf.yaml"),
        "\
shelf.yaml:22:23 /paths/~1books~1{id}/get/responses/200/content/application~1json/examples/lost
    it has no `value`
"
    );
}

#[test]
fn the_built_in_suite_uses_every_example() {
    let run = offline(&["list"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.ends_with("cases, every example is used\n"),
        "{}",
        run.out
    );
    assert_eq!(offline(&["list", "--unused"]).out, "");
}

#[test]
fn a_case_is_explained_down_to_the_command() {
    let (_folder, path) = file("shelf.yaml", DOCUMENT);
    let run = offline(&["explain", "getBook", &path]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(
        run.out.replace(&path, "shelf.yaml"),
        r#"getBook.emma: A book
  operation    GET /books/{id}
  fixture        one-book

Request
  id           1 (its unnamed example)  shelf.yaml:9:85 /paths/~1books~1{id}/get/parameters/0/example
  X-Shelf      a target binds it  shelf.yaml:10:11 /paths/~1books~1{id}/get/parameters/1

Answer
  status       200  shelf.yaml:13:11 /paths/~1books~1{id}/get/responses/200
  media type   application/json
  schema       shelf.yaml:16:23 /paths/~1books~1{id}/get/responses/200/content/application~1json/schema
  body         shelf.yaml:20:26 /paths/~1books~1{id}/get/responses/200/content/application~1json/examples/emma/value
    {
      "id": 1,
      "state": "hre"
    }
               anything may follow

Reproduce
  curl --include \
    --header 'X-Shelf: '"$X_SHELF" \
    --header 'X-Key: '"$READER" \
    --header 'Accept: application/json' \
    "$BASE_URL"'/books/1'
"#
    );
    let run = offline(&["explain", "addBook.dune", &path]);
    assert!(
        run.out
            .contains("    --data-binary '{\"title\":\"Dune'\\''s\"}' \\\n"),
        "{}",
        run.out
    );
}

#[test]
fn an_erratum_that_touches_a_case_is_told() {
    let run = offline(&["explain", "getJob.failed-job"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for expected in [
        "  page         Get a single job, lines 590-656\n",
        "\nErrata\n  failed-job-without-reason  lines 478, 632, 839\n      The job has failed",
        "--header 'PRIVATE-TOKEN: '\"$MAINTAINER\"",
    ] {
        assert!(run.out.contains(expected), "{expected}\n{}", run.out);
    }
}

#[test]
fn a_wrong_name_gets_the_nearest_right_one() {
    for (name, expected) in [
        (
            "getJbo.failed-job",
            "there is no case `getJbo.failed-job`; did you mean `getJob.failed-job`?\n",
        ),
        (
            "getjob",
            "there is no case `getjob`; did you mean `getJob`?\n",
        ),
        (
            "getJob.zzzzzzzzzzzzzzz",
            "; `reprise explain getJob` lists those there are\n",
        ),
        ("nothing-like-it-at-all", "; `reprise list` lists all\n"),
        ("getJob", "cases; name one of them:\n  getJob.failed-job\n"),
    ] {
        let run = offline(&["explain", name]);
        assert_eq!(run.code, 2, "{name} {}", run.out);
        assert!(run.err.contains(expected), "{name} {}", run.err);
    }
    let run = offline(&["lst"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("'list'"), "{}", run.err);
}

#[test]
fn a_document_that_contradicts_itself_is_told_place_by_place() {
    let (_folder, path) = file("shelf.yaml", DOCUMENT);
    let run = offline(&["lint", &path]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let told = run.out.replace(&path, "shelf.yaml");
    assert!(
        told.starts_with(
            "\
shelf.yaml:20:42: word: \"hre\" is not one of \"lent\" or \"here\"; did you mean `here`?
    /paths/~1books~1{id}/get/responses/200/content/application~1json/examples/emma/value/state
    see shelf.yaml:16:91 /paths/~1books~1{id}/get/responses/200/content/application~1json/schema/properties/state/enum
shelf.yaml:22:23: unused: it has no `value`
    /paths/~1books~1{id}/get/responses/200/content/application~1json/examples/lost

2 found in "
        ),
        "{told}"
    );
    assert!(told.ends_with(": word 1, unused 1\n"), "{told}");
}

#[test]
fn a_sound_document_is_sound_and_a_broken_one_is_unusable() {
    let sound = DOCUMENT
        .replace("hre,", "here,")
        .replace("                lost: { summary: nothing }\n", "");
    let (_folder, path) = file("shelf.yaml", &sound);
    let run = offline(&["lint", &path]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.starts_with("nothing found in "), "{}", run.out);

    let (_folder, path) = file("broken.yaml", "openapi: [");
    let run = offline(&["lint", &path]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("broken.yaml:1:"), "{}", run.err);
    assert_eq!(offline(&["lint"]).code, 2);
}

#[test]
fn our_own_document_is_sound_apart_from_its_errata() {
    let (document, suite) = (root().join("spec/openapi.json"), root().join("conformance"));
    let (document, suite) = (document.to_str().unwrap(), suite.to_str().unwrap());
    let run = offline(&["lint", document, "--suite", suite]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(offline(&["lint", document]).code, 1);
}

#[test]
fn the_value_of_an_example_is_read_from_its_file() {
    let document = r"openapi: 3.1.0
paths:
  /log:
    get:
      operationId: getLog
      responses:
        '200':
          description: The log.
          content:
            text/plain:
              examples: { short: { externalValue: logs/short.txt }, secret: { externalValue: ../secret.txt } }
";
    let (folder, path) = file("log.yaml", document);
    std::fs::create_dir(folder.path().join("logs")).unwrap();
    std::fs::write(folder.path().join("logs/short.txt"), "one\ntwo\n...\n").unwrap();
    let run = offline(&["explain", "getLog.short", &path]);
    assert_eq!(run.code, 0, "{}", run.err);
    for expected in [
        "logs/short.txt:1:1 ",
        "\n    one\n    two\n",
        "anything may follow",
    ] {
        assert!(run.out.contains(expected), "{expected}\n{}", run.out);
    }
    let run = offline(&["list", "--unused", &path]);
    assert!(
        run.out
            .contains("`../secret.txt` was not read: it leads out of the document's folder"),
        "{}",
        run.out
    );
}

#[test]
fn errata_are_bug_reports() {
    let (folder, path) = file("shelf.yaml", DOCUMENT);
    std::fs::write(
        folder.path().join("errata.yaml"),
        r"
- id: emma-is-lent
  examples: [getBook.emma]
  claim: The page says `lent` above, and hre here.
  evidence: { lines: '7, 20' }
  effect: { replace: { /state: lent } }
",
    )
    .unwrap();
    let suite = folder.path().display().to_string();
    let run = offline(&["errata", &path, "--suite", &suite]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(
        run.out,
        r#"Shelf 1.2.3: 1 erratum

emma-is-lent
  The page says `lent` above, and hre here.
  lines     7, 20
  held      `/state` is "lent"
  cases     getBook.emma
"#
    );
    let run = offline(&["errata", &path, "--suite", &suite, "--format", "markdown"]);
    assert_eq!(
        run.out,
        r#"# Where the documentation of Shelf 1.2.3 is wrong

1 erratum.

## emma-is-lent

The page says `lent` above, and hre here.

- **Lines of the page that conflict:** 7, 20
- **What is held instead:**
  - `/state` is `"lent"`
- **Examples:**
  - `getBook.emma`
"#
    );
    let none = offline(&["errata", &path]);
    assert!(
        none.out.contains("nothing in the documentation is known"),
        "{}",
        none.out
    );

    let ours = std::fs::read_to_string(root().join("conformance/errata.yaml")).unwrap();
    let told = offline(&["errata"]).out;
    for id in ours.lines().filter_map(|line| line.strip_prefix("- id: ")) {
        assert!(told.contains(&format!("\n{id}\n")), "{id} {told}");
    }
    assert!(
        told.contains(
            "  cases     listProjectJobs.failed-jobs, in List project jobs, lines 27-165\n"
        ),
        "{told}"
    );
}

#[test]
fn each_shell_gets_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = offline(&["completions", shell]);
        assert_eq!(run.code, 0, "{}", run.err);
        for word in [
            "merge",
            "explain",
            "errata",
            "known_failures",
            "completions",
        ] {
            assert!(run.out.contains(word), "{shell} knows nothing of {word}");
        }
    }
    let run = offline(&["completions", "bsh"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("'bash'"), "{}", run.err);
}

#[test]
fn what_is_chosen_must_be_there() {
    for (text, said) in [
        (
            "getJbo",
            "--only getJbo: no case is called that; did you mean `getJob`?",
        ),
        ("failed-jbos", "did you mean `failed-jobs`?"),
        ("getJob.failed-jbo", "did you mean `getJob.failed-job`?"),
        ("nothing-like-it-at-all", "`reprise list` lists all"),
    ] {
        let run = offline(&["run", "--only", "getJob", "--only", text]);
        assert_eq!(run.code, 2, "{text} {}", run.out);
        assert!(run.err.contains(said), "{text} {}", run.err);
    }
    assert_eq!(offline(&["run", "--only", "getJob", "--dry-run"]).code, 0);
    let run = offline(&["run", "--dyr-run"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("'--dry-run'"), "{}", run.err);
}
