//! Parses JSON without building a value.

use std::cell::RefCell;
use std::fmt;
use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// Whether a text can be parsed within this nesting depth, and has no duplicate properties.
pub(super) fn is_valid_json(text: &str, levels: usize) -> bool {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let check = JsonChecker {
        levels,
        keys: &RefCell::default(),
    };
    check.deserialize(&mut deserializer).is_ok() && deserializer.end().is_ok()
}

#[derive(Clone, Copy)]
struct JsonChecker<'c> {
    levels: usize,
    /// Hashes of the keys of all open objects. A hash collision only causes a second parse.
    keys: &'c RefCell<Vec<u64>>,
}

impl JsonChecker<'_> {
    /// The checker of a property or an element.
    fn child_checker<E: Error>(self) -> Result<Self, E> {
        let levels = self.levels.checked_sub(1);
        Ok(Self {
            levels: levels.ok_or_else(|| E::custom("nested too deep"))?,
            ..self
        })
    }
}

impl<'de> DeserializeSeed<'de> for JsonChecker<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for JsonChecker<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let element = self.child_checker()?;
        while access.next_element_seed(element)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        let member = self.child_checker()?;
        let begin = self.keys.borrow().len();
        while let Some(key) = access.next_key_seed(KeyHash)? {
            self.keys.borrow_mut().push(key);
            access.next_value_seed(member)?;
        }
        let mut keys = self.keys.borrow_mut();
        let own = &mut keys[begin..];
        own.sort_unstable();
        if own.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(A::Error::custom("duplicate key"));
        }
        keys.truncate(begin);
        Ok(())
    }
}

/// Reads a key as its hash.
struct KeyHash;

impl<'de> DeserializeSeed<'de> for KeyHash {
    type Value = u64;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<u64, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeyHash {
    type Value = u64;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<u64, E> {
        Ok(BuildHasherDefault::<DefaultHasher>::default().hash_one(key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{ParseOptions, parse};

    #[test]
    fn the_check_accepts_texts_that_parse_without_duplicates() {
        let nested = |depth: usize| format!("{}1{}", "[".repeat(depth), "]".repeat(depth));
        for text in [
            "null",
            "true",
            "-1",
            "1.5e3",
            "1e999",
            "01",
            "18446744073709551616",
            r#""a\n\u00e9""#,
            r#""\ud800""#,
            r#""\q""#,
            r#"{"a": [1, {"b": {}}], "b": {"a": 1}}"#,
            r#"{"a": {"c": 1, "b": 2, "\u0063": 3}}"#,
            r#"{"a": 1, "b": 2, "a": 3}"#,
            r#"{"a": [1,]}"#,
            r#"{"a" 1}"#,
            "[1] 2",
            "",
            &nested(4),
            &nested(5),
        ] {
            let options = ParseOptions {
                levels: 4,
                min_deferred_bytes: None,
            };
            let read = parse(text, options).is_ok_and(|read| read.duplicate_keys.is_empty());
            assert_eq!(is_valid_json(text, 4), read, "{text}");
        }
    }
}
