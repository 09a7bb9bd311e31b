//! What a document says of an answer.

use std::collections::BTreeMap;

use jsonptr::PointerBuf;
use openapi_document::{SharedValue, StatusPattern};

use crate::volatile::Volatile;

/// What must hold of an answer.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Documented status.
    pub status: StatusPattern,
    /// The Response Object.
    pub response: PointerBuf,
    /// Whether the document says nothing of such an answer, so that only a file of cases does.
    pub undocumented: bool,
    /// Documented media type; none where the response has no content.
    pub media_type: Option<String>,
    /// Documented headers.
    pub headers: Vec<ExpectedHeader>,
    /// The schema of the body.
    pub schema: Option<PointerBuf>,
    /// The documented body, errata applied.
    pub body: Option<Documented>,
}

/// A documented value, and where the document shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Documented {
    /// The value.
    pub value: SharedValue,
    /// Where the document shows it.
    pub claim: PointerBuf,
    /// Places in the value that errata have withdrawn.
    pub withdrawn: Vec<PointerBuf>,
    /// Places in the value where the example breaks off, so that anything may follow.
    pub elided: Vec<PointerBuf>,
    /// Places whose values vary from answer to answer, and how.
    pub volatile: BTreeMap<PointerBuf, Volatile>,
}

/// A documented response header.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpectedHeader {
    /// Its name, as written in the document.
    pub name: String,
    /// Whether every such response carries it.
    pub required: bool,
    /// The Header Object.
    pub claim: PointerBuf,
    /// Its schema.
    pub schema: Option<PointerBuf>,
    /// The value that the example documents.
    pub value: Option<Documented>,
}
