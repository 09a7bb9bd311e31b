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
use super::context::{CheckInput, CheckOutput};
use super::equality::{equals_documented, find_volatile};
use super::lookup::is_in_schema;
use super::place_counts::PlaceCounts;
use crate::case::DocumentedValue;
use crate::check::Check;
use crate::finding::{ExchangePart, ExtraProperty, Finding, FindingKind};
use crate::level::Level;

pub(super) fn check(context: &CheckInput<'_>, evaluation: &mut CheckOutput) {
    let (Some(documented), Some(actual)) =
        (&context.expected_response().body, context.actual_body())
    else {
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
        evaluation.places.unchecked = count_leaves(expected);
        return;
    }
    let tolerated = Cell::new(0);
    let differences = if is_equal_text || json_pointer_diff::values_equal(expected, actual) {
        // most responses are equal, and equality is fast to check
        Vec::new()
    } else if context.maximum_level == Level::Value {
        value_differences(context, documented, expected, actual, &tolerated)
    } else {
        json_pointer_diff::diff_shape(expected, actual)
    };
    evaluation.places = count_places(context, documented, expected, tolerated.get());
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
        let schema = context.expected_response().schema.as_deref();
        agreement::set_agreements(
            context.schemas,
            schema,
            expected,
            actual,
            &mut evaluation.findings,
        );
    }
}

fn value_differences(
    context: &CheckInput<'_>,
    documented: &DocumentedValue,
    expected: &Value,
    actual: &Value,
    tolerated: &Cell<usize>,
) -> Vec<Difference> {
    let (document, schema) = (
        context.document,
        context.expected_response().schema.as_deref(),
    );
    let equal = |at: &Pointer, expected: &Value, actual: &Value| {
        if equals_documented(document, schema, at, expected, actual) {
            return true;
        }
        let is_tolerated = find_volatile(document, schema, &documented.volatile, at)
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
fn count_places(
    context: &CheckInput<'_>,
    documented: &DocumentedValue,
    expected: &Value,
    tolerated: usize,
) -> PlaceCounts {
    let leaves = count_leaves(expected);
    if context.maximum_level < Level::Value {
        return PlaceCounts {
            unchecked: leaves,
            ..PlaceCounts::default()
        };
    }
    let withdrawn = documented.withdrawn.iter();
    let withdrawn: usize = withdrawn
        .filter_map(|at| at.resolve(expected).ok())
        .map(self::count_leaves)
        .sum();
    PlaceCounts {
        exact: leaves.saturating_sub(withdrawn + tolerated),
        tolerated,
        unchecked: withdrawn,
    }
}

/// Converts a difference to a finding or a note, unless the example leaves its place open.
fn add_difference(
    context: &CheckInput<'_>,
    documented: &DocumentedValue,
    (expected, actual): (&Value, &Value),
    difference: Difference,
    evaluation: &mut CheckOutput,
) {
    if documented.is_withdrawn(&difference.expected_at) {
        return;
    }
    if documented.allows_difference(expected, &difference) {
        evaluation.places.unchecked += 1;
    } else if is_extra_property(&difference, actual) {
        let schema = context.expected_response().schema.as_deref();
        let undocumented = !is_in_schema(context.document, schema, &difference.actual_at);
        evaluation.notes.push(ExtraProperty {
            at: difference.actual_at,
            undocumented,
        });
    } else {
        let finding = to_finding(documented, expected, difference);
        add_finding(&mut evaluation.findings, finding);
    }
}

fn to_finding(documented: &DocumentedValue, expected: &Value, difference: Difference) -> Finding {
    let claim = documented.claim.concat(&difference.expected_at);
    let is_element = is_element(expected, &difference.expected_at);
    let (check, kind) = match difference.kind {
        // the number of elements depends on the state, as values do
        json_pointer_diff::DifferenceKind::Missing { expected } if is_element => {
            (Check::Value, FindingKind::Missing { expected })
        }
        json_pointer_diff::DifferenceKind::Missing { expected } => {
            (Check::Shape, FindingKind::Missing { expected })
        }
        json_pointer_diff::DifferenceKind::Extra { actual } => {
            (Check::Value, FindingKind::Unexpected { actual })
        }
        json_pointer_diff::DifferenceKind::Type { expected, actual } => {
            (Check::Shape, FindingKind::Other { expected, actual })
        }
        json_pointer_diff::DifferenceKind::Value { expected, actual } => {
            (Check::Value, FindingKind::Other { expected, actual })
        }
        json_pointer_diff::DifferenceKind::Moved { from, to } => {
            (Check::Value, FindingKind::Moved { from, to })
        }
    };
    Finding {
        at: difference.actual_at,
        ..Finding::new(check, &claim, ExchangePart::Body, kind)
    }
}

/// Whether a place is that of an element of a list.
fn is_element(value: &Value, at: &Pointer) -> bool {
    at.parent()
        .and_then(|parent| parent.resolve(value).ok())
        .is_some_and(Value::is_array)
}

/// The number of values that are neither arrays nor objects.
fn count_leaves(value: &Value) -> usize {
    match value {
        Value::Object(object) if !object.is_empty() => object.values().map(count_leaves).sum(),
        Value::Array(elements) if !elements.is_empty() => elements.iter().map(count_leaves).sum(),
        _ => 1,
    }
}

/// A property that the example does not have; an additional element of a list is a difference.
fn is_extra_property(difference: &Difference, actual: &Value) -> bool {
    matches!(
        difference.kind,
        json_pointer_diff::DifferenceKind::Extra { .. }
    ) && difference
        .actual_at
        .parent()
        .and_then(|parent| parent.resolve(actual).ok())
        .is_some_and(Value::is_object)
}

/// Adds a finding, unless the same place already violates the schema: then the cause is the same, and the finding of
/// the schema is completed with the value of the example.
fn add_finding(findings: &mut Vec<Finding>, new: Finding) {
    let refused = findings.iter_mut().find_map(|old| match &mut old.kind {
        FindingKind::Invalid { expected, .. } if old.place == new.place && old.at == new.at => {
            Some(expected)
        }
        _ => None,
    });
    match (refused, new.kind) {
        (
            Some(expected),
            FindingKind::Other {
                expected: documented,
                ..
            }
            | FindingKind::Missing {
                expected: documented,
            },
        ) => {
            expected.get_or_insert(documented);
        }
        (_, kind) => findings.push(Finding { kind, ..new }),
    }
}
