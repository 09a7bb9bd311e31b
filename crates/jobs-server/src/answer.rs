//! Responses: a status, headers and a body.

use axum::body::Body;
use axum::response::Response;
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use jobs_api::model::JobId;
use serde::Serialize;

/// A response that is not sent yet, so that it can still be inspected.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: AnswerBody,
}

/// The body of a response.
pub(crate) enum AnswerBody {
    /// A complete body.
    Whole(Vec<u8>),
    /// A value that is serialized later, after the database is free for other requests.
    Unwritten(Box<dyn FnOnce() -> serde_json::Result<Vec<u8>> + Send>),
    /// The log of a job, read piece by piece while it is sent.
    Log {
        /// The job of the log.
        job: JobId,
        /// The length in bytes.
        length: u64,
    },
}

impl Answer {
    /// A JSON text.
    pub(crate) fn json(status: StatusCode, text: Vec<u8>) -> Answer {
        Answer {
            status,
            headers: vec![(CONTENT_TYPE, HeaderValue::from_static("application/json"))],
            body: AnswerBody::Whole(text),
        }
    }

    /// A value, with status 200.
    pub(crate) fn ok<T: Serialize + Send + 'static>(value: T) -> Answer {
        Answer::value(StatusCode::OK, value)
    }

    /// A value, with status 201.
    pub(crate) fn created<T: Serialize + Send + 'static>(value: T) -> Answer {
        Answer::value(StatusCode::CREATED, value)
    }

    fn value<T: Serialize + Send + 'static>(status: StatusCode, value: T) -> Answer {
        Answer {
            body: AnswerBody::Unwritten(Box::new(move || serde_json::to_vec(&value))),
            ..Answer::json(status, Vec::new())
        }
    }

    /// The same response with its value serialized.
    pub(crate) fn written(mut self) -> serde_json::Result<Answer> {
        if let AnswerBody::Unwritten(write) = self.body {
            self.body = AnswerBody::Whole(write()?);
        }
        Ok(self)
    }

    /// The log of a job, to be displayed inline.
    pub(crate) fn log(job: JobId, length: u64) -> Answer {
        let disposition = format!("infile; filename=\"{job}.log\"");
        let mut answer = Answer {
            status: StatusCode::OK,
            headers: vec![(CONTENT_TYPE, HeaderValue::from_static("text/plain"))],
            body: AnswerBody::Log { job, length },
        };
        if let Ok(value) = HeaderValue::try_from(disposition) {
            answer.headers.push((CONTENT_DISPOSITION, value));
        }
        answer
    }

    /// No content.
    pub(crate) fn empty(status: StatusCode) -> Answer {
        Answer {
            status,
            headers: Vec::new(),
            body: AnswerBody::Whole(Vec::new()),
        }
    }

    /// The same response with one more header.
    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Answer {
        self.headers.push((name, value));
        self
    }

    /// The HTTP response; `stream` reads the log of a job with a length.
    pub(crate) fn into_response(self, stream: impl FnOnce(JobId, u64) -> Body) -> Response {
        let (body, length) = match self.body {
            // the caller has already serialized it
            AnswerBody::Unwritten(_) => (Body::empty(), None),
            AnswerBody::Whole(bytes) => (Body::from(bytes), None),
            AnswerBody::Log { job, length } => (stream(job, length), Some(length)),
        };
        let mut response = Response::new(body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.extend(self.headers);
        if let Some(length) = length {
            headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        response
    }

    /// The HTTP response, for a response that is not a log.
    pub(crate) fn respond(self) -> Response {
        self.into_response(|_, _| Body::empty())
    }
}
