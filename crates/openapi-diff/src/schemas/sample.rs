//! Makes a value of a schema, as far as that is easy; only a validator knows whether it is valid.

use jsonptr::Pointer;
use serde_json::{Map, Value, json};

use super::standalone::{make_standalone, resolve_reference};
use crate::compared_document::ComparedDocument;

/// Maximum depth of a value.
const MAX_DEPTH: usize = 12;

/// A value of the schema at a place.
pub(super) fn sample_at(side: &ComparedDocument<'_>, at: &Pointer) -> Option<Value> {
    let schema = make_standalone(side.get(at)?, &|reference| {
        resolve_reference(side, reference)
    });
    sample_of_schema(&schema)
}

/// A value of a self-contained schema.
pub(super) fn sample_of_schema(schema: &Value) -> Option<Value> {
    let (root, extent) = (schema, PropertySelection::Required);
    Sampler {
        root,
        selection: extent,
    }
    .make_value(schema, MAX_DEPTH)
}

/// Values of the schema at a place: one with the required properties, one with all properties.
pub(super) fn samples_at(side: &ComparedDocument<'_>, at: &Pointer) -> Vec<Value> {
    let Some(schema) = side.get(at) else {
        return Vec::new();
    };
    let schema = make_standalone(schema, &|reference| resolve_reference(side, reference));
    let root = &schema;
    let extents = [PropertySelection::Required, PropertySelection::All].into_iter();
    extents
        .filter_map(|extent| {
            Sampler {
                root,
                selection: extent,
            }
            .make_value(root, MAX_DEPTH)
        })
        .collect()
}

/// The properties of a sample object: the required ones, or all that are mentioned.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PropertySelection {
    /// Those that are required.
    Required,
    /// All that are mentioned.
    All,
}

/// Makes values of a schema and of those that it refers to.
struct Sampler<'s> {
    root: &'s Value,
    selection: PropertySelection,
}

impl Sampler<'_> {
    fn make_value(&self, schema: &Value, depth: usize) -> Option<Value> {
        let depth = depth.checked_sub(1)?;
        let members = match schema {
            Value::Bool(true) => return Some(json!("text")),
            Value::Object(members) => members,
            _ => return None,
        };
        if let Some(word) = members.get("const") {
            return Some(word.clone());
        }
        if let Some(Value::Array(words)) = members.get("enum") {
            return words
                .iter()
                .find(|word| !word.is_null())
                .or(words.first())
                .cloned();
        }
        if let Some(Value::Array(shown)) = members.get("examples")
            && let Some(value) = shown.first()
        {
            return Some(value.clone());
        }
        if let Some(value) = members.get("example") {
            return Some(value.clone());
        }
        let mut made: Option<Value> = None;
        let mut parts: Vec<&Value> = Vec::new();
        if let Some(Value::String(reference)) = members.get("$ref") {
            parts.extend(
                reference
                    .strip_prefix('#')
                    .and_then(|at| self.root.pointer(at)),
            );
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let Some(Value::Array(branches)) = members.get(keyword) else {
                continue;
            };
            parts.extend(
                branches
                    .iter()
                    .take(if keyword == "allOf" { usize::MAX } else { 1 }),
            );
        }
        for part in parts {
            if lacks_value_keywords(part) {
                continue;
            }
            made = merge_values(made, self.make_value(part, depth));
        }
        if members.contains_key("type")
            || members.contains_key("properties")
            || members.contains_key("required")
        {
            let own = self.make_typed_value(members, depth);
            // the target of a reference is more precise than a type next to it
            made = match (made, own) {
                (Some(Value::Object(a)), Some(Value::Object(b))) => {
                    merge_values(Some(b.into()), Some(a.into()))
                }
                (made, own) => made.or(own),
            };
        }
        made.or_else(|| Some(json!("text")))
    }

    /// A value by its type and the keywords of that type.
    fn make_typed_value(&self, members: &Map<String, Value>, depth: usize) -> Option<Value> {
        let kind = match members.get("type") {
            Some(Value::String(kind)) => kind.as_str(),
            Some(Value::Array(kinds)) => {
                let mut kinds = kinds.iter().filter_map(Value::as_str);
                kinds.find(|kind| *kind != "null").unwrap_or("null")
            }
            _ => "object",
        };
        let number = |keyword: &str| members.get(keyword).and_then(Value::as_f64);
        let count = |keyword: &str| {
            members
                .get(keyword)
                .and_then(Value::as_u64)
                .unwrap_or(0)
                .min(100)
        };
        Some(match kind {
            "null" => Value::Null,
            "boolean" => json!(true),
            "integer" => {
                let low =
                    number("minimum").or_else(|| number("exclusiveMinimum").map(|low| low + 1.0));
                #[allow(clippy::cast_possible_truncation)]
                let low = low.map_or(1, |low| low.ceil() as i64);
                let high = number("maximum");
                #[allow(clippy::cast_possible_truncation)]
                let value = high.map_or(low.max(1), |high| low.max(1).min(high as i64));
                json!(value)
            }
            "number" => json!(
                number("minimum")
                    .or_else(|| number("exclusiveMinimum").map(|low| low + 0.5))
                    .unwrap_or(1.5)
            ),
            "string" => {
                let text = match members.get("format").and_then(Value::as_str) {
                    Some("date-time") => "2026-03-31T08:00:00Z",
                    Some("date") => "2026-03-31",
                    Some("uri" | "url" | "iri") => "https://example.com/a",
                    Some("email") => "a@example.com",
                    Some("uuid") => "7c1f3b8e-6d0a-4c58-9f3e-2b1a5d7e9c10",
                    Some("ipv4") => "127.0.0.1",
                    Some("hostname") => "example.com",
                    _ => "text",
                };
                let long = usize::try_from(count("minLength")).unwrap_or(0);
                let short = members.get("maxLength").and_then(Value::as_u64);
                let mut text = text.to_owned();
                while text.len() < long {
                    text.push('a');
                }
                if let Some(short) = short.and_then(|short| usize::try_from(short).ok()) {
                    text.truncate(short);
                }
                json!(text)
            }
            "array" => {
                let items = members.get("items").unwrap_or(&Value::Bool(true));
                let wanted = count("minItems").max(1);
                let found: Vec<Value> = (0..wanted)
                    .filter_map(|_| self.make_value(items, depth))
                    .collect();
                found.into()
            }
            _ => {
                let names = members
                    .get("required")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten();
                let properties = members.get("properties");
                let mut object = Map::new();
                for name in names.filter_map(Value::as_str) {
                    let schema = properties.and_then(|properties| properties.get(name));
                    let value = self.make_value(schema.unwrap_or(&Value::Bool(true)), depth)?;
                    object.insert(name.to_owned(), value);
                }
                if self.selection == PropertySelection::All {
                    for (name, schema) in
                        properties.and_then(Value::as_object).into_iter().flatten()
                    {
                        // a recursive property is omitted
                        if !object.contains_key(name)
                            && let Some(value) = self.make_value(schema, depth)
                        {
                            object.insert(name.clone(), value);
                        }
                    }
                }
                object.into()
            }
        })
    }
}

/// Whether a schema has no keyword that describes a value.
fn lacks_value_keywords(schema: &Value) -> bool {
    schema.as_object().is_none_or(|members| {
        ![
            "type",
            "enum",
            "const",
            "$ref",
            "properties",
            "required",
            "allOf",
            "anyOf",
            "oneOf",
        ]
        .iter()
        .any(|keyword| members.contains_key(*keyword))
    })
}

fn merge_values(first: Option<Value>, second: Option<Value>) -> Option<Value> {
    match (first, second) {
        (Some(Value::Object(mut a)), Some(Value::Object(b))) => {
            a.extend(b);
            Some(a.into())
        }
        (first, second) => first.or(second),
    }
}
