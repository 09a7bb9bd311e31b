//! `expected-header`, `absent-header`, `expected-body` and `relation`: the expectations of a case file.

use serde_json::Value;

use super::body_filter::filter_body;
use super::context::{CheckInput, CheckOutput};
use super::response_values::ResponseValues;
use super::{relation, violation};
use crate::case::{CaseExpectations, ExpectedHeader};
use crate::check::Check;
use crate::exchange::Exchange;
use crate::finding::{ExchangePart, Finding, FindingKind};
use crate::reason::Reason;
use crate::schemas::Schemas;

pub(super) fn check(context: &CheckInput<'_>, evaluation: &mut CheckOutput) {
    let Some(expectations) = &context.step.expectations else {
        return;
    };
    let schema = context.expected_response().schema.as_deref();
    let body = context.actual_body().cloned();
    let body = body.map(|body| filter_body(context.document, schema, expectations, body));
    for header in &expectations.headers {
        let is_number = expectations.numbers.contains(&header.name);
        let findings = check_expected_header(context.schemas, header, context.exchange, is_number);
        evaluation.findings.extend(findings);
    }
    evaluation
        .findings
        .extend(check_absent_headers(expectations, context.exchange));
    check_expected_body(context.schemas, expectations, body.as_ref(), evaluation);
    let response = ResponseValues {
        exchange: context.exchange,
        body: body.as_ref(),
        step_values: context.step_values,
    };
    for expectation in &expectations.relations {
        match relation::check(expectation, &response) {
            Ok(None) => {}
            Ok(Some(reason)) => evaluation.inconclusive = Some(reason),
            Err(finding) => evaluation.findings.push(*finding),
        }
    }
    evaluation.places.exact +=
        expectations.values + expectations.relations.len() + expectations.headers.len();
}

/// The schema of an expected header describes either a string or a number, never both.
fn check_expected_header(
    schemas: &Schemas,
    header: &ExpectedHeader,
    exchange: &Exchange,
    is_number: bool,
) -> Vec<Finding> {
    let check = Check::ExpectedHeader;
    let place = || ExchangePart::Header(header.name.clone());
    let finding = |kind| vec![Finding::new(check, &header.claim, place(), kind)];
    let Some(text) = exchange.header(&header.name) else {
        return finding(FindingKind::Missing {
            expected: Value::String(header.name.clone()),
        });
    };
    let value = match serde_json::from_str(text) {
        Ok(number @ Value::Number(_)) if is_number => number,
        _ if is_number => {
            return finding(FindingKind::Invalid {
                message: "must be a number".to_owned(),
                expected: None,
                actual: Some(text.into()),
            });
        }
        _ => Value::from(text),
    };
    let violations = schemas
        .response_violations(&header.claim, &value)
        .into_iter();
    violations
        .map(|one| violation::violation_finding(check, one, place()))
        .collect()
}

fn check_absent_headers(
    expectations: &CaseExpectations,
    exchange: &Exchange,
) -> impl Iterator<Item = Finding> {
    expectations.absent.iter().filter_map(|(name, claim)| {
        let kind = FindingKind::Unexpected {
            actual: exchange.header(name)?.into(),
        };
        let place = ExchangePart::Header(name.clone());
        Some(Finding::new(Check::AbsentHeader, claim, place, kind))
    })
}

fn check_expected_body(
    schemas: &Schemas,
    expectations: &CaseExpectations,
    body: Option<&Value>,
    evaluation: &mut CheckOutput,
) {
    let Some(schema) = &expectations.body else {
        return;
    };
    let body = body.unwrap_or(&Value::Null);
    let violations = schemas.response_violations(schema, body).into_iter();
    let findings = violations
        .map(|one| violation::violation_finding(Check::ExpectedBody, one, ExchangePart::Body));
    evaluation.findings.extend(findings);
    let is_empty = body.as_array().is_some_and(Vec::is_empty);
    if is_empty && !expectations.allows_empty_list {
        evaluation.inconclusive = Some(Reason::EmptyList);
    }
}
