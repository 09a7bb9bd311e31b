//! `GET /projects/{id}/jobs/{job_id}`: made by `cargo xtask client`.

use crate::answer::Answer;
use crate::call::{Call, Method};
use crate::client::Client;
use crate::error::{Decode, Said, Transport, from_failure};
use crate::model;

impl Client {
    /// Get a single job
    ///
    /// One job of a project. A bridge is not found here.
    ///
    /// # Errors
    ///
    /// [`GetJobError`], by the status that came back.
    pub async fn get_job(
        &self,
        id: impl Into<model::ProjectIdOrPath>,
        job_id: impl Into<model::JobId>,
    ) -> Result<model::Job, GetJobError> {
        let call = call(id.into(), job_id.into());
        let answer = self.send(call).await?;
        read(answer).await
    }
}

/// Why [`Client::get_job`] gave nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GetJobError {
    /// 400: A parameter has a value that it cannot have.
    #[error("400 Bad Request: {}", Said(.0))]
    BadRequest(model::InvalidParameter),
    /// 401: No credentials, or none that are good here.
    #[error("401 Unauthorized: {}", Said(.0))]
    Unauthorized(model::Unauthorized),
    /// 403: The caller may not read jobs of this project.
    #[error("403 Forbidden: {}", Said(.0))]
    Forbidden(model::Forbidden),
    /// 404: No such project for this caller, or no such job in it.
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

type Error = GetJobError;
from_failure!(Error);

const PATH: &str = "/projects/{id}/jobs/{job_id}";

fn call(id: model::ProjectIdOrPath, job_id: model::JobId) -> Call {
    Call::new(Method::GET, PATH)
        .path("id", &id)
        .path("job_id", &job_id)
}

async fn read(answer: Answer) -> Result<model::Job, Error> {
    match answer.status() {
        200 => Ok(answer.json().await?),
        400 => Err(Error::BadRequest(answer.json().await?)),
        401 => Err(Error::Unauthorized(answer.json().await?)),
        403 => Err(Error::Forbidden(answer.json().await?)),
        404 => Err(Error::NotFound(answer.json().await?)),
        _ => Err(answer.undocumented().await.into()),
    }
}
