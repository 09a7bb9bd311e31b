//! Elisions: places where an example is incomplete, so that any content may follow.
//!
//! The mark is `...` or `…`; it only counts if the string contains nothing else:
//!
//! | in the example                           | means                                               |
//! |------------------------------------------|-----------------------------------------------------|
//! | `[1, 2, "..."]`, as the last element     | the array goes on, with any elements                |
//! | `{"id": 1, "...": "..."}`, as a property | the object goes on, with any properties             |
//! | `{"token": "..."}`, as a whole value     | the property is there, with any value               |
//! | `...` as the last line of a text body    | the text goes on, in any way                        |
//!
//! `"Compiling..."` is an ordinary string: logs and titles often end like that.

use std::collections::BTreeMap;

use json_pointer_diff::{Difference, DifferenceKind};
use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::Value;

use crate::case::DocumentedValue;

/// Removes the marks from a value; returns the places that the marks leave open.
///
/// A place is an array or object that may contain more, or a null that stands for any value.
pub fn elide(value: &mut Value) -> Vec<PointerBuf> {
    let mut elided = Vec::new();
    elide_value(value, &PointerBuf::root(), &mut elided);
    elided
}

/// The text before the mark, if the last line is a mark.
pub fn elide_text(text: &str) -> Option<&str> {
    let whole = text.trim_end();
    let start = whole.rfind('\n').map_or(0, |newline| newline + 1);
    let last = whole.get(start..)?;
    is_elision_mark(last.trim_start())
        .then(|| text.get(..start))
        .flatten()
}

/// The spellings of the mark.
const ELISION_MARKS: [&str; 2] = ["...", "…"];

fn is_elision_mark(text: &str) -> bool {
    ELISION_MARKS.contains(&text)
}

/// Whether the value contains a mark: most values do not, and need no copy.
fn has_elision(value: &Value) -> bool {
    match value {
        Value::String(text) => is_elision_mark(text),
        Value::Array(elements) => {
            elements
                .last()
                .and_then(Value::as_str)
                .is_some_and(is_elision_mark)
                || elements
                    .iter()
                    .any(|element| !element.is_string() && has_elision(element))
        }
        Value::Object(members) => members
            .iter()
            .any(|(name, member)| is_elision_mark(name) || has_elision(member)),
        Value::Null | Value::Bool(_) | Value::Number(_) => false,
    }
}

fn elide_value(value: &mut Value, at: &PointerBuf, elided: &mut Vec<PointerBuf>) {
    match value {
        Value::String(text) if is_elision_mark(text) => {
            *value = Value::Null;
            elided.push(at.clone());
        }
        Value::Array(elements) => {
            if elements
                .last()
                .and_then(Value::as_str)
                .is_some_and(is_elision_mark)
            {
                elements.pop();
                elided.push(at.clone());
            }
            for (index, element) in elements.iter_mut().enumerate() {
                // in the middle of an array, a mark would be ambiguous
                if !element.is_string() {
                    elide_value(element, &at.with_trailing_token(index), elided);
                }
            }
        }
        Value::Object(members) => {
            let before = members.len();
            members.retain(|name, _| !is_elision_mark(name));
            if members.len() < before {
                elided.push(at.clone());
            }
            for (name, member) in members {
                // most properties contain no mark, and need no place
                if member.is_array()
                    || member.is_object()
                    || member.as_str().is_some_and(is_elision_mark)
                {
                    elide_value(member, &at.with_trailing_token(name), elided);
                }
            }
        }
        _ => {}
    }
}

/// Whether JSON text may contain a mark; any character may be written as an escape sequence.
fn may_have_elision(json: &str) -> bool {
    json.contains("\\u") || ELISION_MARKS.iter().any(|mark| json.contains(mark))
}

impl DocumentedValue {
    /// A value from the document; `is_text` is true for the text of a body that is not JSON. `None` if the place does
    /// not exist.
    pub(crate) fn new(
        document: &Document,
        claim: PointerBuf,
        is_text: bool,
    ) -> Option<DocumentedValue> {
        let mut documented = DocumentedValue {
            claim,
            changed: None,
            withdrawn: Vec::new(),
            elided: Vec::new(),
            volatile: BTreeMap::new(),
        };
        // most examples have no mark, and need no parsing to find out
        let text = document.example_text(&documented.claim);
        if text.is_some_and(|text| !may_have_elision(text)) {
            return Some(documented);
        }
        match &*document.get(&documented.claim)? {
            Value::String(text) if is_text => {
                documented.changed = elide_text(text).map(Value::from);
                let elided = documented.changed.as_ref().map(|_| PointerBuf::root());
                documented.elided.extend(elided);
            }
            value if has_elision(value) => {
                documented.elided = elide(documented.changed.insert(value.clone()));
            }
            _ => {}
        }
        Some(documented)
    }

    /// Whether the example is elided at a place: in the array, object or text, or instead of the value.
    pub fn is_elided(&self, at: &Pointer) -> bool {
        self.elided.iter().any(|elided| elided.as_ptr() == at)
    }

    /// Whether a difference from the example is only in a part that the example leaves open.
    pub fn allows_difference(&self, shown: &Value, difference: &Difference) -> bool {
        if self.elided.is_empty() {
            return false;
        }
        let at = &difference.expected_at;
        let documented = at.resolve(shown).ok();
        match &difference.kind {
            // an extra element refers to its array, an extra property to its own place
            DifferenceKind::Extra { .. } => match documented {
                Some(Value::Array(elements)) => {
                    let index = difference
                        .actual_at
                        .last()
                        .and_then(|last| last.decoded().parse().ok());
                    self.is_elided(at) && index.is_some_and(|index: usize| index >= elements.len())
                }
                _ => at.parent().is_some_and(|object| self.is_elided(object)),
            },
            DifferenceKind::Value {
                expected: Value::String(before),
                actual: Value::String(actual),
            } => self.is_elided(at) && actual.starts_with(before),
            DifferenceKind::Value { .. } | DifferenceKind::Type { .. } => {
                self.is_elided(at) && documented.is_some_and(Value::is_null)
            }
            DifferenceKind::Missing { .. } | DifferenceKind::Moved { .. } => false,
        }
    }
}
