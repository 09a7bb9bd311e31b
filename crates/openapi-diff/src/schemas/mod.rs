//! Schemas: what clients may send, and what they may rely on.
//!
//! Two schemas are compared in one direction at a time. Each keyword has a rule of its own, so that a sentence can say
//! exactly what changed; [`equivalence`] decides whether two spellings accept the same values, and [`rules`] what
//! `if`, `not` and the like change. What is behind a reference to a component is compared with that component.

mod annotations;
mod choices;
mod enums;
mod equivalence;
mod flat;
mod keyword;
mod label;
mod pair;
mod properties;
mod rules;
mod sample;
mod scalars;
mod standalone;
mod types;
mod witness;

use jsonptr::{Pointer, PointerBuf};

use crate::change::{Direction, Kind};
use crate::comparison::{Comparison, Scope};
use crate::side::component_of;
use flat::Flat;
use label::Label;
use pair::{Effect, Pair};

/// Compares the schemas of two places that may have one: each with its holder.
pub(crate) fn compare(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    direction: Direction,
    (old, old_holder): (Option<&Pointer>, &Pointer),
    (new, new_holder): (Option<&Pointer>, &Pointer),
) {
    let ((kind, effect), old, new, sentence) = match (old, new) {
        (None, None) => return,
        (Some(old), Some(new)) => return visit(comparison, Some(scope), direction, old, new),
        (None, Some(new)) => {
            let what = &scope.what;
            let sentence = format!("{what} now has a schema; before, it could be any value");
            let change = (Kind::SchemaAdded, Effect::Narrower);
            (change, old_holder, new, sentence)
        }
        (Some(old), None) => {
            let sentence = format!("{} no longer has a schema and can be any value", scope.what);
            let change = (Kind::SchemaRemoved, Effect::Wider);
            (change, old, new_holder, sentence)
        }
    };
    let pair = Pair {
        direction,
        old,
        new,
        scope: Some(scope),
        label: Label::of(old, Some(scope), Some(direction)),
        visit,
    };
    let class = effect.class(direction);
    pair.report(comparison, (kind, class), (old, new), sentence, None);
}

/// Compares a component that has a name in both documents, or another name in the new one.
pub(crate) fn compare_component(
    comparison: &mut Comparison<'_>,
    direction: Direction,
    old: &Pointer,
    new: &Pointer,
) {
    visit(comparison, None, direction, old, new);
}

/// Compares two schemas, and all below them, once in each direction.
fn visit(
    comparison: &mut Comparison<'_>,
    scope: Option<&Scope<'_>>,
    direction: Direction,
    old: &Pointer,
    new: &Pointer,
) {
    annotations::compare(comparison, scope, direction, old, new);
    let (old, new) = (comparison.old.behind(old), comparison.new.behind(new));
    if !comparison.mark_compared(&old, &new, direction) {
        return;
    }
    note_name(comparison, &old, &new);
    if comparison.old.get(&old) == comparison.new.get(&new) {
        return elsewhere(comparison, scope, direction, &old);
    }
    let pair = Pair {
        direction,
        old: &old,
        new: &new,
        scope,
        label: Label::of(&old, scope, Some(direction)),
        visit,
    };
    let before = Flat::of(&comparison.old, &old);
    let after = Flat::of(&comparison.new, &new);
    if before.spelling() != after.spelling() && equivalence::same(comparison, &old, &new) {
        return;
    }
    if let Some((old, new)) = choices::beside_null(comparison, &pair, (&before, &after)) {
        return visit(comparison, scope, direction, &old, &new);
    }
    scalars::compare(comparison, &pair, &before, &after);
    properties::compare(comparison, &pair, &before, &after);
    choices::compare(comparison, &pair, &before, &after);
    rules::compare(comparison, &pair, &before, &after);
}

/// Equal schemas need no look below: the components that they refer to are compared on their own. Other targets, such
/// as a file beside the document, are compared from here.
fn elsewhere(
    comparison: &mut Comparison<'_>,
    scope: Option<&Scope<'_>>,
    direction: Direction,
    at: &Pointer,
) {
    let mut places: Vec<(PointerBuf, PointerBuf)> = Vec::new();
    if let Some(value) = comparison.old.get(at) {
        for reference in standalone::references(value) {
            if !reference.starts_with("#/components/schemas/") || reference.matches('/').count() > 3
            {
                let old = comparison.old.target(&reference);
                places.extend(old.zip(comparison.new.target(&reference)));
            }
        }
    }
    for (old, new) in places {
        visit(comparison, scope, direction, &old, &new);
    }
}

/// Notes that a component was renamed.
fn note_name(comparison: &mut Comparison<'_>, old: &Pointer, new: &Pointer) {
    let whole = |at: &Pointer| component_of(at).is_some_and(|(own, ..)| *own == *at);
    if old != new && whole(old) && whole(new) {
        let is_gone = comparison.new.get(old).is_none();
        if is_gone && comparison.old.get(new).is_none() {
            let renamed = comparison.renamed.entry(old.to_buf());
            renamed.or_insert_with(|| new.to_buf());
        }
    }
}
