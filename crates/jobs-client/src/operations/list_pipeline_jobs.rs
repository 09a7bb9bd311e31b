//! `GET /projects/{id}/pipelines/{pipeline_id}/jobs`: made by `cargo xtask client`.

use crate::answer::Answer;
use crate::call::{Call, Method};
use crate::client::Client;
use crate::error::{Decode, Said, Transport, from_failure};
use crate::model;
use crate::page::{Items, Page, Received, items};

/// What [`Client::list_pipeline_jobs`] may ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListPipelineJobs {
    /// Show the jobs with any of these statuses.
    pub scope: Vec<model::JobStatus>,
    /// Show jobs that have been retried, too.
    pub include_retried: Option<bool>,
    /// Which page of the list to return, counted from 1. A page past the end is empty.
    pub page: Option<model::PageNumber>,
    /// How many items a page holds: 20 unless said otherwise, never more than 100.
    pub per_page: Option<model::PerPage>,
}

impl Client {
    /// List pipeline jobs
    ///
    /// The jobs of a pipeline, the newest first; child pipelines can be asked for, too. Jobs that were
    /// retried are
    /// left out unless `include_retried` is true. Bridges have a list of their own.
    ///
    /// # Errors
    ///
    /// [`ListPipelineJobsError`], by the status that came back.
    pub async fn list_pipeline_jobs(
        &self,
        id: impl Into<model::ProjectIdOrPath>,
        pipeline_id: impl Into<model::PipelineId>,
        parameters: &ListPipelineJobs,
    ) -> Result<Page<model::Job>, ListPipelineJobsError> {
        let call = call(id.into(), pipeline_id.into(), parameters);
        let answer = self.send(call).await?;
        Ok(read(answer).await?.whole()?)
    }

    /// List pipeline jobs, from page to page, beginning with the one that is asked for.
    pub fn list_pipeline_jobs_stream(
        &self,
        id: impl Into<model::ProjectIdOrPath>,
        pipeline_id: impl Into<model::PipelineId>,
        parameters: &ListPipelineJobs,
    ) -> Items<model::Job, ListPipelineJobsError> {
        let call = call(id.into(), pipeline_id.into(), parameters);
        items(self.clone(), call, read)
    }
}

/// Why [`Client::list_pipeline_jobs`] gave nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListPipelineJobsError {
    /// 400: A parameter has a value that it cannot have.
    #[error("400 Bad Request: {}", Said(.0))]
    BadRequest(model::InvalidParameter),
    /// 401: Credentials that are not good here.
    #[error("401 Unauthorized: {}", Said(.0))]
    Unauthorized(model::Unauthorized),
    /// 403: The caller may not read pipelines of this project.
    #[error("403 Forbidden: {}", Said(.0))]
    Forbidden(model::Forbidden),
    /// 404: No such project for this caller, or no such pipeline in it.
    #[error("404 Not Found: {}", Said(.0))]
    NotFound(model::NotFound),
    /// A status that the document does not have.
    #[error("{status} is not a documented status here: {body}")]
    Undocumented {
        /// The status.
        status: u16,
        /// How the body begins.
        body: String,
    },
    /// No whole answer came.
    #[error(transparent)]
    Transport(Transport),
    /// The answer is not what is documented for its status.
    #[error(transparent)]
    Decode(Decode),
}

type Error = ListPipelineJobsError;
from_failure!(Error);

const PATH: &str = "/projects/{id}/pipelines/{pipeline_id}/jobs";

fn call(
    id: model::ProjectIdOrPath,
    pipeline_id: model::PipelineId,
    parameters: &ListPipelineJobs,
) -> Call {
    Call::new(Method::GET, PATH)
        .path("id", &id)
        .path("pipeline_id", &pipeline_id)
        .query_each("scope[]", &parameters.scope)
        .query("include_retried", parameters.include_retried.as_ref())
        .query("page", parameters.page.as_ref())
        .query("per_page", parameters.per_page.as_ref())
}

async fn read(answer: Answer) -> Result<Received<model::Job>, Error> {
    match answer.status() {
        200 => Ok(answer.page().await?),
        400 => Err(Error::BadRequest(answer.json().await?)),
        401 => Err(Error::Unauthorized(answer.json().await?)),
        403 => Err(Error::Forbidden(answer.json().await?)),
        404 => Err(Error::NotFound(answer.json().await?)),
        _ => Err(answer.undocumented().await.into()),
    }
}
