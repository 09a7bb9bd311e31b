//! Tests of the public interface.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod messages;
mod mutations;
mod readme;
mod sameness;
mod table;

use openapi_diff::{Change, diff};
use openapi_document::Document;
use serde_json::Value;

/// Compares two values as documents.
fn changes(old: &Value, new: &Value) -> Vec<Change> {
    diff(&document("old.json", old), &document("new.json", new))
}

fn document(name: &str, value: &Value) -> Document {
    Document::parse(name, serde_json::to_string_pretty(value).unwrap()).unwrap()
}

/// The contract of this repository.
fn contract() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/openapi.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
