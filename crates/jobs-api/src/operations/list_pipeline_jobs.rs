//! GET /projects/{id}/pipelines/{pipeline_id}/jobs

use super::parameters::{PageParameters, PipelinePath, RetriedParameter, ScopeParameters};
use crate::model::{Forbidden, InvalidParameter, Job, NotFound, Unauthorized};

/// List pipeline jobs
///
/// The jobs of a pipeline, the newest first; child pipelines can be asked for, too. Jobs that were retried are
/// left out unless `include_retried` is true. Bridges have a list of their own.
#[utoipa::path(
    get,
    path = "/projects/{id}/pipelines/{pipeline_id}/jobs",
    operation_id = "listPipelineJobs",
    tag = "jobs",
    params(PipelinePath, ScopeParameters, RetriedParameter, PageParameters),
    security(("privateToken" = []), ("bearer" = []), ()),
    responses(
        (status = 200, description = "The jobs on this page, by descending number.", body = Vec<Job>, content_type = "application/json"),
        (status = 400, description = "A parameter has a value that it cannot have.", body = InvalidParameter, content_type = "application/json"),
        (status = 401, description = "Credentials that are not good here.", body = Unauthorized, content_type = "application/json"),
        (status = 403, description = "The caller may not read pipelines of this project.", body = Forbidden, content_type = "application/json"),
        (status = 404, description = "No such project for this caller, or no such pipeline in it.", body = NotFound, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn list_pipeline_jobs() {}
