//! `header` and `header-value`: documented headers are present, valid, and have the documented values.

use jsonptr::Pointer;
use serde_json::Value;

use super::context::{CheckInput, CheckOutput};
use super::violation;
use crate::case::ExpectedHeader;
use crate::check::Check;
use crate::finding::{ExchangePart, Finding, FindingKind};
use crate::level::Level;
use crate::schemas::{Schemas, Violation};

pub(super) fn check(context: &CheckInput<'_>, evaluation: &mut CheckOutput) {
    for header in &context.expected_response().headers {
        let findings = match context.exchange.header(&header.name) {
            None => missing_header(context, header).into_iter().collect(),
            Some(text) => check_header(context, header, text),
        };
        evaluation.findings.extend(findings);
    }
}

fn missing_header(context: &CheckInput<'_>, header: &ExpectedHeader) -> Option<Finding> {
    let (claim, expected) = match &header.value {
        Some(documented) => {
            let value = documented.value(context.document);
            (&documented.claim, value.into_owned())
        }
        None if header.required => (&header.claim, Value::String(header.name.clone())),
        None => return None,
    };
    let place = ExchangePart::Header(header.name.clone());
    let kind = FindingKind::Missing { expected };
    Some(Finding::new(Check::Header, claim, place, kind))
}

fn check_header(context: &CheckInput<'_>, header: &ExpectedHeader, text: &str) -> Vec<Finding> {
    let place = || ExchangePart::Header(header.name.clone());
    if let Some(schema) = &header.schema {
        let violations = header_violations(context.schemas, schema, text);
        if !violations.is_empty() {
            return violations
                .into_iter()
                .map(|one| violation::violation_finding(Check::Header, one, place()))
                .collect();
        }
    }
    match &header.value {
        Some(documented) if context.maximum_level == Level::Value => {
            let expected = documented.value(context.document);
            if to_text(&expected) == text {
                return Vec::new();
            }
            let kind = FindingKind::Other {
                expected: expected.into_owned(),
                actual: text.into(),
            };
            vec![Finding::new(
                Check::HeaderValue,
                &documented.claim,
                place(),
                kind,
            )]
        }
        _ => Vec::new(),
    }
}

/// A header is text. It is valid if the schema accepts it as text, or as the number or boolean in the text.
fn header_violations(schemas: &Schemas, schema: &Pointer, text: &str) -> Vec<Violation> {
    let as_text = schemas.response_violations(schema, &Value::String(text.to_owned()));
    if as_text.is_empty() {
        return as_text;
    }
    match serde_json::from_str::<Value>(text) {
        Ok(read @ (Value::Number(_) | Value::Bool(_))) => {
            schemas.response_violations(schema, &read)
        }
        _ => as_text,
    }
}

fn to_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
