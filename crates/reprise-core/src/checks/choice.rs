//! Which of several documented responses a response is compared with.

use std::borrow::Cow;

use crate::case::{ExpectedResponse, Step};
use crate::exchange::{Exchange, media_type_matches};

/// The documented response that belongs to a response.
#[expect(
    clippy::large_enum_variant,
    reason = "one exists at a time, on the stack"
)]
pub(super) enum ResponseChoice<'s> {
    /// The step with the documented response to compare with.
    Expected(Cow<'s, Step>),
    /// The status is documented, but it is not a success.
    Other,
}

/// Chooses by status, then by media type. A step with a single documented response stays as it is.
pub(super) fn choose_response<'s>(step: &'s Step, exchange: &Exchange) -> ResponseChoice<'s> {
    let best = step
        .alternatives
        .iter()
        .filter(|documented| documented.status.matches(exchange.status))
        .min_by_key(|documented| (documented.status, !has_media_type(documented, exchange)));
    let Some(documented) = best else {
        return ResponseChoice::Expected(Cow::Borrowed(step));
    };
    let class = exchange.status / 100;
    let expected_class = step.expected_response.status.class().unwrap_or(2);
    if class != 2 && class != expected_class {
        return ResponseChoice::Other;
    }
    ResponseChoice::Expected(Cow::Owned(Step {
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
