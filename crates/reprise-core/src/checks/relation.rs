//! `relation`: two values are related as the case file expects.

use std::cmp::Ordering;

use chrono::DateTime;
use serde_json::Value;

use super::equality::{compare_order, is_same_value};
use super::response_values::{ResponseValues, invalid_finding, missing_finding, relation_finding};
use crate::case::{ExpectedRelation, Operand, Relation, SortOrder};
use crate::check::Check;
use crate::finding::{Finding, FindingKind};
use crate::reason::Reason;

/// The reason why a relation that is met proves nothing, if there is one; or the violation.
type RelationResult = Result<Option<Reason>, Box<Finding>>;

/// Whether a relation is met.
pub(super) fn check(
    expectation: &ExpectedRelation,
    response: &ResponseValues<'_>,
) -> RelationResult {
    let get = |operand: &Operand| {
        let value = operand.get(response);
        value.ok_or_else(|| missing_finding(Check::Relation, expectation, operand))
    };
    match &expectation.relation {
        Relation::Equal(one, other) => check_equal(expectation, one, get(one)?, get(other)?),
        Relation::Differ(one, other) => check_differ(expectation, one, get(one)?, &get(other)?),
        Relation::Before(one, other) => check_before(expectation, one, get(one)?, &get(other)?),
        Relation::Sorted(list, order) => check_sorted(expectation, list, get(list)?, *order),
        Relation::Unique(list) => check_unique(expectation, list, get(list)?),
        // the other pages are requested one by one
        Relation::Follows(_) => Ok(None),
    }
}

fn check_equal(
    expectation: &ExpectedRelation,
    operand: &Operand,
    actual: Value,
    expected: Value,
) -> RelationResult {
    if is_same_value(&actual, &expected) {
        return Ok(None);
    }
    let kind = FindingKind::Other { expected, actual };
    Err(relation_finding(
        Check::Relation,
        expectation,
        operand,
        kind,
    ))
}

fn check_differ(
    expectation: &ExpectedRelation,
    operand: &Operand,
    actual: Value,
    unwanted: &Value,
) -> RelationResult {
    if !is_same_value(&actual, unwanted) {
        return Ok(None);
    }
    relation_violation(
        expectation,
        operand,
        "must differ from the other value",
        actual,
    )
}

fn check_before(
    expectation: &ExpectedRelation,
    operand: &Operand,
    first: Value,
    second: &Value,
) -> RelationResult {
    let timestamp = |value: &Value| DateTime::parse_from_rfc3339(value.as_str()?).ok();
    match (timestamp(&first), timestamp(second)) {
        (Some(a), Some(b)) if a <= b => Ok(None),
        _ => {
            let message = format!("must be a timestamp that is not after {second}");
            relation_violation(expectation, operand, &message, first)
        }
    }
}

fn check_sorted(
    expectation: &ExpectedRelation,
    operand: &Operand,
    list: Value,
    order: SortOrder,
) -> RelationResult {
    let elements = list.as_array().map_or(&[][..], Vec::as_slice);
    if elements.len() < 2 {
        return Ok(Some(Reason::TooFewElements));
    }
    let in_order = elements.windows(2).all(|pair| match pair {
        [a, b] => matches!(
            (compare_order(a, b), order),
            (Some(Ordering::Equal), _)
                | (Some(Ordering::Less), SortOrder::Ascending)
                | (Some(Ordering::Greater), SortOrder::Descending)
        ),
        _ => true,
    });
    if in_order {
        return Ok(None);
    }
    let message = match order {
        SortOrder::Ascending => "must be in ascending order",
        SortOrder::Descending => "must be in descending order",
    };
    relation_violation(expectation, operand, message, list)
}

fn check_unique(expectation: &ExpectedRelation, operand: &Operand, list: Value) -> RelationResult {
    let elements = list.as_array().map_or(&[][..], Vec::as_slice);
    if elements.len() < 2 {
        return Ok(Some(Reason::TooFewElements));
    }
    let mut values = elements.iter().enumerate();
    if values.any(|(index, value)| {
        elements
            .iter()
            .take(index)
            .any(|other| is_same_value(other, value))
    }) {
        return relation_violation(expectation, operand, "must not contain a value twice", list);
    }
    Ok(None)
}

fn relation_violation(
    expectation: &ExpectedRelation,
    operand: &Operand,
    message: &str,
    actual: Value,
) -> RelationResult {
    Err(invalid_finding(
        Check::Relation,
        expectation,
        operand,
        message.to_owned(),
        actual,
    ))
}
