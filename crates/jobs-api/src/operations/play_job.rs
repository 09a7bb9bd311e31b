//! POST /projects/{id}/jobs/{job_id}/play

use super::parameters::JobPath;
use crate::model::{Forbidden, NotFound, PlayBadRequest, PlayRequest, PlayedJob, Unauthorized};

/// Run a job
///
/// Starts a job or a bridge that waits for a user. The job keeps its number; the caller becomes its user.
#[utoipa::path(
    post,
    path = "/projects/{id}/jobs/{job_id}/play",
    operation_id = "playJob",
    tag = "jobs",
    params(JobPath),
    request_body(content = PlayRequest, content_type = "application/json", description = "Variables for this run of the job."),
    security(("privateToken" = []), ("bearer" = [])),
    responses(
        (status = 200, description = "The job, or the bridge, as it is now.", body = PlayedJob, content_type = "application/json"),
        (status = 400, description = "A parameter or a variable has a value that it cannot have, or the job cannot be started.", body = PlayBadRequest, content_type = "application/json"),
        (status = 401, description = "No credentials, or none that are good here.", body = Unauthorized, content_type = "application/json"),
        (status = 403, description = "The caller may not start this job.", body = Forbidden, content_type = "application/json"),
        (status = 404, description = "No such project for this caller, or no such job in it.", body = NotFound, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn play_job() {}
