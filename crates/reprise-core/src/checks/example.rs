//! `shape` and `value`: compares the body with the documented example.
//!
//! If values are compared, one comparison finds the differences of both checks; the kind of a difference decides to
//! which check it belongs.

use std::borrow::Cow;
use std::cell::Cell;

use json_pointer_diff::{Difference, Rules};
use jsonptr::Pointer;
use serde_json::Value;

use super::agreement;
use super::context::{Context, Evaluation};
use super::equality::{same_as_documented, volatile};
use super::lookup::is_in_schema;
use super::places::Places;
use crate::case::Documented;
use crate::check::Check;
use crate::finding::{Finding, Kind, Note, Place};
use crate::level::Level;

pub(super) fn check(context: &Context<'_>, evaluation: &mut Evaluation) {
    let (Some(documented), Some(actual)) = (&context.expectation().body, context.actual()) else {
        return;
    };
    let text = documented.text(context.document);
    let is_equal_text = text.is_some_and(|text| json_pointer_diff::text_equals(text, actual));
    // then the response can replace the example, which need not be parsed
    let expected = if is_equal_text {
        Cow::Borrowed(actual)
    } else {
        documented.value(context.document)
    };
    let expected: &Value = &expected;
    if context.maximum_level < Check::Shape.level() {
        evaluation.places.unchecked = leaves(expected);
        return;
    }
    let tolerated = Cell::new(0);
    let differences = if is_equal_text || json_pointer_diff::values_equal(expected, actual) {
        // most responses are equal, and equality is fast to check
        Vec::new()
    } else if context.maximum_level == Level::Value {
        differences_of_values(context, documented, expected, actual, &tolerated)
    } else {
        json_pointer_diff::shape(expected, actual)
    };
    evaluation.places = places(context, documented, expected, tolerated.get());
    for difference in differences {
        add_difference(
            context,
            documented,
            (expected, actual),
            difference,
            evaluation,
        );
    }
    if !evaluation.findings.is_empty() {
        let schema = context.expectation().schema.as_deref();
        agreement::annotate(
            context.schemas,
            schema,
            expected,
            actual,
            &mut evaluation.findings,
        );
    }
}

fn differences_of_values(
    context: &Context<'_>,
    documented: &Documented,
    expected: &Value,
    actual: &Value,
    tolerated: &Cell<usize>,
) -> Vec<Difference> {
    let (document, schema) = (context.document, context.expectation().schema.as_deref());
    let equal = |at: &Pointer, expected: &Value, actual: &Value| {
        if same_as_documented(document, schema, at, expected, actual) {
            return true;
        }
        let is_tolerated = volatile(document, schema, &documented.volatile, at)
            .is_some_and(|kind| kind.tolerates(expected, actual));
        tolerated.set(tolerated.get() + usize::from(is_tolerated));
        is_tolerated
    };
    let rules = Rules {
        equal: &equal,
        ..Rules::default()
    };
    json_pointer_diff::diff(expected, actual, &rules)
}

/// Counts the compared places, before the differences are subtracted.
fn places(
    context: &Context<'_>,
    documented: &Documented,
    expected: &Value,
    tolerated: usize,
) -> Places {
    let leaves = leaves(expected);
    if context.maximum_level < Level::Value {
        return Places {
            unchecked: leaves,
            ..Places::default()
        };
    }
    let withdrawn = documented.withdrawn.iter();
    let withdrawn: usize = withdrawn
        .filter_map(|at| at.resolve(expected).ok())
        .map(self::leaves)
        .sum();
    Places {
        exact: leaves.saturating_sub(withdrawn + tolerated),
        tolerated,
        unchecked: withdrawn,
    }
}

/// Converts a difference to a finding or a note, unless the example leaves its place open.
fn add_difference(
    context: &Context<'_>,
    documented: &Documented,
    (expected, actual): (&Value, &Value),
    difference: Difference,
    evaluation: &mut Evaluation,
) {
    if documented.is_withdrawn(&difference.expected_at) {
        return;
    }
    if documented.leaves_open(expected, &difference) {
        evaluation.places.unchecked += 1;
    } else if is_extra_property(&difference, actual) {
        let schema = context.expectation().schema.as_deref();
        let undocumented = !is_in_schema(context.document, schema, &difference.actual_at);
        evaluation.notes.push(Note {
            at: difference.actual_at,
            undocumented,
        });
    } else {
        let finding = finding(documented, expected, difference);
        add(&mut evaluation.findings, finding);
    }
}

fn finding(documented: &Documented, expected: &Value, difference: Difference) -> Finding {
    let claim = documented.claim.concat(&difference.expected_at);
    let is_element = is_element(expected, &difference.expected_at);
    let (check, kind) = match difference.kind {
        // the number of elements depends on the state, as values do
        json_pointer_diff::Kind::Missing { expected } if is_element => {
            (Check::Value, Kind::Missing { expected })
        }
        json_pointer_diff::Kind::Missing { expected } => (Check::Shape, Kind::Missing { expected }),
        json_pointer_diff::Kind::Extra { actual } => (Check::Value, Kind::Unexpected { actual }),
        json_pointer_diff::Kind::Type { expected, actual } => {
            (Check::Shape, Kind::Other { expected, actual })
        }
        json_pointer_diff::Kind::Value { expected, actual } => {
            (Check::Value, Kind::Other { expected, actual })
        }
        json_pointer_diff::Kind::Moved { from, to } => (Check::Value, Kind::Moved { from, to }),
    };
    Finding {
        at: difference.actual_at,
        ..Finding::new(check, &claim, Place::Body, kind)
    }
}

/// Whether a place is that of an element of a list.
fn is_element(value: &Value, at: &Pointer) -> bool {
    at.parent()
        .and_then(|parent| parent.resolve(value).ok())
        .is_some_and(Value::is_array)
}

/// The number of values that are neither arrays nor objects.
fn leaves(value: &Value) -> usize {
    match value {
        Value::Object(object) if !object.is_empty() => object.values().map(leaves).sum(),
        Value::Array(elements) if !elements.is_empty() => elements.iter().map(leaves).sum(),
        _ => 1,
    }
}

/// A property that the example does not have; an additional element of a list is a difference.
fn is_extra_property(difference: &Difference, actual: &Value) -> bool {
    matches!(difference.kind, json_pointer_diff::Kind::Extra { .. })
        && difference
            .actual_at
            .parent()
            .and_then(|parent| parent.resolve(actual).ok())
            .is_some_and(Value::is_object)
}

/// Adds a finding, unless the same place already violates the schema: then the cause is the same, and the finding of
/// the schema is completed with the value of the example.
fn add(findings: &mut Vec<Finding>, new: Finding) {
    let refused = findings.iter_mut().find_map(|old| match &mut old.kind {
        Kind::Invalid { expected, .. } if old.place == new.place && old.at == new.at => {
            Some(expected)
        }
        _ => None,
    });
    match (refused, new.kind) {
        (
            Some(expected),
            Kind::Other {
                expected: documented,
                ..
            }
            | Kind::Missing {
                expected: documented,
            },
        ) => {
            expected.get_or_insert(documented);
        }
        (_, kind) => findings.push(Finding { kind, ..new }),
    }
}
