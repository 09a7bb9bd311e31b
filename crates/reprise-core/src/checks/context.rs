//! The input and the output of a check.

use openapi_document::Document;
use serde_json::Value;

use super::observation::StepValues;
use super::places::Places;
use crate::case::{Expectation, Step};
use crate::exchange::Exchange;
use crate::finding::{Finding, Note};
use crate::level::Level;
use crate::reason::Reason;
use crate::schemas::Schemas;

/// The input of a check.
pub(super) struct Context<'a> {
    pub(super) document: &'a Document,
    pub(super) schemas: &'a Schemas,
    pub(super) step: &'a Step,
    pub(super) exchange: &'a Exchange,
    /// The body as a value; `None` if no body is documented and none was sent.
    pub(super) body: Result<Option<Value>, Box<Finding>>,
    pub(super) maximum_level: Level,
    pub(super) known: &'a StepValues,
}

/// The output of the checks.
#[derive(Default)]
pub(super) struct Evaluation {
    pub(super) findings: Vec<Finding>,
    pub(super) notes: Vec<Note>,
    pub(super) places: Places,
    /// Why a pass would prove nothing.
    pub(super) inconclusive: Option<Reason>,
}

impl<'a> Context<'a> {
    pub(super) fn expectation(&self) -> &'a Expectation {
        &self.step.expectation
    }

    /// The body, if there is one and it can be parsed.
    pub(super) fn actual(&self) -> Option<&Value> {
        self.body.as_ref().ok().and_then(Option::as_ref)
    }
}
