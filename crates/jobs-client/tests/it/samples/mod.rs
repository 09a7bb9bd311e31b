//! The samples of the document, a file each: made by `cargo xtask client`.
#![allow(clippy::print_stdout, reason = "a sample shows what it got")]

mod cancel_job;
mod erase_job;
mod get_job;
mod get_job_token_job;
mod get_job_trace;
mod list_job_token_allowed_agents;
mod list_pipeline_bridges;
mod list_pipeline_jobs;
mod list_project_jobs;
mod play_job;
mod retry_job;

/// Runs the sample of an operation.
pub(crate) async fn run(operation: &str) -> Result<(), Box<dyn std::error::Error>> {
    match operation {
        "cancelJob" => cancel_job::run().await,
        "eraseJob" => erase_job::run().await,
        "getJob" => get_job::run().await,
        "getJobTokenJob" => get_job_token_job::run().await,
        "getJobTrace" => get_job_trace::run().await,
        "listJobTokenAllowedAgents" => list_job_token_allowed_agents::run().await,
        "listPipelineBridges" => list_pipeline_bridges::run().await,
        "listPipelineJobs" => list_pipeline_jobs::run().await,
        "listProjectJobs" => list_project_jobs::run().await,
        "playJob" => play_job::run().await,
        "retryJob" => retry_job::run().await,
        _ => Err(format!("{operation} has no sample").into()),
    }
}
