//! `GET /projects/{id}/jobs`: made by `cargo xtask client`.

use crate::answer::Answer;
use crate::call::{Call, Method};
use crate::client::Client;
use crate::error::{Decode, Said, Transport, from_failure};
use crate::model;
use crate::page::{Items, Page, Received, items};

/// What [`Client::list_project_jobs`] may ask for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ListProjectJobs {
    /// Show the jobs with any of these statuses.
    pub scope: Vec<model::JobStatus>,
    /// Which page of the list to return, counted from 1. A page past the end is empty.
    pub page: Option<model::PageNumber>,
    /// How many items a page holds: 20 unless said otherwise, never more than 100.
    pub per_page: Option<model::PerPage>,
    /// `keyset` pages by cursor, which is recommended for going through many pages.
    pub pagination: Option<model::PaginationMethod>,
    /// With `pagination=keyset`: what to order by.
    pub order_by: Option<model::KeysetOrder>,
    /// With `pagination=keyset`: which way to order.
    pub sort: Option<model::KeysetSort>,
    /// With `pagination=keyset`: where the page begins, from the `Link` header of the page before.
    pub cursor: Option<model::Cursor>,
}

impl Client {
    /// List project jobs
    ///
    /// The jobs of a project, from all its pipelines, the newest first. Retried jobs are among them, bridges
    /// are not.
    ///
    /// The list is paged, by page number or by cursor; it is never counted, so there are no totals.
    ///
    /// # Errors
    ///
    /// [`ListProjectJobsError`], by the status that came back.
    pub async fn list_project_jobs(
        &self,
        id: impl Into<model::ProjectIdOrPath>,
        parameters: &ListProjectJobs,
    ) -> Result<Page<model::Job>, ListProjectJobsError> {
        let call = call(id.into(), parameters);
        let answer = self.send(call).await?;
        Ok(read(answer).await?.whole()?)
    }

    /// List project jobs, from page to page, beginning with the one that is asked for.
    pub fn list_project_jobs_stream(
        &self,
        id: impl Into<model::ProjectIdOrPath>,
        parameters: &ListProjectJobs,
    ) -> Items<model::Job, ListProjectJobsError> {
        let call = call(id.into(), parameters);
        items(self.clone(), call, read)
    }
}

/// Why [`Client::list_project_jobs`] gave nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ListProjectJobsError {
    /// 400: A parameter has a value that it cannot have.
    #[error("400 Bad Request: {}", Said(.0))]
    BadRequest(model::InvalidParameter),
    /// 401: No credentials, or none that are good here.
    #[error("401 Unauthorized: {}", Said(.0))]
    Unauthorized(model::Unauthorized),
    /// 403: The caller may not read jobs of this project.
    #[error("403 Forbidden: {}", Said(.0))]
    Forbidden(model::Forbidden),
    /// 404: No such project for this caller.
    #[error("404 Not Found: {}", Said(.0))]
    NotFound(model::ProjectNotFound),
    /// 405: Paging by cursor in an order that it cannot be had in.
    #[error("405 Method Not Allowed: {}", Said(.0))]
    MethodNotAllowed(model::KeysetUnavailable),
    /// 429: Asked too often: more than 600 times a minute, unless the server is set otherwise.
    #[error("429 Too Many Requests: {}", Said(.body))]
    TooManyRequests {
        /// What the server says.
        body: model::TooManyRequests,
        /// `Retry-After`: How many seconds to wait before asking again.
        retry_after: Option<u64>,
    },
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

type Error = ListProjectJobsError;
from_failure!(Error);

const PATH: &str = "/projects/{id}/jobs";

fn call(id: model::ProjectIdOrPath, parameters: &ListProjectJobs) -> Call {
    Call::new(Method::GET, PATH)
        .path("id", &id)
        .query_each("scope[]", &parameters.scope)
        .query("page", parameters.page.as_ref())
        .query("per_page", parameters.per_page.as_ref())
        .query("pagination", parameters.pagination.as_ref())
        .query("order_by", parameters.order_by.as_ref())
        .query("sort", parameters.sort.as_ref())
        .query("cursor", parameters.cursor.as_ref())
}

async fn read(answer: Answer) -> Result<Received<model::Job>, Error> {
    match answer.status() {
        200 => Ok(answer.page().await?),
        400 => Err(Error::BadRequest(answer.json().await?)),
        401 => Err(Error::Unauthorized(answer.json().await?)),
        403 => Err(Error::Forbidden(answer.json().await?)),
        404 => Err(Error::NotFound(answer.json().await?)),
        405 => Err(Error::MethodNotAllowed(answer.json().await?)),
        429 => Err(Error::TooManyRequests {
            retry_after: answer.header("Retry-After"),
            body: answer.json().await?,
        }),
        _ => Err(answer.undocumented().await.into()),
    }
}
