//! Schemas: what may be sent, and what a reader may rely on.
//!
//! Two schemas are compared in one direction at a time. What each keyword does by itself is told by a rule of its
//! own, so that a sentence can say who breaks; whether two spellings accept the same values, and what rules such as
//! `if` and `not` change, [`equivalence`] finds out. What stands behind a reference to a component is compared with
//! that component.

mod annotations;
mod choices;
mod equivalence;
mod flat;
mod members;
mod sample;
mod scalars;
mod witness;
mod words;

use jsonptr::{Pointer, PointerBuf};

use crate::change::{Class, Direction, Kind, Version};
use crate::comparison::{Comparison, Found, Scope};
use crate::side::component_of;
use flat::Flat;
use witness::Search;
pub(crate) use witness::{Shown, shown};
pub(crate) use words::Spoken;

/// What a change does to the values that a schema accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Some are refused now.
    Narrower,
    /// More are accepted now.
    Wider,
    /// Both.
    Other,
}

impl Effect {
    /// A server may take more than before, and answer less; not the other way round.
    pub(crate) fn class(self, direction: Direction) -> Class {
        match (self, direction) {
            (Effect::Narrower, Direction::Response) | (Effect::Wider, Direction::Request) => {
                Class::Compatible
            }
            _ => Class::Breaking,
        }
    }
}

/// Two schemas that are being compared, and how to speak of them.
pub(crate) struct Pair<'a> {
    pub(crate) direction: Direction,
    pub(crate) old: &'a Pointer,
    pub(crate) new: &'a Pointer,
    /// What the schemas belong to where that is no component.
    pub(crate) scope: Option<&'a Scope<'a>>,
    /// The values that the pair is about, as prose has it.
    pub(crate) spoken: Spoken,
}

impl Pair<'_> {
    /// Tells a change of this pair, at more exact places where there are.
    pub(crate) fn tell(
        &self,
        comparison: &mut Comparison<'_>,
        (kind, class): (Kind, Class),
        places: (&Pointer, &Pointer),
        sentence: String,
        search: Option<Search>,
    ) {
        let witness = match (class, search) {
            (Class::Breaking, Some(search)) => witness::find(comparison, self, &search),
            _ => None,
        };
        let mut found = Found::new(kind, class, places.0, places.1, sentence);
        found.direction = Some(self.direction);
        found.witness = witness;
        comparison.tell_shared(self.scope.map(|scope| scope.operation), found);
    }

    /// By which document a value that shows a break is valid: what was sent before, or what may be answered now.
    pub(crate) fn valid_by(&self) -> Version {
        match self.direction {
            Direction::Request => Version::Old,
            Direction::Response => Version::New,
        }
    }
}

/// Compares the schemas of two places that may have one: each with its holder.
pub(crate) fn compare(
    comparison: &mut Comparison<'_>,
    scope: &Scope<'_>,
    direction: Direction,
    (old, old_holder): (Option<&Pointer>, &Pointer),
    (new, new_holder): (Option<&Pointer>, &Pointer),
) {
    let (kind, effect, old, new, sentence) = match (old, new) {
        (None, None) => return,
        (Some(old), Some(new)) => return visit(comparison, Some(scope), direction, old, new),
        (None, Some(new)) => {
            let sentence = format!(
                "{} is held to a schema now, before it could be anything",
                scope.what
            );
            (
                Kind::SchemaAdded,
                Effect::Narrower,
                old_holder,
                new,
                sentence,
            )
        }
        (Some(old), None) => {
            let sentence = format!("{} has no schema any more, and can be anything", scope.what);
            (
                Kind::SchemaRemoved,
                Effect::Wider,
                old,
                new_holder,
                sentence,
            )
        }
    };
    let spoken = Spoken::of(old, Some(scope));
    let pair = Pair {
        direction,
        old,
        new,
        scope: Some(scope),
        spoken,
    };
    let class = effect.class(direction);
    let sentence = match class {
        Class::Breaking => format!("{}: {sentence}", pair.spoken.client(direction)),
        _ => sentence,
    };
    pair.tell(comparison, (kind, class), (old, new), sentence, None);
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
pub(crate) fn visit(
    comparison: &mut Comparison<'_>,
    scope: Option<&Scope<'_>>,
    direction: Direction,
    old: &Pointer,
    new: &Pointer,
) {
    annotations::compare(comparison, scope, direction, old, new);
    let (old, new) = (comparison.old.behind(old), comparison.new.behind(new));
    if !comparison.begin(&old, &new, direction) {
        return;
    }
    note_name(comparison, &old, &new);
    if comparison.old.get(&old) == comparison.new.get(&new) {
        return elsewhere(comparison, scope, direction, &old);
    }
    let spoken = Spoken::of(&old, scope);
    let pair = Pair {
        direction,
        old: &old,
        new: &new,
        scope,
        spoken,
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
    members::compare(comparison, &pair, &before, &after);
    choices::compare(comparison, &pair, &before, &after);
    equivalence::compare_rules(comparison, &pair, &before, &after);
}

/// Equal schemas need no look below: what they refer to is compared with the components. What does not stand there,
/// such as a file beside the document, is compared from here.
fn elsewhere(
    comparison: &mut Comparison<'_>,
    scope: Option<&Scope<'_>>,
    direction: Direction,
    at: &Pointer,
) {
    let mut places: Vec<(PointerBuf, PointerBuf)> = Vec::new();
    if let Some(value) = comparison.old.get(at) {
        for reference in equivalence::references(value) {
            if !reference.starts_with("#/components/schemas/") || reference.matches('/').count() > 3
            {
                places.extend(
                    comparison
                        .old
                        .target(&reference)
                        .zip(comparison.new.target(&reference)),
                );
            }
        }
    }
    for (old, new) in places {
        visit(comparison, scope, direction, &old, &new);
    }
}

/// Notes that a component goes by another name.
fn note_name(comparison: &mut Comparison<'_>, old: &Pointer, new: &Pointer) {
    let whole = |at: &Pointer| component_of(at).is_some_and(|(own, ..)| *own == *at);
    if old != new && whole(old) && whole(new) {
        let (is_gone, is_fresh) = (
            comparison.new.get(old).is_none(),
            comparison.old.get(new).is_none(),
        );
        if is_gone && is_fresh {
            comparison
                .renamed
                .entry(old.to_buf())
                .or_insert_with(|| new.to_buf());
        }
    }
}
