//! Which of several documented responses a response is compared with.

use std::borrow::Cow;

use openapi_document::StatusPattern;

use crate::case::{ExpectedResponse, Step};
use crate::exchange::{Exchange, media_type_matches};

/// The documented response that belongs to a response.
#[expect(
    clippy::large_enum_variant,
    reason = "one exists at a time, on the stack"
)]
pub(super) enum Choice<'s> {
    /// The step with the documented response to compare with.
    Expected(Cow<'s, Step>),
    /// The status is documented, but it is not a success.
    Other,
}

/// Chooses by status, then by media type. A step with a single documented response stays as it is.
pub(super) fn choose<'s>(step: &'s Step, exchange: &Exchange) -> Choice<'s> {
    let best = step
        .alternatives
        .iter()
        .filter(|documented| documented.status.matches(exchange.status))
        .min_by_key(|documented| {
            (
                rank(documented.status),
                !has_media_type(documented, exchange),
            )
        });
    let Some(documented) = best else {
        return Choice::Expected(Cow::Borrowed(step));
    };
    let class = exchange.status / 100;
    if class != 2 && class != expected_class(step.expected_response.status) {
        return Choice::Other;
    }
    Choice::Expected(Cow::Owned(Step {
        expected_response: documented.clone(),
        alternatives: Vec::new(),
        ..step.clone()
    }))
}

fn has_media_type(documented: &ExpectedResponse, exchange: &Exchange) -> bool {
    match (&documented.media_type, exchange.header("content-type")) {
        (Some(documented), Some(actual)) => media_type_matches(documented, actual),
        (documented, actual) => documented.is_none() && actual.is_none(),
    }
}

/// The first digit of the expected status.
fn expected_class(status: StatusPattern) -> u16 {
    match status {
        StatusPattern::Code(code) => code / 100,
        StatusPattern::Range(digit) => digit.into(),
        StatusPattern::Default => 2,
    }
}

/// Statuses with an entry of their own come before ranges, and ranges before `default`.
fn rank(status: StatusPattern) -> u8 {
    match status {
        StatusPattern::Code(_) => 0,
        StatusPattern::Range(_) => 1,
        StatusPattern::Default => 2,
    }
}
