//! The keywords `enum` and `const`.
//!
//! ```text
//! breaking: `/state` of `Job` in responses has the new enum value `new`
//! ```

use serde_json::Value;

use super::keyword::{quote_value, report_keyword, sample_texts, values_near};
use super::merged_schema::MergedSchema;
use super::schema_pair::{SchemaEffect, SchemaPair};
use super::witness::WitnessSearch;
use crate::change::Kind;
use crate::comparison::Comparison;

/// The enum values of a schema; `None` if it has no `enum`.
fn enum_values(flat: &MergedSchema) -> Option<Vec<&Value>> {
    match (flat.value("const"), flat.value("enum")) {
        (Some(value), _) => Some(vec![value]),
        (None, Some(Value::Array(values))) => Some(values.iter().collect()),
        _ => None,
    }
}

/// Compares the enum values of two schemas; null only if no change of it was reported.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    old: &MergedSchema,
    new: &MergedSchema,
    null_reported: bool,
) {
    let key = |flat: &MergedSchema| {
        let mut keywords = ["const", "enum"].into_iter();
        keywords.find(|keyword| flat.scalars.contains_key(*keyword))
    };
    let keyword = key(old).or_else(|| key(new)).unwrap_or("enum");
    let (before, after) = match (enum_values(old), enum_values(new)) {
        (Some(before), Some(after)) => (before, after),
        (None, None) => return,
        (Some(values), None) => {
            let change = (Kind::EnumValueAdded, SchemaEffect::Wider);
            return list(comparison, pair, (old, new, keyword), change, values);
        }
        (None, Some(values)) => {
            let change = (Kind::EnumValueRemoved, SchemaEffect::Narrower);
            return list(comparison, pair, (old, new, keyword), change, values);
        }
    };
    let differs = |value: &&&Value, others: &[&Value]| {
        let is_there = others
            .iter()
            .any(|other| json_pointer_diff::values_equal(other, value));
        !(is_there || null_reported && value.is_null())
    };
    for value in before.iter().filter(|value| differs(value, &after)) {
        let change = (Kind::EnumValueRemoved, SchemaEffect::Narrower);
        report_enum_value(comparison, pair, (old, new), change, value);
    }
    for value in after.iter().filter(|value| differs(value, &before)) {
        let change = (Kind::EnumValueAdded, SchemaEffect::Wider);
        report_enum_value(comparison, pair, (old, new), change, value);
    }
}

/// Reports that values are now limited to a list, or no longer.
fn list(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    places: (&MergedSchema, &MergedSchema, &str),
    change: (Kind, SchemaEffect),
    values: Vec<&Value>,
) {
    let are = match change.1 {
        SchemaEffect::Narrower => "are now",
        _ => "are no longer",
    };
    let sentence = format!("values {are} limited to a list");
    let near = values
        .into_iter()
        .flat_map(values_near)
        .chain(sample_texts());
    report_keyword(comparison, pair, places, change, sentence, near.collect());
}

/// Reports a change of one enum value: at the value in one document, and at the list in the other one.
fn report_enum_value(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    (old, new): (&MergedSchema, &MergedSchema),
    (kind, effect): (Kind, SchemaEffect),
    value: &Value,
) {
    let has = match effect {
        SchemaEffect::Narrower => "no longer has the",
        _ => "has the new",
    };
    let sentence = format!("{} {has} enum value {}", pair.label, quote_value(value));
    let place = |flat: &MergedSchema, at: &jsonptr::Pointer| {
        let found = flat
            .scalars
            .get("const")
            .or_else(|| flat.scalars.get("enum"));
        let Some((listed, at)) = found else {
            return at.to_buf();
        };
        let values = listed.as_array().map_or(&[] as &[Value], Vec::as_slice);
        match values.iter().position(|other| other == value) {
            Some(index) => at.with_trailing_token(index),
            None => at.clone(),
        }
    };
    let (before, after) = (place(old, pair.old), place(new, pair.new));
    let change = (kind, effect.class(pair.direction));
    let search = Some(WitnessSearch::with_values(vec![value.clone()]));
    pair.report(comparison, change, (&before, &after), sentence, search);
}
