//! The keyword `type`, and whether null is allowed.
//!
//! ```text
//! breaking: `/name` of `Job` in responses: the type changed from string to integer
//! ```

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::keyword::report_keyword;
use super::merged_schema::MergedSchema;
use super::schema_pair::{SchemaEffect, SchemaPair};
use super::witness::WitnessSearch;
use crate::change::Kind;
use crate::comparison::Comparison;

/// JSON types, where `fraction` is a number that is not an integer.
const TYPES: [&str; 7] = [
    "null", "boolean", "object", "array", "string", "integer", "fraction",
];

/// The JSON types that a schema allows; `None` if it has no type.
fn allowed_types(flat: &MergedSchema) -> Option<BTreeSet<&'static str>> {
    let named: Vec<&str> = match flat.value("type")? {
        Value::String(name) => vec![name],
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    let meant = |name: &&'static str| {
        named.contains(name)
            || (named.contains(&"number") && matches!(*name, "integer" | "fraction"))
    };
    Some(TYPES.into_iter().filter(meant).collect())
}

/// Types as sentences list them.
fn join_types(types: &BTreeSet<&'static str>) -> String {
    let mut values: Vec<&str> = Vec::new();
    for name in types {
        match *name {
            "integer" if types.contains("fraction") => {}
            "fraction" => values.push("number"),
            name => values.push(name),
        }
    }
    values.join(" or ")
}

fn sample_of_type(name: &str) -> Value {
    match name {
        "null" => Value::Null,
        "boolean" => json!(true),
        "object" => json!({}),
        "array" => json!([]),
        "string" => json!("text"),
        "integer" => json!(1),
        _ => json!(0.5),
    }
}

/// Compares types; returns whether a change of null was reported.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    old: &MergedSchema,
    new: &MergedSchema,
) -> bool {
    if old.value("type") == new.value("type") {
        return false;
    }
    let (before, after) = (allowed_types(old), allowed_types(new));
    let is_null = |types: &Option<BTreeSet<&'static str>>| {
        types.as_ref().is_some_and(|types| types.contains("null"))
    };
    let null_reported = before.is_some() && after.is_some() && is_null(&before) != is_null(&after);
    if null_reported {
        report_null(comparison, pair, is_null(&after), (old, new));
    }
    let all: BTreeSet<&'static str> = TYPES.into_iter().collect();
    let rest = |types: &Option<BTreeSet<&'static str>>| {
        let mut types = types.clone().unwrap_or_else(|| all.clone());
        if null_reported {
            types.remove("null");
        }
        types
    };
    let (was, is) = (rest(&before), rest(&after));
    let gone: BTreeSet<&'static str> = was.difference(&is).copied().collect();
    let fresh: BTreeSet<&'static str> = is.difference(&was).copied().collect();
    let effect = match (gone.is_empty(), fresh.is_empty()) {
        (true, true) => return null_reported,
        (false, true) => SchemaEffect::Narrower,
        (true, false) => SchemaEffect::Wider,
        (false, false) => SchemaEffect::Other,
    };
    let sentence = format!(
        "the type changed from {} to {}",
        type_phrase(before.is_none(), &was),
        type_phrase(after.is_none(), &is)
    );
    let tried = gone
        .iter()
        .chain(&fresh)
        .map(|name| sample_of_type(name))
        .collect();
    let change = (Kind::TypeChanged, effect);
    report_keyword(
        comparison,
        pair,
        (old, new, "type"),
        change,
        sentence,
        tried,
    );
    null_reported
}

fn type_phrase(is_free: bool, types: &BTreeSet<&'static str>) -> String {
    if is_free {
        "any type".to_owned()
    } else {
        join_types(types)
    }
}

/// Reports that null is now allowed, or no longer.
pub(super) fn report_null(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    is_allowed: bool,
    (old, new): (&MergedSchema, &MergedSchema),
) {
    let (kind, effect, can) = match is_allowed {
        true => (Kind::NullAllowed, SchemaEffect::Wider, "can now"),
        false => (Kind::NullRefused, SchemaEffect::Narrower, "can no longer"),
    };
    let change = (kind, effect.class(pair.direction));
    let sentence = format!("{} {can} be null", pair.label);
    let (before, after) = (old.place("type", pair.old), new.place("type", pair.new));
    let search = Some(WitnessSearch::with_values(vec![Value::Null]));
    pair.report(comparison, change, (&before, &after), sentence, search);
}
