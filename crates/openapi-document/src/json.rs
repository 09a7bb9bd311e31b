//! Reads JSON as `serde_json` does, and notices members that are given twice.
//!
//! Of two members with one name the last one counts, as everywhere; but whoever wrote the first one
//! should hear of it.

use std::cell::RefCell;
use std::fmt;

use jsonptr::PointerBuf;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::{Entry, Map};
use serde_json::{Number, Value};

use crate::grammar::Trail;

/// A value, and the places of members that an earlier member of the same name was replaced by.
pub(crate) fn parse(text: &str) -> Result<(Value, Vec<PointerBuf>), serde_json::Error> {
    let repeated = RefCell::new(Vec::new());
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let trail = Trail::Start(jsonptr::Pointer::root());
    let value = Reader {
        trail,
        repeated: &repeated,
    }
    .deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok((value, repeated.into_inner()))
}

struct Reader<'r> {
    trail: Trail<'r>,
    repeated: &'r RefCell<Vec<PointerBuf>>,
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        let number = Number::from_f64(value);
        number
            .map(Value::Number)
            .ok_or_else(|| E::custom("number out of range"))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut elements = Vec::new();
        loop {
            let trail = Trail::Element(&self.trail, elements.len());
            match access.next_element_seed(Reader {
                trail,
                repeated: self.repeated,
            })? {
                Some(element) => elements.push(element),
                None => {
                    // most lists are short, and room for more would be a good part of a large document
                    elements.shrink_to_fit();
                    return Ok(Value::Array(elements));
                }
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(key) = access.next_key::<String>()? {
            let trail = Trail::Member(&self.trail, &key);
            let value = access.next_value_seed(Reader {
                trail,
                repeated: self.repeated,
            })?;
            match members.entry(key) {
                Entry::Vacant(vacant) => {
                    vacant.insert(value);
                }
                Entry::Occupied(mut occupied) => {
                    let trail = Trail::Member(&self.trail, occupied.key());
                    self.repeated.borrow_mut().push(trail.pointer());
                    occupied.insert(value);
                }
            }
        }
        Ok(Value::Object(members))
    }
}
