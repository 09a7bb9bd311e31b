//! Rules between properties: schemas that depend on the state of a job, as JSON Schema.
//!
//! The rules are in the schema itself, as `if`/`then`/`else` inside `allOf`, so that every validator
//! enforces them: a job that has not failed has no `failure_reason`, and no code of this project is needed to check it.

use serde_json::{Value, json};

use super::JobStatus;

/// `member` is there and is one of `words`.
fn member_in(member: &str, words: &[JobStatus]) -> Value {
    let words: Vec<&str> = words.iter().map(|word| word.as_str()).collect();
    json!({ "properties": { member: { "enum": words } }, "required": [member] })
}

/// `member` is there and is null.
fn member_null(member: &str) -> Value {
    json!({ "properties": { member: { "type": "null" } }, "required": [member] })
}

/// The members, where they are there, are null.
fn members_null(members: &[&str]) -> Value {
    members_match(members, &json!({ "type": "null" }))
}

/// The members, where they are there, are not null.
fn members_not_null(members: &[&str]) -> Value {
    members_match(members, &json!({ "not": { "type": "null" } }))
}

fn members_match(members: &[&str], schema: &Value) -> Value {
    let properties: serde_json::Map<String, Value> = members
        .iter()
        .map(|member| ((*member).to_owned(), schema.clone()))
        .collect();
    json!({ "properties": properties })
}

/// What follows from a condition.
///
/// It is wrapped in `allOf`, which does not change its meaning. Redocly's linter takes every schema with
/// `properties` for closed, but for the branches of an `allOf`; it wants two branches, and a claim of one member would
/// refuse all others.
fn object_schema(claim: Value) -> Value {
    json!({ "allOf": [{ "type": "object" }, claim] })
}

/// `member` is there.
fn member_present(member: &str) -> Value {
    json!({ "properties": { member: true }, "required": [member] })
}

/// Statuses of a job that no runner has taken yet.
const NOT_STARTED: [JobStatus; 6] = [
    JobStatus::Created,
    JobStatus::WaitingForResource,
    JobStatus::Preparing,
    JobStatus::Pending,
    JobStatus::Manual,
    JobStatus::Scheduled,
];

/// Rules for jobs and bridges alike.
pub(super) fn job_basic() -> Vec<Value> {
    use JobStatus::{Canceled, Failed, Pending, Running, Success};
    vec![
        json!({
            "$comment": "failure_reason is there exactly when the job has failed",
            "if": member_in("status", &[Failed]),
            "then": object_schema(member_present("failure_reason")),
            "else": object_schema(json!({ "properties": { "failure_reason": false } }))
        }),
        json!({
            "$comment": "a job that never started has no duration, one that started has one",
            "if": member_null("started_at"),
            "then": object_schema(members_null(&["duration"])),
            "else": object_schema(members_not_null(&["duration"]))
        }),
        json!({
            "$comment": "a job that came to its end says when",
            "if": member_in("status", &[Success, Failed, Canceled]),
            "then": object_schema(members_not_null(&["finished_at"]))
        }),
        json!({
            "$comment": "a job that waits has neither started nor finished",
            "if": member_in("status", &NOT_STARTED),
            "then": object_schema(members_null(&["started_at", "finished_at"]))
        }),
        json!({
            "$comment": "a job that runs has started and has not finished",
            "if": member_in("status", &[Running]),
            "then": {
                "allOf": [members_not_null(&["started_at"]), members_null(&["finished_at"])]
            }
        }),
        json!({
            "$comment": "a job in the queue knows how long it has waited",
            "if": member_in("status", &[Pending, Running]),
            "then": object_schema(members_not_null(&["queued_duration"]))
        }),
    ]
}

/// Rules for jobs: those that bridges share, and two on artifacts.
pub(super) fn job() -> Vec<Value> {
    let mut rules = job_basic();
    rules.extend([
        json!({
            "$comment": "an archive to download is listed among the artifacts, too",
            "if": member_present("artifacts_file"),
            "then": object_schema(json!({
                "properties": {
                    "artifacts": {
                        "contains": { "properties": { "file_type": { "const": "archive" } } }
                    }
                }
            }))
        }),
        json!({
            "$comment": "erasing a job removes its artifacts and its log",
            "if": { "properties": { "erased_at": { "type": "string" } }, "required": ["erased_at"] },
            "then": object_schema(json!({
                "properties": {
                    "artifacts": { "maxItems": 0 },
                    "artifacts_file": false,
                    "artifacts_expire_at": { "type": "null" }
                }
            }))
        })
    ]);
    rules
}

/// Rules for artifacts: how each kind of file is packed.
pub(super) fn artifact() -> Value {
    let packed = |types: &[&str], format: Value| {
        json!({
            "if": { "properties": { "file_type": { "enum": types } }, "required": ["file_type"] },
            "then": object_schema(json!({ "properties": { "file_format": format } }))
        })
    };
    json!([
        packed(&["archive", "lsif"], json!({ "const": "zip" })),
        packed(
            &[
                "metadata",
                "junit",
                "dotenv",
                "cobertura",
                "cyclonedx",
                "metrics"
            ],
            json!({ "const": "gzip" })
        ),
        packed(&["trace"], json!({ "enum": ["raw", null] })),
    ])
}

/// Rules for runners: `paused` is the opposite of `active`.
pub(super) fn runner() -> Value {
    let opposite = |active: bool| {
        json!({
            "if": { "properties": { "active": { "const": active } }, "required": ["active"] },
            "then": object_schema(json!({ "properties": { "paused": { "const": !active } } }))
        })
    };
    json!([opposite(true), opposite(false)])
}
