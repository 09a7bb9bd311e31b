//! `spec/` contains exactly the generated files, and a check reports differences.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::spec::run;
use xtask::task::{Mode, Outcome};

use crate::{root, run_to_end};

/// A folder with the examples of the repository and a fresh `spec/`.
struct SpecRepository(tempfile::TempDir);

impl SpecRepository {
    fn new() -> SpecRepository {
        let folder = tempfile::tempdir().unwrap();
        copy(
            &root().join("conformance/examples"),
            &folder.path().join("conformance/examples"),
        );
        let workshop = SpecRepository(folder);
        assert_eq!(workshop.run(Mode::Write).0, Outcome::Changed);
        workshop
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    fn run(&self, mode: Mode) -> (Outcome, String) {
        let mut out = Vec::new();
        let outcome = run(self.0.path(), mode, &mut out).unwrap();
        (outcome, String::from_utf8(out).unwrap())
    }
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

#[test]
fn the_committed_spec_is_fresh() {
    let mut out = Vec::new();
    let outcome = run(&root(), Mode::Check, &mut out).unwrap();
    assert_eq!(outcome, Outcome::Fresh, "{}", String::from_utf8_lossy(&out));
}

#[test]
fn a_change_on_disk_is_shown_and_not_written() {
    let workshop = SpecRepository::new();
    let path = workshop.path("spec/openapi.yaml");
    let text = fs::read_to_string(&path)
        .unwrap()
        .replace("title: GitLab Jobs API", "title: Jobs");
    fs::write(&path, &text).unwrap();

    let (outcome, output) = workshop.run(Mode::Check);
    assert_eq!(outcome, Outcome::Stale);
    for line in [
        "stale   spec/openapi.yaml",
        "  -  title: Jobs",
        "  +  title: GitLab Jobs API",
    ] {
        assert!(output.contains(line), "{output}");
    }
    assert!(
        output.ends_with(
            "spec/ is stale: 1 of 49 files; run `cargo xtask spec` and commit the result\n"
        ),
        "{output}"
    );
    assert_eq!(fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn missing_and_orphaned_files_are_reported_and_corrected() {
    let workshop = SpecRepository::new();
    fs::remove_file(workshop.path("spec/schemas/Job.schema.json")).unwrap();
    fs::write(workshop.path("spec/schemas/Gone.schema.json"), "{}\n").unwrap();

    let (outcome, output) = workshop.run(Mode::Check);
    assert_eq!(outcome, Outcome::Stale);
    assert!(
        output.contains("missing spec/schemas/Job.schema.json\n"),
        "{output}"
    );
    assert!(
        output.contains("orphan  spec/schemas/Gone.schema.json"),
        "{output}"
    );

    let (_, output) = workshop.run(Mode::Write);
    assert!(
        output.contains("wrote   spec/schemas/Job.schema.json\n"),
        "{output}"
    );
    assert!(
        output.contains("removed spec/schemas/Gone.schema.json\n"),
        "{output}"
    );
    assert_eq!(workshop.run(Mode::Check).0, Outcome::Fresh);
}

#[test]
fn an_unchanged_file_is_not_written() {
    let workshop = SpecRepository::new();
    let modified = |path: &str| {
        fs::metadata(workshop.path(path))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = (
        modified("spec/openapi.json"),
        modified("spec/schemas/Job.schema.json"),
    );
    fs::write(workshop.path("spec/openapi.yaml"), "stale\n").unwrap();
    let (_, output) = workshop.run(Mode::Write);
    assert!(
        output.ends_with("spec/ is up to date: 49 files, 1 changed\n"),
        "{output}"
    );
    assert_eq!(
        (
            modified("spec/openapi.json"),
            modified("spec/schemas/Job.schema.json")
        ),
        before
    );
}

#[test]
fn a_long_difference_is_cut_short() {
    let workshop = SpecRepository::new();
    fs::write(workshop.path("spec/openapi.json"), "{}\n").unwrap();
    let (_, output) = workshop.run(Mode::Check);
    assert!(output.lines().count() < 40, "{output}");
    assert!(output.contains(" more lines\n"), "{output}");
}

#[test]
fn an_unusable_example_is_named_with_its_place() {
    let workshop = SpecRepository::new();
    fs::write(
        workshop.path("conformance/examples/getJob/broken.yaml"),
        "summary: a\nsauce: b\n",
    )
    .unwrap();
    let error = run(workshop.0.path(), Mode::Check, &mut Vec::new()).unwrap_err();
    let output = format!("{error:#}");
    assert!(output.contains("getJob/broken.yaml:2:1: "), "{output}");
    assert!(output.contains("sauce"), "{output}");
}

/// Runs the real binary, as cargo does.
fn run_xtask(root: &Path, args: &[&str]) -> (i32, String) {
    run_to_end(
        Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(args)
            .env("CARGO_MANIFEST_DIR", root.join("xtask")),
    )
}

#[test]
fn the_exit_code_says_what_is_wrong() {
    let workshop = SpecRepository::new();
    let root = workshop.0.path();
    assert_eq!(run_xtask(root, &["spec", "--check"]).0, 0);
    fs::write(workshop.path("spec/openapi.json"), "{}\n").unwrap();
    assert_eq!(run_xtask(root, &["spec", "--check"]).0, 4);
    assert_eq!(run_xtask(root, &["spec"]).0, 0);
    assert_eq!(run_xtask(root, &["spec", "--check"]).0, 0);
    fs::write(
        workshop.path("conformance/examples/getJob/broken.yaml"),
        "summary: [\n",
    )
    .unwrap();
    let (code, output) = run_xtask(root, &["spec", "--check"]);
    assert_eq!(code, 2, "{output}");
    assert!(
        output.starts_with("error: in ") && output.contains("getJob/broken.yaml:"),
        "{output}"
    );
}
