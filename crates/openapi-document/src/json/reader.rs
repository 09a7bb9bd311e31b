//! Builds a value from JSON, and records duplicate properties.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;

use jsonptr::PointerBuf;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::map::{Entry, Map};
use serde_json::value::RawValue;
use serde_json::{Number, Value};

use super::check::is_sound;
use crate::grammar::{Meaning, Path};
use crate::limits::Limits;
use crate::reference::{is_reference, may_enter_example};

/// Options for parsing a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReadOptions {
    /// Maximum nesting of objects and arrays: at most 127, the limit of `serde_json`.
    pub(crate) levels: usize,
    /// Minimum size in bytes of an example value that is left as text; `None` for never.
    pub(crate) deferred: Option<usize>,
}

impl ReadOptions {
    /// The same, without deferred values.
    pub(crate) fn whole(self) -> Self {
        Self {
            deferred: None,
            ..self
        }
    }
}

/// Everything, as deep as anything may be.
impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            levels: Limits::DEEPEST,
            deferred: None,
        }
    }
}

/// The result of parsing a text.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// The value; null in place of deferred values.
    pub(crate) value: Value,
    /// The places of properties that replaced an earlier one of the same name.
    pub(crate) repeated: Vec<PointerBuf>,
    /// The values that were checked and left as text, and which part of the text that is.
    pub(crate) deferred: Vec<(PointerBuf, Range<usize>)>,
}

/// The state of the parser for a text, or for a part of it.
pub(super) struct Reading<'t> {
    /// The whole text, even if only a part of it is parsed.
    text: &'t str,
    options: ReadOptions,
    /// Whether a reference may lead into an example.
    enters: Cell<bool>,
    /// Whether reading ended because the text is nested too deep.
    is_too_deep: Cell<bool>,
    deferred: RefCell<Vec<(PointerBuf, Range<usize>)>>,
    /// The places of properties that replaced an earlier one of the same name.
    repeated: RefCell<Vec<PointerBuf>>,
    /// Properties and elements of open objects and arrays. When one is closed, its size is known, and it gets exactly
    /// the memory that it needs: with spare capacity, a large document would need one and a half times the memory.
    members: RefCell<Vec<(String, Value)>>,
    elements: RefCell<Vec<Value>>,
}

impl<'t> Reading<'t> {
    /// The initial state.
    pub(super) fn new(text: &'t str, options: ReadOptions) -> Self {
        Self {
            text,
            options,
            enters: Cell::new(false),
            is_too_deep: Cell::new(false),
            deferred: RefCell::default(),
            repeated: RefCell::default(),
            members: RefCell::default(),
            elements: RefCell::default(),
        }
    }

    /// The value of a part of the text at the end of a path, at a depth.
    pub(super) fn read(
        &self,
        part: &str,
        path: Path<'_>,
        meaning: Meaning,
        depth: usize,
    ) -> Result<Value, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(part);
        let reader = Reader {
            path,
            meaning,
            depth,
            reading: self,
        };
        let value = reader.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(value)
    }

    /// An object of parsed properties; the last of two with the same name counts.
    pub(super) fn object(
        &self,
        path: &Path<'_>,
        members: impl ExactSizeIterator<Item = (String, Value)>,
    ) -> Map<String, Value> {
        let mut object = Map::with_capacity(members.len());
        for (key, value) in members {
            if is_reference(&key)
                && let Value::String(reference) = &value
                && may_enter_example(reference)
            {
                self.enters.set(true);
            }
            match object.entry(key) {
                Entry::Vacant(vacant) => {
                    vacant.insert(value);
                }
                Entry::Occupied(mut occupied) => {
                    let path = Path::Member(path, occupied.key());
                    self.repeated.borrow_mut().push(path.pointer());
                    occupied.insert(value);
                }
            }
        }
        object
    }

    /// The result, with its value; and whether a reference may lead into an example.
    pub(super) fn into_read(self, value: Value) -> (Read, bool) {
        let read = Read {
            value,
            repeated: self.repeated.into_inner(),
            deferred: self.deferred.into_inner(),
        };
        (read, self.enters.get())
    }

    /// Whether reading ended because the text is nested too deep.
    pub(super) fn is_too_deep(&self) -> bool {
        self.is_too_deep.get()
    }

    /// Whether a value is to be left as the text it is written as.
    fn defers(&self, written: &str) -> bool {
        self.options
            .deferred
            .is_some_and(|least| written.len() >= least)
    }

    /// Leaves a value, which is a part of the text, as it is written.
    fn defer(&self, path: &Path<'_>, written: &str) {
        let begin = written.as_ptr().addr() - self.text.as_ptr().addr();
        let range = begin..begin + written.len();
        self.deferred.borrow_mut().push((path.pointer(), range));
    }
}

#[derive(Clone, Copy)]
struct Reader<'r> {
    path: Path<'r>,
    meaning: Meaning,
    depth: usize,
    reading: &'r Reading<'r>,
}

impl<'r> Reader<'r> {
    /// The parser of a property or an element.
    fn inside<'i, E: Error>(&'i self, path: Path<'i>, meaning: Meaning) -> Result<Reader<'i>, E> {
        if self.depth >= self.reading.options.levels {
            self.reading.is_too_deep.set(true);
            return Err(E::custom("nested too deep"));
        }
        Ok(Reader {
            path,
            meaning,
            depth: self.depth + 1,
            reading: self.reading,
        })
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.meaning != Meaning::ExampleValue || self.reading.options.deferred.is_none() {
            return deserializer.deserialize_any(self);
        }
        let written = <&RawValue>::deserialize(deserializer)?.get();
        let levels = self.reading.options.levels.saturating_sub(self.depth);
        if self.reading.defers(written) && is_sound(written, levels) {
            self.reading.defer(&self.path, written);
            return Ok(Value::Null);
        }
        self.reading
            .read(written, self.path, Meaning::Data, self.depth)
            .map_err(D::Error::custom)
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
        let meaning = self.meaning.element();
        loop {
            let path = Path::Element(&self.path, elements.borrow().len() - begin);
            match access.next_element_seed(self.inside(path, meaning)?)? {
                Some(element) => elements.borrow_mut().push(element),
                None => return Ok(Value::Array(elements.borrow_mut().drain(begin..).collect())),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let members = &self.reading.members;
        let begin = members.borrow().len();
        while let Some(key) = access.next_key::<String>()? {
            let path = Path::Member(&self.path, &key);
            let meaning = self.meaning.child(&key);
            let value = access.next_value_seed(self.inside(path, meaning)?)?;
            members.borrow_mut().push((key, value));
        }
        let mut members = members.borrow_mut();
        let object = self.reading.object(&self.path, members.drain(begin..));
        Ok(Value::Object(object))
    }
}
