//! `POST /projects/{id}/jobs/{job_id}/play`: made by `cargo xtask client`.

use crate::answer::Answer;
use crate::call::{Call, Method};
use crate::client::Client;
use crate::error::{Decode, Said, Transport, from_failure};
use crate::model;

impl Client {
    /// Run a job
    ///
    /// Starts a job or a bridge that waits for a user. The job keeps its number; the caller becomes its user.
    ///
    /// # Errors
    ///
    /// [`PlayJobError`], by the status that came back.
    pub async fn play_job(
        &self,
        id: impl Into<model::ProjectIdOrPath>,
        job_id: impl Into<model::JobId>,
        body: Option<&model::PlayRequest>,
    ) -> Result<model::PlayedJob, PlayJobError> {
        let call = call(id.into(), job_id.into(), body);
        let answer = self.send(call).await?;
        read(answer).await
    }
}

/// Why [`Client::play_job`] gave nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlayJobError {
    /// 400: A parameter or a variable has a value that it cannot have, or the job cannot be started.
    #[error("400 Bad Request: {}", Said(.0))]
    BadRequest(model::PlayBadRequest),
    /// 401: No credentials, or none that are good here.
    #[error("401 Unauthorized: {}", Said(.0))]
    Unauthorized(model::Unauthorized),
    /// 403: The caller may not start this job.
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

type Error = PlayJobError;
from_failure!(Error);

const PATH: &str = "/projects/{id}/jobs/{job_id}/play";

fn call(
    id: model::ProjectIdOrPath,
    job_id: model::JobId,
    body: Option<&model::PlayRequest>,
) -> Call {
    Call::new(Method::POST, PATH)
        .path("id", &id)
        .path("job_id", &job_id)
        .json(body)
}

async fn read(answer: Answer) -> Result<model::PlayedJob, Error> {
    match answer.status() {
        200 => Ok(answer.json().await?),
        400 => Err(Error::BadRequest(answer.json().await?)),
        401 => Err(Error::Unauthorized(answer.json().await?)),
        403 => Err(Error::Forbidden(answer.json().await?)),
        404 => Err(Error::NotFound(answer.json().await?)),
        _ => Err(answer.undocumented().await.into()),
    }
}
