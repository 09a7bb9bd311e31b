//! Whether two schemas accept the same values in any notation; [`jsonschema::canonicalize`] decides.
//!
//! Schemas that both refer to by the same name count as equal: their own changes are reported at their places.

use jsonptr::Pointer;
use jsonschema::canonical::{CanonicalSchema, Containment};
use serde_json::Value;

use super::standalone::{list_references, make_standalone, resolve_reference};
use crate::compared_document::ComparedDocument;
use crate::comparison::Comparison;

/// Two self-contained schemas. A reference in both leads to the schema of the old document.
pub(super) fn with_common_references(
    comparison: &Comparison<'_>,
    old: &Value,
    new: &Value,
) -> (Value, Value) {
    let mut reached = Vec::new();
    collect_references(&comparison.old, old, &mut reached);
    let before = make_standalone(old, &|reference| {
        resolve_reference(&comparison.old, reference)
    });
    let after = make_standalone(new, &|reference| {
        let side = if reached.iter().any(|known| known == reference) {
            &comparison.old
        } else {
            &comparison.new
        };
        resolve_reference(side, reference)
    });
    (before, after)
}

/// Every reference that a schema reaches.
fn collect_references(side: &ComparedDocument<'_>, schema: &Value, reached: &mut Vec<String>) {
    for reference in list_references(schema) {
        if !reached.contains(&reference) {
            reached.push(reference.clone());
            if let Some(target) = resolve_reference(side, &reference) {
                collect_references(side, &target, reached);
            }
        }
    }
}

pub(super) fn canonicalize(schema: &Value) -> Option<CanonicalSchema> {
    jsonschema::canonical::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .offline()
        .canonicalize(schema)
        .ok()
}

/// Whether two schemas certainly accept the same values. False if that cannot be decided.
pub(super) fn are_equivalent(comparison: &Comparison<'_>, old: &Pointer, new: &Pointer) -> bool {
    let (Some(old), Some(new)) = (comparison.old.get(old), comparison.new.get(new)) else {
        return false;
    };
    // keywords that `canonicalize` ignores or does not know have to be identical
    if collect_ignored_keywords(old) != collect_ignored_keywords(new) {
        return false;
    }
    let (old, new) = remove_common_parts(old, new);
    let (before, after) = with_common_references(comparison, &old, &new);
    match (canonicalize(&before), canonicalize(&after)) {
        (Some(before), Some(after)) => {
            let covers = |one: &CanonicalSchema, other: &CanonicalSchema| {
                one.covers(other)
                    .is_ok_and(|covers| covers == Containment::Yes)
            };
            covers(&before, &after) && covers(&after, &before)
        }
        _ => false,
    }
}

/// Two schemas without their common properties and rules: if the rest is equal, so are the schemas, and the check is
/// much faster.
fn remove_common_parts(old: &Value, new: &Value) -> (Value, Value) {
    let (mut old, mut new) = (old.clone(), new.clone());
    let (Value::Object(before), Value::Object(after)) = (&mut old, &mut new) else {
        return (old, new);
    };
    // the meaning of these keywords depends on the properties
    let depend = [
        "additionalProperties",
        "patternProperties",
        "unevaluatedProperties",
        "unevaluatedItems",
        "$ref",
    ];
    if depend
        .iter()
        .any(|key| before.contains_key(*key) || after.contains_key(*key))
    {
        return (old, new);
    }
    for key in ["required", "allOf"] {
        if before.get(key) == after.get(key) {
            before.shift_remove(key);
            after.shift_remove(key);
        }
    }
    if let (Some(Value::Object(mine)), Some(Value::Object(other))) =
        (before.get_mut("properties"), after.get_mut("properties"))
    {
        let same: Vec<String> = mine
            .iter()
            .filter(|(name, schema)| other.get(*name) == Some(*schema))
            .map(|(name, _)| name.clone())
            .collect();
        for name in same {
            mine.shift_remove(&name);
            other.shift_remove(&name);
        }
    }
    (old, new)
}

/// The values of keywords that `canonicalize` ignores.
fn collect_ignored_keywords(schema: &Value) -> Vec<String> {
    fn walk(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    if matches!(
                        key.as_str(),
                        "format"
                            | "contentEncoding"
                            | "contentMediaType"
                            | "readOnly"
                            | "writeOnly"
                            | "default"
                            | "discriminator"
                    ) {
                        found.push(format!("{key} {value}"));
                    }
                    walk(value, found);
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| walk(element, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(schema, &mut found);
    found.sort();
    found
}
