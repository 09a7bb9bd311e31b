//! Commands that need no server: `list`, `explain`, `lint` and `completions`.

use insta::assert_snapshot;

use crate::{Run, command, file, on_jobs, root};

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
fn cases_are_listed_with_their_defaults() {
    let (_folder, path) = file("shelf.yaml", DOCUMENT);
    let run = offline(&["list", &path]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_snapshot!(run.out.replace(&path, "shelf.yaml"), @"
    getBook.emma  GET  /books/{id}  up to value     fixture one-book
        id is its unnamed example, shelf.yaml:9:85 /paths/~1books~1{id}/get/parameters/0/example
        X-Shelf has no value; pass --param X-Shelf=VALUE
    addBook.dune  POST /books       up to exchange  no fixture

    2 cases; 1 place has no case, see --unused
    ");
}

#[test]
fn examples_without_a_case_are_listed_with_the_reason() {
    let (_folder, path) = file("shelf.yaml", DOCUMENT);
    let run = offline(&["list", "--unused", &path]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_snapshot!(run.out.replace(&path, "shelf.yaml"), @"
    shelf.yaml:22:23 /paths/~1books~1{id}/get/responses/200/content/application~1json/examples/lost
        it has no `value`
    ");
}

#[test]
fn the_suite_of_the_jobs_api_uses_every_example() {
    let run = on_jobs("list", &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out.ends_with("cases; every example is used\n"),
        "{}",
        run.out
    );
    assert_eq!(on_jobs("list", &["--unused"]).out, "");
}

#[test]
fn a_case_is_explained_down_to_the_command() {
    let (_folder, path) = file("shelf.yaml", DOCUMENT);
    let run = offline(&["explain", "getBook", &path]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_snapshot!(run.out.replace(&path, "shelf.yaml"), @r#"
    getBook.emma: A book
      operation    GET /books/{id}
      fixture      one-book

    Request
      id           1 (its unnamed example)  shelf.yaml:9:85 /paths/~1books~1{id}/get/parameters/0/example
      X-Shelf      no value: pass --param X-Shelf=VALUE  shelf.yaml:10:11 /paths/~1books~1{id}/get/parameters/1

    Response
      status       200  shelf.yaml:13:11 /paths/~1books~1{id}/get/responses/200
      media type   application/json
      schema       shelf.yaml:16:23 /paths/~1books~1{id}/get/responses/200/content/application~1json/schema
      body         shelf.yaml:20:26 /paths/~1books~1{id}/get/responses/200/content/application~1json/examples/emma/value
        {
          "id": 1,
          "state": "hre"
        }
                   more may follow

    Reproduce
      # set BASE_URL, X_SHELF, READER first
      curl --include \
        --header 'X-Shelf: '"$X_SHELF" \
        --header 'X-Key: '"$READER" \
        --header 'Accept: application/json' \
        "$BASE_URL"'/books/1'
    "#);
    let run = offline(&["explain", "addBook.dune", &path]);
    assert!(
        run.out
            .contains("    --data-binary '{\"title\":\"Dune'\\''s\"}' \\\n"),
        "{}",
        run.out
    );
}

/// Explains a case of the Jobs API.
fn explain_job(case: &str) -> Run {
    let [document, suite, folder] = &crate::jobs();
    offline(&["explain", case, document, suite, folder])
}

#[test]
fn an_erratum_of_a_case_is_explained() {
    let run = explain_job("getJob.failed-job");
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
            "; `reprise explain getJob` lists the cases of `getJob`\n",
        ),
        ("nothing-like-it-at-all", "; `reprise list` lists all\n"),
        ("getJob", "cases; name one of them:\n  getJob.failed-job\n"),
    ] {
        let run = explain_job(name);
        assert_eq!(run.code, 2, "{name} {}", run.out);
        assert!(run.err.contains(expected), "{name} {}", run.err);
    }
    let run = offline(&["lst"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("'list'"), "{}", run.err);
}

#[test]
fn contradictions_of_a_document_are_listed_with_places() {
    let (_folder, path) = file("shelf.yaml", DOCUMENT);
    let run = offline(&["lint", &path]);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let (findings, _time) = run.out.split_once("\n\n").unwrap();
    assert_snapshot!(findings.replace(&path, "shelf.yaml"), @r#"
    shelf.yaml:20:42: word: "hre" is not one of "lent" or "here"; did you mean `here`?
        /paths/~1books~1{id}/get/responses/200/content/application~1json/examples/emma/value/state
        see shelf.yaml:16:91 /paths/~1books~1{id}/get/responses/200/content/application~1json/schema/properties/state/enum
    shelf.yaml:22:23: unused: it has no `value`
        /paths/~1books~1{id}/get/responses/200/content/application~1json/examples/lost
    "#);
}

#[test]
fn a_valid_document_has_no_flaws_and_an_invalid_one_is_unusable() {
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
fn the_document_of_this_repository_is_valid_except_for_its_errata() {
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
        "more may follow",
    ] {
        assert!(run.out.contains(expected), "{expected}\n{}", run.out);
    }
    let run = offline(&["list", "--unused", &path]);
    assert!(
        run.out.contains("`../secret.txt` was not read: "),
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
    let args = ["list", "--errata", &path, "--suite", &suite];
    let run = offline(&args);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_snapshot!(run.out, @r#"
    Shelf 1.2.3: 1 erratum

    emma-is-lent
      The page says `lent` above, and hre here.
      lines     7, 20
      corrected `/state` is "lent"
      cases     getBook.emma
    "#);
    let run = offline(&[&args[..], &["--format", "markdown"]].concat());
    assert_snapshot!(run.out, @r#"
    # Where the documentation of Shelf 1.2.3 is wrong

    1 erratum.

    ## emma-is-lent

    The page says `lent` above, and hre here.

    - **Lines of the page that conflict:** 7, 20
    - **Corrected expectation:**
      - `/state` is `"lent"`
    - **Examples:**
      - `getBook.emma`
    "#);

    let ours = std::fs::read_to_string(root().join("conformance/errata.yaml")).unwrap();
    let listed = on_jobs("list", &["--errata"]).out;
    for id in ours.lines().filter_map(|line| line.strip_prefix("- id: ")) {
        assert!(listed.contains(&format!("\n{id}\n")), "{id} {listed}");
    }
    assert!(
        listed.contains("listProjectJobs.failed-jobs, in List project jobs, lines 27-165\n"),
        "{listed}"
    );
}

#[test]
fn without_errata_no_message_claims_that_the_document_is_correct() {
    let (folder, path) = file("shelf.yaml", DOCUMENT);
    let without_suite = offline(&["list", "--errata", &path]);
    assert_eq!(without_suite.code, 0, "{}", without_suite.err);
    assert_snapshot!(without_suite.out, @"Shelf 1.2.3: this document has no suite, which would contain its errata; give one with --suite");
    let suite = folder.path().display().to_string();
    let without_errata = offline(&["list", "--errata", &path, "--suite", &suite]);
    assert_eq!(without_errata.code, 0, "{}", without_errata.err);
    assert_snapshot!(without_errata.out, @"Shelf 1.2.3: no errata: its suite lists no errors in the documentation");
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
            "update-known-failures",
            "completions",
        ] {
            assert!(run.out.contains(word), "{shell} does not have {word}");
        }
    }
    let run = offline(&["completions", "bsh"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("'bash'"), "{}", run.err);
}

#[test]
fn a_choice_must_exist() {
    let hook = ["--hook", "http://127.0.0.1:1/hook"];
    for (text, near) in [
        ("getJbo", "did you mean `getJob`?"),
        ("failed-jbos", "did you mean `failed-jobs`?"),
        ("getJob.failed-jbo", "did you mean `getJob.failed-job`?"),
        ("nothing-like-it-at-all", "`reprise list` lists all"),
    ] {
        let run = on_jobs(
            "run",
            &[&hook[..], &["--only", "getJob", "--only", text]].concat(),
        );
        assert_eq!(run.code, 2, "{text} {}", run.out);
        assert!(run.err.contains(near), "{text} {}", run.err);
    }
    let run = on_jobs(
        "run",
        &[&hook[..], &["--only", "getJob", "--dry-run"]].concat(),
    );
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}
