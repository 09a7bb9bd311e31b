//! `reprise diff`: two documents, the binary, and its exit code.

use serde_json::Value;

use crate::{Run, command, file, root};

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

/// Compares a document with a copy in which a text is replaced.
fn diff(from: &str, to: &str, more: &[&str]) -> Run {
    let (_kept, old) = file("old.yaml", OLD);
    let (_also, new) = file("new.yaml", &OLD.replace(from, to));
    let mut args = vec!["diff", old.as_str(), new.as_str()];
    args.extend(more);
    let mut run = command(&args, &[]);
    // the folders have other names in each run
    for (path, name) in [(&old, "old.yaml"), (&new, "new.yaml")] {
        run.out = run.out.replace(path.as_str(), name);
    }
    run
}

#[test]
fn a_breaking_change_is_reported_with_both_places_and_a_value() {
    let run = diff("[\"on\", \"off\"]", "[\"on\", \"off\", \"new\"]", &[]);
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(
        run.out,
        "\
components/schemas/Job
  breaking: `/state` of `Job` in responses has the new enum value `new`
      possible now, invalid before: \"new\"
      old old.yaml:20:24 /components/schemas/Job/properties/state/enum
      new new.yaml:20:38 /components/schemas/Job/properties/state/enum/2
      used by listJobs

1 breaking
"
    );
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
    assert_eq!(run.code, 1);
    let written: Value = serde_json::from_str(&run.out).unwrap();
    let text = std::fs::read_to_string(root().join("spec/schemas/Diff.schema.json")).unwrap();
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
    let folder = tempfile::tempdir().unwrap();
    let page = folder.path().join("diff.md");
    let run = diff(
        "listJobs",
        "allJobs",
        &["--format", "markdown", "--output", page.to_str().unwrap()],
    );
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    let page = std::fs::read_to_string(page).unwrap();
    assert!(page.starts_with("# Jobs: 1 to 1\n\n1 breaking.\n\n## Breaking\n\n- **GET /jobs (listJobs):** the operationId changed from `listJobs` to `allJobs`"), "{page}");
}

#[test]
fn an_unreadable_document_is_unusable() {
    let (_kept, old) = file("old.yaml", OLD);
    let run = command(&["diff", &old, "nowhere.yaml"], &[]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.starts_with("error: nowhere.yaml cannot be read"),
        "{}",
        run.err
    );
}

/// A hostile document must not repaint the terminal.
#[test]
fn control_characters_are_escaped() {
    let run = diff("operationId: listJobs", "operationId: \"a\\e[2Jb\"", &[]);
    assert_eq!(run.code, 1);
    assert!(
        !run.out.contains('\u{1b}') && run.out.contains("\\u{1b}[2J"),
        "{}",
        run.out
    );
}

/// The same document in two languages.
#[test]
fn the_document_of_this_repository_is_equal_in_json_and_yaml() {
    let at = |name: &str| root().join("spec").join(name).display().to_string();
    let run = command(&["diff", &at("openapi.json"), &at("openapi.yaml")], &[]);
    assert_eq!((run.code, run.out.as_str()), (0, "no changes\n"));
}
