//! POST /projects/{id}/jobs/{job_id}/cancel

use super::parameters::JobPath;
use crate::model::{Forbidden, InvalidParameter, Job, NotFound, Unauthorized};

/// Cancel a job
///
/// Stops a job that has not come to its end. One that has is returned as it is; that is no error.
#[utoipa::path(
    post,
    path = "/projects/{id}/jobs/{job_id}/cancel",
    operation_id = "cancelJob",
    tag = "jobs",
    params(JobPath),
    security(("privateToken" = []), ("bearer" = [])),
    responses(
        (status = 201, description = "The job as it is now.", body = Job, content_type = "application/json"),
        (status = 400, description = "A parameter has an invalid value.", body = InvalidParameter, content_type = "application/json"),
        (status = 401, description = "No credentials, or invalid credentials.", body = Unauthorized, content_type = "application/json"),
        (status = 403, description = "The caller may not cancel this job.", body = Forbidden, content_type = "application/json"),
        (status = 404, description = "No such project for this caller, or no such job in it.", body = NotFound, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn cancel_job() {}
