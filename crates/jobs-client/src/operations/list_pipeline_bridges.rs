//! `GET /projects/{id}/pipelines/{pipeline_id}/bridges`: made by `cargo xtask client`.

use crate::answer::Answer;
use crate::call::{Call, Method};
use crate::client::Client;
use crate::error::{Decode, Said, Transport, from_failure};
use crate::model;
use crate::page::{Items, Page, Received, items};

/// What [`Client::list_pipeline_bridges`] may ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListPipelineBridges {
    /// Show the jobs with any of these statuses.
    pub scope: Vec<model::JobStatus>,
    /// Which page of the list to return, counted from 1. A page past the end is empty.
    pub page: Option<model::PageNumber>,
    /// How many items a page holds: 20 unless said otherwise, never more than 100.
    pub per_page: Option<model::PerPage>,
}

impl Client {
    /// List pipeline bridges
    ///
    /// The bridges of a pipeline, the newest first: the jobs that start other pipelines. What they have
    /// started is
    /// in `downstream_pipeline`.
    ///
    /// # Errors
    ///
    /// [`ListPipelineBridgesError`], by the status that came back.
    pub async fn list_pipeline_bridges(
        &self,
        id: impl Into<model::ProjectIdOrPath>,
        pipeline_id: impl Into<model::PipelineId>,
        parameters: &ListPipelineBridges,
    ) -> Result<Page<model::Bridge>, ListPipelineBridgesError> {
        let call = call(id.into(), pipeline_id.into(), parameters);
        let answer = self.send(call).await?;
        Ok(read(answer).await?.whole()?)
    }

    /// List pipeline bridges, from page to page, beginning with the one that is asked for.
    pub fn list_pipeline_bridges_stream(
        &self,
        id: impl Into<model::ProjectIdOrPath>,
        pipeline_id: impl Into<model::PipelineId>,
        parameters: &ListPipelineBridges,
    ) -> Items<model::Bridge, ListPipelineBridgesError> {
        let call = call(id.into(), pipeline_id.into(), parameters);
        items(self.clone(), call, read)
    }
}

/// Why [`Client::list_pipeline_bridges`] gave nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListPipelineBridgesError {
    /// 400: A parameter has a value that it cannot have.
    #[error("400 Bad Request: {}", Said(.0))]
    BadRequest(model::InvalidParameter),
    /// 401: Credentials that are not good here.
    #[error("401 Unauthorized: {}", Said(.0))]
    Unauthorized(model::Unauthorized),
    /// 403: The caller may not read jobs of this project.
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

type Error = ListPipelineBridgesError;
from_failure!(Error);

const PATH: &str = "/projects/{id}/pipelines/{pipeline_id}/bridges";

fn call(
    id: model::ProjectIdOrPath,
    pipeline_id: model::PipelineId,
    parameters: &ListPipelineBridges,
) -> Call {
    Call::new(Method::GET, PATH)
        .path("id", &id)
        .path("pipeline_id", &pipeline_id)
        .query_each("scope[]", &parameters.scope)
        .query("page", parameters.page.as_ref())
        .query("per_page", parameters.per_page.as_ref())
}

async fn read(answer: Answer) -> Result<Received<model::Bridge>, Error> {
    match answer.status() {
        200 => Ok(answer.page().await?),
        400 => Err(Error::BadRequest(answer.json().await?)),
        401 => Err(Error::Unauthorized(answer.json().await?)),
        403 => Err(Error::Forbidden(answer.json().await?)),
        404 => Err(Error::NotFound(answer.json().await?)),
        _ => Err(answer.undocumented().await.into()),
    }
}
