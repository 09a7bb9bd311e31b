//! `relation`: two values are related as a file of cases expects it.

use std::cmp::Ordering;

use chrono::DateTime;
use serde_json::Value;

use super::equality::{compare, same};
use super::observation::{Observation, finding, invalid, missing};
use crate::case::{Demand, Operand, Order, Relation};
use crate::check::Check;
use crate::finding::{Finding, Kind};
use crate::reason::Reason;

/// Why a relation that is met proves nothing, if so; or what is wrong.
type Outcome = Result<Option<Reason>, Box<Finding>>;

/// Whether a relation is met.
pub(super) fn check(demand: &Demand, response: &Observation<'_>) -> Outcome {
    let get = |operand: &Operand| {
        let value = operand.get(response);
        value.ok_or_else(|| missing(Check::Relation, demand, operand))
    };
    match &demand.relation {
        Relation::Equal(one, other) => equal(demand, one, get(one)?, get(other)?),
        Relation::Differ(one, other) => differ(demand, one, get(one)?, &get(other)?),
        Relation::Before(one, other) => before(demand, one, get(one)?, &get(other)?),
        Relation::Sorted(list, order) => sorted(demand, list, get(list)?, *order),
        Relation::Unique(list) => unique(demand, list, get(list)?),
        // the other pages are requested one by one
        Relation::Follows(_) => Ok(None),
    }
}

fn equal(demand: &Demand, operand: &Operand, actual: Value, expected: Value) -> Outcome {
    if same(&actual, &expected) {
        return Ok(None);
    }
    let kind = Kind::Other { expected, actual };
    Err(finding(Check::Relation, demand, operand, kind))
}

fn differ(demand: &Demand, operand: &Operand, actual: Value, unwanted: &Value) -> Outcome {
    if !same(&actual, unwanted) {
        return Ok(None);
    }
    refuse(demand, operand, "must be another value", actual)
}

fn before(demand: &Demand, operand: &Operand, first: Value, second: &Value) -> Outcome {
    let timestamp = |value: &Value| DateTime::parse_from_rfc3339(value.as_str()?).ok();
    match (timestamp(&first), timestamp(second)) {
        (Some(a), Some(b)) if a <= b => Ok(None),
        _ => {
            let message = format!("must be a timestamp that is not after {second}");
            refuse(demand, operand, &message, first)
        }
    }
}

fn sorted(demand: &Demand, operand: &Operand, list: Value, order: Order) -> Outcome {
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
    refuse(demand, operand, message, list)
}

fn unique(demand: &Demand, operand: &Operand, list: Value) -> Outcome {
    let elements = list.as_array().map_or(&[][..], Vec::as_slice);
    if elements.len() < 2 {
        return Ok(Some(Reason::TooFewElements));
    }
    let mut values = elements.iter().enumerate();
    if values.any(|(index, value)| elements.iter().take(index).any(|other| same(other, value))) {
        return refuse(demand, operand, "must not contain a value twice", list);
    }
    Ok(None)
}

fn refuse(demand: &Demand, operand: &Operand, message: &str, actual: Value) -> Outcome {
    Err(invalid(
        Check::Relation,
        demand,
        operand,
        message.to_owned(),
        actual,
    ))
}
