//! Tables for reading OpenAPI documents.

use jsonptr::Pointer;
use openapi_document::Document;
use serde_json::Value;

mod bodies;
mod defects;
mod deferred;
mod downgrade;
mod downgraded_values;
mod files;
mod messages;
mod operations;
mod outgoing;
mod positions;
mod readme;
mod references;
mod schema;
mod serialize;
mod syntax;
mod upgrade;

/// The document of a value, which must be one.
fn parse_document(value: &Value) -> Document {
    Document::parse("spec.json", value.to_string()).expect("an OpenAPI document")
}

/// The whole of a document.
fn whole(document: &Document) -> Value {
    let whole = document.get(Pointer::root());
    whole.expect("every document has a root").into_owned()
}

/// The defects of a document, one line each.
fn list_defects(document: &Document) -> Vec<String> {
    document.defects().iter().map(ToString::to_string).collect()
}
