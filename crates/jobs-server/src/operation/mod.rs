//! The operations, as functions of a call.
//!
//! Each is a plain function: it gets the database (inside a transaction, if it changes anything) and
//! returns the response. An error rolls the transaction back.

mod change;
mod get_job;
mod job_token;
mod list_pipeline_jobs;
mod list_project_jobs;

use jobs_api::operations::Operation;

use crate::answer::Answer;
use crate::authenticate::Effect;
use crate::call::Call;
use crate::refusal::Refusal;

/// A function that processes a call.
pub(crate) type Handler = fn(&Call<'_>) -> Result<Answer, Refusal>;

/// The function for an operation, and whether it changes anything.
///
/// The match has no catch-all, so that an operation that is declared but not served does not compile.
pub(crate) fn handler(operation: Operation) -> (Effect, Handler) {
    use Effect::{Changes, Reads};
    match operation {
        Operation::ListProjectJobs => (Reads, list_project_jobs::list_project_jobs),
        Operation::ListPipelineJobs => (Reads, list_pipeline_jobs::list_pipeline_jobs),
        Operation::ListPipelineBridges => (Reads, list_pipeline_jobs::list_pipeline_bridges),
        Operation::GetJobTokenJob => (Reads, job_token::get_job_token_job),
        Operation::ListJobTokenAllowedAgents => (Reads, job_token::list_job_token_allowed_agents),
        Operation::GetJob => (Reads, get_job::get_job),
        Operation::GetJobTrace => (Reads, get_job::get_job_trace),
        Operation::CancelJob => (Changes, change::cancel_job),
        Operation::RetryJob => (Changes, change::retry_job),
        Operation::EraseJob => (Changes, change::erase_job),
        Operation::PlayJob => (Changes, change::play_job),
    }
}
