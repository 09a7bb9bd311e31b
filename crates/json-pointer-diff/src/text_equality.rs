//! Whether a text is a value, without making a value of the text.

use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::{Iter, Map};
use serde_json::{Number, Value};

use crate::equality::numbers_equal;

/// Whether a JSON text represents the same value, according to [`values_equal`](crate::values_equal). A text that is
/// invalid, has a duplicate property or is nested deeper than `serde_json` allows does not.
///
/// ```
/// use json_pointer_diff::text_equals;
/// use serde_json::json;
///
/// assert!(text_equals(r#"{ "a": 8, "b": [null] }"#, &json!({"b": [null], "a": 8.0})));
/// assert!(!text_equals(r#"{ "a": 8 }"#, &json!({"a": 8, "b": [null]})));
/// ```
#[must_use]
pub fn text_equals(text: &str, value: &Value) -> bool {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let same = EqualityVisitor {
        value,
        seen_keys: &RefCell::default(),
    };
    same.deserialize(&mut deserializer).is_ok() && deserializer.end().is_ok()
}

/// Parses a value, and stops at the first difference.
#[derive(Clone, Copy)]
struct EqualityVisitor<'v> {
    value: &'v Value,
    /// The memory addresses of the keys that were found in open objects.
    seen_keys: &'v RefCell<Vec<usize>>,
}

impl<'v> EqualityVisitor<'v> {
    fn equal_or_error<E: Error>(self, is_same: bool) -> Result<(), E> {
        // the message is never used
        is_same.then_some(()).ok_or_else(|| E::custom(""))
    }

    fn check_number<E: Error>(self, number: &Number) -> Result<(), E> {
        let same = |value: &Number| numbers_equal(number, value);
        self.equal_or_error(self.value.as_number().is_some_and(same))
    }

    fn with_value(self, value: &'v Value) -> Self {
        Self { value, ..self }
    }
}

impl<'de> DeserializeSeed<'de> for EqualityVisitor<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for EqualityVisitor<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the value")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.equal_or_error(self.value.is_null())
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<(), E> {
        self.equal_or_error(self.value.as_bool() == Some(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<(), E> {
        self.check_number(&value.into())
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<(), E> {
        self.check_number(&value.into())
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<(), E> {
        let number = Number::from_f64(value);
        self.check_number(&number.ok_or_else(|| E::custom("no number"))?)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<(), E> {
        self.equal_or_error(self.value.as_str() == Some(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Value::Array(elements) = self.value else {
            return self.equal_or_error(false);
        };
        for element in elements {
            let same = access.next_element_seed(self.with_value(element))?;
            self.equal_or_error::<A::Error>(same.is_some())?;
        }
        // an additional element is always a difference
        let more = access.next_element_seed(self)?;
        self.equal_or_error(more.is_none())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let Value::Object(members) = self.value else {
            return self.equal_or_error(false);
        };
        let begin = self.seen_keys.borrow().len();
        let in_order = Cell::new(true);
        let mut rest = members.iter();
        let mut count = 0;
        while let Some((key, member)) = access.next_key_seed(KeyVisitor {
            members,
            rest: &mut rest,
            in_order: &in_order,
        })? {
            self.seen_keys
                .borrow_mut()
                .push(std::ptr::from_ref(key).addr());
            access.next_value_seed(self.with_value(member))?;
            count += 1;
        }
        let mut seen = self.seen_keys.borrow_mut();
        if !in_order.get() {
            let own = &mut seen[begin..];
            own.sort_unstable();
            self.equal_or_error::<A::Error>(own.windows(2).all(|pair| pair[0] != pair[1]))?;
        }
        seen.truncate(begin);
        self.equal_or_error(count == members.len())
    }
}

/// Parses a key as a property of the value.
struct KeyVisitor<'v, 'i> {
    members: &'v Map<String, Value>,
    /// The properties after the ones that were found. As long as the order is the same, no lookup is needed.
    rest: &'i mut Iter<'v>,
    in_order: &'i Cell<bool>,
}

impl<'de, 'v> DeserializeSeed<'de> for KeyVisitor<'v, '_> {
    type Value = (&'v String, &'v Value);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'v> Visitor<'_> for KeyVisitor<'v, '_> {
    type Value = (&'v String, &'v Value);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the key of a member")
    }

    fn visit_str<E: Error>(self, key: &str) -> Result<Self::Value, E> {
        if self.in_order.get() {
            match self.rest.next() {
                Some(next) if next.0 == key => return Ok(next),
                _ => self.in_order.set(false),
            }
        }
        let found = self.members.get_key_value(key);
        found.ok_or_else(|| E::custom("no such member"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values_equal;
    use serde_json::json;

    #[test]
    fn a_text_equals_its_parsed_value() {
        let texts = [
            "null",
            "false",
            "true",
            "0",
            "-0.0",
            "8",
            "8.0",
            "-1",
            "9007199254740993",
            "9007199254740992.0",
            "0.1",
            r#""""#,
            r#""a\n\u00e9""#,
            r#""A""#,
            "[]",
            "[1]",
            "[1.0]",
            "[1, 2]",
            "[2, 1]",
            "[[1], {}]",
            "{}",
            r#"{"a": 1}"#,
            r#"{"a": null}"#,
            r#"{"a": 1, "b": 2}"#,
            r#"{"b": 2, "\u0061": 1.0}"#,
            r#"{"b": 1, "a": 2}"#,
            r#"{"a": {"b": [1, {"c": 1, "d": [2]}]}, "b": 2}"#,
            r#"{"b": 2, "a": {"b": [1, {"d": [2], "c": 1}]}}"#,
            r#"{"b": 2, "a": {"b": [1, {"d": [2], "c": 3}]}}"#,
        ];
        let read = |text: &str| serde_json::from_str::<Value>(text).expect("JSON");
        for text in texts {
            for other in texts.map(read) {
                let equal = values_equal(&read(text), &other);
                assert_eq!(text_equals(text, &other), equal, "{text} {other}");
            }
        }
    }

    #[test]
    fn duplicate_keys_and_invalid_texts_equal_no_value() {
        for (text, value) in [
            (r#"{"a": 1, "a": 1}"#, json!({"a": 1})),
            (r#"{"a": 1, "a": 1}"#, json!({"a": 1, "b": 1})),
            (
                r#"{"b": 1, "a": 1, "b": 1}"#,
                json!({"a": 1, "b": 1, "c": 1}),
            ),
            (
                r#"{"a": {"b": 1}, "c": {"d": 1, "d": 1}}"#,
                json!({"a": {"b": 1}, "c": {"d": 1, "e": 1}}),
            ),
            ("[1", json!([1])),
            ("[1] 2", json!([1])),
            ("01", json!(1)),
            ("", json!(null)),
        ] {
            assert!(!text_equals(text, &value), "{text}");
        }
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        let mut value = json!([]);
        for _ in 1..200 {
            value = json!([value]);
        }
        assert!(!text_equals(&deep, &value));
    }
}
