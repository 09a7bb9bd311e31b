//! What a document says about a response.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jsonptr::PointerBuf;
use openapi_document::{Document, StatusPattern};
use serde_json::Value;

use crate::volatile::VolatileKind;

/// The documented response of a step.
#[derive(Clone, Debug)]
pub struct ExpectedResponse {
    /// Documented status.
    pub status: StatusPattern,
    /// The Response Object.
    pub response: PointerBuf,
    /// Whether the document does not describe such a response, so that only a case file expects it.
    pub undocumented: bool,
    /// Whether a body is allowed although no content is documented.
    pub allows_body: bool,
    /// Documented media type; `None` if the response has no content.
    pub media_type: Option<String>,
    /// Documented headers.
    pub headers: Vec<ExpectedHeader>,
    /// The schema of the body.
    pub schema: Option<PointerBuf>,
    /// The documented body, errata applied.
    pub body: Option<DocumentedValue>,
}

/// A documented value, and its place in the document.
#[derive(Clone, Debug, PartialEq)]
pub struct DocumentedValue {
    /// Place of the value in the document.
    pub claim: PointerBuf,
    /// The value, if it is not the one at that place: because of errata, or marks that were taken out of it.
    pub changed: Option<Value>,
    /// Places in the value that errata have withdrawn.
    pub withdrawn: Vec<PointerBuf>,
    /// Places in the value where the example is elided, so that any content may follow.
    pub elided: Vec<PointerBuf>,
    /// Places whose values vary from response to response, and how.
    pub volatile: BTreeMap<PointerBuf, VolatileKind>,
}

impl DocumentedValue {
    /// The value, errata applied; a large example is parsed for each call.
    pub fn value<'v>(&'v self, document: &'v Document) -> Cow<'v, Value> {
        match &self.changed {
            Some(changed) => Cow::Borrowed(changed),
            None => document.get(&self.claim).unwrap_or_default(),
        }
    }

    /// The JSON text of the value, if it is a large example without changes: comparing needs no more.
    pub fn text<'d>(&self, document: &'d Document) -> Option<&'d str> {
        match self.changed {
            Some(_) => None,
            None => document.example_text(&self.claim),
        }
    }

    /// The value to change; the document keeps its own.
    pub(crate) fn value_mut(&mut self, document: &Document) -> &mut Value {
        let claim = &self.claim;
        let documented = || document.get(claim).unwrap_or_default().into_owned();
        self.changed.get_or_insert_with(documented)
    }
}

/// A documented response header.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpectedHeader {
    /// Its name, as written in the document.
    pub name: String,
    /// Whether every such response must have the header.
    pub required: bool,
    /// The Header Object.
    pub claim: PointerBuf,
    /// Its schema.
    pub schema: Option<PointerBuf>,
    /// The value that the example documents.
    pub value: Option<DocumentedValue>,
}
