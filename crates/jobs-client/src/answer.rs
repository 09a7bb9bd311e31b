//! An answer whose head is there, and what its body is read as.

use std::str::FromStr;

use bytes::Bytes;
use reqwest::Url;
use reqwest::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use tokio::time::{Instant, timeout_at};

use crate::client::Client;
use crate::error::{Decode, Failure, Transport, transport};
use crate::log::Log;
use crate::page::{Head, Received};

/// How many characters of a body an error keeps.
const KEPT: usize = 2000;

/// An answer whose head is there; its body is still to be read.
pub(crate) struct Answer {
    pub(crate) response: reqwest::Response,
    /// What was asked for.
    pub(crate) url: Url,
    /// Who asked.
    pub(crate) client: Client,
    /// When the whole answer must be there.
    pub(crate) deadline: Instant,
}

impl Answer {
    pub(crate) fn status(&self) -> u16 {
        self.response.status().as_u16()
    }

    /// The value of a header; none where it is absent, or not what it should be.
    pub(crate) fn header<T: FromStr>(&self, name: &str) -> Option<T> {
        let value = self.response.headers().get(name)?;
        value.to_str().ok()?.trim().parse().ok()
    }

    /// The body as JSON.
    pub(crate) async fn json<T: DeserializeOwned>(mut self) -> Result<T, Failure> {
        let body = self.body().await?;
        self.require("application/json", &body)?;
        let parsed = serde_json::from_slice(&body);
        parsed.map_err(|error| self.decode(error.to_string(), &body).into())
    }

    /// The body as one page of a list. What one of its items is not, costs that item alone.
    pub(crate) async fn page<T: DeserializeOwned>(mut self) -> Result<Received<T>, Failure> {
        let body = self.body().await?;
        self.require("application/json", &body)?;
        let raw: Vec<&RawValue> =
            serde_json::from_slice(&body).map_err(|error| self.decode(error.to_string(), &body))?;
        let item = |(index, item): (usize, &&RawValue)| {
            serde_json::from_str(item.get()).map_err(|error| {
                self.decode(format!("item {index}: {error}"), item.get().as_bytes())
            })
        };
        let items = raw.iter().enumerate().map(item).collect();
        let head = Head::of(&self);
        Ok(Received { items, head })
    }

    /// The body as a log, which is read by whoever asked for it.
    pub(crate) async fn log(mut self) -> Result<Log, Failure> {
        if !self.is("text/plain") {
            let body = self.body().await?;
            self.require("text/plain", &body)?;
        }
        let disposition = self.header("Content-Disposition");
        Ok(Log::new(disposition, self.response, self.client.timeout))
    }

    /// What comes of a status that the document knows nothing of.
    pub(crate) async fn undocumented(mut self) -> Failure {
        let status = self.status();
        match self.body().await {
            Ok(body) => Failure::Undocumented {
                status,
                body: self.beginning(&body),
            },
            Err(error) => error.into(),
        }
    }

    async fn body(&mut self) -> Result<Bytes, Transport> {
        let mut body = Vec::new();
        loop {
            let chunk = match timeout_at(self.deadline, self.response.chunk()).await {
                Ok(chunk) => chunk.map_err(|error| transport(error, self.client.timeout))?,
                Err(_) => return Err(Transport::TooSlow(self.client.timeout)),
            };
            let Some(chunk) = chunk else {
                return Ok(body.into());
            };
            if body.len() + chunk.len() > self.client.limit {
                return Err(Transport::TooLarge(self.client.limit));
            }
            body.extend_from_slice(&chunk);
        }
    }

    /// Whether the answer has a media type; one that says none may have any.
    fn is(&self, media_type: &str) -> bool {
        self.header::<String>(CONTENT_TYPE.as_str())
            .is_none_or(|named| {
                let essence = named.split(';').next().unwrap_or_default();
                essence.trim().eq_ignore_ascii_case(media_type)
            })
    }

    fn require(&self, media_type: &str, body: &[u8]) -> Result<(), Decode> {
        if self.is(media_type) {
            return Ok(());
        }
        let named: String = self.header(CONTENT_TYPE.as_str()).unwrap_or_default();
        Err(self.decode(format!("it is `{named}`, not `{media_type}`"), body))
    }

    fn decode(&self, cause: String, body: &[u8]) -> Decode {
        Decode {
            status: self.status(),
            cause: self.masked(cause),
            body: self.beginning(body),
        }
    }

    /// The beginning of a body, as text, without the secret.
    fn beginning(&self, body: &[u8]) -> String {
        let text = self.masked(String::from_utf8_lossy(body).into_owned());
        text.chars().take(KEPT).collect()
    }

    pub(crate) fn masked(&self, text: String) -> String {
        match &self.client.credential {
            Some(credential) => credential.masked(text),
            None => text,
        }
    }
}
