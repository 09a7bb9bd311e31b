//! Resolves the operands of a case file in a response.

use std::collections::BTreeMap;

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::case::{ExpectedRelation, Operand};
use crate::check::Check;
use crate::exchange::Exchange;
use crate::finding::{Finding, Kind, Place};

/// The values that earlier requests and responses of a case provide.
#[derive(Clone, Debug, Default)]
pub struct StepValues {
    /// Values of parameters as they were sent, by name.
    pub sent: BTreeMap<String, Value>,
    /// The values that earlier steps have captured, by name.
    pub captures: BTreeMap<String, Value>,
}

/// A response, and the values to compare it with.
pub(crate) struct Observation<'a> {
    pub(crate) exchange: &'a Exchange,
    pub(crate) body: Option<&'a Value>,
    pub(crate) known: &'a StepValues,
}

impl Operand {
    /// The value of the operand; `None` if the response has no such value.
    pub(crate) fn get(&self, response: &Observation<'_>) -> Option<Value> {
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
            Operand::Parameter(name) => response.known.sent.get(name).cloned(),
            Operand::Capture(name) => response.known.captures.get(name).cloned(),
            Operand::Value(value) => Some(value.clone()),
        }
    }

    /// The part of the response that the operand is from.
    fn place(&self) -> (Place, PointerBuf) {
        match self {
            Operand::Header(name) => (Place::Header(name.clone()), PointerBuf::root()),
            Operand::Parameter(name) => (Place::Parameter(name.clone()), PointerBuf::root()),
            Operand::Body(at) => (Place::Body, at.clone()),
            Operand::Each { list, .. } => (Place::Body, list.clone()),
            Operand::Capture(_) | Operand::Value(_) => (Place::Body, PointerBuf::root()),
        }
    }
}

/// The finding of an expectation, at the part of the response that the operand is from.
pub(crate) fn finding(
    check: Check,
    expectation: &ExpectedRelation,
    operand: &Operand,
    kind: Kind,
) -> Box<Finding> {
    let (place, at) = operand.place();
    Box::new(Finding {
        at,
        ..Finding::new(check, &expectation.claim, place, kind)
    })
}

/// The finding of a value that does not meet an expectation.
pub(crate) fn invalid(
    check: Check,
    expectation: &ExpectedRelation,
    operand: &Operand,
    message: String,
    actual: Value,
) -> Box<Finding> {
    let kind = Kind::Invalid {
        message,
        expected: None,
        actual: Some(actual),
    };
    finding(check, expectation, operand, kind)
}

pub(super) fn missing(
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
    let kind = Kind::Missing {
        expected: Value::String(expected),
    };
    finding(check, expectation, operand, kind)
}
