//! `reprise mutants`: caught and missed faults.

use serde_json::Value;

use crate::support::reference::ReferenceServer;
use crate::support::server::{Server, response};
use crate::support::{Project, at_root, command, jobs_api_args, root, run_on_jobs_api};

/// Runs `reprise mutants` and reads its JSON.
fn run_mutants(args: &[&str]) -> (i32, Value) {
    let run = command(&[&["mutants", "--json", "-"], args].concat(), &[]);
    let proof = serde_json::from_str(&run.out);
    (
        run.code,
        proof.unwrap_or_else(|_| panic!("{}{}", run.out, run.err)),
    )
}

fn caught_by(proof: &Value, fault: &str) -> usize {
    let faults = proof["faults"].as_array().unwrap();
    let found = faults.iter().find(|one| one["name"] == fault).unwrap();
    found["by"].as_array().unwrap().len()
}

#[test]
fn every_kind_of_fault_is_caught_by_some_case() {
    let faults = [
        "getJobTokenJob.body./status.nulled",
        "getJobTokenJob.media-type.changed",
        "getJobTokenJob.status.200.changed",
    ];
    let server = ReferenceServer::with_hook();
    let args = jobs_api_args(
        &[],
        &["--hook", &server.hook(), "--only", "getJobTokenJob."],
    );
    let mut args: Vec<&str> = args.iter().map(String::as_str).collect();
    args.extend(faults.iter().flat_map(|fault| ["--fault", fault]));
    let (code, proof) = run_mutants(&args);
    for caught in proof["faults"].as_array().unwrap() {
        assert_ne!(caught["by"], serde_json::json!([]), "{caught}");
    }
    assert!(!proof["faults"].as_array().unwrap().is_empty());
    // three faults are not enough work for every case
    assert_eq!(code, 1);
}

#[test]
fn a_suite_that_checks_little_misses_faults() {
    let fixture = "fixtures/single-job.yaml";
    let text = std::fs::read_to_string(root().join("conformance").join(fixture)).unwrap();
    let case = "operation: getJob
cases:
  looks-away:
    title: There is an answer
    source: {behaviour: '2.6'}
    fixture: single-job
    as: maintainer
    steps: [{parameters: {id: 1, job_id: 8}, expect: {status: 200}}]
";
    let suite = Project::empty()
        .with(fixture, &text)
        .with("cases/getJob.yaml", case);
    let server = ReferenceServer::with_hook();
    let (document, hook) = (at_root("spec/openapi.json"), server.hook());
    let folder = suite.path("").display().to_string();
    let args = [
        &document,
        "--suite",
        &folder,
        "--hook",
        &hook,
        "--only",
        "looks-away",
    ];
    let (code, looked) = run_mutants(&[&args[..], &["--fault", "wrong-value"]].concat());
    assert_eq!(code, 1);
    assert_eq!(caught_by(&looked, "wrong-value"), 0);
    let run = command(
        &[&["mutants"], &args[..], &["--fault", "wrong-value"]].concat(),
        &[],
    );
    run.exits(1);
    let (shown, _time) = run.out.rsplit_once("; ").unwrap();
    insta::assert_snapshot!(shown, @"
    Faults, by class: how many are caught
      broad     0 of   1

    Missed: no case catches them
      ✗ wrong-value
          a value is wrong: `name` of every job

    These cases catch no fault
      ! getJob.looks-away

    0 of 1 faults caught by 1 cases, 1 idle; 0 false alarms in 0 harmless variations
    ");
    let (_, looked) = run_mutants(&[&args[..], &["--fault", "null-value"]].concat());
    assert_eq!(caught_by(&looked, "null-value"), 1, "the schema looks");
}

#[test]
fn a_server_without_faults_is_an_error() {
    let reference = ReferenceServer::with_hook();
    let unknown = ["--hook", &reference.hook(), "--fault", "no-such-fault"];
    let run = run_on_jobs_api("mutants", &unknown);
    run.exits(2);
    insta::assert_snapshot!(run.err, @"error: the server has no fault with `no-such-fault` in its name or class; `GET faults` next to its state hook lists all faults");

    let server = Server::start(|_| response(404, "application/json", "{}"));
    let run = run_on_jobs_api(
        "mutants",
        &["--hook", &format!("{}/sandboxes", server.url())],
    );
    run.exits(2);
    insta::assert_snapshot!(run.err.replace(&server.url(), "http://server"), @"error: http://server/faults returned status 404 and no list of faults; mutants need a server that can inject faults");
}
