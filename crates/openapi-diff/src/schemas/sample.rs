//! Makes a value of a schema, as far as that is easy; only a validator knows whether it is valid.

use jsonptr::Pointer;
use serde_json::{Map, Value, json};

use super::standalone::{alone, resolved};
use crate::side::Side;

/// How deep a value is made.
const DEPTH: usize = 12;

/// A value of the schema at a place.
pub(super) fn of(side: &Side<'_>, at: &Pointer) -> Option<Value> {
    let schema = alone(side.get(at)?, &|reference| resolved(side, reference));
    of_schema(&schema)
}

/// A value of a self-contained schema.
pub(super) fn of_schema(schema: &Value) -> Option<Value> {
    let (root, extent) = (schema, Extent::Least);
    Sampler { root, extent }.make(schema, DEPTH)
}

/// Values of the schema at a place: one with the required properties, one with all properties.
pub(super) fn all(side: &Side<'_>, at: &Pointer) -> Vec<Value> {
    let Some(schema) = side.get(at) else {
        return Vec::new();
    };
    let schema = alone(schema, &|reference| resolved(side, reference));
    let root = &schema;
    let extents = [Extent::Least, Extent::Most].into_iter();
    extents
        .filter_map(|extent| Sampler { root, extent }.make(root, DEPTH))
        .collect()
}

/// Which properties an object gets.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// Those that are required.
    Least,
    /// All that are mentioned.
    Most,
}

/// Makes values of a schema and of those that it refers to.
struct Sampler<'s> {
    root: &'s Value,
    extent: Extent,
}

impl Sampler<'_> {
    fn make(&self, schema: &Value, depth: usize) -> Option<Value> {
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
            if says_nothing(part) {
                continue;
            }
            made = join(made, self.make(part, depth));
        }
        if members.contains_key("type")
            || members.contains_key("properties")
            || members.contains_key("required")
        {
            let own = self.plain(members, depth);
            // the target of a reference is more precise than a type next to it
            made = match (made, own) {
                (Some(Value::Object(a)), Some(Value::Object(b))) => {
                    join(Some(b.into()), Some(a.into()))
                }
                (made, own) => made.or(own),
            };
        }
        made.or_else(|| Some(json!("text")))
    }

    /// A value by its type and the keywords of that type.
    fn plain(&self, members: &Map<String, Value>, depth: usize) -> Option<Value> {
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
                    .filter_map(|_| self.make(items, depth))
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
                    let value = self.make(schema.unwrap_or(&Value::Bool(true)), depth)?;
                    object.insert(name.to_owned(), value);
                }
                if self.extent == Extent::Most {
                    for (name, schema) in
                        properties.and_then(Value::as_object).into_iter().flatten()
                    {
                        // a recursive property is omitted
                        if !object.contains_key(name)
                            && let Some(value) = self.make(schema, depth)
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

/// Whether a schema only says what a value is not.
fn says_nothing(schema: &Value) -> bool {
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

fn join(first: Option<Value>, second: Option<Value>) -> Option<Value> {
    match (first, second) {
        (Some(Value::Object(mut a)), Some(Value::Object(b))) => {
            a.extend(b);
            Some(a.into())
        }
        (first, second) => first.or(second),
    }
}
