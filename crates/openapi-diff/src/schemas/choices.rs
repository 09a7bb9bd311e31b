//! Choices: `anyOf` and `oneOf`, which documents use alike.
//!
//! ```text
//! breaking: `/kind` of `Play` in requests can no longer be integer
//! ```

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::merged_schema::MergedSchema;
use super::schema_pair::{SchemaEffect, SchemaPair};
use super::witness::WitnessSearch;
use super::{sample, types};
use crate::change::{Class, Kind};
use crate::compared_document::ComparedDocument;
use crate::comparison::Comparison;

/// An alternative was added, or the list of them is gone.
const ADDED: (Kind, SchemaEffect) = (Kind::ChoiceAdded, SchemaEffect::Wider);
/// An alternative was removed, or a list of them is new.
const REMOVED: (Kind, SchemaEffect) = (Kind::ChoiceRemoved, SchemaEffect::Narrower);

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    old: &MergedSchema,
    new: &MergedSchema,
) {
    for (before, after) in old.choices.iter().zip(&new.choices) {
        compare_lists(comparison, pair, (old, new), before, after);
    }
    for (before, after) in old.choices.iter().zip(&new.choices) {
        if before.last() != after.last() {
            // `oneOf` requires exactly one match, `anyOf` at least one
            let sentence = format!(
                "{}: changed between `anyOf` and `oneOf`; compare both places",
                pair.label.without_direction()
            );
            let change = (Kind::RuleChanged, Class::Review);
            pair.report(comparison, change, (before, after), sentence, None);
        }
    }
    let shorter = old.choices.len().min(new.choices.len());
    for before in &old.choices[shorter..] {
        let places = (before.as_ref(), pair.new);
        let change = "is no longer limited to a list of alternatives";
        report(comparison, pair, ADDED, places, change, None);
    }
    for after in &new.choices[shorter..] {
        let places = (pair.old, after.as_ref());
        let change = "is now limited to a list of alternatives";
        report(comparison, pair, REMOVED, places, change, None);
    }
}

/// The branches of a list, behind their references.
fn branch_places(side: &ComparedDocument<'_>, at: &PointerBuf) -> Vec<PointerBuf> {
    let count = side.get(at).and_then(Value::as_array).map_or(0, Vec::len);
    (0..count)
        .map(|index| at.with_trailing_token(index))
        .collect()
}

/// Whether a schema only accepts null.
fn accepts_only_null(side: &ComparedDocument<'_>, at: &PointerBuf) -> bool {
    let says = |key: &str| side.member(at, key);
    says("type").is_some_and(|name| name == "null")
        || says("const").is_some_and(Value::is_null)
        || says("enum")
            .and_then(Value::as_array)
            .is_some_and(|words| words.len() == 1 && words[0].is_null())
}

fn compare_lists(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    flat: (&MergedSchema, &MergedSchema),
    old: &PointerBuf,
    new: &PointerBuf,
) {
    let mut before = branch_places(&comparison.old, old);
    let mut after = branch_places(&comparison.new, new);
    let null = |side: &ComparedDocument<'_>, list: &mut Vec<PointerBuf>| {
        let found = list
            .iter()
            .position(|at| accepts_only_null(side, &side.follow_references(at)));
        found.map(|index| list.remove(index)).is_some()
    };
    let nulls = (
        null(&comparison.old, &mut before),
        null(&comparison.new, &mut after),
    );
    if nulls.0 != nulls.1 {
        types::report_null(comparison, pair, nulls.1, flat);
    }
    let mut pairs = Vec::new();
    let is_same = |comparison: &Comparison<'_>, before: &PointerBuf, after: &PointerBuf| {
        let same_value = comparison.old.get(before) == comparison.new.get(after);
        same_value
            || comparison.old.follow_references(before) == comparison.new.follow_references(after)
                && is_component(&comparison.old.follow_references(before))
    };
    before.retain(|branch| {
        match after
            .iter()
            .position(|other| is_same(comparison, branch, other))
        {
            Some(index) => {
                pairs.push((branch.clone(), after.remove(index)));
                false
            }
            None => true,
        }
    });
    if before.len() == after.len() {
        pairs.extend(before.drain(..).zip(after.drain(..)));
    }
    for (before, after) in pairs {
        pair.compare_below(comparison, &before, &after);
    }
    for branch in before {
        let change = format!("can no longer be {}", branch_name(&comparison.old, &branch));
        let tried = sample::sample_at(&comparison.old, &branch);
        report(comparison, pair, REMOVED, (&branch, new), &change, tried);
    }
    for branch in after {
        let change = format!("can now be {}", branch_name(&comparison.new, &branch));
        let tried = sample::sample_at(&comparison.new, &branch);
        report(comparison, pair, ADDED, (old, &branch), &change, tried);
    }
}

/// If only one of the schemas is a choice between null and another schema, reports this and returns the two schemas to
/// compare.
pub(super) fn report_null_choice(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    flat: (&MergedSchema, &MergedSchema),
) -> Option<(PointerBuf, PointerBuf)> {
    let old = find_non_null_branch(&comparison.old, pair.old, flat.0);
    let new = find_non_null_branch(&comparison.new, pair.new, flat.1);
    let (is_allowed, left) = match (old, new) {
        (Some(old), None) if !flat.1.allows_null() => (false, (old, pair.new.to_buf())),
        (None, Some(new)) if !flat.0.allows_null() => (true, (pair.old.to_buf(), new)),
        _ => return None,
    };
    types::report_null(comparison, pair, is_allowed, flat);
    Some(left)
}

/// The only branch besides null, if a schema has no other keywords.
fn find_non_null_branch(
    side: &ComparedDocument<'_>,
    at: &Pointer,
    flat: &MergedSchema,
) -> Option<PointerBuf> {
    let keywords = side.get(at)?.as_object()?.keys();
    let own = keywords
        .filter(|key| !crate::compared_document::is_text_keyword(key))
        .count();
    let [choice] = flat.choices.as_slice() else {
        return None;
    };
    let branches = branch_places(side, choice);
    let (nulls, others): (Vec<_>, Vec<_>) = branches
        .into_iter()
        .partition(|branch| accepts_only_null(side, &side.follow_references(branch)));
    match (own, nulls.len(), others.as_slice()) {
        (1, 1, [other]) => Some(other.clone()),
        _ => None,
    }
}

fn is_component(at: &PointerBuf) -> bool {
    at.count() == 3 && crate::compared_document::component_of(at).is_some()
}

/// The name of a branch in sentences.
fn branch_name(side: &ComparedDocument<'_>, at: &PointerBuf) -> String {
    let behind = side.follow_references(at);
    if let Some((own, _, name)) = crate::compared_document::component_of(&behind)
        && own == behind
    {
        return name;
    }
    match side.member(&behind, "type") {
        Some(Value::String(name)) => name.clone(),
        _ => "another type".to_owned(),
    }
}

/// Reports that the values are wider or narrower.
fn report(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    (kind, effect): (Kind, SchemaEffect),
    places: (&Pointer, &Pointer),
    change: &str,
    tried: Option<Value>,
) {
    let class = effect.class(pair.direction);
    let sentence = format!("{} {change}", pair.label);
    let search = Some(WitnessSearch::with_values(tried.into_iter().collect()));
    pair.report(comparison, (kind, class), places, sentence, search);
}
