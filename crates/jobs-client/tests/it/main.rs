//! The client from the view of its users: against the reference server, and against servers with arbitrary responses.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod discover;
mod documented;
mod hostile;
mod log;
mod paging;
mod reference;
mod sampled;
mod samples;
mod secrets;
mod server;

use std::path::{Path, PathBuf};

use jobs_client::model::{JobVariable, PlayRequest};
use jobs_client::{Client, ListPipelineBridges, ListPipelineJobs, ListProjectJobs};
use serde::Serialize;
use serde_json::{Value, json};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// The OpenAPI document.
fn document() -> Value {
    let text = std::fs::read_to_string(root().join("spec/openapi.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// The operations of the document, by their ids.
fn operations() -> Vec<(String, Value)> {
    let document = document();
    let paths = document["paths"].as_object().unwrap().values();
    paths
        .flat_map(|item| item.as_object().unwrap().values())
        .map(|operation| {
            (
                operation["operationId"].as_str().unwrap().to_owned(),
                operation.clone(),
            )
        })
        .collect()
}

/// The arguments of an operation.
#[derive(Clone, Copy)]
struct Ids {
    project: u64,
    pipeline: u64,
    job: u64,
}

/// Calls an operation by its id: returns the result as JSON, or the text of its error.
async fn call_operation(client: &Client, operation: &str, ids: Ids) -> Result<Value, String> {
    let Ids {
        project,
        pipeline,
        job,
    } = ids;
    match operation {
        "listProjectJobs" => {
            let page = client
                .list_project_jobs(project, &ListProjectJobs::default())
                .await;
            to_json_or_error(page.map(|page| page.items))
        }
        "listPipelineJobs" => {
            let page = client
                .list_pipeline_jobs(project, pipeline, &ListPipelineJobs::default())
                .await;
            to_json_or_error(page.map(|page| page.items))
        }
        "listPipelineBridges" => {
            let page = client
                .list_pipeline_bridges(project, pipeline, &ListPipelineBridges::default())
                .await;
            to_json_or_error(page.map(|page| page.items))
        }
        "getJobTokenJob" => to_json_or_error(client.get_job_token_job().await),
        "listJobTokenAllowedAgents" => {
            to_json_or_error(client.list_job_token_allowed_agents().await)
        }
        "getJob" => to_json_or_error(client.get_job(project, job).await),
        "getJobTrace" => {
            let log = client
                .get_job_trace(project, job)
                .await
                .map_err(|error| error.to_string())?;
            let log = log
                .whole(1 << 20)
                .await
                .map_err(|error| error.to_string())?;
            Ok(json!(String::from_utf8_lossy(&log)))
        }
        "cancelJob" => to_json_or_error(client.cancel_job(project, job).await),
        "retryJob" => to_json_or_error(client.retry_job(project, job).await),
        "eraseJob" => to_json_or_error(client.erase_job(project, job).await),
        "playJob" => {
            let variable = JobVariable {
                key: "DAY".to_owned(),
                value: "monday".to_owned(),
            };
            let request = PlayRequest {
                job_variables_attributes: Some(vec![variable]),
            };
            to_json_or_error(client.play_job(project, job, Some(&request)).await)
        }
        _ => panic!("the client was never asked for {operation}"),
    }
}

fn to_json_or_error<T: Serialize, E: std::error::Error>(
    result: Result<T, E>,
) -> Result<Value, String> {
    match result {
        Ok(value) => Ok(serde_json::to_value(value).unwrap()),
        Err(error) => Err(error.to_string()),
    }
}
