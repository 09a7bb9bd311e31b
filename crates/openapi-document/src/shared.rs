//! A value of a document that is not copied.

use std::borrow::Cow;
use std::fmt;
use std::sync::Arc;

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::tree::Tree;

/// A value of a document, shared with the document until it is changed: a large document is in memory only once.
///
/// ```
/// use openapi_document::Document;
///
/// let document = Document::parse("a.yaml", "{ openapi: 3.1.0, x-a: [1, 2] }")?;
/// let mut value = document.share(jsonptr::Pointer::from_static("/x-a")).ok_or("not there")?;
/// assert_eq!(value.to_string(), "[1,2]");
/// value.to_mut()[0] = 7.into();
/// assert_eq!(value.to_string(), "[7,2]");
/// assert_eq!(document.value()["x-a"].to_string(), "[1,2]");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct SharedValue {
    /// The place of the value in its document, if it comes from one.
    shared: Option<(Arc<Tree>, PointerBuf)>,
    /// The changed value.
    own: Option<Value>,
}

impl SharedValue {
    pub(crate) fn new(tree: &Arc<Tree>, at: PointerBuf) -> Option<SharedValue> {
        tree.has(&at).then(|| SharedValue {
            shared: Some((Arc::clone(tree), at)),
            own: None,
        })
    }

    /// The value. A large example value is parsed again, and not kept.
    #[must_use]
    pub fn read(&self) -> Cow<'_, Value> {
        match &self.own {
            Some(own) => Cow::Borrowed(own),
            None => in_document(self.shared.as_ref()),
        }
    }

    /// The JSON text that it is written as, if it is large and was left as text: many checks need no more than the text.
    #[must_use]
    pub fn written(&self) -> Option<&str> {
        match (&self.own, &self.shared) {
            (None, Some((tree, at))) => tree.written(at),
            _ => None,
        }
    }

    /// The value to change; the document keeps its own.
    pub fn to_mut(&mut self) -> &mut Value {
        let SharedValue { shared, own } = self;
        own.get_or_insert_with(|| in_document(shared.as_ref()).into_owned())
    }
}

/// A value that existed when it was shared; the tree does not change.
fn in_document(shared: Option<&(Arc<Tree>, PointerBuf)>) -> Cow<'_, Value> {
    shared
        .and_then(|(tree, at)| tree.read(at))
        .unwrap_or_default()
}

impl From<Value> for SharedValue {
    fn from(value: Value) -> SharedValue {
        SharedValue {
            shared: None,
            own: Some(value),
        }
    }
}

impl PartialEq for SharedValue {
    fn eq(&self, other: &SharedValue) -> bool {
        self.read() == other.read()
    }
}

impl PartialEq<Value> for SharedValue {
    fn eq(&self, other: &Value) -> bool {
        *self.read() == *other
    }
}

/// As JSON, on one line.
impl fmt::Display for SharedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.read().fmt(f)
    }
}

impl fmt::Debug for SharedValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.read().fmt(f)
    }
}
