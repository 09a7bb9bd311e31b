//! The client reads each documented response of each operation as documented.

use jobs_client::model::{
    Conflict, ConflictMessage, InvalidParameter, JobStatus, NotFound, NotFoundMessage,
};
use jobs_client::{EraseJobError, GetJobError, ListProjectJobs, ListProjectJobsError};
use serde_json::Value;

use crate::server::{CannedServer, JSON, answer};
use crate::{Ids, call_operation, operations};

const IDS: Ids = Ids {
    project: 1,
    pipeline: 2,
    job: 3,
};

#[tokio::test]
async fn every_documented_response_of_every_operation_is_read() {
    let mut answers = 0;
    for (id, operation) in operations() {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let (media_type, content) = response["content"]
                .as_object()
                .unwrap()
                .iter()
                .next()
                .unwrap();
            let examples = content["examples"].as_object().unwrap();
            assert!(!examples.is_empty(), "{id} {status} has no example");
            for (name, example) in examples {
                let body = match &example["value"] {
                    Value::String(text) => text.clone(),
                    value => value.to_string(),
                };
                let headers = format!("content-type: {media_type}\r\n");
                let bytes = answer(status.parse().unwrap(), &headers, &body);
                let server = CannedServer::start(move |_| bytes.clone()).await;
                let what = format!("{id}.{name}");
                match call_operation(&server.client(), &id, IDS).await {
                    Ok(value) => {
                        assert!(status.starts_with('2'), "{what}");
                        assert_eq!(
                            normalize_numbers(&value),
                            normalize_numbers(&example["value"]),
                            "{what}"
                        );
                    }
                    Err(error) => {
                        let (begin, end) = (format!("{status} "), format!(": {body}"));
                        assert!(
                            error.starts_with(&begin) && error.ends_with(&end),
                            "{what}: {error}"
                        );
                    }
                }
                answers += 1;
            }
        }
    }
    assert!(answers > 60, "{answers}");
}

/// The same value with each number as one kind of number: `8` and `8.0` are equal.
fn normalize_numbers(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().into(),
        Value::Array(items) => items.iter().map(normalize_numbers).collect(),
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.clone(), normalize_numbers(value)))
            .collect(),
        other => other.clone(),
    }
}

#[tokio::test]
async fn each_status_is_a_variant_with_its_own_body() {
    for (status, body) in [
        (409, r#"{"message":"409 Conflict: Resource lock"}"#),
        (404, r#"{"message":"404 Not found"}"#),
        (400, r#"{"error":"job_id is invalid"}"#),
        (418, "short and stout"),
    ] {
        let server = CannedServer::start(move |_| answer(status, JSON, body)).await;
        let error = server
            .client()
            .erase_job("group/project", 1)
            .await
            .unwrap_err();
        match (status, error) {
            (
                409,
                EraseJobError::Conflict(Conflict {
                    message: ConflictMessage::ResourceLock,
                }),
            ) => {}
            (
                404,
                EraseJobError::NotFound(NotFound {
                    message: NotFoundMessage::Record,
                }),
            ) => {}
            (400, EraseJobError::BadRequest(InvalidParameter { error })) => {
                assert_eq!(error, "job_id is invalid")
            }
            (418, EraseJobError::Undocumented { status: 418, body }) => {
                assert_eq!(body, "short and stout")
            }
            (_, error) => panic!("{status}: {error:?}"),
        }
        assert_eq!(
            server.request_lines(),
            ["POST /api/v4/projects/group%2Fproject/jobs/1/erase HTTP/1.1"]
        );
    }
}

#[tokio::test]
async fn parameters_of_lists_are_written_as_documented() {
    let server = CannedServer::start(|_| answer(200, JSON, "[]")).await;
    let parameters = ListProjectJobs {
        scope: vec![JobStatus::Failed, JobStatus::WaitingForResource],
        per_page: Some(jobs_client::model::PerPage(7)),
        sort: Some(jobs_client::model::KeysetSort::Desc),
        ..Default::default()
    };
    server
        .client()
        .list_project_jobs(1, &parameters)
        .await
        .unwrap();
    server
        .client()
        .list_project_jobs(1, &ListProjectJobs::default())
        .await
        .unwrap();
    assert_eq!(
        server.request_lines(),
        [
            "GET /api/v4/projects/1/jobs?scope%5B%5D=failed&scope%5B%5D=waiting_for_resource&per_page=7&sort=desc HTTP/1.1",
            "GET /api/v4/projects/1/jobs HTTP/1.1",
        ]
    );
}

#[tokio::test]
async fn the_headers_of_an_error_response_are_in_the_error() {
    const BODY: &str = r#"{"message":{"error":"This endpoint has been requested too many times. Try again later."}}"#;
    for (headers, expected) in [
        ("retry-after: 42\r\n", Some(42)),
        ("retry-after: soon\r\n", None),
        ("", None),
    ] {
        let headers = format!("{JSON}{headers}");
        let server = CannedServer::start(move |_| answer(429, &headers, BODY)).await;
        let error = server
            .client()
            .list_project_jobs(1, &ListProjectJobs::default())
            .await
            .unwrap_err();
        match error {
            ListProjectJobsError::TooManyRequests { retry_after, .. } => {
                assert_eq!(retry_after, expected)
            }
            error => panic!("{error}"),
        }
    }
}

#[tokio::test]
async fn an_unknown_property_is_ignored_and_an_unknown_word_is_an_error() {
    let job = {
        let operations = operations();
        let get = &operations.iter().find(|(id, _)| id == "getJob").unwrap().1;
        get["responses"]["200"]["content"]["application/json"]["examples"]["failed-job"]["value"]
            .clone()
    };
    let mut more = job.clone();
    more["archived"] = true.into();
    let text = more.to_string();
    let server = CannedServer::start(move |_| answer(200, JSON, &text)).await;
    let read = server.client().get_job(1, 8).await.unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), job);

    let mut strange = job.clone();
    strange["status"] = "waiting_for_callback".into();
    let text = strange.to_string();
    let server = CannedServer::start(move |_| answer(200, JSON, &text)).await;
    match server.client().get_job(1, 8).await.unwrap_err() {
        GetJobError::Decode(error) => {
            assert_eq!(error.status, 200);
            assert!(
                error
                    .cause
                    .contains("unknown variant `waiting_for_callback`"),
                "{error}"
            );
            assert!(error.body.contains("waiting_for_callback"), "{error:?}");
        }
        error => panic!("{error}"),
    }

    // in a stream, the error affects one item and not the list
    let text = format!("[{strange},{job}]");
    let server = CannedServer::start(move |_| answer(200, JSON, &text)).await;
    let items: Vec<_> = futures_util::StreamExt::collect(
        server
            .client()
            .list_project_jobs_stream(1, &ListProjectJobs::default()),
    )
    .await;
    assert_eq!(items.len(), 2);
    assert!(
        items[0]
            .as_ref()
            .unwrap_err()
            .to_string()
            .contains("item 0: unknown variant"),
        "{:?}",
        items[0]
    );
    assert_eq!(items[1].as_ref().unwrap().basic.id.0, 8);
}
