//! `GET /job`: made by `cargo xtask client`.

use crate::answer::Answer;
use crate::call::{Call, Method};
use crate::client::Client;
use crate::error::{Decode, Said, Transport, from_failure};
use crate::model;

impl Client {
    /// Get job token's job
    ///
    /// The job that a job token was made for. A script in a job learns from it which job it is.
    ///
    /// The token is good only while the job runs.
    ///
    /// # Errors
    ///
    /// [`GetJobTokenJobError`], by the status that came back.
    pub async fn get_job_token_job(&self) -> Result<model::Job, GetJobTokenJobError> {
        let call = call();
        let answer = self.send(call).await?;
        read(answer).await
    }
}

/// Why [`Client::get_job_token_job`] gave nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GetJobTokenJobError {
    /// 401: No job token, one that nobody has, or one of a job that does not run.
    #[error("401 Unauthorized: {}", Said(.0))]
    Unauthorized(model::Unauthorized),
    /// 404: The credentials are good, but they are a user's, not a job's.
    #[error("404 Not Found: {}", Said(.0))]
    NotFound(model::JobNotFound),
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

type Error = GetJobTokenJobError;
from_failure!(Error);

const PATH: &str = "/job";

fn call() -> Call {
    Call::new(Method::GET, PATH)
}

async fn read(answer: Answer) -> Result<model::Job, Error> {
    match answer.status() {
        200 => Ok(answer.json().await?),
        401 => Err(Error::Unauthorized(answer.json().await?)),
        404 => Err(Error::NotFound(answer.json().await?)),
        _ => Err(answer.undocumented().await.into()),
    }
}
