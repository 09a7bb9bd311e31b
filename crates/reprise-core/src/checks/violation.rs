//! Converts a violation of a schema to a finding.

use crate::check::Check;
use crate::finding::{ExchangePart, Finding, FindingKind};
use crate::schemas::Violation;

pub(crate) fn violation_finding(
    check: Check,
    violation: Violation,
    place: ExchangePart,
) -> Finding {
    let mut at = violation.at;
    if let Some(member) = violation.member {
        at.push_back(member);
    }
    // a missing property has no actual value, only a claim
    let actual = (!violation.missing).then_some(violation.actual);
    let kind = FindingKind::Invalid {
        message: violation.message,
        expected: None,
        actual,
    };
    Finding {
        at,
        ..Finding::new(check, &violation.claim, place, kind)
    }
}
