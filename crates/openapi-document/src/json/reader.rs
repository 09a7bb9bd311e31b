//! Makes a value of JSON, and notices members that are given twice.

use std::cell::RefCell;
use std::fmt;

use jsonptr::PointerBuf;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::{Entry, Map};
use serde_json::{Number, Value};

use crate::grammar::Trail;

/// What the reading of a text, or of a part of it, keeps as it goes.
pub(super) struct Reading {
    /// How deep a value may be nested.
    levels: usize,
    /// The places of members that replaced an earlier one of the same name.
    repeated: RefCell<Vec<PointerBuf>>,
    /// Members and elements of what is not closed yet. Once it is, how many there are is known, and they are given
    /// the room that they need and no more: with room to grow, a large document would be half as large again.
    members: RefCell<Vec<(String, Value)>>,
    elements: RefCell<Vec<Value>>,
}

impl Reading {
    /// Nothing read yet, of what may be nested so many levels deep: at most 127, as `serde_json` has it.
    pub(super) fn new(levels: usize) -> Self {
        Self {
            levels,
            repeated: RefCell::default(),
            members: RefCell::default(),
            elements: RefCell::default(),
        }
    }

    /// The value of a text that stands at the end of a trail, at a depth.
    pub(super) fn read(
        &self,
        text: &str,
        trail: Trail<'_>,
        depth: usize,
    ) -> Result<Value, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(text);
        let reader = Reader {
            trail,
            depth,
            reading: self,
        };
        let value = reader.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(value)
    }

    /// An object of members that were read; of two with one name the last one counts.
    pub(super) fn object(
        &self,
        trail: &Trail<'_>,
        members: impl ExactSizeIterator<Item = (String, Value)>,
    ) -> Map<String, Value> {
        let mut object = Map::with_capacity(members.len());
        for (key, value) in members {
            match object.entry(key) {
                Entry::Vacant(vacant) => {
                    vacant.insert(value);
                }
                Entry::Occupied(mut occupied) => {
                    let trail = Trail::Member(trail, occupied.key());
                    self.repeated.borrow_mut().push(trail.pointer());
                    occupied.insert(value);
                }
            }
        }
        object
    }

    /// The places of members that replaced an earlier one of the same name.
    pub(super) fn into_repeated(self) -> Vec<PointerBuf> {
        self.repeated.into_inner()
    }
}

#[derive(Clone, Copy)]
struct Reader<'r> {
    trail: Trail<'r>,
    depth: usize,
    reading: &'r Reading,
}

impl<'r> Reader<'r> {
    /// What reads a member or an element of this.
    fn inside<'i, E: Error>(&'i self, trail: Trail<'i>) -> Result<Reader<'i>, E> {
        if self.depth >= self.reading.levels {
            return Err(E::custom("recursion limit exceeded"));
        }
        Ok(Reader {
            trail,
            depth: self.depth + 1,
            reading: self.reading,
        })
    }
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
        let elements = &self.reading.elements;
        let begin = elements.borrow().len();
        loop {
            let trail = Trail::Element(&self.trail, elements.borrow().len() - begin);
            match access.next_element_seed(self.inside(trail)?)? {
                Some(element) => elements.borrow_mut().push(element),
                None => return Ok(Value::Array(elements.borrow_mut().drain(begin..).collect())),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let members = &self.reading.members;
        let begin = members.borrow().len();
        while let Some(key) = access.next_key::<String>()? {
            let trail = Trail::Member(&self.trail, &key);
            let value = access.next_value_seed(self.inside(trail)?)?;
            members.borrow_mut().push((key, value));
        }
        let mut members = members.borrow_mut();
        let object = self.reading.object(&self.trail, members.drain(begin..));
        Ok(Value::Object(object))
    }
}
