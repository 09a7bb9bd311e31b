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

use crate::authenticate::AccessKind;
use crate::call::Call;
use crate::refusal::Refusal;
use crate::response::OperationResponse;

/// A function that processes a call.
pub(crate) type Handler = fn(&Call<'_>) -> Result<OperationResponse, Refusal>;

/// The function for an operation, and whether it changes anything.
///
/// The match has no catch-all, so that an operation that is declared but not served does not compile.
pub(crate) fn handler(operation: Operation) -> (AccessKind, Handler) {
    use AccessKind::{Change, Read};
    match operation {
        Operation::ListProjectJobs => (Read, list_project_jobs::list_project_jobs),
        Operation::ListPipelineJobs => (Read, list_pipeline_jobs::list_pipeline_jobs),
        Operation::ListPipelineBridges => (Read, list_pipeline_jobs::list_pipeline_bridges),
        Operation::GetJobTokenJob => (Read, job_token::get_job_token_job),
        Operation::ListJobTokenAllowedAgents => (Read, job_token::list_job_token_allowed_agents),
        Operation::GetJob => (Read, get_job::get_job),
        Operation::GetJobTrace => (Read, get_job::get_job_trace),
        Operation::CancelJob => (Change, change::cancel_job),
        Operation::RetryJob => (Change, change::retry_job),
        Operation::EraseJob => (Change, change::erase_job),
        Operation::PlayJob => (Change, change::play_job),
    }
}
