//! Large example values, which stay text until they are needed.
//!
//! As a value, an example needs ten times the memory of its text, and a large document consists mostly of examples.
//! For large examples, only the place and the range of the text are kept; the tree has null in their place. No
//! reference leads into one: a document with such a reference is parsed completely.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::json;

/// Minimum size in bytes of a deferred value; a smaller one needs little more memory than its pointer.
pub(crate) const MIN_DEFERRED_BYTES: usize = 512;

/// The values that are not in a tree.
#[derive(Debug, Clone, Default)]
pub(crate) struct DeferredValues {
    text: Arc<String>,
    values: BTreeMap<PointerBuf, Range<usize>>,
}

impl DeferredValues {
    /// Values by their places, each with the part of the text that it is.
    pub(crate) fn new(text: &Arc<String>, values: Vec<(PointerBuf, Range<usize>)>) -> Self {
        Self {
            text: Arc::clone(text),
            values: values.into_iter().collect(),
        }
    }

    /// Whether there are no deferred values.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether there is a deferred value below a place.
    pub(crate) fn has_value_below(&self, at: &Pointer) -> bool {
        self.below(at).next().is_some()
    }

    /// The deferred value at a place, as text.
    pub(crate) fn text_at(&self, at: &Pointer) -> Option<&str> {
        self.text.get(self.values.get(at)?.clone())
    }

    /// The value at a place that is, or is inside, a deferred value.
    pub(crate) fn read(&self, at: &Pointer) -> Option<Value> {
        let mut holder = at;
        let text = loop {
            match self.text_at(holder) {
                Some(text) => break text,
                None => holder = holder.parent()?,
            }
        };
        let mut value = json::parse_value(text)?;
        let inside = at.strip_prefix(holder)?;
        inside.resolve_mut(&mut value).ok().map(Value::take)
    }

    /// Puts all values below a place into the value at that place, which has null instead.
    pub(crate) fn restore(&self, at: &Pointer, value: &mut Value) {
        for deferred in self.below(at) {
            let inside = deferred.strip_prefix(at);
            let place = inside.and_then(|inside| inside.resolve_mut(value).ok());
            if let (Some(place), Some(read)) =
                (place, self.text_at(deferred).and_then(json::parse_value))
            {
                *place = read;
            }
        }
    }

    /// The places of deferred values below a place.
    fn below(&self, at: &Pointer) -> impl Iterator<Item = &PointerBuf> {
        // in sort order, a pointer comes directly before the pointers below it
        let behind = self.values.range(at.with_trailing_token("")..);
        behind
            .map(|(deferred, _)| deferred)
            .take_while(move |deferred| deferred.starts_with(at))
    }
}
