//! GET /projects/{id}/jobs/{job_id}

use super::parameters::JobPath;
use crate::model::{Forbidden, InvalidParameter, Job, NotFound, Unauthorized};

/// Get a single job
///
/// One job of a project. A bridge is not found here.
#[utoipa::path(
    get,
    path = "/projects/{id}/jobs/{job_id}",
    operation_id = "getJob",
    tag = "jobs",
    params(JobPath),
    security(("privateToken" = []), ("bearer" = [])),
    responses(
        (status = 200, description = "The job.", body = Job, content_type = "application/json"),
        (status = 400, description = "A parameter has a value that it cannot have.", body = InvalidParameter, content_type = "application/json"),
        (status = 401, description = "No credentials, or none that are good here.", body = Unauthorized, content_type = "application/json"),
        (status = 403, description = "The caller may not read jobs of this project.", body = Forbidden, content_type = "application/json"),
        (status = 404, description = "No such project for this caller, or no such job in it.", body = NotFound, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn get_job() {}
