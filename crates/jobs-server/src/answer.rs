//! What is sent back: a status, headers and a body.

use axum::body::{Body, Bytes};
use axum::response::Response;
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use jobs_api::model::JobId;
use serde::Serialize;

use crate::fault::{Breach, Broad};
use crate::refusal::Refusal;

/// An answer that is not yet on its way, so that it can still be looked at.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) body: AnswerBody,
}

/// What an answer carries.
pub(crate) enum AnswerBody {
    /// Everything at once.
    Whole(Vec<u8>),
    /// A value that is still to be written down, which can be done when nobody waits for the database any more.
    Unwritten(Box<dyn FnOnce() -> serde_json::Result<Vec<u8>> + Send>),
    /// The log of a job, fetched piece by piece while it is sent.
    Log {
        /// Whose log.
        job: JobId,
        /// How many bytes it has.
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

    /// A value, with 200.
    pub(crate) fn ok<T: Serialize + Send + 'static>(value: T) -> Answer {
        Answer::value(StatusCode::OK, value)
    }

    /// A value, with 201.
    pub(crate) fn created<T: Serialize + Send + 'static>(value: T) -> Answer {
        Answer::value(StatusCode::CREATED, value)
    }

    fn value<T: Serialize + Send + 'static>(status: StatusCode, value: T) -> Answer {
        Answer {
            body: AnswerBody::Unwritten(Box::new(move || serde_json::to_vec(&value))),
            ..Answer::json(status, Vec::new())
        }
    }

    /// The same, written down.
    pub(crate) fn written(mut self) -> Result<Answer, Refusal> {
        if let AnswerBody::Unwritten(write) = self.body {
            self.body = AnswerBody::Whole(write()?);
        }
        Ok(self)
    }

    /// The log of a job, to be shown in place.
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

    /// The same with one more header.
    pub(crate) fn with(mut self, name: HeaderName, value: HeaderValue) -> Answer {
        self.headers.push((name, value));
        self
    }

    /// Sets a header, whatever was there before.
    pub(crate) fn put(&mut self, name: HeaderName, value: HeaderValue) {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value));
    }

    /// What a header says.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .and_then(|(_, value)| value.to_str().ok())
    }

    /// Changes the body, where it is a JSON text that has been written down.
    pub(crate) fn change_json(&mut self, change: impl FnOnce(&mut serde_json::Value)) {
        if let AnswerBody::Whole(bytes) = &mut self.body
            && let Ok(mut value) = serde_json::from_slice(bytes)
        {
            change(&mut value);
            *bytes = value.to_string().into_bytes();
        }
    }

    /// The response; `stream` says how a log is fetched.
    pub(crate) fn into_response(
        self,
        end: End,
        stream: impl FnOnce(JobId, u64) -> Body,
    ) -> Response {
        let (body, length) = match (self.body, end) {
            // whoever sends it has written it down before
            (AnswerBody::Unwritten(_), _) => (Body::empty(), None),
            (AnswerBody::Whole(bytes), End::Cut) => {
                let length = u64::try_from(bytes.len()).unwrap_or_default();
                (cut(bytes), Some(length))
            }
            (AnswerBody::Whole(bytes), _) => (Body::from(bytes), None),
            (AnswerBody::Log { job, length }, End::HalfLog) => {
                (stream(job, length), Some(length / 2))
            }
            (AnswerBody::Log { job, length }, _) => (stream(job, length), Some(length)),
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
}

/// Where a body ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// Where it should.
    Whole,
    /// Half way, as if the connection had broken.
    Cut,
    /// A log half way, as if there were no more of it.
    HalfLog,
}

impl End {
    /// Where a fault makes bodies end.
    pub(crate) fn of(breach: Option<&Breach>) -> End {
        match breach {
            Some(Breach::Broad(Broad::CutAnswer)) => End::Cut,
            Some(Breach::Broad(Broad::TruncatedLog)) => End::HalfLog,
            _ => End::Whole,
        }
    }

    /// How many bytes of a log are sent.
    pub(crate) fn of_log(self, length: u64) -> u64 {
        match self {
            End::Whole => length,
            End::Cut | End::HalfLog => length / 2,
        }
    }
}

/// The first half of a body, and then an error, which closes the connection.
fn cut(mut bytes: Vec<u8>) -> Body {
    bytes.truncate(bytes.len() / 2);
    let pieces = [
        Ok(Bytes::from(bytes)),
        Err(std::io::Error::other("cut off by a fault")),
    ];
    Body::from_stream(futures_util::stream::iter(pieces))
}
