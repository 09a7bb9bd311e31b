//! Equality of values.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use chrono::DateTime;
use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::Value;

use super::lookup::find_keyword_values;
use crate::timestamp::is_same_timestamp;
use crate::volatile::VolatileKind;

/// Whether a value equals the documented one. Numbers are compared by value, timestamps by value if the schema says
/// date-time, and everything else exactly.
pub(super) fn equals_documented(
    document: &Document,
    schema: Option<&Pointer>,
    at: &Pointer,
    expected: &Value,
    actual: &Value,
) -> bool {
    match (expected, actual) {
        (Value::Number(a), Value::Number(b)) => json_pointer_diff::numbers_equal(a, b),
        (Value::String(a), Value::String(b)) if a != b => {
            // the schema is read last, because it is slow: unequal timestamps are unequal in any case
            is_same_timestamp(a, b)
                && find_keyword_values(document, schema, at, "format")
                    .any(|format| format == "date-time")
        }
        (a, b) => a == b,
    }
}

/// How the value at a place varies: as the example says, otherwise as the schema says.
pub(super) fn find_volatile(
    document: &Document,
    schema: Option<&Pointer>,
    marked: &BTreeMap<PointerBuf, VolatileKind>,
    at: &Pointer,
) -> Option<VolatileKind> {
    marked.get(at).copied().or_else(|| {
        find_keyword_values(document, schema, at, "x-volatile")
            .filter_map(Value::as_str)
            .find_map(VolatileKind::parse)
    })
}

/// Whether two values are the same: numbers and timestamps by value.
pub(crate) fn is_same_value(one: &Value, other: &Value) -> bool {
    let equal = |_: &Pointer, one: &Value, other: &Value| match (one, other) {
        (Value::Number(a), Value::Number(b)) => json_pointer_diff::numbers_equal(a, b),
        (Value::String(a), Value::String(b)) => a == b || is_same_timestamp(a, b),
        (a, b) => a == b,
    };
    let rules = json_pointer_diff::Rules {
        equal: &equal,
        ..json_pointer_diff::Rules::default()
    };
    json_pointer_diff::diff(one, other, &rules).is_empty()
}

/// Compares numbers, timestamps or strings; `None` for values of different types.
pub(super) fn compare_order(one: &Value, other: &Value) -> Option<Ordering> {
    match (one, other) {
        (Value::Number(a), Value::Number(b)) => match (a.as_i64(), b.as_i64()) {
            (Some(a), Some(b)) => Some(a.cmp(&b)),
            _ => a.as_f64()?.partial_cmp(&b.as_f64()?),
        },
        (Value::String(a), Value::String(b)) => {
            let timestamp = |text: &str| DateTime::parse_from_rfc3339(text).ok();
            Some(match (timestamp(a), timestamp(b)) {
                (Some(a), Some(b)) => a.cmp(&b),
                _ => a.cmp(b),
            })
        }
        _ => None,
    }
}
