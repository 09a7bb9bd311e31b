//! The position of a place of a document in its source text.

use jsonptr::Pointer;
use openapi_document::Document;

/// A place in the document: file, line and column, and the pointer.
pub fn describe_place(document: &Document, pointer: &Pointer) -> String {
    format!("{} {pointer}", source_position(document, pointer))
}

/// File, line and column of a place; only the file if the line is not known.
pub fn source_position(document: &Document, pointer: &Pointer) -> String {
    match document.position(pointer) {
        Some(at) => at.to_string(),
        None => document.name().to_owned(),
    }
}
