//! The keywords `enum` and `const`.
//!
//! ```text
//! breaking: `/state` of `Job` in responses has the new enum value `new`
//! ```

use serde_json::Value;

use super::flat::Flat;
use super::keyword::{around, quoted, report, texts};
use super::pair::{Effect, Pair};
use super::witness::Search;
use crate::change::Kind;
use crate::comparison::Comparison;

/// The enum values of a schema; `None` if it has no `enum`.
fn listed(flat: &Flat) -> Option<Vec<&Value>> {
    match (flat.value("const"), flat.value("enum")) {
        (Some(value), _) => Some(vec![value]),
        (None, Some(Value::Array(values))) => Some(values.iter().collect()),
        _ => None,
    }
}

/// Compares the enum values of two schemas; null only if no change of it was reported.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    old: &Flat,
    new: &Flat,
    null_reported: bool,
) {
    let key = |flat: &Flat| {
        let mut keywords = ["const", "enum"].into_iter();
        keywords.find(|keyword| flat.scalars.contains_key(*keyword))
    };
    let keyword = key(old).or_else(|| key(new)).unwrap_or("enum");
    let (before, after) = match (listed(old), listed(new)) {
        (Some(before), Some(after)) => (before, after),
        (None, None) => return,
        (Some(values), None) => {
            let change = (Kind::EnumValueAdded, Effect::Wider);
            return list(comparison, pair, (old, new, keyword), change, values);
        }
        (None, Some(values)) => {
            let change = (Kind::EnumValueRemoved, Effect::Narrower);
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
        let change = (Kind::EnumValueRemoved, Effect::Narrower);
        enum_value(comparison, pair, (old, new), change, value);
    }
    for value in after.iter().filter(|value| differs(value, &before)) {
        let change = (Kind::EnumValueAdded, Effect::Wider);
        enum_value(comparison, pair, (old, new), change, value);
    }
}

/// Reports that values are now limited to a list, or no longer.
fn list(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    places: (&Flat, &Flat, &str),
    change: (Kind, Effect),
    values: Vec<&Value>,
) {
    let are = match change.1 {
        Effect::Narrower => "are now",
        _ => "are no longer",
    };
    let sentence = format!("values {are} limited to a list");
    let near = values.into_iter().flat_map(around).chain(texts());
    report(comparison, pair, places, change, sentence, near.collect());
}

/// Reports a change of one enum value: at the value in one document, and at the list in the other one.
fn enum_value(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (old, new): (&Flat, &Flat),
    (kind, effect): (Kind, Effect),
    value: &Value,
) {
    let has = match effect {
        Effect::Narrower => "no longer has the",
        _ => "has the new",
    };
    let sentence = format!("{} {has} enum value {}", pair.label, quoted(value));
    let place = |flat: &Flat, at: &jsonptr::Pointer| {
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
    let search = Some(Search::values(vec![value.clone()]));
    pair.report(comparison, change, (&before, &after), sentence, search);
}
