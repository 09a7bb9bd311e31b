//! Required, nullable and optional properties.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::document;

/// Properties of responses that may be absent and, if they are present, null. GitLab sends each of them as null,
/// and the page, or one of its examples, leaves it out.
const ABSENT_OR_NULL: [&str; 11] = [
    "AgentUser.avatar_url",
    "Job.artifacts_expire_at",
    "Job.download_url",
    "Runner.description",
    "Runner.ip_address",
    "Runner.name",
    "Runner.online",
    "User.job_title",
    "User.local_time",
    "User.pronouns",
    "User.work_information",
];

fn accepts_null(schema: &Value) -> bool {
    let is_null = |value: &Value| value == "null";
    match &schema["type"] {
        Value::String(word) => word == "null",
        Value::Array(words) => words.iter().any(is_null),
        _ => schema["anyOf"]
            .as_array()
            .is_some_and(|branches| branches.iter().any(accepts_null)),
    }
}

#[test]
fn optional_properties_are_not_nullable_unless_listed() {
    let document = document();
    let mut found = BTreeSet::new();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let required: BTreeSet<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        for (property, schema) in schema["properties"].as_object().into_iter().flatten() {
            if accepts_null(schema) && !required.contains(property.as_str()) {
                found.insert(format!("{name}.{property}"));
            }
        }
    }
    assert_eq!(
        found,
        ABSENT_OR_NULL.iter().map(ToString::to_string).collect()
    );
}

#[test]
fn a_job_requires_what_every_example_of_the_page_shows() {
    let document = document();
    let required = &document["components"]["schemas"]["Job"]["required"];
    let required: BTreeSet<&str> = required
        .as_array()
        .unwrap()
        .iter()
        .filter_map(Value::as_str)
        .collect();
    let expected = [
        "allow_failure",
        "artifacts",
        "commit",
        "coverage",
        "created_at",
        "duration",
        "erased_at",
        "finished_at",
        "id",
        "name",
        "project",
        "queued_duration",
        "ref",
        "runner",
        "stage",
        "started_at",
        "status",
        "tag",
        "user",
        "web_url",
    ];
    assert_eq!(required, expected.into_iter().collect());
}

#[test]
fn headers_are_required_exactly_where_they_are_always_sent() {
    let document = document();
    let mut found = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for operation in item.as_object().unwrap().values() {
            for (status, response) in operation["responses"].as_object().unwrap() {
                for (name, header) in response["headers"].as_object().into_iter().flatten() {
                    let sign = if header["required"] == true { '!' } else { '?' };
                    found.insert(format!("{path} {status} {name}{sign}"));
                }
            }
        }
    }
    let mut expected = BTreeSet::from([
        "/projects/{id}/jobs 429 Retry-After!".to_owned(),
        "/projects/{id}/jobs/{job_id}/trace 200 Content-Disposition!".to_owned(),
    ]);
    for name in ["Link", "X-Page", "X-Per-Page", "X-Next-Page", "X-Prev-Page"] {
        expected.insert(format!("/projects/{{id}}/jobs 200 {name}?"));
        for list in ["jobs", "bridges"] {
            expected.insert(format!(
                "/projects/{{id}}/pipelines/{{pipeline_id}}/{list} 200 {name}!"
            ));
        }
    }
    for name in ["X-Total", "X-Total-Pages"] {
        for list in ["jobs", "bridges"] {
            expected.insert(format!(
                "/projects/{{id}}/pipelines/{{pipeline_id}}/{list} 200 {name}?"
            ));
        }
    }
    assert_eq!(found, expected);
}
