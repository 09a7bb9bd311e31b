//! Parameters that several operations share.
#![allow(
    dead_code,
    reason = "the structs are read by the derive alone: they are never constructed"
)]

use utoipa::IntoParams;

use crate::model::{
    Cursor, JobId, JobStatus, KeysetOrder, KeysetSort, PageNumber, PaginationMethod, PerPage,
    PipelineId, ProjectIdOrPath,
};

/// `/projects/{id}`
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct ProjectPath {
    /// Number or URL-encoded path of the project.
    id: ProjectIdOrPath,
}

/// `/projects/{id}/pipelines/{pipeline_id}`
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct PipelinePath {
    /// Number or URL-encoded path of the project.
    id: ProjectIdOrPath,
    /// Number of the pipeline. A job finds its own in the variable `CI_PIPELINE_ID`.
    pipeline_id: PipelineId,
}

/// `/projects/{id}/jobs/{job_id}`
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(super) struct JobPath {
    /// Number or URL-encoded path of the project.
    id: ProjectIdOrPath,
    /// Number of the job.
    job_id: JobId,
}

/// Filters a list by status.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct ScopeParameters {
    /// Show the jobs with this status only. Without it and without `scope[]`, all jobs are shown.
    #[param(required = false, nullable = false)]
    scope: Option<JobStatus>,
    /// Show the jobs with any of these statuses.
    #[param(rename = "scope[]", style = Form, explode = true, required = false, nullable = false)]
    scopes: Option<Vec<JobStatus>>,
}

/// Whether a list shows what was retried.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct RetriedParameter {
    /// Show jobs that have been retried, too.
    #[param(required = false, nullable = false, default = false)]
    include_retried: Option<bool>,
}

/// Which page of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct PageParameters {
    /// Which page of the list to return, counted from 1. A page past the end is empty.
    #[param(required = false, nullable = false)]
    page: Option<PageNumber>,
    /// How many items a page holds: 20 by default, never more than 100.
    #[param(required = false, nullable = false)]
    per_page: Option<PerPage>,
}

/// Paging by cursor.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct KeysetParameters {
    /// `keyset` pages by cursor, which is recommended for going through many pages.
    #[param(required = false, nullable = false)]
    pagination: Option<PaginationMethod>,
    /// With `pagination=keyset`: what to order by.
    #[param(required = false, nullable = false)]
    order_by: Option<KeysetOrder>,
    /// With `pagination=keyset`: which way to order.
    #[param(required = false, nullable = false)]
    sort: Option<KeysetSort>,
    /// With `pagination=keyset`: where the page begins, from the `Link` header of the page before.
    #[param(required = false, nullable = false)]
    cursor: Option<Cursor>,
}
