//! The input and the output of a check.

use openapi_document::Document;
use serde_json::Value;

use super::place_counts::PlaceCounts;
use super::response_values::StepValues;
use crate::case::{ExpectedResponse, Step};
use crate::exchange::Exchange;
use crate::finding::{ExtraProperty, Finding};
use crate::level::Level;
use crate::reason::Reason;
use crate::schemas::Schemas;

/// The input of a check.
pub(super) struct CheckInput<'a> {
    pub(super) document: &'a Document,
    pub(super) schemas: &'a Schemas,
    pub(super) step: &'a Step,
    pub(super) exchange: &'a Exchange,
    /// The body as a value; `None` if no body is documented and none was sent.
    pub(super) body: Result<Option<Value>, Box<Finding>>,
    pub(super) maximum_level: Level,
    pub(super) step_values: &'a StepValues,
}

/// The output of the checks.
#[derive(Default)]
pub(super) struct CheckOutput {
    pub(super) findings: Vec<Finding>,
    pub(super) notes: Vec<ExtraProperty>,
    pub(super) places: PlaceCounts,
    /// Why a pass would prove nothing.
    pub(super) inconclusive: Option<Reason>,
}

impl<'a> CheckInput<'a> {
    pub(super) fn expected_response(&self) -> &'a ExpectedResponse {
        &self.step.expected_response
    }

    /// The body, if there is one and it can be parsed.
    pub(super) fn actual_body(&self) -> Option<&Value> {
        self.body.as_ref().ok().and_then(Option::as_ref)
    }
}
