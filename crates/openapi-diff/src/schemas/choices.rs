//! Choices: `anyOf` and `oneOf`, which documents use alike.
//!
//! ```text
//! breaking: `/kind` of `Play` in requests can no longer be integer
//! ```

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use super::flat::Flat;
use super::pair::{Effect, Pair};
use super::witness::Search;
use super::{sample, types};
use crate::change::{Class, Kind};
use crate::comparison::Comparison;
use crate::side::Side;

/// An alternative was added, or the list of them is gone.
const ADDED: (Kind, Effect) = (Kind::ChoiceAdded, Effect::Wider);
/// An alternative was removed, or a list of them is new.
const REMOVED: (Kind, Effect) = (Kind::ChoiceRemoved, Effect::Narrower);

pub(super) fn compare(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: &Flat, new: &Flat) {
    for (before, after) in old.choices.iter().zip(&new.choices) {
        lists(comparison, pair, (old, new), before, after);
    }
    for (before, after) in old.choices.iter().zip(&new.choices) {
        if before.last() != after.last() {
            // one of them counts what fits, the other does not
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
fn branches(side: &Side<'_>, at: &PointerBuf) -> Vec<PointerBuf> {
    let count = side.get(at).and_then(Value::as_array).map_or(0, Vec::len);
    (0..count)
        .map(|index| at.with_trailing_token(index))
        .collect()
}

/// Whether a schema only accepts null.
fn is_null(side: &Side<'_>, at: &PointerBuf) -> bool {
    let says = |key: &str| side.member(at, key);
    says("type").is_some_and(|name| name == "null")
        || says("const").is_some_and(Value::is_null)
        || says("enum")
            .and_then(Value::as_array)
            .is_some_and(|words| words.len() == 1 && words[0].is_null())
}

fn lists(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    flat: (&Flat, &Flat),
    old: &PointerBuf,
    new: &PointerBuf,
) {
    let mut before = branches(&comparison.old, old);
    let mut after = branches(&comparison.new, new);
    let null = |side: &Side<'_>, list: &mut Vec<PointerBuf>| {
        let found = list.iter().position(|at| is_null(side, &side.behind(at)));
        found.map(|index| list.remove(index)).is_some()
    };
    let nulls = (
        null(&comparison.old, &mut before),
        null(&comparison.new, &mut after),
    );
    if nulls.0 != nulls.1 {
        types::null(comparison, pair, nulls.1, flat);
    }
    let mut pairs = Vec::new();
    let is_same = |comparison: &Comparison<'_>, before: &PointerBuf, after: &PointerBuf| {
        let same_value = comparison.old.get(before) == comparison.new.get(after);
        same_value
            || comparison.old.behind(before) == comparison.new.behind(after)
                && is_component(&comparison.old.behind(before))
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
        pair.visit(comparison, &before, &after);
    }
    for branch in before {
        let change = format!("can no longer be {}", branch_name(&comparison.old, &branch));
        let tried = sample::of(&comparison.old, &branch);
        report(comparison, pair, REMOVED, (&branch, new), &change, tried);
    }
    for branch in after {
        let change = format!("can now be {}", branch_name(&comparison.new, &branch));
        let tried = sample::of(&comparison.new, &branch);
        report(comparison, pair, ADDED, (old, &branch), &change, tried);
    }
}

/// If one of two schemas is a choice between null and the other one, reports that, and returns what is left to
/// compare.
pub(super) fn beside_null(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    flat: (&Flat, &Flat),
) -> Option<(PointerBuf, PointerBuf)> {
    let old = other_than_null(&comparison.old, pair.old, flat.0);
    let new = other_than_null(&comparison.new, pair.new, flat.1);
    let (is_allowed, left) = match (old, new) {
        (Some(old), None) if !flat.1.allows_null() => (false, (old, pair.new.to_buf())),
        (None, Some(new)) if !flat.0.allows_null() => (true, (pair.old.to_buf(), new)),
        _ => return None,
    };
    types::null(comparison, pair, is_allowed, flat);
    Some(left)
}

/// The only branch besides null, if a schema has no other keywords.
fn other_than_null(side: &Side<'_>, at: &Pointer, flat: &Flat) -> Option<PointerBuf> {
    let keywords = side.get(at)?.as_object()?.keys();
    let own = keywords.filter(|key| !crate::side::is_text(key)).count();
    let [choice] = flat.choices.as_slice() else {
        return None;
    };
    let branches = branches(side, choice);
    let (nulls, others): (Vec<_>, Vec<_>) = branches
        .into_iter()
        .partition(|branch| is_null(side, &side.behind(branch)));
    match (own, nulls.len(), others.as_slice()) {
        (1, 1, [other]) => Some(other.clone()),
        _ => None,
    }
}

fn is_component(at: &PointerBuf) -> bool {
    at.count() == 3 && crate::side::component_of(at).is_some()
}

/// The name of a branch in sentences.
fn branch_name(side: &Side<'_>, at: &PointerBuf) -> String {
    let behind = side.behind(at);
    if let Some((own, _, name)) = crate::side::component_of(&behind)
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
    pair: &Pair<'_>,
    (kind, effect): (Kind, Effect),
    places: (&Pointer, &Pointer),
    change: &str,
    tried: Option<Value>,
) {
    let class = effect.class(pair.direction);
    let sentence = format!("{} {change}", pair.label);
    let search = Some(Search::values(tried.into_iter().collect()));
    pair.report(comparison, (kind, class), places, sentence, search);
}
