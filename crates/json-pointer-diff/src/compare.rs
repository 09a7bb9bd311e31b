//! Compares two values, place by place.

use std::fmt;

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use crate::align::align;
use crate::difference::{Difference, DifferenceKind, type_name};
use crate::equality::values_equal;

/// The properties that commonly identify an object among its neighbours, in the order they are tried.
pub const IDENTITY_KEYS: &[&str] = &["id", "key", "name", "file_type", "iid"];

/// Defines which values are equal, and which properties identify an element of an array.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// Whether two leaves are equal, given the pointer in the expected value. A leaf is any pair
    /// but two objects or two arrays. The default compares numbers by value and all else exactly.
    pub equal: &'a dyn Fn(&Pointer, &Value, &Value) -> bool,
    /// The properties by which objects in arrays are aligned. The one with the most matches is used, or the earlier
    /// one if two have the same number. The default is [`IDENTITY_KEYS`].
    pub identity_keys: &'a [&'a str],
}

impl Default for Rules<'_> {
    fn default() -> Self {
        Self {
            equal: &|_, expected, actual| values_equal(expected, actual),
            identity_keys: IDENTITY_KEYS,
        }
    }
}

impl fmt::Debug for Rules<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rules")
            .field("identity_keys", &self.identity_keys)
            .finish_non_exhaustive()
    }
}

/// Lists every difference between two values; empty if they are the same according to the rules.
///
/// Properties come in the expected order, then extra properties in the actual order; the same applies to elements.
/// Arrays are aligned: by an identity key if the elements are objects that have one, otherwise by content, so that
/// one inserted element is one difference. An element whose order differs is one [`DifferenceKind::Moved`], in addition
/// to the differences inside it. The rules only decide which elements correspond at the beginning and the end of both
/// arrays; elsewhere exact content decides.
#[must_use]
pub fn diff(expected: &Value, actual: &Value, rules: &Rules<'_>) -> Vec<Difference> {
    let mut comparison = Comparison {
        rules,
        differences: Vec::new(),
    };
    comparison.compare_values(Pointer::root(), Pointer::root(), expected, actual);
    comparison.differences
}

struct Comparison<'r> {
    rules: &'r Rules<'r>,
    differences: Vec<Difference>,
}

impl Comparison<'_> {
    fn compare_values(
        &mut self,
        expected_at: &Pointer,
        actual_at: &Pointer,
        expected: &Value,
        actual: &Value,
    ) {
        match (expected, actual) {
            (Value::Object(expected), Value::Object(actual)) => {
                self.compare_objects(expected_at, actual_at, expected, actual);
            }
            (Value::Array(expected), Value::Array(actual)) => {
                self.compare_arrays(expected_at, actual_at, expected, actual);
            }
            _ if (self.rules.equal)(expected_at, expected, actual) => {}
            _ => {
                let one_type = type_name(expected) == type_name(actual);
                let (expected, actual) = (expected.clone(), actual.clone());
                let kind = if one_type {
                    DifferenceKind::Value { expected, actual }
                } else {
                    DifferenceKind::Type { expected, actual }
                };
                self.report(expected_at.to_buf(), actual_at.to_buf(), kind);
            }
        }
    }

    fn compare_objects(
        &mut self,
        expected_at: &Pointer,
        actual_at: &Pointer,
        expected: &Map<String, Value>,
        actual: &Map<String, Value>,
    ) {
        for (key, value) in expected {
            let expected_at = expected_at.with_trailing_token(key);
            let actual_at = actual_at.with_trailing_token(key);
            match actual.get(key) {
                Some(other) => self.compare_values(&expected_at, &actual_at, value, other),
                None => self.report(
                    expected_at,
                    actual_at,
                    DifferenceKind::Missing {
                        expected: value.clone(),
                    },
                ),
            }
        }
        for (key, value) in actual
            .iter()
            .filter(|(key, _)| !expected.contains_key(*key))
        {
            let expected_at = expected_at.with_trailing_token(key);
            let actual_at = actual_at.with_trailing_token(key);
            self.report(
                expected_at,
                actual_at,
                DifferenceKind::Extra {
                    actual: value.clone(),
                },
            );
        }
    }

    fn compare_arrays(
        &mut self,
        expected_at: &Pointer,
        actual_at: &Pointer,
        expected: &[Value],
        actual: &[Value],
    ) {
        let alignment = align(expected, actual, self.rules.identity_keys, |e, a| {
            self.is_same(
                &expected_at.with_trailing_token(e),
                &expected[e],
                &actual[a],
            )
        });
        let mut missing = alignment.missing.into_iter().peekable();
        for pair in alignment.pairs {
            while let Some(index) = missing.next_if(|&index| index < pair.expected) {
                self.report_missing_element(expected_at, actual_at, expected, index);
            }
            let element_expected_at = expected_at.with_trailing_token(pair.expected);
            let element_actual_at = actual_at.with_trailing_token(pair.actual);
            if pair.moved {
                self.report(
                    element_expected_at.clone(),
                    element_actual_at.clone(),
                    DifferenceKind::Moved {
                        from: pair.expected,
                        to: pair.actual,
                    },
                );
            }
            self.compare_values(
                &element_expected_at,
                &element_actual_at,
                &expected[pair.expected],
                &actual[pair.actual],
            );
        }
        for index in missing {
            self.report_missing_element(expected_at, actual_at, expected, index);
        }
        for index in alignment.extra {
            self.report(
                expected_at.to_buf(),
                actual_at.with_trailing_token(index),
                DifferenceKind::Extra {
                    actual: actual[index].clone(),
                },
            );
        }
    }

    fn report_missing_element(
        &mut self,
        expected_at: &Pointer,
        actual_at: &Pointer,
        expected: &[Value],
        index: usize,
    ) {
        self.report(
            expected_at.with_trailing_token(index),
            actual_at.to_buf(),
            DifferenceKind::Missing {
                expected: expected[index].clone(),
            },
        );
    }

    /// Whether two values would have no differences at the same place.
    fn is_same(&self, expected_at: &Pointer, expected: &Value, actual: &Value) -> bool {
        match (expected, actual) {
            (Value::Object(expected), Value::Object(actual)) => {
                expected.len() == actual.len()
                    && expected.iter().all(|(key, value)| {
                        actual.get(key).is_some_and(|other| {
                            self.is_same(&expected_at.with_trailing_token(key), value, other)
                        })
                    })
            }
            (Value::Array(expected), Value::Array(actual)) => {
                expected.len() == actual.len()
                    && expected
                        .iter()
                        .zip(actual)
                        .enumerate()
                        .all(|(index, (value, other))| {
                            self.is_same(&expected_at.with_trailing_token(index), value, other)
                        })
            }
            _ => (self.rules.equal)(expected_at, expected, actual),
        }
    }

    fn report(&mut self, expected_at: PointerBuf, actual_at: PointerBuf, kind: DifferenceKind) {
        self.differences.push(Difference {
            expected_at,
            actual_at,
            kind,
        });
    }
}
