//! Tests of the public interface.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod messages;
mod mutations;
mod readme;
mod sameness;
mod table;

use std::sync::LazyLock;

use jsonschema::Validator;
use openapi_diff::{Change, diff, diff_schema, render};
use openapi_document::Document;
use serde_json::Value;

/// Compares two values as documents. The changes as JSON match their schema.
fn compare(old: &Value, new: &Value) -> Vec<Change> {
    static SCHEMA: LazyLock<Validator> =
        LazyLock::new(|| jsonschema::validator_for(&diff_schema()).unwrap());
    let (old, new) = (
        parse_document("old.json", old),
        parse_document("new.json", new),
    );
    let changes = diff(&old, &new);
    let json = render::json(&old, &new, &changes);
    SCHEMA.validate(&json).unwrap();
    changes
}

fn parse_document(name: &str, value: &Value) -> Document {
    Document::parse(name, value.to_string()).unwrap()
}

/// The contract of this repository.
fn contract() -> Value {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../spec/openapi.json");
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}
