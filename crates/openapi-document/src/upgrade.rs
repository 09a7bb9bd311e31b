//! OpenAPI 3.0 schemas as JSON Schema 2020-12, for validators that know only the latter.
//!
//! ```
//! use openapi_document::upgrade::to_2020_12;
//! use serde_json::json;
//!
//! let document = json!({"openapi": "3.0.3", "components": {"schemas": {
//!     "Age": {"type": "integer", "minimum": 0, "exclusiveMinimum": true, "nullable": true},
//! }}});
//! assert_eq!(
//!     to_2020_12(&document)["components"]["schemas"]["Age"],
//!     json!({"type": ["integer", "null"], "exclusiveMinimum": 0}),
//! );
//! ```

use jsonptr::PointerBuf;
use serde_json::{Map, Value, json};

use crate::grammar::SpecObject;
use crate::tree::visit_reachable;

/// The document with every Schema Object converted; everything else, including examples, is unchanged.
///
/// Schemas keep their places, so that a place in the result is the same place in the document; only a reference in a
/// nullable `allOf` moves, into a new `anyOf`.
///
/// - `nullable: true` allows null at every place of a schema, also next to `enum`, `allOf`, `anyOf` and `oneOf`. The
///   text of 3.0.3 requires `type` next to it and null in the `enum`, but documents mean this conversion.
/// - `exclusiveMinimum: true` becomes the bound itself; the same applies to `exclusiveMaximum`.
/// - Keywords next to `$ref` are dropped, because 3.0 ignores them.
#[must_use]
pub fn to_2020_12(value: &Value) -> Value {
    let mut schemas: Vec<PointerBuf> = Vec::new();
    visit_reachable(value, &mut |object, path, value| {
        if object == SpecObject::Schema && needs_upgrade(value) {
            schemas.push(path.pointer());
        }
    });
    let mut upgraded = value.clone();
    // The innermost first, because converting a schema may move or drop its children.
    schemas.sort_by_key(|pointer| std::cmp::Reverse(pointer.count()));
    schemas.dedup();
    for pointer in schemas {
        if let Ok(Value::Object(schema)) = pointer.resolve_mut(&mut upgraded) {
            upgrade_schema(schema);
        }
    }
    upgraded
}

fn needs_upgrade(schema: &Value) -> bool {
    let Some(members) = schema.as_object() else {
        return false;
    };
    // most references have no sibling keywords, and are the same in both versions
    (members.contains_key("$ref") && members.len() > 1)
        || ["nullable", "exclusiveMinimum", "exclusiveMaximum"]
            .iter()
            .any(|keyword| members.contains_key(*keyword))
}

fn upgrade_schema(schema: &mut Map<String, Value>) {
    if schema.get("$ref").is_some_and(Value::is_string) {
        schema.retain(|keyword, _| keyword == "$ref");
        return;
    }
    upgrade_bound(schema, "minimum", "exclusiveMinimum");
    upgrade_bound(schema, "maximum", "exclusiveMaximum");
    if schema.shift_remove("nullable") == Some(Value::Bool(true)) {
        allow_null(schema);
    }
}

/// `minimum: 0, exclusiveMinimum: true` becomes `exclusiveMinimum: 0`; with `false`, `minimum: 0`.
fn upgrade_bound(schema: &mut Map<String, Value>, bound: &str, exclusive: &str) {
    let Some(&Value::Bool(is_exclusive)) = schema.get(exclusive) else {
        return;
    };
    schema.shift_remove(exclusive);
    if is_exclusive && let Some(limit) = schema.shift_remove(bound) {
        schema.insert(exclusive.to_owned(), limit);
    }
}

/// Changes a schema so that it accepts null.
fn allow_null(schema: &mut Map<String, Value>) {
    let null = || json!({"type": "null"});
    if let Some(named @ Value::String(_)) = schema.get_mut("type") {
        let name = named.take();
        *named = json!([name, "null"]);
    }
    if let Some(Value::Array(values)) = schema.get_mut("enum")
        && !values.contains(&Value::Null)
    {
        values.push(Value::Null);
    }
    if let Some(Value::Array(branches)) = schema.get_mut("anyOf") {
        branches.push(null());
    }
    if let Some(Value::Array(branches)) = schema.get_mut("oneOf")
        && !branches.iter().any(accepts_null)
    {
        branches.push(null());
    }
    if let Some(Value::Array(branches)) = schema.get_mut("allOf") {
        for branch in branches {
            match branch {
                // The children keep their places; none of the other keywords refuses null.
                Value::Object(inner)
                    if !WRAPPED_KEYWORDS
                        .iter()
                        .any(|keyword| inner.contains_key(*keyword)) =>
                {
                    allow_null(inner);
                }
                _ => {
                    let inner = branch.take();
                    *branch = json!({"anyOf": [inner, {"type": "null"}]});
                }
            }
        }
    }
}

/// Keywords that may reject null and cannot be changed in place.
const WRAPPED_KEYWORDS: [&str; 5] = ["$ref", "const", "not", "if", "then"];

/// Whether a branch, rewritten already, plainly accepts null; `oneOf` must not have two that do.
fn accepts_null(branch: &Value) -> bool {
    match branch.get("type") {
        Some(Value::Array(types)) => types.iter().any(|name| name == "null"),
        Some(Value::String(name)) => name == "null",
        _ => false,
    }
}
