//! Converts a violation of a schema to a finding.

use crate::check::Check;
use crate::finding::{Finding, Kind, Place};
use crate::schemas::Violation;

pub(crate) fn finding(check: Check, violation: Violation, place: Place) -> Finding {
    let mut at = violation.at;
    if let Some(member) = violation.member {
        at.push_back(member);
    }
    // a missing property has no actual value, only a claim
    let actual = (!violation.missing).then_some(violation.actual);
    let kind = Kind::Invalid {
        message: violation.message,
        expected: None,
        actual,
    };
    Finding {
        at,
        ..Finding::new(check, &violation.claim, place, kind)
    }
}
