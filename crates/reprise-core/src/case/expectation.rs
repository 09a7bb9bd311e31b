//! What a document says about a response.

use std::collections::BTreeMap;

use jsonptr::PointerBuf;
use openapi_document::{SharedValue, StatusPattern};

use crate::volatile::Volatile;

/// The documented response of a step.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Documented status.
    pub status: StatusPattern,
    /// The Response Object.
    pub response: PointerBuf,
    /// Whether the document does not describe such a response, so that only a case file expects it.
    pub undocumented: bool,
    /// Documented media type; `None` if the response has no content.
    pub media_type: Option<String>,
    /// Documented headers.
    pub headers: Vec<ExpectedHeader>,
    /// The schema of the body.
    pub schema: Option<PointerBuf>,
    /// The documented body, errata applied.
    pub body: Option<Documented>,
}

/// A documented value, and its place in the document.
#[derive(Clone, Debug, PartialEq)]
pub struct Documented {
    /// The value.
    pub value: SharedValue,
    /// Place of the value in the document.
    pub claim: PointerBuf,
    /// Places in the value that errata have withdrawn.
    pub withdrawn: Vec<PointerBuf>,
    /// Places in the value where the example is elided, so that any content may follow.
    pub elided: Vec<PointerBuf>,
    /// Places whose values vary from response to response, and how.
    pub volatile: BTreeMap<PointerBuf, Volatile>,
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
    pub value: Option<Documented>,
}
