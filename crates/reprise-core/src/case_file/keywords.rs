//! The keywords of JSON Schema 2020-12. A schema with any other keyword is rejected, because the keyword would check
//! nothing.

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::yaml::nearest;

/// The value of a keyword.
enum Holds {
    /// A value that is not a schema.
    Value,
    /// A schema.
    Schema,
    /// A list of schemas.
    List,
    /// Schemas by name.
    Map,
}

const KEYWORDS: &[(&str, Holds)] = &[
    ("$comment", Holds::Value),
    ("$defs", Holds::Map),
    ("$ref", Holds::Value),
    ("additionalProperties", Holds::Schema),
    ("allOf", Holds::List),
    ("anyOf", Holds::List),
    ("const", Holds::Value),
    ("contains", Holds::Schema),
    ("dependentRequired", Holds::Value),
    ("dependentSchemas", Holds::Map),
    ("description", Holds::Value),
    ("else", Holds::Schema),
    ("enum", Holds::Value),
    ("exclusiveMaximum", Holds::Value),
    ("exclusiveMinimum", Holds::Value),
    ("format", Holds::Value),
    ("if", Holds::Schema),
    ("items", Holds::Schema),
    ("maxContains", Holds::Value),
    ("maxItems", Holds::Value),
    ("maxLength", Holds::Value),
    ("maxProperties", Holds::Value),
    ("maximum", Holds::Value),
    ("minContains", Holds::Value),
    ("minItems", Holds::Value),
    ("minLength", Holds::Value),
    ("minProperties", Holds::Value),
    ("minimum", Holds::Value),
    ("multipleOf", Holds::Value),
    ("not", Holds::Schema),
    ("oneOf", Holds::List),
    ("pattern", Holds::Value),
    ("patternProperties", Holds::Map),
    ("prefixItems", Holds::List),
    ("properties", Holds::Map),
    ("propertyNames", Holds::Schema),
    ("required", Holds::Value),
    ("then", Holds::Schema),
    ("title", Holds::Value),
    ("type", Holds::Value),
    ("unevaluatedItems", Holds::Schema),
    ("unevaluatedProperties", Holds::Schema),
    ("uniqueItems", Holds::Value),
];

/// The place of the first invalid schema at or below a place, and the reason.
pub(super) fn flaw(schema: &Value, at: PointerBuf) -> Option<(PointerBuf, String)> {
    let members = match schema {
        Value::Bool(_) => return None,
        Value::Object(members) => members,
        _ => {
            let message = "a schema must be an object, `true` or `false`".to_owned();
            return Some((at, message));
        }
    };
    members.iter().find_map(|(keyword, value)| {
        let at = at.with_trailing_token(keyword);
        let known = KEYWORDS.iter().find(|(known, _)| known == keyword);
        let Some((_, holds)) = known else {
            let words = KEYWORDS.iter().map(|(known, _)| *known);
            let meant = nearest(keyword, words).map(|word| format!("; did you mean `{word}`?"));
            let message = format!(
                "`{keyword}` is not a keyword of JSON Schema{}",
                meant.unwrap_or_default()
            );
            return Some((at, message));
        };
        match (holds, value) {
            (Holds::Value, _) => None,
            (Holds::Schema, schema) => flaw(schema, at),
            (Holds::List, Value::Array(schemas)) => schemas
                .iter()
                .enumerate()
                .find_map(|(index, schema)| flaw(schema, at.with_trailing_token(index))),
            (Holds::Map, Value::Object(schemas)) => schemas
                .iter()
                .find_map(|(name, schema)| flaw(schema, at.with_trailing_token(name))),
            (Holds::List, _) => Some((at, format!("`{keyword}` must be a list of schemas"))),
            (Holds::Map, _) => Some((at, format!("`{keyword}` must be an object of schemas"))),
        }
    })
}

/// Whether a schema describes numbers, by its type or by its other keywords.
pub(super) fn speaks_of_numbers(schema: &Value) -> bool {
    let limits = [
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
    ];
    let of_type = |word: &Value| word == "integer" || word == "number";
    let types = schema.get("type");
    types.is_some_and(|types| {
        of_type(types)
            || types
                .as_array()
                .is_some_and(|types| types.iter().any(of_type))
    }) || limits.iter().any(|limit| schema.get(limit).is_some())
}

/// The number of values that a schema defines exactly.
pub(super) fn values(schema: &Value) -> usize {
    let Value::Object(members) = schema else {
        return 0;
    };
    members
        .iter()
        .map(
            |(keyword, value)| match KEYWORDS.iter().find(|(known, _)| known == keyword) {
                _ if keyword == "const" => 1,
                Some((_, Holds::Schema)) => values(value),
                Some((_, Holds::List)) => value.as_array().into_iter().flatten().map(values).sum(),
                Some((_, Holds::Map)) => {
                    let schemas = value.as_object().into_iter().flatten();
                    schemas.map(|(_, schema)| values(schema)).sum()
                }
                _ => 0,
            },
        )
        .sum()
}
