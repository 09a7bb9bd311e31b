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

use super::validity::is_valid_json;
use crate::grammar::{Path, PlaceKind};
use crate::limits::Limits;
use crate::reference::{is_reference_key, may_enter_example};

/// Options for parsing a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ParseOptions {
    /// Maximum nesting of objects and arrays: at most 127, the limit of `serde_json`.
    pub(crate) levels: usize,
    /// Minimum size in bytes of an example value that is left as text; `None` for never.
    pub(crate) min_deferred_bytes: Option<usize>,
}

impl ParseOptions {
    /// The same, without deferred values.
    pub(crate) fn without_deferred(self) -> Self {
        Self {
            min_deferred_bytes: None,
            ..self
        }
    }
}

/// No deferred values, and the maximum nesting.
impl Default for ParseOptions {
    fn default() -> Self {
        Self {
            levels: Limits::MAX_DEPTH,
            min_deferred_bytes: None,
        }
    }
}

/// The result of parsing a text.
#[derive(Debug, Default)]
pub(crate) struct ParsedText {
    /// The value; null in place of deferred values.
    pub(crate) value: Value,
    /// The places of properties that replaced an earlier one of the same name.
    pub(crate) duplicate_keys: Vec<PointerBuf>,
    /// The values that were checked and left as text, and which part of the text that is.
    pub(crate) deferred: Vec<(PointerBuf, Range<usize>)>,
}

/// The state of the parser for a text, or for a part of it.
pub(super) struct ParseState<'t> {
    /// The whole text, even if only a part of it is parsed.
    text: &'t str,
    options: ParseOptions,
    /// Whether a reference may lead into an example.
    may_enter_example: Cell<bool>,
    /// Whether reading ended because the text is nested too deep.
    is_too_deep: Cell<bool>,
    deferred: RefCell<Vec<(PointerBuf, Range<usize>)>>,
    /// The places of properties that replaced an earlier one of the same name.
    duplicate_keys: RefCell<Vec<PointerBuf>>,
    /// Properties and elements of open objects and arrays. When one is closed, its size is known, and it gets exactly
    /// the memory that it needs: with spare capacity, a large document would need one and a half times the memory.
    members: RefCell<Vec<(String, Value)>>,
    elements: RefCell<Vec<Value>>,
}

impl<'t> ParseState<'t> {
    /// The initial state.
    pub(super) fn new(text: &'t str, options: ParseOptions) -> Self {
        Self {
            text,
            options,
            may_enter_example: Cell::new(false),
            is_too_deep: Cell::new(false),
            deferred: RefCell::default(),
            duplicate_keys: RefCell::default(),
            members: RefCell::default(),
            elements: RefCell::default(),
        }
    }

    /// The value of a part of the text at the end of a path, at a depth.
    pub(super) fn parse_part(
        &self,
        part: &str,
        path: Path<'_>,
        meaning: PlaceKind,
        depth: usize,
    ) -> Result<Value, serde_json::Error> {
        let mut deserializer = serde_json::Deserializer::from_str(part);
        let reader = ValueVisitor {
            path,
            meaning,
            depth,
            state: self,
        };
        let value = reader.deserialize(&mut deserializer)?;
        deserializer.end()?;
        Ok(value)
    }

    /// An object of parsed properties; the last of two with the same name counts.
    pub(super) fn build_object(
        &self,
        path: &Path<'_>,
        members: impl ExactSizeIterator<Item = (String, Value)>,
    ) -> Map<String, Value> {
        let mut object = Map::with_capacity(members.len());
        for (key, value) in members {
            if is_reference_key(&key)
                && let Value::String(reference) = &value
                && may_enter_example(reference)
            {
                self.may_enter_example.set(true);
            }
            match object.entry(key) {
                Entry::Vacant(vacant) => {
                    vacant.insert(value);
                }
                Entry::Occupied(mut occupied) => {
                    let path = Path::Member(path, occupied.key());
                    self.duplicate_keys.borrow_mut().push(path.pointer());
                    occupied.insert(value);
                }
            }
        }
        object
    }

    /// The result, with its value; and whether a reference may lead into an example.
    pub(super) fn into_parsed_text(self, value: Value) -> (ParsedText, bool) {
        let read = ParsedText {
            value,
            duplicate_keys: self.duplicate_keys.into_inner(),
            deferred: self.deferred.into_inner(),
        };
        (read, self.may_enter_example.get())
    }

    /// Whether reading ended because the text is nested too deep.
    pub(super) fn is_too_deep(&self) -> bool {
        self.is_too_deep.get()
    }

    /// Whether a value stays text.
    fn should_defer(&self, written: &str) -> bool {
        self.options
            .min_deferred_bytes
            .is_some_and(|least| written.len() >= least)
    }

    /// Keeps a value, which is a part of the text, as text.
    fn defer(&self, path: &Path<'_>, written: &str) {
        let begin = written.as_ptr().addr() - self.text.as_ptr().addr();
        let range = begin..begin + written.len();
        self.deferred.borrow_mut().push((path.pointer(), range));
    }
}

#[derive(Clone, Copy)]
struct ValueVisitor<'r> {
    path: Path<'r>,
    meaning: PlaceKind,
    depth: usize,
    state: &'r ParseState<'r>,
}

impl<'r> ValueVisitor<'r> {
    /// The parser of a property or an element.
    fn child_visitor<'i, E: Error>(
        &'i self,
        path: Path<'i>,
        meaning: PlaceKind,
    ) -> Result<ValueVisitor<'i>, E> {
        if self.depth >= self.state.options.levels {
            self.state.is_too_deep.set(true);
            return Err(E::custom("nested too deep"));
        }
        Ok(ValueVisitor {
            path,
            meaning,
            depth: self.depth + 1,
            state: self.state,
        })
    }
}

impl<'de> DeserializeSeed<'de> for ValueVisitor<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        if self.meaning != PlaceKind::ExampleValue
            || self.state.options.min_deferred_bytes.is_none()
        {
            return deserializer.deserialize_any(self);
        }
        let written = <&RawValue>::deserialize(deserializer)?.get();
        let levels = self.state.options.levels.saturating_sub(self.depth);
        if self.state.should_defer(written) && is_valid_json(written, levels) {
            self.state.defer(&self.path, written);
            return Ok(Value::Null);
        }
        self.state
            .parse_part(written, self.path, PlaceKind::Data, self.depth)
            .map_err(D::Error::custom)
    }
}

impl<'de> Visitor<'de> for ValueVisitor<'_> {
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
        let elements = &self.state.elements;
        let begin = elements.borrow().len();
        let meaning = self.meaning.element();
        loop {
            let path = Path::Element(&self.path, elements.borrow().len() - begin);
            match access.next_element_seed(self.child_visitor(path, meaning)?)? {
                Some(element) => elements.borrow_mut().push(element),
                None => return Ok(Value::Array(elements.borrow_mut().drain(begin..).collect())),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let members = &self.state.members;
        let begin = members.borrow().len();
        while let Some(key) = access.next_key::<String>()? {
            let path = Path::Member(&self.path, &key);
            let meaning = self.meaning.child(&key);
            let value = access.next_value_seed(self.child_visitor(path, meaning)?)?;
            members.borrow_mut().push((key, value));
        }
        let mut members = members.borrow_mut();
        let object = self.state.build_object(&self.path, members.drain(begin..));
        Ok(Value::Object(object))
    }
}
