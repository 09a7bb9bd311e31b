//! A response whose body is in memory, so that decorators can read and rewrite it.

use axum::body::Body;
use axum::response::Response;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{HeaderMap, StatusCode};
use serde_json::Value;

/// A response with its whole body.
#[derive(Debug)]
pub(crate) struct BufferedResponse {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl BufferedResponse {
    /// Reads the body of a response.
    pub(crate) async fn read(response: Response) -> Result<BufferedResponse, axum::Error> {
        let (mut parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await?;
        // the server adds the length of the body that is sent
        parts.headers.remove(CONTENT_LENGTH);
        Ok(BufferedResponse {
            status: parts.status,
            headers: parts.headers,
            body: body.into(),
        })
    }

    /// The text of a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Sets a header; an invalid value changes nothing.
    pub(crate) fn set_header(&mut self, name: HeaderName, value: impl TryInto<HeaderValue>) {
        if let Ok(value) = value.try_into() {
            self.headers.insert(name, value);
        }
    }

    /// The body of a JSON response.
    pub(crate) fn json(&self) -> Option<Value> {
        let media_type = self.header(CONTENT_TYPE.as_str())?;
        media_type
            .starts_with("application/json")
            .then(|| serde_json::from_slice(&self.body).ok())?
    }

    /// Changes the body of a JSON response.
    pub(crate) fn change_json(&mut self, change: impl FnOnce(&mut Value)) {
        if let Some(mut value) = self.json() {
            change(&mut value);
            self.body = value.to_string().into_bytes();
        }
    }

    /// The response to send.
    pub(crate) fn into_response(self) -> Response {
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        response
    }
}
