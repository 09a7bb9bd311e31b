//! `reprise prove`: what is caught, what survives, and what cannot be proven.

use serde_json::Value;

use crate::server::{Server, answer};
use crate::{command, root};

fn proof(args: &[&str]) -> (i32, Value) {
    let mut all = vec!["prove", "--json", "-"];
    all.extend(args);
    let run = command(&all, &[]);
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
    let mut args = vec!["--only", "getJobTokenJob."];
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
fn a_suite_that_looks_away_lets_faults_survive_and_is_idle() {
    let suite = tempfile::tempdir().unwrap();
    let conformance = root().join("conformance");
    for folder in ["cases", "fixtures"] {
        std::fs::create_dir(suite.path().join(folder)).unwrap();
    }
    let fixture = "fixtures/single-job.yaml";
    std::fs::copy(conformance.join(fixture), suite.path().join(fixture)).unwrap();
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
    let (document, folder) = (root().join("spec/openapi.json"), suite.path());
    let args = [
        document.to_str().unwrap(),
        "--suite",
        folder.to_str().unwrap(),
        "--only",
        "looks-away",
    ];
    let (code, looked) = proof(&[&args[..], &["--fault", "wrong-value"]].concat());
    assert_eq!(code, 1);
    assert_eq!(caught_by(&looked, "wrong-value"), 0);
    let run = command(
        &[&["prove"], &args[..], &["--fault", "wrong-value"]].concat(),
        &[],
    );
    assert_eq!(run.code, 1);
    for said in [
        "Survivors: no case catches them",
        "wrong-value",
        "Idle: these cases catch no fault",
        "getJob.looks-away",
        "0 of 1 faults caught by 1 cases, 1 idle",
    ] {
        assert!(run.out.contains(said), "{said}: {}", run.out);
    }
    let (_, looked) = proof(&[&args[..], &["--fault", "null-value"]].concat());
    assert_eq!(caught_by(&looked, "null-value"), 1, "the schema looks");
}

#[test]
fn what_cannot_be_proven_is_said() {
    let run = command(&["prove", "--fault", "no-such-fault"], &[]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(run.err.contains("there is no such fault"), "{}", run.err);

    let server = Server::start(|_| answer(404, "application/json", "{}"));
    let hook = format!("{}/sandboxes", server.url());
    let run = command(&["prove", "--hook", &hook], &[]);
    assert_eq!(run.code, 2, "{}", run.out);
    assert!(
        run.err.contains("/faults lists no faults (status 404)"),
        "{}",
        run.err
    );
}
