//! `body-parses` and `no-body`: the body can be read as its media type says.

use serde_json::Value;

use super::context::{CheckInput, CheckOutput};
use crate::case::ExpectedResponse;
use crate::check::Check;
use crate::exchange::{Exchange, essence, is_json, is_nested_deeper};
use crate::finding::{ExchangePart, Finding, FindingKind};

/// Maximum nesting depth of JSON: the parser recurses, so it has a limit.
const MAX_JSON_DEPTH: usize = 127;

pub(super) fn check(context: &CheckInput<'_>, evaluation: &mut CheckOutput) {
    if let Err(finding) = &context.body {
        evaluation.findings.push(Finding::clone(finding));
    }
}

/// The body as a value: JSON or text; `None` if no body is documented and none was sent.
pub(crate) fn read_body(
    expectation: &ExpectedResponse,
    exchange: &Exchange,
) -> Result<Option<Value>, Box<Finding>> {
    let Some(documented) = &expectation.media_type else {
        if exchange.body.is_empty() {
            return Ok(None);
        }
        if expectation.undocumented || expectation.allows_body {
            let read = serde_json::from_slice(&exchange.body);
            return Ok(Some(read.unwrap_or_else(|_| to_text(&exchange.body))));
        }
        let kind = FindingKind::Unexpected {
            actual: to_text(&exchange.body),
        };
        return Err(Box::new(Finding::new(
            Check::NoBody,
            &expectation.response,
            ExchangePart::Body,
            kind,
        )));
    };
    if let Some(encoding) = exchange.encoding() {
        let claim = expectation.response.with_trailing_token("content");
        let kind = FindingKind::Unreadable {
            message: format!("cannot be decoded from `{encoding}`; the request accepts gzip only"),
        };
        return Err(Box::new(Finding::new(
            Check::BodyParses,
            &claim,
            ExchangePart::Body,
            kind,
        )));
    }
    let kind = exchange
        .header("content-type")
        .map_or_else(|| essence(documented), essence);
    if !is_json(&kind) && !is_json(&essence(documented)) {
        return Ok(Some(to_text(&exchange.body)));
    }
    serde_json::from_slice(&exchange.body)
        .map(Some)
        .map_err(|error| {
            let claim = expectation.response.with_trailing_token("content");
            let kind = FindingKind::Unreadable {
                message: if is_nested_deeper(&exchange.body, MAX_JSON_DEPTH) {
                    format!("nested deeper than {MAX_JSON_DEPTH} levels")
                } else {
                    format!("not JSON: {error}")
                },
            };
            Box::new(Finding::new(
                Check::BodyParses,
                &claim,
                ExchangePart::Body,
                kind,
            ))
        })
}

/// Bytes as text. If they are not UTF-8, each byte becomes one character, so that different bodies are never equal.
fn to_text(bytes: &[u8]) -> Value {
    match std::str::from_utf8(bytes) {
        Ok(text) => Value::from(text),
        Err(_) => Value::from(
            bytes
                .iter()
                .map(|byte| char::from(*byte))
                .collect::<String>(),
        ),
    }
}
