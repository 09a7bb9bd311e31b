//! POST /projects/{id}/jobs/{job_id}/cancel

use super::parameters::OneJob;
use crate::model::{Forbidden, InvalidParameter, Job, NotFound, Unauthorized};

/// Cancel a job
///
/// Stops a job that has not come to its end. One that has is returned as it is; that is no error.
#[utoipa::path(
    post,
    path = "/projects/{id}/jobs/{job_id}/cancel",
    operation_id = "cancelJob",
    tag = "jobs",
    params(OneJob),
    security(("privateToken" = []), ("bearer" = [])),
    responses(
        (status = 201, description = "The job as it is now.", body = Job, content_type = "application/json"),
        (status = 400, description = "A parameter has a value that it cannot have.", body = InvalidParameter, content_type = "application/json"),
        (status = 401, description = "No credentials, or none that are good here.", body = Unauthorized, content_type = "application/json"),
        (status = 403, description = "The caller may not cancel this job.", body = Forbidden, content_type = "application/json"),
        (status = 404, description = "No such project for this caller, or no such job in it.", body = NotFound, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn cancel_job() {}
