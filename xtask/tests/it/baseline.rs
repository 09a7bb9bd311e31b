//! The comparison of the generated document with its baseline, in real git repositories.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use xtask::baseline::check;
use xtask::release;
use xtask::task::Outcome;

use crate::{root, run_to_end};

/// A repository with a baseline, or `None` if git is not installed.
struct Repository(tempfile::TempDir);

impl Repository {
    /// A repository whose branch `main` has these documents, one commit after the other.
    fn new(documents: &[&Value]) -> Option<Repository> {
        let repository = Repository::empty()?;
        for document in documents {
            repository.write("spec/openapi.json", &to_text(document));
            repository.commit();
        }
        Some(repository)
    }

    fn empty() -> Option<Repository> {
        if Command::new("git").arg("--version").output().is_err() {
            // the log must not look as if the test had passed
            let _ = writeln!(std::io::stderr(), "SKIPPED: git is not installed");
            return None;
        }
        let repository = Repository(tempfile::tempdir().unwrap());
        repository.git(&["init", "--quiet", "--initial-branch=main"]);
        repository.write(
            "crates/jobs-api/CHANGELOG.md",
            "# Changelog\n\n## 16.0.0 - d\n\nThe first.\n",
        );
        repository.write(
            "crates/jobs-api/src/document.rs",
            "const VERSION: &str = \"16.0.0\";\n",
        );
        Some(repository)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&[
            "commit",
            "--quiet",
            "--allow-empty",
            "--message",
            "a change",
        ]);
    }

    fn git(&self, args: &[&str]) {
        git(self.path(), args);
    }

    /// Checks a document against `main`; returns the outcome and the output.
    fn check(&self, generated: &Value) -> (Outcome, String) {
        let mut out = Vec::new();
        let outcome = check(self.path(), "main", &to_text(generated), &mut out).unwrap();
        (outcome, String::from_utf8(out).unwrap())
    }

    fn check_error(&self, reference: &str) -> String {
        let error = check(self.path(), reference, "{}", &mut Vec::new())
            .err()
            .unwrap();
        format!("{error:#}")
    }

    fn release(&self, version: Option<&str>, generated: &Value) -> Result<String, String> {
        let mut out = Vec::new();
        release::run(self.path(), None, version, &to_text(generated), &mut out)
            .map(|()| String::from_utf8(out).unwrap())
            .map_err(|error| format!("{error:#}"))
    }
}

fn git(folder: &Path, args: &[&str]) {
    let output = Command::new("git")
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.com",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(args)
        .current_dir(folder)
        .env_remove("GIT_DIR")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
}

fn to_text(document: &Value) -> String {
    serde_json::to_string_pretty(document).unwrap()
}

/// The contract of this repository.
fn read_contract() -> Value {
    let text = fs::read_to_string(root().join("spec/openapi.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

const LIST: &str = "/paths/~1projects~1{id}~1jobs/get";
const RETRY: &str = "/paths/~1projects~1{id}~1jobs~1{job_id}~1retry/post";

fn remove_property(document: &mut Value) {
    let job = &mut document["components"]["schemas"]["Job"];
    job["properties"]
        .as_object_mut()
        .unwrap()
        .shift_remove("name");
    job["required"]
        .as_array_mut()
        .unwrap()
        .retain(|name| name != "name");
}

fn require_parameter(document: &mut Value) {
    let parameters = document.pointer_mut(LIST).unwrap()["parameters"]
        .as_array_mut()
        .unwrap();
    parameters.push(
        json!({ "name": "x", "in": "query", "required": true, "schema": { "type": "string" } }),
    );
}

fn narrow_enum(document: &mut Value) {
    let words = document["components"]["schemas"]["JobStatus"]["enum"]
        .as_array_mut()
        .unwrap();
    words.retain(|word| word != "canceled");
}

fn change_status(document: &mut Value) {
    let responses = document.pointer_mut(RETRY).unwrap()["responses"]
        .as_object_mut()
        .unwrap();
    let created = responses.shift_remove("201").unwrap();
    responses.insert("200".to_owned(), created);
}

fn rename_operation(document: &mut Value) {
    document.pointer_mut(RETRY).unwrap()["operationId"] = json!("restartJob");
}

fn rename_component(document: &mut Value) {
    let changed = to_text(document)
        .replace("schemas/Runner\"", "schemas/Agent\"")
        .replace("\"Runner\": {", "\"Agent\": {");
    *document = serde_json::from_str(&changed).unwrap();
}

fn add_optional_property(document: &mut Value) {
    document["components"]["schemas"]["Job"]["properties"]["mood"] = json!({ "type": "string" });
}

#[test]
fn a_breaking_change_fails_with_its_description() {
    let contract = read_contract();
    let Some(repository) = Repository::new(&[&contract]) else {
        return;
    };
    for (change, expected) in [
        (
            remove_property as fn(&mut Value),
            "breaking: `/name` of `Job` in responses was removed",
        ),
        (
            require_parameter,
            "breaking: the query parameter `x` of `listProjectJobs` was added and is required",
        ),
        (
            narrow_enum,
            "breaking: `JobStatus` in requests no longer has the enum value `canceled`",
        ),
        (
            change_status,
            "breaking: `retryJob` no longer documents status 201",
        ),
        (
            rename_operation,
            "breaking: the operationId changed from `retryJob` to `restartJob`",
        ),
        (
            rename_component,
            "breaking: the component `Runner` (`components/schemas`) was renamed to `Agent`",
        ),
    ] {
        let mut generated = contract.clone();
        change(&mut generated);
        let (outcome, output) = repository.check(&generated);
        assert_eq!(outcome, Outcome::Breaking, "{output}");
        assert!(output.contains(expected), "{expected}\n{output}");
        assert!(
            output.contains("## 17.0.0 - unreleased\n\n### Breaking\n\n- "),
            "{output}"
        );
        assert!(
            output.contains(
                "but `info.version` is still 16.0.0: revert what breaks, or raise the major"
            ),
            "{output}"
        );

        generated["info"]["version"] = json!("17.0.0");
        let (outcome, output) = repository.check(&generated);
        assert_eq!(outcome, Outcome::Fresh, "{output}");
        assert!(
            output.contains(expected),
            "a raised version must not hide the change: {output}"
        );

        generated["info"]["version"] = json!("16.9.0");
        let (outcome, output) = repository.check(&generated);
        assert_eq!(outcome, Outcome::Breaking, "{output}");
        assert!(
            output.contains("`info.version` is only raised from 16.0.0 to 16.9.0"),
            "{output}"
        );
    }
}

#[test]
fn a_compatible_change_passes_with_its_entry() {
    let contract = read_contract();
    let Some(repository) = Repository::new(&[&contract]) else {
        return;
    };
    let mut generated = contract.clone();
    add_optional_property(&mut generated);
    let (outcome, output) = repository.check(&generated);
    assert_eq!(outcome, Outcome::Fresh, "{output}");
    assert!(
        output.contains(
            "## 16.1.0 - unreleased\n\n### Compatible\n\n- `/mood` of `Job` in responses was added."
        ),
        "{output}"
    );

    let (outcome, output) = repository.check(&contract);
    assert_eq!(
        (
            outcome,
            output.starts_with("spec/openapi.json has no changes since main (")
        ),
        (Outcome::Fresh, true),
        "{output}"
    );

    let mut generated = contract.clone();
    generated["info"]["version"] = json!("16.0.1");
    let (outcome, output) = repository.check(&generated);
    assert_eq!(
        (outcome, output.contains("has no changes")),
        (Outcome::Fresh, true),
        "{output}"
    );
}

#[test]
fn an_unknown_change_needs_a_review() {
    let contract = read_contract();
    let Some(repository) = Repository::new(&[&contract]) else {
        return;
    };
    let mut generated = contract.clone();
    generated.pointer_mut(RETRY).unwrap()["callbacks"] = json!({ "done": {} });
    let (outcome, output) = repository.check(&generated);
    assert_eq!(outcome, Outcome::Breaking, "{output}");
    assert!(
        output.contains("1 change needs a review, but `info.version` is still 16.0.0"),
        "{output}"
    );
    generated["info"]["version"] = json!("16.1.0");
    assert_eq!(repository.check(&generated).0, Outcome::Fresh);
}

#[test]
fn the_baseline_is_where_the_branch_started() {
    let contract = read_contract();
    let Some(repository) = Repository::new(&[&contract]) else {
        return;
    };
    repository.git(&["switch", "--quiet", "--create", "work"]);
    repository.commit();
    repository.git(&["switch", "--quiet", "main"]);
    let mut later = contract.clone();
    add_optional_property(&mut later);
    repository.write("spec/openapi.json", &to_text(&later));
    repository.commit();
    repository.git(&["switch", "--quiet", "work"]);
    // the branch did not remove the parts that were added to main later
    assert_eq!(repository.check(&contract).0, Outcome::Fresh);
}

#[test]
fn without_a_baseline_the_check_passes() {
    let Some(repository) = Repository::empty() else {
        return;
    };
    repository.commit();
    let (outcome, output) = repository.check(&read_contract());
    assert_eq!(outcome, Outcome::Fresh);
    assert!(
        output.starts_with("no baseline: spec/openapi.json does not exist at main ("),
        "{output}"
    );
}

#[test]
fn an_unknown_reference_is_an_error_with_advice() {
    let contract = read_contract();
    let Some(repository) = Repository::new(&[&contract, &contract]) else {
        return;
    };
    let output = repository.check_error("origin/main");
    assert_eq!(
        output,
        "`origin/main` is not a commit; fetch it, or pass another reference, such as origin/main"
    );
    let output = repository.check_error("--all");
    assert!(output.starts_with("`--all` is not a commit"), "{output}");

    let shallow = tempfile::tempdir().unwrap();
    let from = format!("file://{}", repository.path().display());
    git(
        shallow.path(),
        &["clone", "--quiet", "--depth=1", &from, "clone"],
    );
    let clone: PathBuf = shallow.path().join("clone");
    let error = check(&clone, "main~1", "{}", &mut Vec::new())
        .err()
        .unwrap();
    let output = format!("{error:#}");
    assert!(
        output.contains("`fetch-depth: 0`") && output.contains("`git fetch --unshallow`"),
        "{output}"
    );

    let nowhere = tempfile::tempdir().unwrap();
    let error = check(nowhere.path(), "main", "{}", &mut Vec::new())
        .err()
        .unwrap();
    let output = format!("{error:#}");
    assert!(output.contains("is not in a git repository"), "{output}");
}

#[test]
fn a_release_raises_the_version_and_writes_the_changelog() {
    let contract = read_contract();
    let Some(repository) = Repository::new(&[&contract]) else {
        return;
    };
    assert!(
        repository
            .release(None, &contract)
            .unwrap()
            .starts_with("nothing to release")
    );
    let mut generated = contract.clone();
    add_optional_property(&mut generated);
    let output = repository.release(None, &generated).unwrap();
    assert!(
        output.contains("crates/jobs-api/src/document.rs: 16.0.0 -> 16.1.0\n"),
        "{output}"
    );
    assert_eq!(
        repository.read("crates/jobs-api/src/document.rs"),
        "const VERSION: &str = \"16.1.0\";\n"
    );
    let log = repository.read("crates/jobs-api/CHANGELOG.md");
    assert!(log.starts_with("# Changelog\n\n## 16.1.0 - 20"), "{log}");
    assert!(
        log.ends_with(
            "\n\n### Compatible\n\n- `/mood` of `Job` in responses was added.\n\n## 16.0.0 - d\n\nThe first.\n"
        ),
        "{log}"
    );

    // more changes before the commit: the same entry, with all changes, and a sufficient version
    generated["info"]["version"] = json!("16.1.0");
    remove_property(&mut generated);
    repository.release(None, &generated).unwrap();
    let log = repository.read("crates/jobs-api/CHANGELOG.md");
    assert!(
        log.starts_with("# Changelog\n\n## 17.0.0 - 20")
            && log.contains("- `/name` of `Job` in responses was removed"),
        "{log}"
    );
    assert!(
        !log.contains("16.1.0"),
        "an unreleased version is not in the changelog: {log}"
    );
    let output = repository.release(Some("16.2.0"), &generated).unwrap_err();
    assert!(
        output.contains("16.2.0 is too low after 16.0.0 with 1 breaking, 1 compatible; use 17.0.0"),
        "{output}"
    );
}

#[test]
fn a_changed_description_raises_the_patch_version() {
    let contract = read_contract();
    let Some(repository) = Repository::new(&[&contract]) else {
        return;
    };
    let mut generated = contract.clone();
    generated["info"]["description"] = json!("Other words.");
    let output = repository.release(None, &generated).unwrap();
    assert!(output.contains("16.0.0 -> 16.0.1\n"), "{output}");
}

/// The real binary, as continuous integration calls it.
#[test]
fn the_exit_code_of_a_breaking_change_is_one() {
    let mut before = read_contract();
    add_optional_property(&mut before);
    let Some(repository) = Repository::new(&[&before]) else {
        return;
    };
    copy(
        &root().join("conformance/examples"),
        &repository.path().join("conformance/examples"),
    );
    let binary = |args: &[&str]| {
        run_to_end(
            Command::new(env!("CARGO_BIN_EXE_xtask"))
                .args(args)
                .env("CARGO_MANIFEST_DIR", repository.path().join("xtask")),
        )
    };
    assert_eq!(binary(&["spec"]).0, 0);
    let (code, output) = binary(&["spec", "--check", "--against", "main"]);
    assert_eq!(code, 1, "{output}");
    assert!(
        output.contains("`/mood` of `Job` in responses was removed"),
        "{output}"
    );
    let (code, output) = binary(&["spec", "--check", "--against", "nowhere"]);
    assert_eq!(code, 2, "{output}");
    repository.commit();
    assert_eq!(binary(&["spec", "--check", "--against", "main"]).0, 0);
    assert_eq!(binary(&["spec", "--against", "main"]).0, 2);
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
