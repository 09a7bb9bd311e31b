//! GET /projects/{id}/jobs/{job_id}/trace

use super::parameters::JobPath;
use crate::model::{Forbidden, InvalidParameter, NotFound, Unauthorized};

/// Get a log file
///
/// The log of a job, called trace in the path, as the runner wrote it: plain text with colour codes, not
/// necessarily in UTF-8.
#[utoipa::path(
    get,
    path = "/projects/{id}/jobs/{job_id}/trace",
    operation_id = "getJobTrace",
    tag = "jobs",
    params(JobPath),
    security(("privateToken" = []), ("bearer" = [])),
    responses(
        (status = 200, description = "The log.", body = String, content_type = "text/plain"),
        (status = 400, description = "A parameter has a value that it cannot have.", body = InvalidParameter, content_type = "application/json"),
        (status = 401, description = "No credentials, or none that are good here.", body = Unauthorized, content_type = "application/json"),
        (status = 403, description = "The caller may not read this log. Logs written in debug mode are for developers and above.", body = Forbidden, content_type = "application/json"),
        (status = 404, description = "No such project for this caller, no such job in it, or the job has no log.", body = NotFound, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn get_job_trace() {}
