//! A value and where it comes from.

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::case::DefaultSource;

/// A value for a part of a request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Assembled {
    /// The value.
    pub(crate) value: Value,
    /// The weakest source of any part of it.
    pub(crate) source: DefaultSource,
    /// The place of the value in the document, or of the schema that it was put together from.
    pub(crate) claim: PointerBuf,
}
