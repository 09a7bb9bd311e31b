//! GET /job

use crate::model::{Job, JobNotFound, Unauthorized};

/// Get job token's job
///
/// The job that a job token was made for. A script in a job learns from it which job it is.
///
/// The token is good only while the job runs.
#[utoipa::path(
    get,
    path = "/job",
    operation_id = "getJobTokenJob",
    tag = "job token",
    security(("bearer" = []), ("jobToken" = []), ("jobTokenParameter" = [])),
    responses(
        (status = 200, description = "The job that the token was made for.", body = Job, content_type = "application/json"),
        (status = 401, description = "No job token, an unknown job token, or the token of a job that is not running.", body = Unauthorized, content_type = "application/json"),
        (status = 404, description = "The credentials are good, but they are a user's, not a job's.", body = JobNotFound, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn get_job_token_job() {}
