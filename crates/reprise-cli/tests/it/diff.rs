//! `reprise diff`: two documents, the binary, and its exit code.

use insta::assert_snapshot;
use serde_json::Value;

use crate::support::{Project, Run, at_root, command};

const OLD: &str = r##"openapi: 3.1.0
info: { title: Jobs, version: "1" }
paths:
  /jobs:
    get:
      operationId: listJobs
      responses:
        "200":
          description: All.
          content:
            application/json:
              schema: { $ref: "#/components/schemas/Job" }
components:
  schemas:
    Job:
      type: object
      required: [name]
      properties:
        name: { type: string }
        state: { enum: ["on", "off"] }
"##;

/// A document, and a copy in which a text is replaced.
fn project(from: &str, to: &str) -> Project {
    Project::empty()
        .with("old.yaml", OLD)
        .with("new.yaml", &OLD.replace(from, to))
}

fn diff(from: &str, to: &str, more: &[&str]) -> Run {
    let args = [&["diff", "old.yaml", "new.yaml"], more].concat();
    project(from, to).command(&args, &[])
}

#[test]
fn a_breaking_change_is_reported_with_both_places_and_a_value() {
    let run = diff("[\"on\", \"off\"]", "[\"on\", \"off\", \"new\"]", &[]);
    run.exits(1);
    assert_snapshot!(run.out, @r#"
    components/schemas/Job
      breaking: `/state` of `Job` in responses has the new enum value `new`
          possible now, invalid before: "new"
          old old.yaml:20:24 /components/schemas/Job/properties/state/enum
          new new.yaml:20:38 /components/schemas/Job/properties/state/enum/2
          used by listJobs

    1 breaking
    "#);
}

#[test]
fn the_exit_code_depends_on_breaking_changes() {
    for (from, to, code, sum) in [
        ("title: Jobs", "title: Jobs", 0, "no changes\n"),
        ("\"1\"", "\"2\"", 0, "no changes\n"),
        ("All.", "Every one.", 0, "\n1 cosmetic\n"),
        (
            "properties:\n",
            "properties:\n        more: { type: string }\n",
            0,
            "\n1 compatible\n",
        ),
        ("        name: { type: string }\n", "", 1, "\n1 breaking\n"),
        ("listJobs", "allJobs", 1, "\n1 breaking\n"),
        (
            "operationId: listJobs",
            "operationId: listJobs\n      callbacks: {}",
            4,
            "\n1 to review\n",
        ),
    ] {
        let run = diff(from, to, &[]);
        assert_eq!(run.code, code, "{to}: {}{}", run.out, run.err);
        assert!(run.out.ends_with(sum), "{to}: {}", run.out);
    }
}

#[test]
fn json_output_matches_its_schema() {
    let run = diff("required: [name]", "required: []", &["--format", "json"]);
    run.exits(1);
    let written: Value = serde_json::from_str(&run.out).unwrap();
    let text = std::fs::read_to_string(at_root("spec/schemas/Diff.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap();
    let wrong: Vec<String> = validator
        .iter_errors(&written)
        .map(|error| error.to_string())
        .collect();
    assert!(wrong.is_empty(), "{wrong:?}");
    assert_eq!(written["changes"][0]["kind"], "property-optional");
    assert_eq!(
        written["changes"][0]["operations"],
        serde_json::json!(["listJobs"])
    );
}

#[test]
fn people_get_a_page_in_a_file() {
    let project = project("listJobs", "allJobs");
    let args = [
        "diff", "old.yaml", "new.yaml", "--format", "markdown", "--output", "diff.md",
    ];
    let run = project.command(&args, &[]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert_snapshot!(project.read("diff.md"), @"
    # Jobs: 1 to 1

    1 breaking.

    ## Breaking

    - **GET /jobs (listJobs):** the operationId changed from `listJobs` to `allJobs`, and so does the name in generated clients
      - old: `old.yaml:6:20 /paths/~1jobs/get/operationId`
      - new: `new.yaml:6:20 /paths/~1jobs/get/operationId`
      - operations: listJobs
    ");
}

/// A hostile document must not repaint the terminal.
#[test]
fn control_characters_are_escaped() {
    let run = diff("operationId: listJobs", "operationId: \"a\\e[2Jb\"", &[]);
    run.exits(1);
    assert!(!run.out.contains('\u{1b}'), "{}", run.out);
    assert_snapshot!(run.out, @r#"
    GET /jobs (listJobs)
      breaking: the operationId changed from `listJobs` to `a\u{1b}[2Jb`, and so does the name in generated clients
          old old.yaml:6:20 /paths/~1jobs/get/operationId
          new new.yaml:6:20 /paths/~1jobs/get/operationId

    1 breaking
    "#);
}

/// The same document in two languages.
#[test]
fn the_document_of_this_repository_is_equal_in_json_and_yaml() {
    let at = |name: &str| at_root(&format!("spec/{name}"));
    let run = command(&["diff", &at("openapi.json"), &at("openapi.yaml")], &[]);
    assert_eq!((run.code, run.out.as_str()), (0, "no changes\n"));
}
