//! Commands that need no server: `list`, `explain`, `lint` and `completions`.

use insta::assert_snapshot;

use crate::support::{Project, Run, at_root, command, jobs_api_args, run_on_jobs_api};

fn run_offline(args: &[&str]) -> Run {
    command(args, &[])
}

/// Runs a command on the document; its exit code is checked.
fn shelf(args: &[&str], code: i32) -> String {
    let run = Project::new(DOCUMENT).command(args, &[]);
    run.exits(code);
    run.out
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
    assert_snapshot!(shelf(&["list", "shelf.yaml"], 0), @"
    getBook.emma  GET  /books/{id}  up to value     fixture one-book
        id is its example, shelf.yaml:9:85 /paths/~1books~1{id}/get/parameters/0/example
        X-Shelf has no value; pass --param X-Shelf=VALUE
    addBook.dune  POST /books       up to exchange  no fixture

    2 cases; 1 place has no case, see --unused
    ");
}

#[test]
fn examples_without_a_case_are_listed_with_the_reason() {
    assert_snapshot!(shelf(&["list", "--unused", "shelf.yaml"], 0), @"
    shelf.yaml:22:23 /paths/~1books~1{id}/get/responses/200/content/application~1json/examples/lost
        it has no `value`
    ");
}

#[test]
fn the_suite_of_the_jobs_api_uses_every_example() {
    let run = run_on_jobs_api("list", &[]);
    run.exits(0);
    assert!(
        run.out.ends_with("cases; every example is used\n"),
        "{}",
        run.out
    );
    assert_eq!(run_on_jobs_api("list", &["--unused"]).out, "");
}

#[test]
fn a_case_is_explained_down_to_the_command() {
    assert_snapshot!(shelf(&["explain", "getBook", "shelf.yaml"], 0), @r#"
    getBook.emma: A book
      operation    GET /books/{id}
      fixture      one-book

    Request
      id           1 (its example)  shelf.yaml:9:85 /paths/~1books~1{id}/get/parameters/0/example
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
    assert_snapshot!(shelf(&["explain", "addBook.dune", "shelf.yaml"], 0), @r#"
    addBook.dune
      operation    POST /books
      fixture      none: values are not compared

    Request
      body         application/json  shelf.yaml:26:80 /paths/~1books/post/requestBody/content/application~1json/examples/dune/value
        {
          "title": "Dune's"
        }

    Response
      status       201  shelf.yaml:27:27 /paths/~1books/post/responses/201
      body         none

    Reproduce
      # set BASE_URL first
      curl --include \
        --request POST \
        --header 'Content-Type: application/json' \
        --data-binary '{"title":"Dune'\''s"}' \
        "$BASE_URL"'/books'
    "#);
}

#[test]
fn an_operation_with_several_cases_names_them() {
    let document = DOCUMENT.replace("lost: { summary: nothing }", "lost: { value: { id: 2 } }");
    let run = Project::new(&document).command(&["explain", "getBook", "shelf.yaml"], &[]);
    run.exits(2);
    assert_snapshot!(run.err, @"
    error: the operation `getBook` has 2 cases; name one of them:
      getBook.emma
      getBook.lost
    ");
}

#[test]
fn a_case_of_a_suite_is_explained_with_its_place_on_the_page() {
    let run = command(&jobs_api_args(&["explain", "getJob.failed-job"], &[]), &[]);
    run.exits(0);
    let (head, _) = run.out.split_once("\nRequest\n").unwrap();
    assert_snapshot!(head, @"
    getJob.failed-job: A failed job
      operation    GET /projects/{id}/jobs/{job_id}
      page         Get a single job, lines 590-656
      fixture      single-job
    ");
}

#[test]
fn contradictions_of_a_document_are_listed_with_places() {
    let out = shelf(&["lint", "shelf.yaml"], 1);
    let (findings, _time) = out.split_once("\n\n").unwrap();
    assert_snapshot!(findings, @r#"
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
    let lint = |document: &str| Project::new(document).command(&["lint", "shelf.yaml"], &[]);
    let run = lint(&sound);
    run.exits(0);
    assert!(run.out.starts_with("nothing found in "), "{}", run.out);
    let run = lint("openapi: [");
    run.exits(2);
    assert_snapshot!(run.err, @"error: shelf.yaml:1:10: invalid YAML: unclosed bracket '['");
}

#[test]
fn the_document_of_this_repository_is_valid_except_for_its_errata() {
    run_on_jobs_api("lint", &[]).exits(0);
    run_offline(&["lint", &at_root("spec/openapi.json")]).exits(1);
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
    let project = Project::new(document).with("logs/short.txt", "one\ntwo\n...\n");
    let run = project.command(&["explain", "getLog.short", "shelf.yaml"], &[]);
    run.exits(0);
    assert_snapshot!(run.out, @r#"
    getLog.short
      operation    GET /log
      fixture      none: values are not compared

    Request

    Response
      status       200  shelf.yaml:8:11 /paths/~1log/get/responses/200
      media type   text/plain
      body         logs/short.txt:1:1 /x-files/text:logs~1short.txt
        one
        two
                   more may follow

    Reproduce
      # set BASE_URL first
      curl --include \
        --header 'Accept: text/plain' \
        "$BASE_URL"'/log'
    "#);
    let run = project.command(&["list", "--unused", "shelf.yaml"], &[]);
    assert_snapshot!(run.out, @"
    shelf.yaml:11:77 /paths/~1log/get/responses/200/content/text~1plain/examples/secret
        `../secret.txt` was not read: the path leaves the folder of the document; keep all files in that folder
    ");
}

#[test]
fn errata_are_bug_reports() {
    let project = Project::new(DOCUMENT).with(
        "errata.yaml",
        r"
- id: emma-is-lent
  examples: [getBook.emma]
  claim: The page says `lent` above, and hre here.
  evidence: { lines: '7, 20' }
  effect: { replace: { /state: lent } }
",
    );
    let args = ["list", "--errata", "shelf.yaml", "--suite", "."];
    let run = project.command(&args, &[]);
    run.exits(0);
    assert_snapshot!(run.out, @r#"
    Shelf 1.2.3: 1 erratum

    emma-is-lent
      The page says `lent` above, and hre here.
      lines     7, 20
      corrected `/state` is "lent"
      cases     getBook.emma
    "#);
    let run = project.command(&[&args[..], &["--format", "markdown"]].concat(), &[]);
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

    let args = ["explain", "getBook.emma", "shelf.yaml", "--suite", "."];
    let explained = project.command(&args, &[]).out;
    let (_, errata) = explained.split_once("\nErrata\n").unwrap();
    assert_snapshot!(errata.split("\n\n").next().unwrap(), @"
    emma-is-lent  lines 7, 20
        The page says `lent` above, and hre here.
    ");

    let ours = std::fs::read_to_string(at_root("conformance/errata.yaml")).unwrap();
    let listed = run_on_jobs_api("list", &["--errata"]).out;
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
    assert_snapshot!(shelf(&["list", "--errata", "shelf.yaml"], 0), @"Shelf 1.2.3: this document has no suite, which would contain its errata; give one with --suite");
    assert_snapshot!(shelf(&["list", "--errata", "shelf.yaml", "--suite", "."], 0), @"Shelf 1.2.3: no errata: its suite lists no errors in the documentation");
}

#[test]
fn each_shell_gets_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let run = run_offline(&["completions", shell]);
        run.exits(0);
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
}
