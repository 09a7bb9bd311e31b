//! `relation`: two values are related as the case file expects.

use std::cmp::Ordering;

use chrono::DateTime;
use serde_json::Value;

use super::equality::{compare, same};
use super::observation::{Observation, finding, invalid, missing};
use crate::case::{ExpectedRelation, Operand, Order, Relation};
use crate::check::Check;
use crate::finding::{Finding, Kind};
use crate::reason::Reason;

/// The reason why a relation that is met proves nothing, if there is one; or the violation.
type Outcome = Result<Option<Reason>, Box<Finding>>;

/// Whether a relation is met.
pub(super) fn check(expectation: &ExpectedRelation, response: &Observation<'_>) -> Outcome {
    let get = |operand: &Operand| {
        let value = operand.get(response);
        value.ok_or_else(|| missing(Check::Relation, expectation, operand))
    };
    match &expectation.relation {
        Relation::Equal(one, other) => equal(expectation, one, get(one)?, get(other)?),
        Relation::Differ(one, other) => differ(expectation, one, get(one)?, &get(other)?),
        Relation::Before(one, other) => before(expectation, one, get(one)?, &get(other)?),
        Relation::Sorted(list, order) => sorted(expectation, list, get(list)?, *order),
        Relation::Unique(list) => unique(expectation, list, get(list)?),
        // the other pages are requested one by one
        Relation::Follows(_) => Ok(None),
    }
}

fn equal(
    expectation: &ExpectedRelation,
    operand: &Operand,
    actual: Value,
    expected: Value,
) -> Outcome {
    if same(&actual, &expected) {
        return Ok(None);
    }
    let kind = Kind::Other { expected, actual };
    Err(finding(Check::Relation, expectation, operand, kind))
}

fn differ(
    expectation: &ExpectedRelation,
    operand: &Operand,
    actual: Value,
    unwanted: &Value,
) -> Outcome {
    if !same(&actual, unwanted) {
        return Ok(None);
    }
    refuse(expectation, operand, "must be another value", actual)
}

fn before(
    expectation: &ExpectedRelation,
    operand: &Operand,
    first: Value,
    second: &Value,
) -> Outcome {
    let timestamp = |value: &Value| DateTime::parse_from_rfc3339(value.as_str()?).ok();
    match (timestamp(&first), timestamp(second)) {
        (Some(a), Some(b)) if a <= b => Ok(None),
        _ => {
            let message = format!("must be a timestamp that is not after {second}");
            refuse(expectation, operand, &message, first)
        }
    }
}

fn sorted(expectation: &ExpectedRelation, operand: &Operand, list: Value, order: Order) -> Outcome {
    let elements = list.as_array().map_or(&[][..], Vec::as_slice);
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
    let message = match order {
        Order::Ascending => "must be in ascending order",
        Order::Descending => "must be in descending order",
    };
    refuse(expectation, operand, message, list)
}

fn unique(expectation: &ExpectedRelation, operand: &Operand, list: Value) -> Outcome {
    let elements = list.as_array().map_or(&[][..], Vec::as_slice);
    if elements.len() < 2 {
        return Ok(Some(Reason::TooFewElements));
    }
    let mut values = elements.iter().enumerate();
    if values.any(|(index, value)| elements.iter().take(index).any(|other| same(other, value))) {
        return refuse(expectation, operand, "must not contain a value twice", list);
    }
    Ok(None)
}

fn refuse(
    expectation: &ExpectedRelation,
    operand: &Operand,
    message: &str,
    actual: Value,
) -> Outcome {
    Err(invalid(
        Check::Relation,
        expectation,
        operand,
        message.to_owned(),
        actual,
    ))
}
