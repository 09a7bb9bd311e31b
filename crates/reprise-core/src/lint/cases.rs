//! Checks the examples of a suite, errata applied, against the schemas of their document.

use openapi_document::Document;
use serde_json::Value;

use crate::case::{CaseId, DocumentedValue, Step};
use crate::check::Check;
use crate::checks::violation_finding;
use crate::finding::{ExchangePart, Finding};
use crate::schemas::Schemas;
use crate::schemas::Violation;
use crate::suite::Suite;

/// Lists places where an example, errata applied, violates a schema of its own document.
///
/// Values that violate the document on purpose must be invalid, so a valid one is listed, too.
pub fn lint_cases(document: &Document, suite: &Suite, schemas: &Schemas) -> Vec<(CaseId, Finding)> {
    suite
        .cases
        .iter()
        .flat_map(|case| {
            case.steps
                .iter()
                .flat_map(|step| lint_step(document, step, schemas))
                .map(|finding| (case.id.clone(), finding))
        })
        .collect()
}

fn lint_step(document: &Document, step: &Step, schemas: &Schemas) -> Vec<Finding> {
    let mut findings = Vec::new();
    for sent in &step.parameters {
        let Some(schema) = &sent.parameter.schema else {
            continue;
        };
        let place = || ExchangePart::Parameter(sent.parameter.name.clone());
        let violations = schemas.request_violations(schema, &sent.value);
        if !sent.invalid {
            findings.extend(
                violations
                    .into_iter()
                    .map(|violation| violation_finding(Check::Schema, violation, place())),
            );
        } else if violations.is_empty() {
            let violation = Violation {
                at: jsonptr::PointerBuf::root(),
                member: None,
                claim: schema.clone(),
                message: "is under `invalid` in `x-reprise`, but is valid".to_owned(),
                actual: sent.value.clone(),
                missing: false,
            };
            findings.push(violation_finding(Check::Schema, violation, place()));
        }
    }
    let expectation = &step.expected_response;
    if let (Some(schema), Some(documented)) = (&expectation.schema, &expectation.body) {
        let violations =
            schemas.response_violations(schema, &without_withdrawn(document, documented));
        findings.extend(
            violations
                .into_iter()
                .filter(|violation| !is_withdrawn_member(documented, violation))
                .map(|violation| violation_finding(Check::Schema, violation, ExchangePart::Body)),
        );
    }
    for header in &expectation.headers {
        if let (Some(schema), Some(documented)) = (&header.schema, &header.value) {
            let violations = schemas.response_violations(schema, &documented.value(document));
            let place = || ExchangePart::Header(header.name.clone());
            findings.extend(
                violations
                    .into_iter()
                    .map(|violation| violation_finding(Check::Schema, violation, place())),
            );
        }
    }
    findings
}

/// The documented value without the withdrawn properties.
fn without_withdrawn(document: &Document, documented: &DocumentedValue) -> Value {
    let mut value = documented.value(document).into_owned();
    for place in &documented.withdrawn {
        place.delete(&mut value);
    }
    value
}

/// Whether only a withdrawn property is missing.
fn is_withdrawn_member(documented: &DocumentedValue, violation: &Violation) -> bool {
    violation
        .member
        .as_ref()
        .is_some_and(|member| documented.is_withdrawn(&violation.at.with_trailing_token(member)))
}
