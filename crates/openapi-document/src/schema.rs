//! Finds the schemas that apply to one place of an instance.

use std::collections::HashSet;

use jsonptr::{Pointer, Token};
use serde_json::Value;

use crate::reference;

/// The values of a keyword in every schema that applies to a place of an instance.
///
/// From the schema at `schema`, goes along `instance` through `properties`, `additionalProperties`,
/// `prefixItems` and `items`, at each step through `$ref`, `allOf`, `anyOf`, `oneOf`, `if`, `then`
/// and `else`. Which branch of a choice applies is not decided: all of them are looked at.
pub(crate) fn find_keyword_values<'v>(
    root: &'v Value,
    schema: &'v Value,
    instance: &Pointer,
    keyword: &str,
) -> Vec<&'v Value> {
    let mut schemas = collect_branches(root, vec![schema]);
    for token in instance.tokens() {
        let next = schemas
            .iter()
            .flat_map(|schema| child_schemas(schema, &token))
            .collect();
        schemas = collect_branches(root, next);
    }
    schemas
        .into_iter()
        .filter_map(|schema| schema.get(keyword))
        .collect()
}

/// The schemas and all that they apply to the same place, each once however they refer to each other.
fn collect_branches<'v>(root: &'v Value, schemas: Vec<&'v Value>) -> Vec<&'v Value> {
    let mut seen = HashSet::new();
    let mut found = Vec::new();
    let mut waiting = schemas;
    waiting.reverse();
    while let Some(schema) = waiting.pop() {
        if !seen.insert(std::ptr::from_ref(schema)) {
            continue;
        }
        found.push(schema);
        let mut branches = Vec::new();
        if let Some(reference) = reference::as_reference(schema) {
            branches.extend(
                reference::resolve_target(root, reference)
                    .ok()
                    .map(|(_, target)| target),
            );
        }
        for keyword in ["allOf", "anyOf", "oneOf"] {
            branches.extend(
                schema
                    .get(keyword)
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten(),
            );
        }
        for keyword in ["if", "then", "else"] {
            branches.extend(schema.get(keyword));
        }
        waiting.extend(branches.into_iter().rev());
    }
    found
}

/// The schemas that one schema applies to a property or element.
fn child_schemas<'v>(schema: &'v Value, token: &Token<'_>) -> Vec<&'v Value> {
    let key = token.decoded();
    let property = schema
        .get("properties")
        .and_then(|properties| properties.get(key.as_ref()));
    let mut children = Vec::new();
    children.extend(property.or_else(|| schema.get("additionalProperties")));
    if let Ok(index) = key.parse::<usize>() {
        let prefix = schema.get("prefixItems").and_then(|items| items.get(index));
        children.extend(prefix.or_else(|| schema.get("items")));
    }
    children
}
