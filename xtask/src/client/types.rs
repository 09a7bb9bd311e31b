//! The Rust types of schemas: a named schema is a model type of `jobs-api`.

use std::fmt;

use anyhow::{Result, bail};
use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::Value;

use super::place::place;

/// The place of named schemas.
const SCHEMAS: &str = "/components/schemas/";

/// The Rust type of a schema.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Type {
    /// The name of a model type.
    Model(String),
    Flag,
    /// An integer that is not negative.
    Natural,
    Integer,
    Number,
    Text,
    List(Box<Type>),
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Type::Model(name) => write!(f, "model::{name}"),
            Type::Flag => f.write_str("bool"),
            Type::Natural => f.write_str("u64"),
            Type::Integer => f.write_str("i64"),
            Type::Number => f.write_str("f64"),
            Type::Text => f.write_str("String"),
            Type::List(item) => write!(f, "Vec<{item}>"),
        }
    }
}

impl Type {
    /// The type of the schema at `pointer`.
    pub(super) fn of(document: &Document, pointer: &Pointer) -> Result<Type> {
        if let Some(name) = pointer.as_str().strip_prefix(SCHEMAS) {
            return model(document, pointer, name);
        }
        let schema = document.get(pointer).unwrap_or_default();
        if let Some(name) = reference(&schema) {
            return model(document, pointer, name);
        }
        Ok(match schema["type"].as_str() {
            Some("boolean") => Type::Flag,
            Some("integer") if schema["minimum"].as_i64().is_some_and(|least| least >= 0) => {
                Type::Natural
            }
            Some("integer") => Type::Integer,
            Some("number") => Type::Number,
            Some("string") => Type::Text,
            Some("array") => Type::List(Box::new(Type::of(document, &below(pointer, "items"))?)),
            _ => bail!(
                "{}: the client has no type for this schema; move it to `components/schemas`, and add a model type",
                place(document, pointer)
            ),
        })
    }

    /// The type of a parameter's schema, which must be a single value.
    pub(super) fn of_scalar(document: &Document, pointer: &Pointer) -> Result<Type> {
        let found = Type::of(document, pointer)?;
        let schema = match &found {
            Type::Model(name) => document.get(&named(name)),
            _ => None,
        };
        let kind = schema.as_ref().and_then(|schema| schema["type"].as_str());
        if matches!(kind, Some("object" | "array")) || matches!(found, Type::List(_)) {
            bail!(
                "{}: the client supports only strings and numbers here",
                place(document, pointer)
            );
        }
        Ok(found)
    }
}

/// The name of the schema that a schema refers to.
fn reference(schema: &Value) -> Option<&str> {
    schema["$ref"]
        .as_str()?
        .strip_prefix('#')?
        .strip_prefix(SCHEMAS)
}

fn model(document: &Document, pointer: &Pointer, name: &str) -> Result<Type> {
    if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric()) {
        bail!(
            "{}: `{name}` is not the name of a model type",
            place(document, pointer)
        );
    }
    Ok(Type::Model(name.to_owned()))
}

fn named(name: &str) -> PointerBuf {
    PointerBuf::from_tokens(["components", "schemas", name])
}

/// The place of a property.
pub(super) fn below(pointer: &Pointer, key: &str) -> PointerBuf {
    pointer.with_trailing_token(key)
}
