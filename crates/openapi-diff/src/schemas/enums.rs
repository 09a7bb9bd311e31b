//! The keywords `enum` and `const`.

use serde_json::Value;

use super::flat::Flat;
use super::keyword::{around, quoted, report, texts, value};
use super::pair::{Effect, Pair};
use super::witness::Search;
use crate::change::{Class, Kind};
use crate::comparison::Comparison;

/// The enum values of a schema; `None` if it has no `enum`.
fn listed(flat: &Flat) -> Option<Vec<&Value>> {
    match (value(flat, "const"), value(flat, "enum")) {
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
        if flat.scalars.contains_key("const") {
            "const"
        } else {
            "enum"
        }
    };
    let keyword = if old.scalars.contains_key(key(old)) {
        key(old)
    } else {
        key(new)
    };
    let (before, after) = match (listed(old), listed(new)) {
        (Some(before), Some(after)) => (before, after),
        (None, None) => return,
        (Some(values), None) => {
            let sentence = "values are no longer limited to a list".to_owned();
            let tried = values
                .iter()
                .flat_map(|value| around(value))
                .chain(texts())
                .collect();
            return report(
                comparison,
                pair,
                (old, new, keyword),
                (Kind::EnumValueAdded, Effect::Wider),
                sentence,
                tried,
            );
        }
        (None, Some(values)) => {
            let sentence = "values are now limited to a list".to_owned();
            let tried = values
                .iter()
                .flat_map(|value| around(value))
                .chain(texts())
                .collect();
            return report(
                comparison,
                pair,
                (old, new, keyword),
                (Kind::EnumValueRemoved, Effect::Narrower),
                sentence,
                tried,
            );
        }
    };
    let differs = |value: &&&Value, others: &[&Value]| {
        let is_there = others
            .iter()
            .any(|other| json_pointer_diff::values_equal(other, value));
        !(is_there || null_reported && value.is_null())
    };
    for value in before.iter().filter(|value| differs(value, &after)) {
        let (kind, class) = (
            Kind::EnumValueRemoved,
            Effect::Narrower.class(pair.direction),
        );
        let sentence = format!(
            "{} no longer has the enum value {}",
            pair.label,
            quoted(value)
        );
        enum_value(comparison, pair, (old, new), (kind, class), sentence, value);
    }
    for value in after.iter().filter(|value| differs(value, &before)) {
        let (kind, class) = (Kind::EnumValueAdded, Effect::Wider.class(pair.direction));
        let sentence = format!("{} has the new enum value {}", pair.label, quoted(value));
        enum_value(comparison, pair, (old, new), (kind, class), sentence, value);
    }
}

/// Reports a change of one enum value: at the value in one document, and at the list in the other one.
fn enum_value(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (old, new): (&Flat, &Flat),
    what: (Kind, Class),
    sentence: String,
    value: &Value,
) {
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
    let search = Search::values(vec![value.clone()]);
    pair.report(comparison, what, (&before, &after), sentence, Some(search));
}
