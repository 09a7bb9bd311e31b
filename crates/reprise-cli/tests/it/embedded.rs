//! The main job: every documented example against the built-in reference server.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::{reprise, reprise_with, root};

/// A copy of the suite whose fixtures can be made to lie.
struct Suite(tempfile::TempDir);

impl Suite {
    fn new() -> Suite {
        let folder = tempfile::tempdir().unwrap();
        let conformance = root().join("conformance");
        fs::copy(
            conformance.join("errata.yaml"),
            folder.path().join("errata.yaml"),
        )
        .unwrap();
        fs::create_dir(folder.path().join("fixtures")).unwrap();
        for entry in fs::read_dir(conformance.join("fixtures")).unwrap() {
            let entry = entry.unwrap();
            fs::copy(
                entry.path(),
                folder.path().join("fixtures").join(entry.file_name()),
            )
            .unwrap();
        }
        Suite(folder)
    }

    fn change(&self, file: &str, from: &str, to: &str) {
        let path = self.0.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} says nothing of {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self) -> crate::Run {
        let suite = self.path().display().to_string();
        let document = root().join("spec/openapi.json").display().to_string();
        reprise(&[&document, "--suite", &suite])
    }
}

#[test]
fn every_documented_example_conforms_by_value() {
    let run = reprise(&[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let lines: Vec<&str> = run
        .out
        .lines()
        .filter(|line| line.starts_with('✓'))
        .collect();
    let all = lines.len();
    assert!(
        run.out.contains(&format!("{all} of {all} cases conform, ")),
        "{}",
        run.out
    );
    // each example by its name, and by value
    for folder in fs::read_dir(root().join("conformance/examples")).unwrap() {
        let folder = folder.unwrap().path();
        for example in folder
            .is_dir()
            .then(|| fs::read_dir(folder).unwrap())
            .into_iter()
            .flatten()
        {
            let example = example.unwrap().path();
            let name = format!("  {} ", example.file_stem().unwrap().display());
            let by_value = |line: &&&str| line.contains(&name) && line.ends_with("conforms  value");
            assert!(
                lines.iter().any(|line| by_value(&line)),
                "{name}: {}",
                run.out
            );
        }
    }
}

#[test]
fn every_erratum_that_was_applied_is_listed() {
    let run = reprise(&[]);
    let errata = fs::read_to_string(root().join("conformance/errata.yaml")).unwrap();
    let mut applied = 0;
    for entry in errata.split("\n- ").skip(1) {
        let id = entry.lines().next().unwrap().trim_start_matches("id: ");
        let listed = run
            .out
            .lines()
            .any(|line| line.trim_start().starts_with(&format!("{id} ")));
        assert_eq!(listed, !entry.contains("none:"), "{id}");
        applied += usize::from(listed);
    }
    assert!(
        run.out.contains(&format!("{applied} errata applied")),
        "{}",
        run.out
    );
}

#[test]
fn one_changed_value_in_a_fixture_is_the_one_finding() {
    let suite = Suite::new();
    suite.change("fixtures/single-job.yaml", "rubocop", "robocop");
    let run = suite.run();
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    let failed: BTreeSet<&str> = run
        .out
        .lines()
        .filter(|line| line.starts_with('✗'))
        .collect();
    assert_eq!(failed.len(), 1, "{}", run.out);
    assert!(
        failed.iter().all(
            |line| line.contains("/projects/{id}/jobs/{job_id}") && line.contains("failed-job")
        ),
        "{}",
        run.out
    );
    for line in [
        "    body /name",
        r#"      expected  "rubocop""#,
        r#"      actual    "robocop""#,
        "                  ^",
    ] {
        assert!(
            run.out.lines().any(|said| said == line),
            "no line {line:?} in\n{}",
            run.out
        );
    }
    assert!(
        run.out.contains("documented at ") && run.out.contains("/spec/openapi.json:"),
        "{}",
        run.out
    );
    assert!(run.out.contains(" /paths/~1projects~1{id}~1jobs~1{job_id}/get/responses/200/content/application~1json/examples/failed-job/value/name"), "{}", run.out);
    assert!(run.out.contains("1 differ, 1 finding"), "{}", run.out);
}

#[test]
fn without_its_errata_the_page_differs_from_any_right_server() {
    let suite = Suite::new();
    fs::remove_file(suite.path().join("errata.yaml")).unwrap();
    let run = suite.run();
    assert_eq!(run.code, 1, "{}", run.err);
    let failed: Vec<String> = run
        .out
        .lines()
        .filter(|line| line.starts_with('✗'))
        .map(|line| {
            line.split_whitespace()
                .skip(2)
                .take(2)
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let impossible = [
        "/projects/{id}/jobs failed-jobs",
        "/projects/{id}/pipelines/{pipeline_id}/jobs failed-jobs",
        "/projects/{id}/pipelines/{pipeline_id}/bridges one-bridge",
        "/job bearer",
        "/job header",
        "/job parameter",
        "/job/allowed_agents header",
        "/job/allowed_agents parameter",
        "/projects/{id}/jobs/{job_id}/cancel running-job",
        "/projects/{id}/jobs/{job_id}/retry canceled-job",
        "/projects/{id}/jobs/{job_id}/play with-variables",
    ];
    assert_eq!(failed, impossible, "{}", run.out);
}

#[test]
fn a_fixture_that_cannot_be_is_refused_by_the_hook() {
    let suite = Suite::new();
    suite.change("fixtures/single-job.yaml", "jobs:", "jbos:");
    let run = suite.run();
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(
        run.err.contains("refuses the fixture `single-job`"),
        "{}",
        run.err
    );
    assert!(run.err.contains("jbos"), "{}", run.err);
}

#[test]
fn a_stale_erratum_is_named() {
    let suite = Suite::new();
    suite.change("errata.yaml", "/0/duration: 240.173", "/0/duration: 240");
    let run = suite.run();
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(
        run.err
            .contains("erratum `bridge-duration-is-rounded` is stale"),
        "{}",
        run.err
    );
}

#[test]
fn colours_are_for_terminals() {
    let plain = reprise(&["--only", "getJob.failed-job"]);
    assert!(!plain.out.contains('\u{1b}'), "{:?}", plain.out);
    let forced = reprise_with(&["--only", "getJob.failed-job"], &[("CLICOLOR_FORCE", "1")]);
    assert!(forced.out.contains('\u{1b}'), "{:?}", forced.out);
    let refused = reprise_with(&["--only", "getJob.failed-job"], &[("NO_COLOR", "1")]);
    assert!(!refused.out.contains('\u{1b}'), "{:?}", refused.out);
}

#[test]
fn a_choice_is_no_failure_and_an_empty_one_is() {
    let some = reprise(&["--only", "getJobTrace"]);
    assert_eq!(some.code, 0, "{}{}", some.out, some.err);
    assert!(some.out.contains(" skipped"), "{}", some.out);
    // the case belongs to the first shard
    let none = reprise(&["--only", "getJob.failed-job", "--shard", "2/3"]);
    assert_eq!(none.code, 4, "{}{}", none.out, none.err);
}

#[test]
fn a_dry_run_sends_nothing() {
    let run = reprise(&["--dry-run"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(
        run.out
            .ends_with("to send, 0 to skip, 0 unused examples; nothing was sent\n"),
        "{}",
        run.out
    );
}

#[test]
fn the_built_in_server_serves_on_its_own() {
    let mut server = std::process::Command::new(env!("CARGO_BIN_EXE_reprise"))
        .args([
            "serve",
            "--listen",
            "127.0.0.1:0",
            "--control",
            "--log-format",
            "none",
        ])
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut said = String::new();
    let mut out = std::io::BufReader::new(server.stdout.take().unwrap());
    while !said.contains("state hook: ") {
        assert!(
            std::io::BufRead::read_line(&mut out, &mut said).unwrap() > 0,
            "{said}"
        );
    }
    let hook = said
        .lines()
        .find_map(|line| line.strip_prefix("state hook: "))
        .unwrap();
    let run = reprise(&["--hook", hook]);
    server.kill().unwrap();
    server.wait().unwrap();
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}
