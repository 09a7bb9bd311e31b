//! Large example values, which stay text until they are needed.
//!
//! As a value, an example needs ten times the memory of its text, and a large document consists mostly of examples.
//! For large examples, only the place and the range of the text are kept; the tree has null in their place. No
//! reference leads into one: a document with such a reference is parsed completely.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::json;

/// From how many bytes on it is worth it: a value that is smaller takes little more room than its place.
pub(crate) const LARGE: usize = 512;

/// The values that are not in a tree.
#[derive(Debug, Clone, Default)]
pub(crate) struct Deferred {
    text: Arc<String>,
    values: BTreeMap<PointerBuf, Written>,
}

/// A value as it is written in the text.
#[derive(Debug, Clone)]
struct Written {
    range: Range<usize>,
    /// The parsed value, for callers that keep it.
    value: OnceLock<Option<Box<Value>>>,
}

impl Deferred {
    /// Values by their places, each with the part of the text that it is.
    pub(crate) fn new(text: &Arc<String>, values: Vec<(PointerBuf, Range<usize>)>) -> Self {
        let written = |range| Written {
            range,
            value: OnceLock::new(),
        };
        Self {
            text: Arc::clone(text),
            values: values
                .into_iter()
                .map(|(at, range)| (at, written(range)))
                .collect(),
        }
    }

    /// Whether there are no deferred values.
    pub(crate) fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// Whether there is a deferred value below a place.
    pub(crate) fn is_below(&self, at: &Pointer) -> bool {
        // in sort order, a place is followed by the places below it, which start with it and a slash
        let mut behind = self.values.range(at.with_trailing_token("")..);
        behind
            .next()
            .is_some_and(|(deferred, _)| deferred.starts_with(at))
    }

    /// Whether a place is, or is inside, a deferred value that exists.
    pub(crate) fn has(&self, at: &Pointer) -> bool {
        self.around(at)
            .is_some_and(|(_, inside)| inside.is_root() || self.read(at).is_some())
    }

    /// The deferred value at a place, as text.
    pub(crate) fn written(&self, at: &Pointer) -> Option<&str> {
        self.text.get(self.values.get(at)?.range.clone())
    }

    /// Whether a place is, or is inside, a deferred value.
    pub(crate) fn is_around(&self, at: &Pointer) -> bool {
        self.around(at).is_some()
    }

    /// The value at a place that is, or is inside, a deferred value; parsed again for every call, and not kept.
    pub(crate) fn read(&self, at: &Pointer) -> Option<Value> {
        let (written, inside) = self.around(at)?;
        let mut value = self.value(written)?;
        if inside.is_root() {
            return Some(value);
        }
        inside.resolve_mut(&mut value).ok().map(Value::take)
    }

    /// The value at a place that is, or is inside, a deferred value; parsed once, and kept.
    pub(crate) fn get(&self, at: &Pointer) -> Option<&Value> {
        let (written, inside) = self.around(at)?;
        let value = written
            .value
            .get_or_init(|| self.value(written).map(Box::new));
        inside.resolve(value.as_deref()?).ok()
    }

    /// Puts all into the tree that they are not in.
    pub(crate) fn restore(&self, tree: &mut Value) {
        for (at, written) in &self.values {
            if let (Ok(place), Some(value)) = (at.resolve_mut(tree), self.value(written)) {
                *place = value;
            }
        }
    }

    /// The deferred value that a place is or is inside of, and the path from it to the place.
    fn around<'p>(&self, at: &'p Pointer) -> Option<(&Written, &'p Pointer)> {
        let mut holder = at;
        loop {
            if let Some(written) = self.values.get(holder) {
                return Some((written, at.strip_prefix(holder)?));
            }
            holder = holder.parent()?;
        }
    }

    fn value(&self, written: &Written) -> Option<Value> {
        json::value(self.text.get(written.range.clone())?)
    }
}
