//! What a file of cases demands, held against an answer.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::DateTime;
use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::head;
use crate::case::{Demand, Demands, Operand, Order, Relation};
use crate::exchange::Exchange;
use crate::finding::{Finding, Kind, Place};
use crate::level::Level;
use crate::reason::Reason;
use crate::schemas::Schemas;
use crate::timestamp::same_timestamp;

/// What is known of a case when an answer is judged.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Values of parameters as they were sent, by name.
    pub sent: BTreeMap<String, Value>,
    /// What earlier steps have captured, by name.
    pub captures: BTreeMap<String, Value>,
}

/// An answer, and what it is held against.
pub(crate) struct Answer<'a> {
    pub(crate) exchange: &'a Exchange,
    pub(crate) body: Option<&'a Value>,
    pub(crate) known: &'a Known,
}

/// What came of the demands on one answer.
#[derive(Default)]
pub(super) struct Held {
    pub(super) findings: Vec<Finding>,
    /// Why nothing can be said, where that is so.
    pub(super) vacuous: Option<Reason>,
    /// How many values were compared.
    pub(super) compared: usize,
}

/// Holds an answer against demands.
pub(super) fn hold(schemas: &Schemas, demands: &Demands, answer: &Answer<'_>) -> Held {
    let mut held = Held {
        compared: demands.values + demands.relations.len() + demands.headers.len(),
        ..Held::default()
    };
    for header in &demands.headers {
        let is_number = demands.numbers.contains(&header.name);
        let found = head::demanded(schemas, header, answer.exchange, is_number);
        held.findings.extend(found);
    }
    for (name, claim) in &demands.absent {
        if let Some(actual) = answer.exchange.header(name) {
            let kind = Kind::Unexpected {
                actual: actual.into(),
            };
            let place = Place::Header(name.clone());
            held.findings
                .push(Finding::new(Level::Shape, claim, place, kind));
        }
    }
    if let Some(schema) = &demands.body {
        let body = answer.body.unwrap_or(&Value::Null);
        let violations = schemas.violations(schema, body).into_iter();
        held.findings
            .extend(violations.map(|one| super::invalid(one, Place::Body, Level::Shape)));
        let is_empty = body.as_array().is_some_and(Vec::is_empty);
        if is_empty && !demands.empties {
            held.vacuous = Some(Reason::EmptyList);
        }
    }
    for demand in &demands.relations {
        match holds(demand, answer) {
            Ok(None) => {}
            Ok(Some(reason)) => held.vacuous = Some(reason),
            Err(finding) => held.findings.push(*finding),
        }
    }
    held
}

/// Whether a relation holds; where it does, but there was nothing to see it by, why not.
fn holds(demand: &Demand, answer: &Answer<'_>) -> Result<Option<Reason>, Box<Finding>> {
    let get = |operand: &Operand| operand.get(answer).ok_or_else(|| missing(demand, operand));
    match &demand.relation {
        Relation::Equal(one, other) => {
            let (actual, expected) = (get(one)?, get(other)?);
            if same(&actual, &expected) {
                return Ok(None);
            }
            let kind = Kind::Other { expected, actual };
            Err(finding(demand, one, kind))
        }
        Relation::Differ(one, other) => {
            let (value, unwanted) = (get(one)?, get(other)?);
            if !same(&value, &unwanted) {
                return Ok(None);
            }
            Err(refused(
                demand,
                one,
                "must be another value".to_owned(),
                value,
            ))
        }
        Relation::Before(one, other) => {
            let (first, second) = (get(one)?, get(other)?);
            let instant = |value: &Value| DateTime::parse_from_rfc3339(value.as_str()?).ok();
            match (instant(&first), instant(&second)) {
                (Some(a), Some(b)) if a <= b => Ok(None),
                _ => {
                    let message = format!("must be an instant that is not after {second}");
                    Err(refused(demand, one, message, first))
                }
            }
        }
        Relation::Sorted(list, order) => {
            let values = get(list)?;
            let elements = values.as_array().map_or(&[][..], Vec::as_slice);
            if elements.len() < 2 {
                return Ok(Some(Reason::TooFewElements));
            }
            let in_order = elements.windows(2).all(|pair| match pair {
                [a, b] => matches!(
                    (compare(a, b), order),
                    (Some(Ordering::Equal), _)
                        | (Some(Ordering::Less), Order::Ascending)
                        | (Some(Ordering::Greater), Order::Descending)
                ),
                _ => true,
            });
            if in_order {
                return Ok(None);
            }
            let word = match order {
                Order::Ascending => "ascending",
                Order::Descending => "descending",
            };
            Err(refused(
                demand,
                list,
                format!("must be in {word} order"),
                values,
            ))
        }
        Relation::Unique(list) => {
            let values = get(list)?;
            let elements = values.as_array().map_or(&[][..], Vec::as_slice);
            if elements.len() < 2 {
                return Ok(Some(Reason::TooFewElements));
            }
            let repeats = elements
                .iter()
                .enumerate()
                .any(|(index, value)| elements.iter().take(index).any(|other| same(other, value)));
            if !repeats {
                return Ok(None);
            }
            Err(refused(
                demand,
                list,
                "must not repeat a value".to_owned(),
                values,
            ))
        }
        // the pages behind the first are asked for one by one
        Relation::Follows(_) => Ok(None),
    }
}

impl Operand {
    /// The value that it stands for; none where the answer has nothing there.
    pub(crate) fn get(&self, answer: &Answer<'_>) -> Option<Value> {
        match self {
            Operand::Body(at) => at.resolve(answer.body?).ok().cloned(),
            Operand::Each { list, each } => {
                let elements = list.resolve(answer.body?).ok()?.as_array()?;
                elements
                    .iter()
                    .map(|element| each.resolve(element).ok().cloned())
                    .collect()
            }
            Operand::Header(name) => answer.exchange.header(name).map(Value::from),
            Operand::Parameter(name) => answer.known.sent.get(name).cloned(),
            Operand::Capture(name) => answer.known.captures.get(name).cloned(),
            Operand::Value(value) => Some(value.clone()),
        }
    }

    /// The part of an answer that it speaks of.
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

/// The same value: numbers and instants by value.
pub(crate) fn same(one: &Value, other: &Value) -> bool {
    let equal = |_: &Pointer, one: &Value, other: &Value| match (one, other) {
        (Value::Number(a), Value::Number(b)) => json_pointer_diff::numbers_equal(a, b),
        (Value::String(a), Value::String(b)) => a == b || same_timestamp(a, b),
        (a, b) => a == b,
    };
    let rules = json_pointer_diff::Rules {
        equal: &equal,
        ..json_pointer_diff::Rules::default()
    };
    json_pointer_diff::diff(one, other, &rules).is_empty()
}

/// By number, by instant, or by text; none for values of different kinds.
fn compare(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
        },
        (Value::String(a), Value::String(b)) => {
            let instant = |text: &str| DateTime::parse_from_rfc3339(text).ok();
            Some(match (instant(a), instant(b)) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => a.cmp(b),
            })
        }
        _ => None,
    }
}

/// The finding of a demand at the part of the answer that an operand speaks of.
pub(crate) fn finding(demand: &Demand, operand: &Operand, kind: Kind) -> Box<Finding> {
    let (place, at) = operand.place();
    Box::new(Finding {
        at,
        ..Finding::new(Level::Shape, &demand.claim, place, kind)
    })
}

/// The finding of a demand that a value does not meet.
pub(crate) fn refused(
    demand: &Demand,
    operand: &Operand,
    message: String,
    actual: Value,
) -> Box<Finding> {
    let kind = Kind::Invalid {
        message,
        expected: None,
        actual: Some(actual),
    };
    finding(demand, operand, kind)
}

fn missing(demand: &Demand, operand: &Operand) -> Box<Finding> {
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
    finding(demand, operand, kind)
}
