//! Every documented body is read by its model type and written back unchanged.

use std::collections::BTreeMap;

use jobs_api::examples::Examples;
use jobs_api::model::{
    AllowedAgents, Bridge, Conflict, EraseForbidden, Forbidden, InvalidParameter, Job, JobNotFound,
    KeysetUnavailable, NotFound, PlayBadRequest, PlayRequest, PlayedJob, ProjectNotFound,
    RetryForbidden, TooManyRequests, Unauthorized,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::{example_texts, examples};

fn round_trip<T: Serialize + DeserializeOwned>(value: &Value) -> Result<Value, String> {
    let typed: T = serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
    serde_json::to_value(typed).map_err(|error| error.to_string())
}

/// The model type of a response body.
fn round_trip_model(operation: &str, status: u16, body: &Value) -> Result<Value, String> {
    match (operation, status) {
        ("listProjectJobs" | "listPipelineJobs", 200) => round_trip::<Vec<Job>>(body),
        ("listPipelineBridges", 200) => round_trip::<Vec<Bridge>>(body),
        ("getJobTokenJob" | "getJob", 200) => round_trip::<Job>(body),
        ("listJobTokenAllowedAgents", 200) => round_trip::<AllowedAgents>(body),
        ("getJobTrace", 200) => round_trip::<String>(body),
        ("cancelJob" | "retryJob" | "eraseJob", 201) => round_trip::<Job>(body),
        ("playJob", 200) => round_trip::<PlayedJob>(body),
        ("playJob", 400) => round_trip::<PlayBadRequest>(body),
        (_, 400) => round_trip::<InvalidParameter>(body),
        (_, 401) => round_trip::<Unauthorized>(body),
        ("retryJob", 403) => round_trip::<RetryForbidden>(body),
        ("eraseJob", 403) => round_trip::<EraseForbidden>(body),
        (_, 403) => round_trip::<Forbidden>(body),
        ("listProjectJobs", 404) => round_trip::<ProjectNotFound>(body),
        ("getJobTokenJob" | "listJobTokenAllowedAgents", 404) => round_trip::<JobNotFound>(body),
        (_, 404) => round_trip::<NotFound>(body),
        (_, 405) => round_trip::<KeysetUnavailable>(body),
        (_, 409) => round_trip::<Conflict>(body),
        (_, 429) => round_trip::<TooManyRequests>(body),
        other => Err(format!("no model type for {other:?}")),
    }
}

/// Equal, with numbers compared by value: the page writes a duration as `8`, a float is written as `8.0`.
fn values_equal(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| values_equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| values_equal(a, b)))
        }
        (a, b) => a == b,
    }
}

#[test]
fn every_body_comes_back_from_its_model_type() {
    for (key, example) in examples().iter() {
        let body = &example.response.body;
        let back = round_trip_model(&key.operation, example.response.status, body)
            .unwrap_or_else(|error| panic!("{}/{}: {error}", key.operation, key.name));
        assert!(
            values_equal(&back, body),
            "{}/{} came back as {back:#}",
            key.operation,
            key.name
        );
        if let Some(body) = &example.request.body {
            let back = round_trip::<PlayRequest>(body).unwrap();
            assert_eq!(back, *body, "{}/{}", key.operation, key.name);
        }
    }
}

#[test]
fn a_null_for_a_non_nullable_property_is_an_error() {
    let job = examples()
        .iter()
        .find(|(key, _)| key.operation == "getJob" && key.name == "failed-job")
        .map(|(_, example)| example.response.body.clone())
        .unwrap();
    for member in ["pipeline", "tag_list", "artifacts_file", "failure_reason"] {
        let mut broken = job.clone();
        broken[member] = Value::Null;
        assert!(
            round_trip::<Job>(&broken).is_err(),
            "`{member}: null` was accepted"
        );
    }
    let mut erased = job;
    erased["artifacts_expire_at"] = Value::Null;
    assert_eq!(
        round_trip::<Job>(&erased).unwrap()["artifacts_expire_at"],
        Value::Null
    );
}

#[test]
fn an_example_has_one_name_from_its_request_to_its_response() {
    let document = crate::document();
    let items = document["paths"].as_object().unwrap().values();
    for operation in items.flat_map(|item| item.as_object().unwrap().values()) {
        let id = operation["operationId"].as_str().unwrap();
        let mut answered = BTreeMap::new();
        for response in operation["responses"].as_object().unwrap().values() {
            for media_type in response["content"].as_object().unwrap().values() {
                for (name, example) in media_type["examples"].as_object().unwrap() {
                    let twice = answered.insert(name.as_str(), example);
                    assert_eq!(twice, None, "{id}.{name} has two answers");
                }
            }
        }
        let body = operation["requestBody"]["content"].as_object();
        let parameters = operation["parameters"].as_array().into_iter().flatten();
        let asked = body
            .into_iter()
            .flat_map(|content| content.values())
            .chain(parameters.clone());
        for name in asked.flat_map(|one| one["examples"].as_object().into_iter().flatten()) {
            let name = name.0.as_str();
            assert!(answered.contains_key(name), "{id}.{name} has no answer");
        }
        for parameter in parameters.filter(|parameter| parameter["required"] == true) {
            let own = parameter["name"].as_str().unwrap();
            for (name, example) in &answered {
                let invalid = &example["x-reprise"]["invalid"]["parameters"][own];
                assert!(
                    parameter["examples"].get(name).is_some() == invalid.is_null(),
                    "{id}.{name}: `{own}` is sent either as documented or wrongly on purpose"
                );
            }
        }
    }
}

#[test]
fn an_invalid_example_file_is_refused_with_name_and_place() {
    let texts = example_texts();
    let text = texts.get("getJob/failed-job.yaml").unwrap();
    for (path, text, expected) in [
        (
            "failed-job.yaml",
            text.as_str(),
            "failed-job.yaml: invalid path for an example; move the file to <operationId>/<name>.yaml",
        ),
        (
            "getJob/a.yaml",
            "summary: x\nfixtures: y\n",
            "getJob/a.yaml:2:",
        ),
        (
            "getJob/a.yaml",
            "summary:\n\tx: 1\n",
            "getJob/a.yaml:2:2: tabs",
        ),
    ] {
        let error = Examples::parse([(path, text)]).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}

#[test]
fn an_example_that_its_operation_does_not_declare_is_refused_by_name() {
    let text = |line: &str| {
        format!(
            "summary: x\nsource: {{ behaviour: none }}\nfixture: w\nrequest: {{ parameters: {{ id: 1, {line} }} }}\nresponse: {{ status: 200, body: [] }}\n"
        )
    };
    for (path, text, expected) in [
        (
            "listJobs/a.yaml",
            text("page: 1"),
            "example listJobs/a: no such operation",
        ),
        (
            "listProjectJobs/a.yaml",
            text("pages: 1"),
            "example listProjectJobs/a: the operation has no parameter `pages`",
        ),
        (
            "cancelJob/a.yaml",
            text("job_id: 1"),
            "example cancelJob/a: the operation has no response 200",
        ),
    ] {
        let examples = Examples::parse([(path, text.as_str())]).unwrap();
        let error = jobs_api::spec(&examples).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}
