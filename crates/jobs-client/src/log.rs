//! The log of a job, as a stream.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{BoxStream, Stream, StreamExt as _, TryStreamExt as _};

use crate::error::{Transport, transport_error};

/// The log of a job: a stream of bytes, as the runner wrote them, not necessarily UTF-8.
pub struct Log {
    /// The header of that name, which suggests a file name.
    pub content_disposition: Option<String>,
    chunks: BoxStream<'static, Result<Bytes, Transport>>,
}

impl Log {
    pub(crate) fn new(
        content_disposition: Option<String>,
        response: reqwest::Response,
        timeout: Duration,
    ) -> Log {
        let chunks = response
            .bytes_stream()
            .map_err(move |error| transport_error(error, timeout));
        Log {
            content_disposition,
            chunks: chunks.boxed(),
        }
    }

    /// The whole log, if it has at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// When it is larger, or breaks off.
    pub async fn whole(mut self, limit: usize) -> Result<Vec<u8>, Transport> {
        let mut log = Vec::new();
        while let Some(chunk) = self.chunks.try_next().await? {
            if log.len() + chunk.len() > limit {
                return Err(Transport::TooLarge(limit));
            }
            log.extend_from_slice(&chunk);
        }
        Ok(log)
    }
}

impl Stream for Log {
    type Item = Result<Bytes, Transport>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.chunks.as_mut().poll_next(context)
    }
}

impl fmt::Debug for Log {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Log")
            .field("content_disposition", &self.content_disposition)
            .finish_non_exhaustive()
    }
}
