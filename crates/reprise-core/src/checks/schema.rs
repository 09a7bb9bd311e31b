//! `schema`: the body is valid against its schema.

use super::context::{Context, Evaluation};
use super::violation;
use crate::check::Check;
use crate::finding::Place;

pub(super) fn check(context: &Context<'_>, evaluation: &mut Evaluation) {
    let (Some(schema), Some(actual)) = (&context.expectation().schema, context.actual()) else {
        return;
    };
    if context.maximum_level < Check::Schema.level() {
        return;
    }
    let violations = context.schemas.violations(schema, actual).into_iter();
    let findings = violations.map(|one| violation::finding(Check::Schema, one, Place::Body));
    evaluation.findings.extend(findings);
}
