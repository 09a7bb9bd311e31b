//! Equality of values: numbers by value (`8` is `8.0`), properties in any order.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use serde_json::{Number, Value};

use crate::comparison_count;

/// Whether two numbers have the same value: `8` and `8.0` do; `9007199254740993` and
/// `9007199254740992.0` do not, although both are the same 64-bit float.
#[must_use]
pub fn numbers_equal(a: &Number, b: &Number) -> bool {
    NumericValue::of(a) == NumericValue::of(b)
}

/// Whether two values are the same: numbers by value, properties in any order, everything else exactly.
#[must_use]
pub fn values_equal(a: &Value, b: &Value) -> bool {
    comparison_count::count_comparison();
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => numbers_equal(a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| values_equal(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            // most often they are in the same order, too, and need not be looked up
            let mut in_order = b.iter();
            a.len() == b.len()
                && a.iter().all(|(key, a)| {
                    let b = match in_order.next() {
                        Some((same, b)) if same == key => Some(b),
                        _ => b.get(key),
                    };
                    b.is_some_and(|b| values_equal(a, b))
                })
        }
        _ => a == b,
    }
}

/// A number by its value, so that equal numbers compare and hash alike however they were written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum NumericValue {
    Integer(i128),
    FloatBits(u64),
}

impl NumericValue {
    pub(crate) fn of(number: &Number) -> Self {
        if let Some(whole) = number.as_i128() {
            return Self::Integer(whole);
        }
        let float = number.as_f64().unwrap_or(f64::NAN);
        // Below 2^126 a float without a fraction is exactly an i128; above, its bits identify it.
        if float.fract() == 0.0 && float.abs() < 2f64.powi(126) {
            Self::Integer(float as i128)
        } else {
            Self::FloatBits(float.to_bits())
        }
    }
}

/// A value that can be a key of a map, by the same rule as [`values_equal`].
#[derive(Debug, Clone, Copy)]
pub(crate) struct ValueKey<'v>(pub(crate) &'v Value);

impl PartialEq for ValueKey<'_> {
    fn eq(&self, other: &Self) -> bool {
        values_equal(self.0, other.0)
    }
}

impl Eq for ValueKey<'_> {}

impl Hash for ValueKey<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.0 {
            Value::Null => state.write_u8(0),
            Value::Bool(boolean) => (1u8, boolean).hash(state),
            Value::Number(number) => (2u8, NumericValue::of(number)).hash(state),
            Value::String(text) => (3u8, text).hash(state),
            Value::Array(elements) => {
                (4u8, elements.len()).hash(state);
                elements
                    .iter()
                    .for_each(|element| ValueKey(element).hash(state));
            }
            Value::Object(members) => {
                // Properties have no order, so their hashes are added, because a sum does not depend on the order.
                let sum = members.iter().fold(0u64, |sum, (key, value)| {
                    let mut member = DefaultHasher::new();
                    (key, ValueKey(value)).hash(&mut member);
                    sum.wrapping_add(member.finish())
                });
                (5u8, members.len(), sum).hash(state);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn numbers_are_compared_by_value() {
        for (a, b, equal) in [
            (json!(8), json!(8.0), true),
            (json!(97.0), json!(97), true),
            (json!(0), json!(-0.0), true),
            (json!(-1), json!(1), false),
            (json!(0.1), json!(0.1), true),
            (json!(0.010), json!(0.01), true),
            (json!(0.1), json!(0.2), false),
            (
                json!(9_007_199_254_740_993_u64),
                json!(9_007_199_254_740_992_u64),
                false,
            ),
            (
                json!(9_007_199_254_740_993_u64),
                json!(9_007_199_254_740_992.0),
                false,
            ),
            (
                json!(9_007_199_254_740_992_u64),
                json!(9_007_199_254_740_992.0),
                true,
            ),
            (json!(u64::MAX), json!(u64::MAX), true),
            (json!(u64::MAX), json!(u64::MAX - 1), false),
            (json!(i64::MIN), json!(i64::MIN as f64), true),
            (json!(1e300), json!(1e300), true),
            (json!(1e300), json!(1e301), false),
        ] {
            let (Value::Number(left), Value::Number(right)) = (&a, &b) else {
                unreachable!()
            };
            assert_eq!(numbers_equal(left, right), equal, "{a} and {b}");
            assert_eq!(numbers_equal(right, left), equal, "{b} and {a}");
            assert_eq!(ValueKey(&a) == ValueKey(&b), equal);
        }
    }

    #[test]
    fn equal_values_hash_alike() {
        let hash = |value: &Value| {
            let mut state = DefaultHasher::new();
            ValueKey(value).hash(&mut state);
            state.finish()
        };
        let (a, b) = (
            json!({"a": [1, {}], "b": null}),
            json!({"b": null, "a": [1.0, {}]}),
        );
        assert!(values_equal(&a, &b));
        assert_eq!(hash(&a), hash(&b));
        assert_ne!(hash(&a), hash(&json!({"a": null, "b": [1, {}]})));
    }
}
