//! Decodes a response for every transport: removes its content encoding, within limits.

use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use reprise_core::{Exchange, essence, is_deeper, is_json};

use super::TransportError;
use crate::limits::Limits;

/// Removes gzip, and refuses bodies that are nested too deeply.
///
/// # Errors
///
/// When the body exceeds a limit; the error names the flag that allows more.
pub(super) fn decode(exchange: Exchange, limits: &Limits) -> Result<Exchange, TransportError> {
    let exchange = unpack(exchange, limits.body)?;
    let kind = exchange.header("content-type").map(essence);
    let levels = limits.document.depth;
    if kind.is_none_or(|kind| is_json(&kind)) && is_deeper(&exchange.body, levels) {
        return Err(TransportError::unusable(format!(
            "the body is nested deeper than {levels} levels; --max-depth allows more"
        )));
    }
    Ok(exchange)
}

/// The error for a body that is too large.
pub(super) fn too_large(limits: &Limits) -> TransportError {
    TransportError::unusable(format!(
        "the body is larger than {} MiB; --max-body allows more",
        limits.body >> 20
    ))
}

/// The same response without gzip. The limit applies to the unpacked body: it can be a thousand times as large.
fn unpack(mut exchange: Exchange, limit: usize) -> Result<Exchange, TransportError> {
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
