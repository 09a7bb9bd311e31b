//! Status, media type and headers.

use jsonptr::Pointer;
use serde_json::Value;

use crate::case::{Expectation, ExpectedHeader, Step};
use crate::exchange::Exchange;
use crate::exchange::matches;
use crate::finding::{Finding, Kind, Place};
use crate::judge::invalid;
use crate::level::Level;
use crate::schemas::Schemas;
use crate::schemas::Violation;

pub(super) fn status(step: &Step, exchange: &Exchange) -> Finding {
    let expectation = &step.expectation;
    let expected = match expectation.status {
        openapi_document::StatusPattern::Code(code) => code.into(),
        other => other.to_string().into(),
    };
    let kind = Kind::Other {
        expected,
        actual: exchange.status.into(),
    };
    let demanded = step.demands.as_ref().map(|demands| &demands.status);
    let claim = demanded.unwrap_or(&expectation.response);
    Finding::new(Level::Exchange, claim, Place::Status, kind)
}

pub(super) fn media_type(expectation: &Expectation, exchange: &Exchange) -> Option<Finding> {
    let documented = expectation.media_type.as_deref()?;
    let kind = match exchange.header("content-type") {
        Some(actual) if matches(documented, actual) => return None,
        Some(actual) => Kind::Other {
            expected: documented.into(),
            actual: actual.into(),
        },
        None => Kind::Missing {
            expected: documented.into(),
        },
    };
    let claim = expectation
        .response
        .with_trailing_token("content")
        .with_trailing_token(documented);
    Some(Finding::new(
        Level::Exchange,
        &claim,
        Place::MediaType,
        kind,
    ))
}

pub(super) fn header(
    schemas: &Schemas,
    header: &ExpectedHeader,
    exchange: &Exchange,
    maximum_level: Level,
) -> Vec<Finding> {
    let place = || Place::Header(header.name.clone());
    let documented = header.value.as_ref();
    let Some(text) = exchange.header(&header.name) else {
        return match documented {
            Some(value) => {
                let kind = Kind::Missing {
                    expected: value.value.read().into_owned(),
                };
                vec![Finding::new(Level::Exchange, &value.claim, place(), kind)]
            }
            None if header.required => {
                let kind = Kind::Missing {
                    expected: Value::String(header.name.clone()),
                };
                vec![Finding::new(Level::Exchange, &header.claim, place(), kind)]
            }
            None => Vec::new(),
        };
    };
    if let Some(schema) = &header.schema {
        let violations = violations_of_text(schemas, schema, text);
        if !violations.is_empty() {
            return violations
                .into_iter()
                .map(|violation| invalid(violation, place(), Level::Exchange))
                .collect();
        }
    }
    match documented {
        Some(value) if maximum_level == Level::Value && as_text(&value.value.read()) != text => {
            let kind = Kind::Other {
                expected: value.value.read().into_owned(),
                actual: text.into(),
            };
            vec![Finding::new(Level::Value, &value.claim, place(), kind)]
        }
        _ => Vec::new(),
    }
}

/// A header that a case demands: its schema speaks either of a text or of a number, and never of whichever suits.
pub(super) fn demanded(
    schemas: &Schemas,
    header: &ExpectedHeader,
    exchange: &Exchange,
    is_number: bool,
) -> Vec<Finding> {
    let place = || Place::Header(header.name.clone());
    let found = |kind| vec![Finding::new(Level::Shape, &header.claim, place(), kind)];
    let Some(text) = exchange.header(&header.name) else {
        return found(Kind::Missing {
            expected: Value::String(header.name.clone()),
        });
    };
    let value = match serde_json::from_str(text) {
        Ok(number @ Value::Number(_)) if is_number => number,
        _ if is_number => {
            return found(Kind::Invalid {
                message: "must be a number".to_owned(),
                expected: None,
                actual: Some(text.into()),
            });
        }
        _ => Value::from(text),
    };
    let violations = schemas.violations(&header.claim, &value).into_iter();
    violations
        .map(|violation| invalid(violation, place(), Level::Shape))
        .collect()
}

/// A header is text; it is valid if it is so as text, or as the number or truth value that it reads as.
fn violations_of_text(schemas: &Schemas, schema: &Pointer, text: &str) -> Vec<Violation> {
    let as_text = schemas.violations(schema, &Value::String(text.to_owned()));
    if as_text.is_empty() {
        return as_text;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(read @ (Value::Number(_) | Value::Bool(_))) => schemas.violations(schema, &read),
        _ => as_text,
    }
}

fn as_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
