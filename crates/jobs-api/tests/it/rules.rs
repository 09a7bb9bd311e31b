//! State-dependent rules: each accepts valid jobs and refuses invalid ones.

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::examples;

fn validator(file: &str) -> Validator {
    let path = format!("schemas/{file}.schema.json");
    let files = jobs_api::spec(&examples()).unwrap();
    let text = &files.iter().find(|file| file.path == path).unwrap().text;
    let schema = serde_json::from_str(text).unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .offline()
        .build(&schema)
        .unwrap()
}

/// A job of the page, made right: it has failed, with a reason.
fn failed_job() -> Value {
    let examples = examples();
    let (_, example) = examples
        .iter()
        .find(|(key, _)| key.operation == "listProjectJobs" && key.name == "failed-jobs")
        .unwrap();
    example.response.body[0].clone()
}

fn with_members(mut job: Value, changes: Value) -> Value {
    for (member, value) in changes.as_object().unwrap() {
        job[member] = value.clone();
    }
    job
}

fn without_members(mut job: Value, members: &[&str]) -> Value {
    for member in members {
        job.as_object_mut().unwrap().remove(*member);
    }
    job
}

const TIME: &str = "2016-01-11T10:15:10.506Z";

#[test]
fn jobs_are_judged_by_their_state() {
    let job = validator("Job");
    let failed = failed_job();
    let success = without_members(
        with_members(failed.clone(), json!({ "status": "success" })),
        &["failure_reason"],
    );
    let running = with_members(
        success.clone(),
        json!({ "status": "running", "finished_at": null }),
    );
    let pending = with_members(
        success.clone(),
        json!({ "status": "pending", "started_at": null, "finished_at": null, "duration": null }),
    );
    let erased = without_members(
        with_members(
            success.clone(),
            json!({ "erased_at": TIME, "artifacts": [], "artifacts_expire_at": null }),
        ),
        &["artifacts_file"],
    );
    for (what, value, valid) in [
        ("a failed job with a reason", failed.clone(), true),
        (
            "a failed job without a reason",
            without_members(failed.clone(), &["failure_reason"]),
            false,
        ),
        ("a job that succeeded", success.clone(), true),
        (
            "a job that succeeded, with a reason",
            with_members(
                success.clone(),
                json!({ "failure_reason": "script_failure" }),
            ),
            false,
        ),
        (
            "a job that succeeded and has no end",
            with_members(success.clone(), json!({ "finished_at": null })),
            false,
        ),
        (
            "a canceled job without an end",
            with_members(
                success.clone(),
                json!({ "status": "canceled", "finished_at": null }),
            ),
            false,
        ),
        (
            "a canceled job that never started",
            with_members(
                success.clone(),
                json!({ "status": "canceled", "started_at": null, "duration": null }),
            ),
            true,
        ),
        ("a running job", running.clone(), true),
        (
            "a running job that has finished",
            with_members(running.clone(), json!({ "finished_at": TIME })),
            false,
        ),
        (
            "a running job that never started",
            with_members(
                running.clone(),
                json!({ "started_at": null, "duration": null }),
            ),
            false,
        ),
        (
            "a running job that knows no waiting",
            with_members(running, json!({ "queued_duration": null })),
            false,
        ),
        ("a pending job", pending.clone(), true),
        (
            "a pending job that has started",
            with_members(
                pending.clone(),
                json!({ "started_at": TIME, "duration": 1.0 }),
            ),
            false,
        ),
        (
            "a job without a start, with a duration",
            with_members(pending.clone(), json!({ "duration": 1.0 })),
            false,
        ),
        (
            "a job with a start, without a duration",
            with_members(success.clone(), json!({ "duration": null })),
            false,
        ),
        (
            "a manual job that was never queued",
            with_members(
                pending,
                json!({ "status": "manual", "queued_duration": null }),
            ),
            true,
        ),
        ("an erased job", erased.clone(), true),
        (
            "an erased job with artifacts",
            with_members(erased, json!({ "artifacts": success["artifacts"] })),
            false,
        ),
        (
            "an archive that is no artifact",
            with_members(success.clone(), json!({ "artifacts": [] })),
            false,
        ),
        (
            "an unknown status",
            with_members(success.clone(), json!({ "status": "done" })),
            false,
        ),
        (
            "a time without a date",
            with_members(success.clone(), json!({ "created_at": "10:13" })),
            false,
        ),
        (
            "a number of zero",
            with_members(success, json!({ "id": 0 })),
            false,
        ),
    ] {
        assert_eq!(
            job.is_valid(&value),
            valid,
            "{what}: {:?}",
            job.iter_errors(&value)
                .map(|e| e.to_string())
                .collect::<Vec<_>>()
        );
    }
}

#[test]
fn artifacts_are_packed_as_their_kind_is() {
    let artifact = validator("Artifact");
    for (file_type, format, valid) in [
        ("archive", json!("zip"), true),
        ("archive", json!("gzip"), false),
        ("metadata", json!("gzip"), true),
        ("junit", json!("raw"), false),
        ("trace", json!("raw"), true),
        ("trace", Value::Null, true),
        ("trace", json!("zip"), false),
    ] {
        let value =
            json!({ "file_type": file_type, "size": 1, "filename": "a", "file_format": format });
        assert_eq!(artifact.is_valid(&value), valid, "{value}");
    }
}

#[test]
fn a_runner_is_either_active_or_paused() {
    let runner = validator("Runner");
    for (value, valid) in [
        (json!({}), true),
        (json!({ "active": true, "paused": false }), true),
        (json!({ "active": false, "paused": true }), true),
        (json!({ "active": true, "paused": true }), false),
        (json!({ "active": false, "paused": false }), false),
    ] {
        assert_eq!(runner.is_valid(&value), valid, "{value}");
    }
}
