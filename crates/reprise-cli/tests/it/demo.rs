//! `reprise demo` and `reprise serve`, and the suite of the Jobs API against the reference server.

use std::fs;
use std::path::Path;

use crate::reference::Reference;
use crate::report::{Report, reported};
use crate::{Run, command, on_jobs, root};

/// A copy of the suite whose files can be changed, without its own cases.
struct Suite(tempfile::TempDir);

impl Suite {
    fn new() -> Suite {
        let folder = tempfile::tempdir().unwrap();
        let conformance = root().join("conformance");
        copy(
            &conformance.join("errata.yaml"),
            &folder.path().join("errata.yaml"),
        );
        fs::create_dir(folder.path().join("fixtures")).unwrap();
        for entry in fs::read_dir(conformance.join("fixtures")).unwrap() {
            let entry = entry.unwrap();
            copy(
                &entry.path(),
                &folder.path().join("fixtures").join(entry.file_name()),
            );
        }
        Suite(folder)
    }

    fn change(&self, file: &str, from: &str, to: &str) {
        let path = self.0.path().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} does not contain {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }

    /// Runs the suite against a reference server.
    fn run(&self) -> Run {
        self.arguments(|args| command(args, &[]))
    }

    /// The same, with the report.
    fn report(&self) -> (Run, Report) {
        self.arguments(|args| reported(args, &[]))
    }

    fn arguments<T>(&self, run: impl FnOnce(&[&str]) -> T) -> T {
        let server = Reference::with_hook();
        let suite = self.0.path().display().to_string();
        let document = root().join("spec/openapi.json").display().to_string();
        run(&[
            "run",
            &document,
            "--suite",
            &suite,
            "--hook",
            &server.hook(),
        ])
    }
}

/// Copies the text alone: the source tree may be read-only, and so would be its copy.
fn copy(from: &Path, to: &Path) {
    fs::write(to, fs::read(from).unwrap()).unwrap();
}

#[test]
fn every_documented_example_passes_by_value() {
    let (run, report) = reported(&["demo"], &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(report.outcomes().len(), 1, "{:?}", report.outcomes());
    // each example by its name, and by value
    let mut examples = 0;
    for folder in fs::read_dir(root().join("conformance/examples")).unwrap() {
        let folder = folder.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        for example in fs::read_dir(folder).unwrap() {
            let example = example.unwrap().path();
            let name = example.file_stem().unwrap().to_str().unwrap();
            let passed = report
                .cases()
                .iter()
                .any(|case| case["example"] == name && case["level_reached"] == "value");
            assert!(passed, "{name}");
            examples += 1;
        }
    }
    assert!(examples > 10, "{examples}");
}

#[test]
fn every_erratum_that_was_applied_is_in_the_report() {
    let (_, report) = reported(&["demo"], &[]);
    let errata = fs::read_to_string(root().join("conformance/errata.yaml")).unwrap();
    let recorded = report.0["errata"].as_array().unwrap();
    for entry in errata.split("\n- ").skip(1) {
        let id = entry.lines().next().unwrap().trim_start_matches("id: ");
        let erratum = recorded.iter().find(|erratum| erratum["id"] == id);
        let cases = erratum.unwrap()["cases"].as_array().unwrap();
        assert_eq!(cases.is_empty(), entry.contains("none:"), "{id}");
    }
}

#[test]
fn one_changed_value_in_a_fixture_is_the_one_finding() {
    let suite = Suite::new();
    suite.change("fixtures/single-job.yaml", "rubocop", "robocop");
    let (run, report) = suite.report();
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert_eq!(report.with_outcome("failed"), ["getJob.failed-job"]);
    let [finding] = report.findings("getJob.failed-job") else {
        panic!("{}", report.case("getJob.failed-job"));
    };
    assert_eq!(finding["pointer"], "/name");
    assert_eq!(finding["expected"], "rubocop");
    assert_eq!(finding["actual"], "robocop");
    assert_eq!(
        finding["claim"]["pointer"],
        "/paths/~1projects~1{id}~1jobs~1{job_id}/get/responses/200/content/application~1json/examples/failed-job/value/name"
    );
    for text in ["/name", "rubocop", "robocop", "/spec/openapi.json:"] {
        assert!(run.out.contains(text), "no {text} in {}", run.out);
    }
}

#[test]
fn without_its_errata_the_document_differs_from_every_correct_server() {
    let suite = Suite::new();
    fs::remove_file(suite.0.path().join("errata.yaml")).unwrap();
    let (run, report) = suite.report();
    assert_eq!(run.code, 1, "{}", run.err);
    assert_eq!(
        report.with_outcome("failed"),
        [
            "listProjectJobs.failed-jobs",
            "listPipelineJobs.failed-jobs",
            "listPipelineBridges.one-bridge",
            "getJobTokenJob.bearer",
            "getJobTokenJob.header",
            "getJobTokenJob.parameter",
            "listJobTokenAllowedAgents.header",
            "listJobTokenAllowedAgents.parameter",
            "cancelJob.running-job",
            "retryJob.canceled-job",
            "playJob.with-variables",
        ]
    );
}

#[test]
fn a_fixture_that_is_not_valid_is_refused_by_the_hook() {
    let suite = Suite::new();
    suite.change("fixtures/single-job.yaml", "jobs:", "jbos:");
    let run = suite.run();
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    for text in ["refused the fixture `single-job`", "jbos"] {
        assert!(run.err.contains(text), "{}", run.err);
    }
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
    let args = ["demo", "--only", "getJob.failed-job"];
    let is_coloured = |environment: &[(&str, &str)]| {
        let run = command(&args, environment);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        run.out.contains('\u{1b}')
    };
    assert!(!is_coloured(&[]));
    assert!(is_coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured(&[("NO_COLOR", "1")]));
}

#[test]
fn a_choice_can_pass_and_an_empty_one_cannot() {
    let (some, report) = reported(&["demo", "--only", "getJobTrace"], &[]);
    assert_eq!(some.code, 0, "{}{}", some.out, some.err);
    let outcomes = report.outcomes();
    assert!(
        outcomes["passed"] > 0 && outcomes["skipped"] > 0,
        "{outcomes:?}"
    );
    // the case belongs to the first shard
    let server = Reference::with_hook();
    let hook = server.hook();
    let more = [
        "--hook",
        &hook,
        "--only",
        "getJob.failed-job",
        "--shard",
        "2/3",
    ];
    let none = on_jobs("run", &more);
    assert_eq!(none.code, 4, "{}{}", none.out, none.err);
}

#[test]
fn a_dry_run_sends_nothing() {
    // nothing listens there
    let run = on_jobs("run", &["--hook", "http://127.0.0.1:1/hook", "--dry-run"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.lines().count() > 363, "{}", run.out);
}

#[test]
fn the_suite_passes_against_a_server_that_runs_on_its_own() {
    let server = Reference::with_hook();
    let run = on_jobs("run", &["--hook", &server.hook()]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn the_built_in_suite_is_the_one_of_the_repository() {
    let server = Reference::with_hook();
    let (document, suite) = (
        root().join("spec/openapi.json").display().to_string(),
        root().join("conformance").display().to_string(),
    );
    let hook = server.hook();
    let args = ["run", &document, "--suite", &suite, "--hook", &hook];
    let (_, here) = reported(&args, &[]);
    let (_, built_in) = reported(&["demo"], &[]);
    for key in ["/document/digest", "/suite/digest"] {
        assert_eq!(here.0.pointer(key), built_in.0.pointer(key), "{key}");
    }
}
