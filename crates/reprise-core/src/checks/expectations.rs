//! `expected-header`, `absent-header`, `expected-body` and `relation`: the expectations of a case file.

use serde_json::Value;

use super::context::{Context, Evaluation};
use super::observation::Observation;
use super::view::view;
use super::{relation, violation};
use crate::case::{CaseExpectations, ExpectedHeader};
use crate::check::Check;
use crate::exchange::Exchange;
use crate::finding::{Finding, Kind, Place};
use crate::reason::Reason;
use crate::schemas::Schemas;

pub(super) fn check(context: &Context<'_>, evaluation: &mut Evaluation) {
    let Some(expectations) = &context.step.expectations else {
        return;
    };
    let schema = context.expectation().schema.as_deref();
    let body = context.actual().cloned();
    let body = body.map(|body| view(context.document, schema, expectations, body));
    for header in &expectations.headers {
        let is_number = expectations.numbers.contains(&header.name);
        let findings = expected_header(context.schemas, header, context.exchange, is_number);
        evaluation.findings.extend(findings);
    }
    evaluation
        .findings
        .extend(absent_headers(expectations, context.exchange));
    expected_body(context.schemas, expectations, body.as_ref(), evaluation);
    let response = Observation {
        exchange: context.exchange,
        body: body.as_ref(),
        known: context.known,
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
fn expected_header(
    schemas: &Schemas,
    header: &ExpectedHeader,
    exchange: &Exchange,
    is_number: bool,
) -> Vec<Finding> {
    let check = Check::ExpectedHeader;
    let place = || Place::Header(header.name.clone());
    let finding = |kind| vec![Finding::new(check, &header.claim, place(), kind)];
    let Some(text) = exchange.header(&header.name) else {
        return finding(Kind::Missing {
            expected: Value::String(header.name.clone()),
        });
    };
    let value = match serde_json::from_str(text) {
        Ok(number @ Value::Number(_)) if is_number => number,
        _ if is_number => {
            return finding(Kind::Invalid {
                message: "must be a number".to_owned(),
                expected: None,
                actual: Some(text.into()),
            });
        }
        _ => Value::from(text),
    };
    let violations = schemas.violations(&header.claim, &value).into_iter();
    violations
        .map(|one| violation::finding(check, one, place()))
        .collect()
}

fn absent_headers(
    expectations: &CaseExpectations,
    exchange: &Exchange,
) -> impl Iterator<Item = Finding> {
    expectations.absent.iter().filter_map(|(name, claim)| {
        let kind = Kind::Unexpected {
            actual: exchange.header(name)?.into(),
        };
        let place = Place::Header(name.clone());
        Some(Finding::new(Check::AbsentHeader, claim, place, kind))
    })
}

fn expected_body(
    schemas: &Schemas,
    expectations: &CaseExpectations,
    body: Option<&Value>,
    evaluation: &mut Evaluation,
) {
    let Some(schema) = &expectations.body else {
        return;
    };
    let body = body.unwrap_or(&Value::Null);
    let violations = schemas.violations(schema, body).into_iter();
    let findings = violations.map(|one| violation::finding(Check::ExpectedBody, one, Place::Body));
    evaluation.findings.extend(findings);
    let is_empty = body.as_array().is_some_and(Vec::is_empty);
    if is_empty && !expectations.empties {
        evaluation.inconclusive = Some(Reason::EmptyList);
    }
}
