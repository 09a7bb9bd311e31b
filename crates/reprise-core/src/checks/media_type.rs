//! `media-type`: the media type is the documented one.

use super::context::{CheckInput, CheckOutput};
use crate::check::Check;
use crate::exchange::media_type_matches;
use crate::finding::{ExchangePart, Finding, FindingKind};

pub(super) fn check(context: &CheckInput<'_>, evaluation: &mut CheckOutput) {
    let expectation = context.expected_response();
    let Some(documented) = expectation.media_type.as_deref() else {
        return;
    };
    let kind = match context.exchange.header("content-type") {
        Some(actual) if media_type_matches(documented, actual) => return,
        Some(actual) => FindingKind::Other {
            expected: documented.into(),
            actual: actual.into(),
        },
        None => FindingKind::Missing {
            expected: documented.into(),
        },
    };
    let claim = expectation
        .response
        .with_trailing_token("content")
        .with_trailing_token(documented);
    let finding = Finding::new(Check::MediaType, &claim, ExchangePart::MediaType, kind);
    evaluation.findings.push(finding);
}
