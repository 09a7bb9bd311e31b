//! Resolves the operands of a case file in a response.

use std::collections::BTreeMap;

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::case::{ExpectedRelation, Operand};
use crate::check::Check;
use crate::exchange::Exchange;
use crate::finding::{ExchangePart, Finding, FindingKind};

/// The values that earlier requests and responses of a case provide.
#[derive(Clone, Debug, Default)]
pub struct StepValues {
    /// Values of parameters as they were sent, by name.
    pub sent_parameters: BTreeMap<String, Value>,
    /// The values that earlier steps have captured, by name.
    pub captures: BTreeMap<String, Value>,
}

/// A response, and the values to compare it with.
pub(crate) struct ResponseValues<'a> {
    pub(crate) exchange: &'a Exchange,
    pub(crate) body: Option<&'a Value>,
    pub(crate) step_values: &'a StepValues,
}

impl Operand {
    /// The value of the operand; `None` if the response has no such value.
    pub(crate) fn get(&self, response: &ResponseValues<'_>) -> Option<Value> {
        match self {
            Operand::Body(at) => at.resolve(response.body?).ok().cloned(),
            Operand::Each { list, each } => {
                let elements = list.resolve(response.body?).ok()?.as_array()?;
                elements
                    .iter()
                    .map(|element| each.resolve(element).ok().cloned())
                    .collect()
            }
            Operand::Header(name) => response.exchange.header(name).map(Value::from),
            Operand::Parameter(name) => response.step_values.sent_parameters.get(name).cloned(),
            Operand::Capture(name) => response.step_values.captures.get(name).cloned(),
            Operand::Value(value) => Some(value.clone()),
        }
    }

    /// The part of the response that the operand is from.
    fn part_and_pointer(&self) -> (ExchangePart, PointerBuf) {
        match self {
            Operand::Header(name) => (ExchangePart::Header(name.clone()), PointerBuf::root()),
            Operand::Parameter(name) => (ExchangePart::Parameter(name.clone()), PointerBuf::root()),
            Operand::Body(at) => (ExchangePart::Body, at.clone()),
            Operand::Each { list, .. } => (ExchangePart::Body, list.clone()),
            Operand::Capture(_) | Operand::Value(_) => (ExchangePart::Body, PointerBuf::root()),
        }
    }
}

/// The finding of an expectation, at the part of the response that the operand is from.
pub(crate) fn relation_finding(
    check: Check,
    expectation: &ExpectedRelation,
    operand: &Operand,
    kind: FindingKind,
) -> Box<Finding> {
    let (place, at) = operand.part_and_pointer();
    Box::new(Finding {
        at,
        ..Finding::new(check, &expectation.claim, place, kind)
    })
}

/// The finding of a value that does not meet an expectation.
pub(crate) fn invalid_finding(
    check: Check,
    expectation: &ExpectedRelation,
    operand: &Operand,
    message: String,
    actual: Value,
) -> Box<Finding> {
    let kind = FindingKind::Invalid {
        message,
        expected: None,
        actual: Some(actual),
    };
    relation_finding(check, expectation, operand, kind)
}

pub(super) fn missing_finding(
    check: Check,
    expectation: &ExpectedRelation,
    operand: &Operand,
) -> Box<Finding> {
    let expected = match operand {
        Operand::Each { each, .. } => format!("`{each}` in each element"),
        Operand::Header(name) => name.clone(),
        Operand::Parameter(name) | Operand::Capture(name) => name.clone(),
        Operand::Body(at) => at.to_string(),
        Operand::Value(_) => String::new(),
    };
    let kind = FindingKind::Missing {
        expected: Value::String(expected),
    };
    relation_finding(check, expectation, operand, kind)
}
