//! Reads a response for every transport, within limits:
//!
//! ```text
//! HTTP/1.1 200 OK                              Exchange { status: 200,
//! Content-Type: application/json          ->     headers: [("content-type", "application/json")],
//! Content-Encoding: gzip                         body: b"[1]" }
//! ```

use std::error::Error;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use reprise_core::{Exchange, essence, is_json, is_nested_deeper};

use super::TransportError;
use crate::limits::Limits;

/// Any error of a transport's library.
pub(super) type BoxError = Box<dyn Error + Send + Sync>;

/// Receives a response, removes gzip, and refuses bodies that are too large or nested too deeply; `failed` describes
/// an error on the way.
///
/// # Errors
///
/// When the response is incomplete or exceeds a limit; the error names the flag that allows more.
pub(super) async fn receive<B>(
    response: http::Response<B>,
    limits: &Limits,
    failed: impl FnOnce(BoxError) -> TransportError,
) -> Result<Exchange, TransportError>
where
    B: BodyExt,
    B::Error: Into<BoxError>,
{
    let (head, body) = response.into_parts();
    let body = Limited::new(body, limits.body).collect().await;
    let body = body.map_err(|error| {
        if error.is::<LengthLimitError>() {
            let limit = limits.body >> 20;
            TransportError::unusable(format!(
                "the body is larger than {limit} MiB; --max-body allows more"
            ))
        } else {
            failed(error)
        }
    })?;
    let text = |value: &[u8]| String::from_utf8_lossy(value).into_owned();
    let headers = head.headers.iter();
    let exchange = Exchange {
        status: head.status.as_u16(),
        headers: headers
            .map(|(name, value)| (name.to_string(), text(value.as_bytes())))
            .collect(),
        body: body.to_bytes().into(),
    };
    let exchange = decompress(exchange, limits.body)?;
    let kind = exchange.header("content-type").map(essence);
    let levels = limits.document.depth;
    if kind.is_none_or(|kind| is_json(&kind)) && is_nested_deeper(&exchange.body, levels) {
        return Err(TransportError::unusable(format!(
            "the body is nested deeper than {levels} levels; --max-depth allows more"
        )));
    }
    Ok(exchange)
}

/// The same response without gzip. The limit applies to the unpacked body: it can be a thousand times as large.
fn decompress(mut exchange: Exchange, limit: usize) -> Result<Exchange, TransportError> {
    let encoding = exchange.encoding();
    if !encoding.is_some_and(|encoding| encoding.eq_ignore_ascii_case("gzip")) {
        return Ok(exchange);
    }
    let mut body = Vec::new();
    let unpacked = MultiGzDecoder::new(exchange.body.as_slice())
        .take(limit as u64 + 1)
        .read_to_end(&mut body);
    if unpacked.is_err() {
        // the checks report that it is not gzip
        return Ok(exchange);
    }
    if body.len() > limit {
        return Err(TransportError::unusable(format!(
            "the body unpacks to more than {} MiB; --max-body allows more",
            limit >> 20
        )));
    }
    let describes_encoding = |name: &str| {
        name.eq_ignore_ascii_case("content-encoding") || name.eq_ignore_ascii_case("content-length")
    };
    exchange
        .headers
        .retain(|(name, _)| !describes_encoding(name));
    Ok(Exchange { body, ..exchange })
}
