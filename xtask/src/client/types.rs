//! The Rust types of schemas: a named schema is a model type of `jobs-api`.

use std::fmt;

use anyhow::{Result, bail};
use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::Value;

use super::source_place::source_place;

/// The place of named schemas.
const SCHEMAS: &str = "/components/schemas/";

/// The Rust type of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum RustType {
    /// The name of a model type.
    Model(String),
    Bool,
    /// An integer that is not negative.
    Unsigned,
    Integer,
    Number,
    Text,
    List(Box<RustType>),
}

impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            RustType::Model(name) => write!(f, "model::{name}"),
            RustType::Bool => f.write_str("bool"),
            RustType::Unsigned => f.write_str("u64"),
            RustType::Integer => f.write_str("i64"),
            RustType::Number => f.write_str("f64"),
            RustType::Text => f.write_str("String"),
            RustType::List(item) => write!(f, "Vec<{item}>"),
        }
    }
}

impl RustType {
    /// The type of the schema at `pointer`.
    pub(super) fn of(document: &Document, pointer: &Pointer) -> Result<RustType> {
        if let Some(name) = pointer.as_str().strip_prefix(SCHEMAS) {
            return model_type(document, pointer, name);
        }
        let schema = document.get(pointer).unwrap_or_default();
        if let Some(name) = reference_name(&schema) {
            return model_type(document, pointer, name);
        }
        Ok(match schema["type"].as_str() {
            Some("boolean") => RustType::Bool,
            Some("integer") if schema["minimum"].as_i64().is_some_and(|least| least >= 0) => {
                RustType::Unsigned
            }
            Some("integer") => RustType::Integer,
            Some("number") => RustType::Number,
            Some("string") => RustType::Text,
            Some("array") => RustType::List(Box::new(RustType::of(
                document,
                &child_pointer(pointer, "items"),
            )?)),
            _ => bail!(
                "{}: the client has no type for this schema; move it to `components/schemas`, and add a model type",
                source_place(document, pointer)
            ),
        })
    }

    /// The type of a parameter's schema, which must be a single value.
    pub(super) fn of_scalar(document: &Document, pointer: &Pointer) -> Result<RustType> {
        let found = RustType::of(document, pointer)?;
        let schema = match &found {
            RustType::Model(name) => document.get(&schema_pointer(name)),
            _ => None,
        };
        let kind = schema.as_ref().and_then(|schema| schema["type"].as_str());
        if matches!(kind, Some("object" | "array")) || matches!(found, RustType::List(_)) {
            bail!(
                "{}: the client supports only strings and numbers here",
                source_place(document, pointer)
            );
        }
        Ok(found)
    }
}

/// The name of the schema that a schema refers to.
fn reference_name(schema: &Value) -> Option<&str> {
    schema["$ref"]
        .as_str()?
        .strip_prefix('#')?
        .strip_prefix(SCHEMAS)
}

fn model_type(document: &Document, pointer: &Pointer, name: &str) -> Result<RustType> {
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
        bail!(
            "{}: `{name}` is not the name of a model type",
            source_place(document, pointer)
        );
    }
    Ok(RustType::Model(name.to_owned()))
}

fn schema_pointer(name: &str) -> PointerBuf {
    PointerBuf::from_tokens(["components", "schemas", name])
}

/// The place of a property.
pub(super) fn child_pointer(pointer: &Pointer, key: &str) -> PointerBuf {
    pointer.with_trailing_token(key)
}
