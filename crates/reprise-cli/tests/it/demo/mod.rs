//! `reprise demo` and `reprise serve`, and the suite of the Jobs API against the reference server.

mod gitlab;
mod in_process;
mod reproduce;

use std::fs;
use std::path::Path;

use insta::assert_snapshot;

use crate::support::reference::ReferenceServer;
use crate::support::report::Report;
use crate::support::{
    Project, Run, at_root, command, jobs_api_args, reported, root, run_on_jobs_api,
};

/// A copy of the suite whose files can be changed, without its own cases.
struct SuiteCopy(Project);

impl SuiteCopy {
    fn new() -> SuiteCopy {
        let conformance = root().join("conformance");
        let read = |path: &Path| fs::read_to_string(path).unwrap();
        let suite = Project::empty().with("errata.yaml", &read(&conformance.join("errata.yaml")));
        for entry in fs::read_dir(conformance.join("fixtures")).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(&conformance).unwrap();
            suite.write(name.to_str().unwrap(), &read(&path));
        }
        SuiteCopy(suite)
    }

    fn change(&self, file: &str, from: &str, to: &str) {
        let text = self.0.read(file);
        assert!(text.contains(from), "{file} does not contain {from}");
        self.0.write(file, &text.replacen(from, to, 1));
    }

    /// Runs the suite against a reference server.
    fn run<T>(&self, run: impl FnOnce(&Project, &[&str]) -> T) -> T {
        let server = ReferenceServer::with_hook();
        let document = at_root("spec/openapi.json");
        run(
            &self.0,
            &["run", &document, "--suite", ".", "--hook", &server.hook()],
        )
    }

    /// The error of a run.
    fn error(&self) -> String {
        let run = self.run(|project, args| project.command(args, &[]));
        run.exits(2);
        run.err
    }

    /// A run with its report.
    fn report(&self) -> (Run, Report) {
        self.run(|project, args| project.reported(args, &[]))
    }
}

#[test]
fn every_documented_example_passes_by_value() {
    let (run, report) = reported(&["demo"], &[]);
    run.exits(0);
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
    let suite = SuiteCopy::new();
    suite.change("fixtures/single-job.yaml", "rubocop", "robocop");
    let (run, report) = suite.report();
    run.exits(1);
    assert_eq!(report.ids_with_outcome("failed"), ["getJob.failed-job"]);
    let finding = report.finding("getJob.failed-job");
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
    let suite = SuiteCopy::new();
    fs::remove_file(suite.0.path("errata.yaml")).unwrap();
    let (run, report) = suite.report();
    run.exits(1);
    assert_eq!(
        report.ids_with_outcome("failed"),
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
    let suite = SuiteCopy::new();
    suite.change("fixtures/single-job.yaml", "jobs:", "jbos:");
    let error = suite.error();
    let (_, refused) = error.split_once("/-/sandboxes ").unwrap();
    assert_snapshot!(refused, @r#"refused the fixture `single-job` with status 422: {"message":"line 1, column 862: unknown field `jbos`, expected one of `title`, `external_url`, `clock`, `next_ids`, `project_jobs_rate_limit`, `users`, `groups`, `projects`, `environments`, `pipelines`, `jobs`, `bridges`, `agents`"}"#);
}

#[test]
fn a_stale_erratum_is_named() {
    let suite = SuiteCopy::new();
    suite.change("errata.yaml", "/0/duration: 240.173", "/0/duration: 240");
    assert_snapshot!(suite.error(), @"error: erratum `bridge-duration-is-rounded` no longer applies to `listPipelineBridges.one-bridge`: `/0/duration` is already 240; correct or remove it");
}

#[test]
fn colours_are_for_terminals() {
    let args = ["demo", "--only", "getJob.failed-job"];
    let is_coloured = |environment: &[(&str, &str)]| {
        let run = command(&args, environment);
        run.exits(0);
        run.out.contains('\u{1b}')
    };
    assert!(!is_coloured(&[]));
    assert!(is_coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!is_coloured(&[("NO_COLOR", "1")]));
}

#[test]
fn a_choice_can_pass_and_an_empty_one_cannot() {
    let (some, report) = reported(&["demo", "--only", "getJobTrace"], &[]);
    some.exits(0);
    let outcomes = report.outcomes();
    assert!(
        outcomes["passed"] > 0 && outcomes["skipped"] > 0,
        "{outcomes:?}"
    );
    // the case belongs to the first shard
    let server = ReferenceServer::with_hook();
    let hook = server.hook();
    let more = [
        "--hook",
        &hook,
        "--only",
        "getJob.failed-job",
        "--shard",
        "2/3",
    ];
    let none = run_on_jobs_api("run", &more);
    none.exits(4);
}

#[test]
fn a_dry_run_sends_nothing() {
    // nothing listens there
    let run = run_on_jobs_api("run", &["--hook", "http://127.0.0.1:1/hook", "--dry-run"]);
    run.exits(0);
    assert!(run.out.lines().count() > 363, "{}", run.out);
}

#[test]
fn the_suite_passes_against_a_server_that_runs_on_its_own() {
    let server = ReferenceServer::with_hook();
    let run = run_on_jobs_api("run", &["--hook", &server.hook()]);
    run.exits(0);
}

#[test]
fn the_built_in_suite_is_the_one_of_the_repository() {
    let server = ReferenceServer::with_hook();
    let (_, here) = reported(&jobs_api_args(&["run"], &["--hook", &server.hook()]), &[]);
    let (_, built_in) = reported(&["demo"], &[]);
    for key in ["/document/digest", "/suite/digest"] {
        assert_eq!(here.0.pointer(key), built_in.0.pointer(key), "{key}");
    }
}
