//! `media-type`: the media type is the documented one.

use super::context::{Context, Evaluation};
use crate::check::Check;
use crate::exchange::matches;
use crate::finding::{Finding, Kind, Place};

pub(super) fn check(context: &Context<'_>, evaluation: &mut Evaluation) {
    let expectation = context.expectation();
    let Some(documented) = expectation.media_type.as_deref() else {
        return;
    };
    let kind = match context.exchange.header("content-type") {
        Some(actual) if matches(documented, actual) => return,
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
    let finding = Finding::new(Check::MediaType, &claim, Place::MediaType, kind);
    evaluation.findings.push(finding);
}
