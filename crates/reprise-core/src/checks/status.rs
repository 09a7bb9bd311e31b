//! `status`: the status is the documented one.

use openapi_document::StatusPattern;

use crate::case::Step;
use crate::check::Check;
use crate::exchange::Exchange;
use crate::finding::{ExchangePart, Finding, FindingKind};

/// A different status has a different body, so no other check runs if this one fails.
pub(super) fn check(step: &Step, exchange: &Exchange) -> Option<Finding> {
    let expectation = &step.expected_response;
    if expectation.status.matches(exchange.status) {
        return None;
    }
    let expected = match expectation.status {
        StatusPattern::Code(code) => code.into(),
        other => other.to_string().into(),
    };
    let kind = FindingKind::Other {
        expected,
        actual: exchange.status.into(),
    };
    let in_case_file = step
        .expectations
        .as_ref()
        .map(|expectations| &expectations.status);
    let claim = in_case_file.unwrap_or(&expectation.response);
    Some(Finding::new(
        Check::Status,
        claim,
        ExchangePart::Status,
        kind,
    ))
}
