//! Reads the body of a response as a page of a list.

use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::answer::Answer;
use crate::error::Failure;
use crate::page::{Head, Received};

impl Answer {
    /// The body as one page of a list. An item that cannot be read is an error of that item only.
    pub(crate) async fn page<T: DeserializeOwned>(mut self) -> Result<Received<T>, Failure> {
        let body = self.read_body().await?;
        self.require("application/json", &body)?;
        let raw: Vec<&RawValue> = serde_json::from_slice(&body)
            .map_err(|error| self.decode_error(error.to_string(), &body))?;
        let item = |(index, item): (usize, &&RawValue)| {
            serde_json::from_str(item.get()).map_err(|error| {
                self.decode_error(format!("item {index}: {error}"), item.get().as_bytes())
            })
        };
        let items = raw.iter().enumerate().map(item).collect();
        let head = Head::of(&self);
        Ok(Received { items, head })
    }
}
