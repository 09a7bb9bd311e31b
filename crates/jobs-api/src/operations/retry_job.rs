//! POST /projects/{id}/jobs/{job_id}/retry

use super::parameters::JobPath;
use crate::model::{InvalidParameter, Job, NotFound, RetryForbidden, Unauthorized};

/// Retry a job
///
/// Runs a finished job once more, as a new job with a new number; the old one stays as it was and counts as
/// retried from then on.
#[utoipa::path(
    post,
    path = "/projects/{id}/jobs/{job_id}/retry",
    operation_id = "retryJob",
    tag = "jobs",
    params(JobPath),
    security(("privateToken" = []), ("bearer" = [])),
    responses(
        (status = 201, description = "The new job.", body = Job, content_type = "application/json"),
        (status = 400, description = "A parameter has a value that it cannot have.", body = InvalidParameter, content_type = "application/json"),
        (status = 401, description = "No credentials, or none that are good here.", body = Unauthorized, content_type = "application/json"),
        (status = 403, description = "The caller may not retry this job, or the job cannot be retried.", body = RetryForbidden, content_type = "application/json"),
        (status = 404, description = "No such project for this caller, or no such job in it.", body = NotFound, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn retry_job() {}
