//! `schema`: the body is valid against its schema.

use super::context::{CheckInput, CheckOutput};
use super::violation;
use crate::check::Check;
use crate::finding::ExchangePart;

pub(super) fn check(context: &CheckInput<'_>, evaluation: &mut CheckOutput) {
    let (Some(schema), Some(actual)) = (&context.expected_response().schema, context.actual_body())
    else {
        return;
    };
    if context.maximum_level < Check::Schema.level() {
        return;
    }
    let violations = context
        .schemas
        .response_violations(schema, actual)
        .into_iter();
    let findings =
        violations.map(|one| violation::violation_finding(Check::Schema, one, ExchangePart::Body));
    evaluation.findings.extend(findings);
}
