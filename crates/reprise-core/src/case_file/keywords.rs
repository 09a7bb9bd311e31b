//! The keywords of JSON Schema 2020-12. A schema with any other keyword is rejected, because the keyword would check
//! nothing.

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::yaml::nearest_word;

/// The value of a keyword.
enum KeywordValue {
    /// A value that is not a schema.
    Value,
    /// A schema.
    Schema,
    /// A list of schemas.
    List,
    /// Schemas by name.
    Map,
}

const KEYWORDS: &[(&str, KeywordValue)] = &[
    ("$comment", KeywordValue::Value),
    ("$defs", KeywordValue::Map),
    ("$ref", KeywordValue::Value),
    ("additionalProperties", KeywordValue::Schema),
    ("allOf", KeywordValue::List),
    ("anyOf", KeywordValue::List),
    ("const", KeywordValue::Value),
    ("contains", KeywordValue::Schema),
    ("dependentRequired", KeywordValue::Value),
    ("dependentSchemas", KeywordValue::Map),
    ("description", KeywordValue::Value),
    ("else", KeywordValue::Schema),
    ("enum", KeywordValue::Value),
    ("exclusiveMaximum", KeywordValue::Value),
    ("exclusiveMinimum", KeywordValue::Value),
    ("format", KeywordValue::Value),
    ("if", KeywordValue::Schema),
    ("items", KeywordValue::Schema),
    ("maxContains", KeywordValue::Value),
    ("maxItems", KeywordValue::Value),
    ("maxLength", KeywordValue::Value),
    ("maxProperties", KeywordValue::Value),
    ("maximum", KeywordValue::Value),
    ("minContains", KeywordValue::Value),
    ("minItems", KeywordValue::Value),
    ("minLength", KeywordValue::Value),
    ("minProperties", KeywordValue::Value),
    ("minimum", KeywordValue::Value),
    ("multipleOf", KeywordValue::Value),
    ("not", KeywordValue::Schema),
    ("oneOf", KeywordValue::List),
    ("pattern", KeywordValue::Value),
    ("patternProperties", KeywordValue::Map),
    ("prefixItems", KeywordValue::List),
    ("properties", KeywordValue::Map),
    ("propertyNames", KeywordValue::Schema),
    ("required", KeywordValue::Value),
    ("then", KeywordValue::Schema),
    ("title", KeywordValue::Value),
    ("type", KeywordValue::Value),
    ("unevaluatedItems", KeywordValue::Schema),
    ("unevaluatedProperties", KeywordValue::Schema),
    ("uniqueItems", KeywordValue::Value),
];

/// The place of the first invalid schema at or below a place, and the reason.
pub(super) fn find_schema_error(schema: &Value, at: PointerBuf) -> Option<(PointerBuf, String)> {
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
            let meant =
                nearest_word(keyword, words).map(|word| format!("; did you mean `{word}`?"));
            let message = format!(
                "`{keyword}` is not a keyword of JSON Schema{}",
                meant.unwrap_or_default()
            );
            return Some((at, message));
        };
        match (holds, value) {
            (KeywordValue::Value, _) => None,
            (KeywordValue::Schema, schema) => find_schema_error(schema, at),
            (KeywordValue::List, Value::Array(schemas)) => {
                schemas.iter().enumerate().find_map(|(index, schema)| {
                    find_schema_error(schema, at.with_trailing_token(index))
                })
            }
            (KeywordValue::Map, Value::Object(schemas)) => schemas
                .iter()
                .find_map(|(name, schema)| find_schema_error(schema, at.with_trailing_token(name))),
            (KeywordValue::List, _) => Some((at, format!("`{keyword}` must be a list of schemas"))),
            (KeywordValue::Map, _) => {
                Some((at, format!("`{keyword}` must be an object of schemas")))
            }
        }
    })
}

/// Whether a schema describes numbers, by its type or by its other keywords.
pub(super) fn describes_numbers(schema: &Value) -> bool {
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
pub(super) fn count_exact_values(schema: &Value) -> usize {
    let Value::Object(members) = schema else {
        return 0;
    };
    members
        .iter()
        .map(
            |(keyword, value)| match KEYWORDS.iter().find(|(known, _)| known == keyword) {
                _ if keyword == "const" => 1,
                Some((_, KeywordValue::Schema)) => count_exact_values(value),
                Some((_, KeywordValue::List)) => value
                    .as_array()
                    .into_iter()
                    .flatten()
                    .map(count_exact_values)
                    .sum(),
                Some((_, KeywordValue::Map)) => {
                    let schemas = value.as_object().into_iter().flatten();
                    schemas.map(|(_, schema)| count_exact_values(schema)).sum()
                }
                _ => 0,
            },
        )
        .sum()
}
