//! Choices: `anyOf` and `oneOf`, which documents use alike, for values of one kind or another.

use jsonptr::PointerBuf;
use serde_json::Value;

use super::flat::Flat;
use super::witness::Search;
use super::{Effect, Pair, sample, scalars, visit};
use crate::change::{Class, Kind};
use crate::comparison::Comparison;
use crate::side::Side;

pub(super) fn compare(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: &Flat, new: &Flat) {
    for (before, after) in old.choices.iter().zip(&new.choices) {
        lists(comparison, pair, (old, new), before, after);
    }
    for (before, after) in old.choices.iter().zip(&new.choices) {
        if before.last() != after.last() {
            // one of them counts what fits, the other does not
            let sentence = format!(
                "{} is a choice of another kind now (`anyOf`, `oneOf`); look at both places",
                pair.spoken
            );
            pair.tell(
                comparison,
                (Kind::RuleChanged, Class::Review),
                (before, after),
                sentence,
                None,
            );
        }
    }
    let shorter = old.choices.len().min(new.choices.len());
    for before in &old.choices[shorter..] {
        let sentence = "it is no choice any more, and can be anything else";
        whole(
            comparison,
            pair,
            (Kind::ChoiceAdded, Effect::Wider),
            (before, pair.new),
            sentence,
        );
    }
    for after in &new.choices[shorter..] {
        let sentence = "it is a choice of a few kinds now";
        whole(
            comparison,
            pair,
            (Kind::ChoiceRemoved, Effect::Narrower),
            (pair.old, after),
            sentence,
        );
    }
}

fn whole(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (kind, effect): (Kind, Effect),
    places: (&jsonptr::Pointer, &jsonptr::Pointer),
    sentence: &str,
) {
    let class = effect.class(pair.direction);
    let sentence = match class {
        Class::Breaking => format!("{}: {sentence}", pair.spoken.client(pair.direction)),
        _ => format!("{}: {sentence}", pair.spoken),
    };
    pair.tell(
        comparison,
        (kind, class),
        places,
        sentence,
        Some(Search::bases()),
    );
}

/// The branches of a list, behind their references.
fn branches(side: &Side<'_>, at: &PointerBuf) -> Vec<PointerBuf> {
    let count = side.get(at).and_then(Value::as_array).map_or(0, Vec::len);
    (0..count)
        .map(|index| at.with_trailing_token(index))
        .collect()
}

/// Whether a schema is for null alone.
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
        scalars::null(comparison, pair, nulls.1, flat);
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
        visit(comparison, pair.scope, pair.direction, &before, &after);
    }
    for branch in before {
        let shown = name(&comparison.old, &branch);
        let tried = sample::of(&comparison.old, &branch);
        one(
            comparison,
            pair,
            (Kind::ChoiceRemoved, Effect::Narrower),
            (&branch, new),
            &shown,
            tried,
        );
    }
    for branch in after {
        let shown = name(&comparison.new, &branch);
        let tried = sample::of(&comparison.new, &branch);
        one(
            comparison,
            pair,
            (Kind::ChoiceAdded, Effect::Wider),
            (old, &branch),
            &shown,
            tried,
        );
    }
}

/// Where one of two schemas is a choice between null and what the other one is, tells that, and returns what is left
/// to compare.
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
    scalars::null(comparison, pair, is_allowed, flat);
    Some(left)
}

/// The only branch beside null of a schema that is nothing but a choice.
fn other_than_null(side: &Side<'_>, at: &jsonptr::Pointer, flat: &Flat) -> Option<PointerBuf> {
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

/// A branch as prose has it.
fn name(side: &Side<'_>, at: &PointerBuf) -> String {
    let behind = side.behind(at);
    if let Some((own, _, name)) = crate::side::component_of(&behind)
        && own == behind
    {
        return name;
    }
    match side.member(&behind, "type") {
        Some(Value::String(name)) => name.clone(),
        _ => "something else".to_owned(),
    }
}

fn one(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (kind, effect): (Kind, Effect),
    places: (&jsonptr::Pointer, &jsonptr::Pointer),
    shown: &str,
    tried: Option<Value>,
) {
    let class = effect.class(pair.direction);
    let sentence = match (class, effect) {
        (Class::Breaking, Effect::Wider) => {
            format!(
                "{}: it can be {shown} now",
                pair.spoken.client(pair.direction)
            )
        }
        (Class::Breaking, _) => format!(
            "a client that sends {shown} as {}: it is refused now",
            pair.spoken
        ),
        (_, Effect::Wider) => format!("{} may be {shown}", pair.spoken),
        _ => format!("{} is never {shown} any more", pair.spoken),
    };
    let search = Search::values(tried.into_iter().collect());
    pair.tell(comparison, (kind, class), places, sentence, Some(search));
}
