//! Compares shapes: every property of an example must exist, with any value.
//!
//! `{"id": 7, "tags": ["a"]}` is expected: `{"id": 9, "tags": ["b", "c"], "more": 1}` has this shape, `{"id": "9"}` has
//! two differences.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use jsonptr::Pointer;
use serde_json::Value;

use crate::comparison_count;
use crate::difference::{Difference, DifferenceKind, type_name};

/// Lists the parts of the expected value that the actual value does not have.
///
/// Each property must be there with its JSON type. Every actual element of an array must have the shape
/// of the expected element that fits it best; an empty array has no element that could differ. Null on
/// either side fits anything, because only a schema can say whether null is allowed. Values and extra
/// properties are ignored.
#[must_use]
pub fn diff_shape(expected: &Value, actual: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare_values(
        Pointer::root(),
        Pointer::root(),
        expected,
        actual,
        &mut found,
    );
    found
}

fn compare_values(
    expected_at: &Pointer,
    actual_at: &Pointer,
    expected: &Value,
    actual: &Value,
    found: &mut Vec<Difference>,
) {
    comparison_count::count_comparison();
    match (expected, actual) {
        (Value::Null, _) | (_, Value::Null) => {}
        (Value::Object(expected), Value::Object(actual)) => {
            for (key, value) in expected {
                let expected_at = expected_at.with_trailing_token(key);
                let actual_at = actual_at.with_trailing_token(key);
                match actual.get(key) {
                    Some(other) => compare_values(&expected_at, &actual_at, value, other, found),
                    None => found.push(Difference {
                        expected_at,
                        actual_at,
                        kind: DifferenceKind::Missing {
                            expected: value.clone(),
                        },
                    }),
                }
            }
        }
        (Value::Array(expected), Value::Array(actual)) => {
            compare_arrays(expected_at, actual_at, expected, actual, found);
        }
        _ if type_name(expected) == type_name(actual) => {}
        _ => found.push(Difference {
            expected_at: expected_at.to_buf(),
            actual_at: actual_at.to_buf(),
            kind: DifferenceKind::Type {
                expected: expected.clone(),
                actual: actual.clone(),
            },
        }),
    }
}

fn compare_arrays(
    expected_at: &Pointer,
    actual_at: &Pointer,
    expected: &[Value],
    actual: &[Value],
    found: &mut Vec<Difference>,
) {
    if expected.is_empty() {
        return;
    }
    let candidates = distinct_shapes(expected);
    for (index, element) in actual.iter().enumerate() {
        let actual_at = actual_at.with_trailing_token(index);
        let mut best: Option<(usize, Vec<Difference>)> = None;
        for &(candidate, value) in &candidates {
            let mut misfits = Vec::new();
            let expected_at = expected_at.with_trailing_token(candidate);
            compare_values(&expected_at, &actual_at, value, element, &mut misfits);
            let strange = count_extra_members(value, element);
            let rank = (misfits.len(), strange);
            if best
                .as_ref()
                .is_none_or(|(strange, best)| rank < (best.len(), *strange))
            {
                best = Some((strange, misfits));
            }
            if rank.0 == 0 {
                break;
            }
        }
        found.extend(best.into_iter().flat_map(|(_, misfits)| misfits));
    }
}

/// The number of properties of an element that a candidate does not have: it decides between equally good matches.
fn count_extra_members(candidate: &Value, element: &Value) -> usize {
    match (candidate, element) {
        (Value::Object(candidate), Value::Object(element)) => element
            .keys()
            .filter(|key| !candidate.contains_key(*key))
            .count(),
        _ => 0,
    }
}

/// The first element of each shape, so that many similar elements are tried only once.
fn distinct_shapes(elements: &[Value]) -> Vec<(usize, &Value)> {
    let mut seen = HashSet::new();
    elements
        .iter()
        .enumerate()
        .filter(|(_, element)| {
            let mut state = DefaultHasher::new();
            hash_shape(element, &mut state);
            seen.insert(state.finish())
        })
        .collect()
}

/// Hashes the types and property names of a value, without its values.
fn hash_shape(value: &Value, state: &mut DefaultHasher) {
    type_name(value).hash(state);
    match value {
        Value::Object(members) => {
            members.len().hash(state);
            for (key, value) in members {
                key.hash(state);
                hash_shape(value, state);
            }
        }
        Value::Array(elements) => {
            elements.len().hash(state);
            elements
                .iter()
                .for_each(|element| hash_shape(element, state));
        }
        _ => {}
    }
}
