//! Checks the examples of a suite, errata applied, against the schemas of their document.

use openapi_document::Document;
use serde_json::Value;

use crate::case::{CaseId, Documented, Step};
use crate::check::Check;
use crate::checks::violation_finding;
use crate::finding::{Finding, Place};
use crate::schemas::Schemas;
use crate::schemas::Violation;
use crate::suite::Suite;

/// Lists places where an example, errata applied, violates a schema of its own document.
///
/// Values that violate the document on purpose must be invalid, so a valid one is listed, too.
pub fn lint(document: &Document, suite: &Suite, schemas: &Schemas) -> Vec<(CaseId, Finding)> {
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
        let place = || Place::Parameter(sent.parameter.name.clone());
        let violations = schemas.violations_of_request(schema, &sent.value);
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
                message: "is marked as invalid, but is valid".to_owned(),
                actual: sent.value.clone(),
                missing: false,
            };
            findings.push(violation_finding(Check::Schema, violation, place()));
        }
    }
    let expectation = &step.expectation;
    if let (Some(schema), Some(documented)) = (&expectation.schema, &expectation.body) {
        let violations = schemas.violations(schema, &kept(document, documented));
        findings.extend(
            violations
                .into_iter()
                .filter(|violation| !forgiven(documented, violation))
                .map(|violation| violation_finding(Check::Schema, violation, Place::Body)),
        );
    }
    for header in &expectation.headers {
        if let (Some(schema), Some(documented)) = (&header.schema, &header.value) {
            let violations = schemas.violations(schema, &documented.value(document));
            let place = || Place::Header(header.name.clone());
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
fn kept(document: &Document, documented: &Documented) -> Value {
    let mut value = documented.value(document).into_owned();
    for place in &documented.withdrawn {
        place.delete(&mut value);
    }
    value
}

/// Whether only a withdrawn property is missing.
fn forgiven(documented: &Documented, violation: &Violation) -> bool {
    violation
        .member
        .as_ref()
        .is_some_and(|member| documented.is_withdrawn(&violation.at.with_trailing_token(member)))
}
