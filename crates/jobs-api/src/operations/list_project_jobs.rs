//! GET /projects/{id}/jobs

use super::parameters::{KeysetParameters, PageParameters, ProjectPath, ScopeParameters};
use crate::model::{
    Forbidden, InvalidParameter, Job, KeysetUnavailable, ProjectNotFound, TooManyRequests,
    Unauthorized,
};

/// List project jobs
///
/// The jobs of a project, from all its pipelines, the newest first. Retried jobs are among them, bridges are not.
///
/// The list is paged, by page number or by cursor; it is never counted, so there are no totals.
#[utoipa::path(
    get,
    path = "/projects/{id}/jobs",
    operation_id = "listProjectJobs",
    tag = "jobs",
    params(ProjectPath, ScopeParameters, PageParameters, KeysetParameters),
    security(("privateToken" = []), ("bearer" = [])),
    responses(
        (status = 200, description = "The jobs on this page, by descending number.", body = Vec<Job>, content_type = "application/json"),
        (status = 400, description = "A parameter has a value that it cannot have.", body = InvalidParameter, content_type = "application/json"),
        (status = 401, description = "No credentials, or none that are good here.", body = Unauthorized, content_type = "application/json"),
        (status = 403, description = "The caller may not read jobs of this project.", body = Forbidden, content_type = "application/json"),
        (status = 404, description = "No such project for this caller.", body = ProjectNotFound, content_type = "application/json"),
        (status = 405, description = "Keyset pagination does not support this order.", body = KeysetUnavailable, content_type = "application/json"),
        (status = 429, description = "Too many requests: more than 600 per minute by default.", body = TooManyRequests, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn list_project_jobs() {}
