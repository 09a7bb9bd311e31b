//! The operations, each declared once, in a file of its own.
//!
//! A declaration is a plain function that does nothing: `#[utoipa::path]` reads its attribute. A server
//! matches on [`Operation`], so it does not compile if a declared operation is missing:
//!
//! ```
//! use jobs_api::operations::Operation;
//! assert_eq!(Operation::GetJob.id(), "getJob");
//! assert_eq!(Operation::GetJob.method(), "get");
//! assert_eq!(Operation::GetJob.path(), "/projects/{id}/jobs/{job_id}");
//! ```

use utoipa::openapi::path::HttpMethod;

mod cancel_job;
mod erase_job;
mod get_job;
mod get_job_token_job;
mod get_job_trace;
mod headers;
mod links;
mod list_job_token_allowed_agents;
mod list_pipeline_bridges;
mod list_pipeline_jobs;
mod list_project_jobs;
mod parameters;
mod play_job;
mod retry_job;

pub(crate) use headers::headers;
pub(crate) use links::links;

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $module:ident / $declaration:ident / $id:literal;)*) => {
        /// An operation of the API.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Operation { $($(#[$doc])* $name),* }

        impl Operation {
            /// Every operation, in the order of the documentation page.
            pub const ALL: &'static [Operation] = &[$(Operation::$name),*];

            /// The operation id, unique in the document and never renamed.
            pub const fn id(self) -> &'static str {
                match self { $(Operation::$name => $id),* }
            }

            /// The path template, with each parameter in braces.
            pub fn path(self) -> String {
                match self { $(Operation::$name => <$module::$declaration as utoipa::Path>::path()),* }
            }

            /// The HTTP method, in lower case.
            pub fn method(self) -> &'static str {
                let methods = match self { $(Operation::$name => <$module::$declaration as utoipa::Path>::methods()),* };
                methods.first().map_or("get", word)
            }
        }

        #[derive(utoipa::OpenApi)]
        #[openapi(paths($($module::$module),*))]
        struct Declarations;
    };
}

operations! {
    /// `GET /projects/{id}/jobs`
    ListProjectJobs = list_project_jobs / __path_list_project_jobs / "listProjectJobs";
    /// `GET /projects/{id}/pipelines/{pipeline_id}/jobs`
    ListPipelineJobs = list_pipeline_jobs / __path_list_pipeline_jobs / "listPipelineJobs";
    /// `GET /projects/{id}/pipelines/{pipeline_id}/bridges`
    ListPipelineBridges = list_pipeline_bridges / __path_list_pipeline_bridges / "listPipelineBridges";
    /// `GET /job`
    GetJobTokenJob = get_job_token_job / __path_get_job_token_job / "getJobTokenJob";
    /// `GET /job/allowed_agents`
    ListJobTokenAllowedAgents = list_job_token_allowed_agents / __path_list_job_token_allowed_agents / "listJobTokenAllowedAgents";
    /// `GET /projects/{id}/jobs/{job_id}`
    GetJob = get_job / __path_get_job / "getJob";
    /// `GET /projects/{id}/jobs/{job_id}/trace`
    GetJobTrace = get_job_trace / __path_get_job_trace / "getJobTrace";
    /// `POST /projects/{id}/jobs/{job_id}/cancel`
    CancelJob = cancel_job / __path_cancel_job / "cancelJob";
    /// `POST /projects/{id}/jobs/{job_id}/retry`
    RetryJob = retry_job / __path_retry_job / "retryJob";
    /// `POST /projects/{id}/jobs/{job_id}/erase`
    EraseJob = erase_job / __path_erase_job / "eraseJob";
    /// `POST /projects/{id}/jobs/{job_id}/play`
    PlayJob = play_job / __path_play_job / "playJob";
}

/// All declarations together, as utoipa sees them: paths, but neither examples nor headers nor links nor real schemas.
pub(crate) fn declarations() -> utoipa::openapi::OpenApi {
    <Declarations as utoipa::OpenApi>::openapi()
}

fn word(method: &HttpMethod) -> &'static str {
    match method {
        HttpMethod::Get => "get",
        HttpMethod::Post => "post",
        HttpMethod::Put => "put",
        HttpMethod::Delete => "delete",
        HttpMethod::Options => "options",
        HttpMethod::Head => "head",
        HttpMethod::Patch => "patch",
        HttpMethod::Trace => "trace",
        #[allow(unreachable_patterns)]
        _ => "query",
    }
}
