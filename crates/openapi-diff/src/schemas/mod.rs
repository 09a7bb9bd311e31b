//! Schemas: what clients may send, and what they may rely on.
//!
//! Two schemas are compared in one direction at a time. Each keyword has a rule of its own, so that a sentence can say
//! exactly what changed; [`equivalence`] decides whether two spellings accept the same values, and [`rules`] what
//! `if`, `not` and the like change. What is behind a reference to a component is compared with that component.

mod annotations;
mod choices;
mod enums;
mod equivalence;
mod keyword;
mod label;
mod merged_schema;
mod properties;
mod rules;
mod sample;
mod scalars;
mod schema_pair;
mod standalone;
mod types;
mod witness;

use jsonptr::{Pointer, PointerBuf};

use crate::change::{Direction, Kind};
use crate::compared_document::component_of;
use crate::comparison::{Comparison, Scope};
use label::Label;
use merged_schema::MergedSchema;
use schema_pair::{SchemaEffect, SchemaPair};

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
        (Some(old), Some(new)) => {
            return compare_schemas(comparison, Some(scope), direction, old, new);
        }
        (None, Some(new)) => {
            let what = &scope.label;
            let sentence = format!("{what} now has a schema; before, it could be any value");
            let change = (Kind::SchemaAdded, SchemaEffect::Narrower);
            (change, old_holder, new, sentence)
        }
        (Some(old), None) => {
            let sentence = format!(
                "{} no longer has a schema and can be any value",
                scope.label
            );
            let change = (Kind::SchemaRemoved, SchemaEffect::Wider);
            (change, old, new_holder, sentence)
        }
    };
    let pair = SchemaPair {
        direction,
        old,
        new,
        scope: Some(scope),
        label: Label::of(old, Some(scope), Some(direction)),
        compare_schemas,
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
    compare_schemas(comparison, None, direction, old, new);
}

/// Compares two schemas, and all below them, once in each direction.
fn compare_schemas(
    comparison: &mut Comparison<'_>,
    scope: Option<&Scope<'_>>,
    direction: Direction,
    old: &Pointer,
    new: &Pointer,
) {
    annotations::compare(comparison, scope, direction, old, new);
    let (old, new) = (
        comparison.old.follow_references(old),
        comparison.new.follow_references(new),
    );
    if !comparison.mark_compared(&old, &new, direction) {
        return;
    }
    record_rename(comparison, &old, &new);
    if comparison.old.get(&old) == comparison.new.get(&new) {
        return compare_external_targets(comparison, scope, direction, &old);
    }
    let pair = SchemaPair {
        direction,
        old: &old,
        new: &new,
        scope,
        label: Label::of(&old, scope, Some(direction)),
        compare_schemas,
    };
    let before = MergedSchema::of(&comparison.old, &old);
    let after = MergedSchema::of(&comparison.new, &new);
    if before.spelled_keywords() != after.spelled_keywords()
        && equivalence::are_equivalent(comparison, &old, &new)
    {
        return;
    }
    if let Some((old, new)) = choices::report_null_choice(comparison, &pair, (&before, &after)) {
        return compare_schemas(comparison, scope, direction, &old, &new);
    }
    scalars::compare(comparison, &pair, &before, &after);
    properties::compare(comparison, &pair, &before, &after);
    choices::compare(comparison, &pair, &before, &after);
    rules::compare(comparison, &pair, &before, &after);
}

/// Compares the targets of references in equal schemas that are not components; components are compared on their own.
fn compare_external_targets(
    comparison: &mut Comparison<'_>,
    scope: Option<&Scope<'_>>,
    direction: Direction,
    at: &Pointer,
) {
    let mut places: Vec<(PointerBuf, PointerBuf)> = Vec::new();
    if let Some(value) = comparison.old.get(at) {
        for reference in standalone::list_references(value) {
            if !reference.starts_with("#/components/schemas/") || reference.matches('/').count() > 3
            {
                let old = comparison.old.resolve_reference(&reference);
                places.extend(old.zip(comparison.new.resolve_reference(&reference)));
            }
        }
    }
    for (old, new) in places {
        compare_schemas(comparison, scope, direction, &old, &new);
    }
}

/// Records that a component was renamed.
fn record_rename(comparison: &mut Comparison<'_>, old: &Pointer, new: &Pointer) {
    let whole = |at: &Pointer| component_of(at).is_some_and(|(own, ..)| *own == *at);
    if old != new && whole(old) && whole(new) {
        let is_gone = comparison.new.get(old).is_none();
        if is_gone && comparison.old.get(new).is_none() {
            let renamed = comparison.renamed_components.entry(old.to_buf());
            renamed.or_insert_with(|| new.to_buf());
        }
    }
}
