//! A response whose headers have arrived, and ways to read its body.

use std::str::FromStr;

use bytes::Bytes;
use reqwest::Url;
use reqwest::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use tokio::time::{Instant, timeout_at};

use crate::error::{Decode, Failure, Transport, transport_error};
use crate::log::Log;
use crate::settings::Settings;

/// Maximum number of characters of a body in an error.
const MAX_EXCERPT_CHARS: usize = 2000;

/// A response whose headers have arrived; its body is not read yet.
pub(crate) struct Answer {
    pub(crate) response: reqwest::Response,
    /// The request.
    pub(crate) url: Url,
    /// The settings of the client.
    pub(crate) settings: Settings,
    /// Deadline for the complete response.
    pub(crate) deadline: Instant,
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// The value of a header; `None` if it is absent or malformed.
    pub(crate) fn header<T: FromStr>(&self, name: &str) -> Option<T> {
        let value = self.response.headers().get(name)?;
        value.to_str().ok()?.trim().parse().ok()
    }

    /// The body as JSON.
    pub(crate) async fn json<T: DeserializeOwned>(mut self) -> Result<T, Failure> {
        let body = self.read_body().await?;
        self.require("application/json", &body)?;
        let parsed = serde_json::from_slice(&body);
        parsed.map_err(|error| self.decode_error(error.to_string(), &body).into())
    }

    /// The body as a log, which the caller reads.
    pub(crate) async fn log(mut self) -> Result<Log, Failure> {
        if !self.has_media_type("text/plain") {
            let body = self.read_body().await?;
            self.require("text/plain", &body)?;
        }
        let disposition = self.header("Content-Disposition");
        Ok(Log::new(disposition, self.response, self.settings.timeout))
    }

    /// The error for an undocumented status.
    pub(crate) async fn undocumented(mut self) -> Failure {
        let status = self.status();
        match self.read_body().await {
            Ok(body) => Failure::Undocumented {
                status,
                body: self.excerpt(&body),
            },
            Err(error) => error.into(),
        }
    }

    pub(crate) async fn read_body(&mut self) -> Result<Bytes, Transport> {
        let mut body = Vec::new();
        loop {
            let chunk = match timeout_at(self.deadline, self.response.chunk()).await {
                Ok(chunk) => {
                    chunk.map_err(|error| transport_error(error, self.settings.timeout))?
                }
                Err(_) => return Err(Transport::Timeout(self.settings.timeout)),
            };
            let Some(chunk) = chunk else {
                return Ok(body.into());
            };
            if body.len() + chunk.len() > self.settings.limit {
                return Err(Transport::TooLarge(self.settings.limit));
            }
            body.extend_from_slice(&chunk);
        }
    }

    /// Whether the response has a media type; a response without one matches any.
    fn has_media_type(&self, media_type: &str) -> bool {
        self.header::<String>(CONTENT_TYPE.as_str())
            .is_none_or(|named| {
                let essence = named.split(';').next().unwrap_or_default();
                essence.trim().eq_ignore_ascii_case(media_type)
            })
    }

    pub(crate) fn require(&self, media_type: &str, body: &[u8]) -> Result<(), Decode> {
        if self.has_media_type(media_type) {
            return Ok(());
        }
        let named: String = self.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        Err(self.decode_error(format!("it is `{named}`, not `{media_type}`"), body))
    }

    pub(crate) fn decode_error(&self, cause: String, body: &[u8]) -> Decode {
        Decode {
            status: self.status(),
            cause: self.mask(cause),
            body: self.excerpt(body),
        }
    }

    /// The beginning of a body, as text, without the secret.
    fn excerpt(&self, body: &[u8]) -> String {
        let text = self.mask(String::from_utf8_lossy(body).into_owned());
        text.chars().take(MAX_EXCERPT_CHARS).collect()
    }

    pub(crate) fn mask(&self, text: String) -> String {
        match &self.settings.credential {
            Some(credential) => credential.mask(text),
            None => text,
        }
    }
}
