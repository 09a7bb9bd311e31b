//! A difference: a place in each value, and its kind.

use std::fmt;

use jsonptr::PointerBuf;
use serde_json::Value;

/// One difference between two values.
///
/// There are two pointers because arrays are aligned: the same element may have another index on the other side.
#[derive(Debug, Clone, PartialEq)]
pub struct Difference {
    /// The place in the expected value. For an extra property, the place where it would have been; for an extra
    /// element, the expected array.
    pub expected_at: PointerBuf,
    /// The place in the actual value. For a missing property, the place where it would have been; for a missing
    /// element, the actual array.
    pub actual_at: PointerBuf,
    /// How the two disagree.
    pub kind: DifferenceKind,
}

/// The kind of a difference.
#[derive(Debug, Clone, PartialEq)]
pub enum DifferenceKind {
    /// An expected property or element is missing.
    Missing {
        /// The expected value.
        expected: Value,
    },
    /// A property or element is present but not expected.
    Extra {
        /// The actual value.
        actual: Value,
    },
    /// Both exist, with different JSON types. Integers and floats are one type; null is a type.
    Type {
        /// The value with the right type.
        expected: Value,
        /// The value with the wrong type.
        actual: Value,
    },
    /// Both exist with the same JSON type, but are not equal.
    Value {
        /// The right value.
        expected: Value,
        /// The wrong value.
        actual: Value,
    },
    /// An element is in both arrays, in another order among the elements that are in both.
    Moved {
        /// Its index in the expected array.
        from: usize,
        /// Its index in the actual array.
        to: usize,
    },
}

/// One line, for example `/1/stage: expected "test", actual "deploy" (at /2/stage)`.
impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = |pointer: &PointerBuf| {
            if pointer.is_root() {
                "the whole value".to_owned()
            } else {
                pointer.to_string()
            }
        };
        let expected_at = place(&self.expected_at);
        match &self.kind {
            DifferenceKind::Missing { expected } => write!(f, "{expected_at}: missing {expected}"),
            DifferenceKind::Extra { actual } => {
                write!(f, "{}: extra {actual}", place(&self.actual_at))
            }
            DifferenceKind::Moved { from, to } => {
                write!(f, "{expected_at}: moved from index {from} to {to}")
            }
            DifferenceKind::Type { expected, actual } => {
                write!(
                    f,
                    "{expected_at}: expected {} {expected}, actual {} {actual}",
                    type_name(expected),
                    type_name(actual)
                )?;
                self.fmt_other_place(f)
            }
            DifferenceKind::Value { expected, actual } => {
                write!(f, "{expected_at}: expected {expected}, actual {actual}")?;
                self.fmt_other_place(f)
            }
        }
    }
}

impl Difference {
    /// Adds the actual place if it differs from the expected place.
    fn fmt_other_place(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.expected_at == self.actual_at {
            Ok(())
        } else {
            write!(f, " (at {})", self.actual_at)
        }
    }
}

/// The name of a value's JSON type, as JSON Schema spells it.
pub(crate) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}
