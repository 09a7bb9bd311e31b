//! GET /projects/{id}/pipelines/{pipeline_id}/bridges

use super::parameters::{PageParameters, PipelinePath, ScopeParameters};
use crate::model::{Bridge, Forbidden, InvalidParameter, NotFound, Unauthorized};

/// List pipeline bridges
///
/// The bridges of a pipeline, the newest first: the jobs that start other pipelines. What they have started is
/// in `downstream_pipeline`.
#[utoipa::path(
    get,
    path = "/projects/{id}/pipelines/{pipeline_id}/bridges",
    operation_id = "listPipelineBridges",
    tag = "jobs",
    params(PipelinePath, ScopeParameters, PageParameters),
    security(("privateToken" = []), ("bearer" = []), ()),
    responses(
        (status = 200, description = "The bridges on this page, by descending number.", body = Vec<Bridge>, content_type = "application/json"),
        (status = 400, description = "A parameter has a value that it cannot have.", body = InvalidParameter, content_type = "application/json"),
        (status = 401, description = "Credentials that are not good here.", body = Unauthorized, content_type = "application/json"),
        (status = 403, description = "The caller may not read jobs of this project.", body = Forbidden, content_type = "application/json"),
        (status = 404, description = "No such project for this caller, or no such pipeline in it.", body = NotFound, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn list_pipeline_bridges() {}
