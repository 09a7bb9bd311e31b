//! `reprise mutants`: caught and missed faults.

use serde_json::Value;

use crate::reference::Reference;
use crate::server::{Server, response};
use crate::{command, jobs, root};

/// Runs `reprise mutants` and reads its JSON.
fn proof(args: &[&str]) -> (i32, Value) {
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
    let server = Reference::with_hook();
    let (jobs, hook) = (jobs(), server.hook());
    let mut args: Vec<&str> = jobs.iter().map(String::as_str).collect();
    args.extend(["--hook", &hook, "--only", "getJobTokenJob."]);
    for fault in &faults {
        args.extend(["--fault", fault]);
    }
    let (code, proof) = proof(&args);
    for caught in proof["faults"].as_array().unwrap() {
        assert_ne!(caught["by"], serde_json::json!([]), "{caught}");
    }
    assert!(!proof["faults"].as_array().unwrap().is_empty());
    // three faults are not enough work for every case
    assert_eq!(code, 1);
}

#[test]
fn a_suite_that_checks_little_misses_faults() {
    let suite = tempfile::tempdir().unwrap();
    let conformance = root().join("conformance");
    for folder in ["cases", "fixtures"] {
        std::fs::create_dir(suite.path().join(folder)).unwrap();
    }
    let fixture = "fixtures/single-job.yaml";
    let text = std::fs::read(conformance.join(fixture)).unwrap();
    std::fs::write(suite.path().join(fixture), text).unwrap();
    let case = "operation: getJob
cases:
  looks-away:
    title: There is an answer
    source: {behaviour: '2.6'}
    fixture: single-job
    as: maintainer
    steps: [{parameters: {id: 1, job_id: 8}, expect: {status: 200}}]
";
    std::fs::write(suite.path().join("cases/getJob.yaml"), case).unwrap();
    let server = Reference::with_hook();
    let hook = server.hook();
    let (document, folder) = (root().join("spec/openapi.json"), suite.path());
    let args = [
        document.to_str().unwrap(),
        "--suite",
        folder.to_str().unwrap(),
        "--hook",
        &hook,
        "--only",
        "looks-away",
    ];
    let (code, looked) = proof(&[&args[..], &["--fault", "wrong-value"]].concat());
    assert_eq!(code, 1);
    assert_eq!(caught_by(&looked, "wrong-value"), 0);
    let run = command(
        &[&["mutants"], &args[..], &["--fault", "wrong-value"]].concat(),
        &[],
    );
    assert_eq!(run.code, 1);
    for text in ["wrong-value", "getJob.looks-away", "0 of 1 faults caught"] {
        assert!(run.out.contains(text), "{text}: {}", run.out);
    }
    let (_, looked) = proof(&[&args[..], &["--fault", "null-value"]].concat());
    assert_eq!(caught_by(&looked, "null-value"), 1, "the schema looks");
}

#[test]
fn a_server_without_faults_is_an_error() {
    let reference = Reference::with_hook();
    let (jobs, hook) = (jobs(), reference.hook());
    let mut args: Vec<&str> = vec!["mutants"];
    args.extend(jobs.iter().map(String::as_str));
    let unknown = [&args[..], &["--hook", &hook, "--fault", "no-such-fault"]].concat();
    let run = command(&unknown, &[]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("no-such-fault"), "{}", run.err);

    let server = Server::start(|_| response(404, "application/json", "{}"));
    let hook = format!("{}/sandboxes", server.url());
    let run = command(&[&args[..], &["--hook", &hook]].concat(), &[]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("/faults"), "{}", run.err);
    assert!(run.err.contains("404"), "{}", run.err);
}
