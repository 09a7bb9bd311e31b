//! Places in the document, for messages.

use jsonptr::Pointer;
use openapi_document::Document;

/// The place of a value, as `file:line:column`.
pub(super) fn source_place(document: &Document, pointer: &Pointer) -> String {
    document
        .position(pointer)
        .map_or_else(|| pointer.to_string(), |position| position.to_string())
}
