//! POST /projects/{id}/jobs/{job_id}/erase

use super::parameters::JobPath;
use crate::model::{Conflict, EraseForbidden, InvalidParameter, Job, NotFound, Unauthorized};

/// Erase a job
///
/// Removes the artifacts and the log of a finished job. The job itself stays, with `erased_at` set.
#[utoipa::path(
    post,
    path = "/projects/{id}/jobs/{job_id}/erase",
    operation_id = "eraseJob",
    tag = "jobs",
    params(JobPath),
    security(("privateToken" = []), ("bearer" = [])),
    responses(
        (status = 201, description = "The job as it is now.", body = Job, content_type = "application/json"),
        (status = 400, description = "A parameter has a value that it cannot have.", body = InvalidParameter, content_type = "application/json"),
        (status = 401, description = "No credentials, or invalid credentials.", body = Unauthorized, content_type = "application/json"),
        (status = 403, description = "The caller may not erase this job, or there is nothing to erase.", body = EraseForbidden, content_type = "application/json"),
        (status = 404, description = "No such project for this caller, or no such job in it.", body = NotFound, content_type = "application/json"),
        (status = 409, description = "The statistics of the project are being refreshed, or another request is changing the job.", body = Conflict, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn erase_job() {}
