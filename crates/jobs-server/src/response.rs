//! Responses: a status, headers and a body.

use axum::body::Body;
use axum::response::Response;
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use jobs_api::model::JobId;
use serde::Serialize;

/// A response that is not sent yet, so that it can still be inspected.
pub(crate) struct OperationResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: ResponseBody,
}

/// The body of a response.
pub(crate) enum ResponseBody {
    /// A complete body.
    Whole(Vec<u8>),
    /// A value that is serialized later, after the database is free for other requests.
    Unserialized(Box<dyn FnOnce() -> serde_json::Result<Vec<u8>> + Send>),
    /// The log of a job, read piece by piece while it is sent.
    Log {
        /// The job of the log.
        job: JobId,
        /// The length in bytes.
        length: u64,
    },
}

impl OperationResponse {
    /// A JSON text.
    pub(crate) fn json(status: StatusCode, text: Vec<u8>) -> OperationResponse {
        OperationResponse {
            status,
            headers: vec![(CONTENT_TYPE, HeaderValue::from_static("application/json"))],
            body: ResponseBody::Whole(text),
        }
    }

    /// A value, with status 200.
    pub(crate) fn ok<T: Serialize + Send + 'static>(value: T) -> OperationResponse {
        OperationResponse::value(StatusCode::OK, value)
    }

    /// A value, with status 201.
    pub(crate) fn created<T: Serialize + Send + 'static>(value: T) -> OperationResponse {
        OperationResponse::value(StatusCode::CREATED, value)
    }

    fn value<T: Serialize + Send + 'static>(status: StatusCode, value: T) -> OperationResponse {
        OperationResponse {
            body: ResponseBody::Unserialized(Box::new(move || serde_json::to_vec(&value))),
            ..OperationResponse::json(status, Vec::new())
        }
    }

    /// The same response with its value serialized.
    pub(crate) fn serialize(mut self) -> serde_json::Result<OperationResponse> {
        if let ResponseBody::Unserialized(write) = self.body {
            self.body = ResponseBody::Whole(write()?);
        }
        Ok(self)
    }

    /// The log of a job, to be displayed inline.
    pub(crate) fn log(job: JobId, length: u64) -> OperationResponse {
        let disposition = format!("infile; filename=\"{job}.log\"");
        let mut answer = OperationResponse {
            status: StatusCode::OK,
            headers: vec![(CONTENT_TYPE, HeaderValue::from_static("text/plain"))],
            body: ResponseBody::Log { job, length },
        };
        if let Ok(value) = HeaderValue::try_from(disposition) {
            answer.headers.push((CONTENT_DISPOSITION, value));
        }
        answer
    }

    /// No content.
    pub(crate) fn empty(status: StatusCode) -> OperationResponse {
        OperationResponse {
            status,
            headers: Vec::new(),
            body: ResponseBody::Whole(Vec::new()),
        }
    }

    /// The same response with one more header.
    pub(crate) fn with_header(mut self, name: HeaderName, value: HeaderValue) -> OperationResponse {
        self.headers.push((name, value));
        self
    }

    /// The HTTP response; `stream` reads the log of a job with a length.
    pub(crate) fn into_response(self, stream: impl FnOnce(JobId, u64) -> Body) -> Response {
        let (body, length) = match self.body {
            // the caller has already serialized it
            ResponseBody::Unserialized(_) => (Body::empty(), None),
            ResponseBody::Whole(bytes) => (Body::from(bytes), None),
            ResponseBody::Log { job, length } => (stream(job, length), Some(length)),
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
    pub(crate) fn into_response_without_log(self) -> Response {
        self.into_response(|_, _| Body::empty())
    }
}
