//! Properties and items: which ones clients may rely on, and which ones they have to send.
//!
//! ```text
//! breaking: `/state` of `Job` in responses may now be absent
//! ```

use std::collections::BTreeSet;

use jsonptr::PointerBuf;
use serde_json::{Value, json};

use super::label::Label;
use super::merged_schema::MergedSchema;
use super::schema_pair::{SchemaEffect, SchemaPair};
use super::witness::WitnessSearch;
use crate::change::{Class, Direction, Kind};
use crate::compared_document::ComparedDocument;
use crate::comparison::Comparison;

pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    old: &MergedSchema,
    new: &MergedSchema,
) {
    let names: BTreeSet<&String> = old
        .properties
        .keys()
        .chain(new.properties.keys())
        .chain(old.required.keys())
        .chain(new.required.keys())
        .collect();
    for name in names {
        let before = find_property(&comparison.old, old.properties.get(name), pair.direction);
        let after = find_property(&comparison.new, new.properties.get(name), pair.direction);
        match (before, after) {
            (PropertyPresence::Absent, PropertyPresence::Absent) => {}
            (
                PropertyPresence::Present(_),
                PropertyPresence::Absent | PropertyPresence::Undocumented,
            ) => report_removed(comparison, pair, (old, new), name),
            (
                PropertyPresence::Absent | PropertyPresence::Undocumented,
                PropertyPresence::Present(_),
            ) => report_added(comparison, pair, (old, new), name),
            (before, after) => {
                compare_required(comparison, pair, (old, new), name);
                if let (PropertyPresence::Present(before), PropertyPresence::Present(after)) =
                    (before, after)
                {
                    compare_property_schemas(comparison, pair, &before, &after);
                }
            }
        }
    }
    let additional = (
        &old.additional_properties[..],
        &new.additional_properties[..],
    );
    let what = (Kind::AdditionalPropertiesChanged, "additional properties");
    compare_additional(comparison, pair, additional, what);
    let items = (&old.items[..], &new.items[..]);
    compare_additional(comparison, pair, items, (Kind::TypeChanged, "items"));
}

/// What a schema says about a property in one direction.
enum PropertyPresence {
    /// These schemas describe it.
    Present(Vec<PointerBuf>),
    /// It is never present in this direction.
    Absent,
    /// Nothing.
    Undocumented,
}

fn find_property(
    side: &ComparedDocument<'_>,
    schemas: Option<&Vec<PointerBuf>>,
    direction: Direction,
) -> PropertyPresence {
    let Some(schemas) = schemas else {
        return PropertyPresence::Undocumented;
    };
    let keyword = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    let stays = |at: &PointerBuf| {
        let says = |at: &PointerBuf| side.member(at, keyword) == Some(&Value::Bool(true));
        says(at) || says(&side.follow_references(at)) || side.get(at) == Some(&Value::Bool(false))
    };
    if schemas.iter().any(stays) {
        PropertyPresence::Absent
    } else {
        PropertyPresence::Present(schemas.clone())
    }
}

/// The place of a property, or of the schema that could have it.
fn property_place(flat: &MergedSchema, at: &jsonptr::Pointer, name: &str) -> PointerBuf {
    let schemas = flat.properties.get(name);
    schemas
        .and_then(|schemas| schemas.first().cloned())
        .unwrap_or_else(|| at.to_buf())
}

fn report_removed(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    (old, new): (&MergedSchema, &MergedSchema),
    name: &str,
) {
    let property = pair.label.property(name);
    let what = (Kind::PropertyRemoved, Class::Breaking);
    let (search, meaning) = match pair.direction {
        Direction::Response => (WitnessSearch::without_property(name), "was removed"),
        Direction::Request => (
            WitnessSearch::known_values(),
            "was removed; the server may ignore or reject it",
        ),
    };
    let sentence = format!("{property} {meaning}");
    let places = (
        property_place(old, pair.old, name),
        property_place(new, pair.new, name),
    );
    let places = (places.0.as_ref(), places.1.as_ref());
    pair.report(comparison, what, places, sentence, Some(search));
}

fn report_added(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    (old, new): (&MergedSchema, &MergedSchema),
    name: &str,
) {
    let property = pair.label.property(name);
    let is_required = new.required.contains_key(name);
    let is_closed = old
        .additional_properties
        .iter()
        .any(|at| comparison.old.get(at) == Some(&Value::Bool(false)));
    let (class, more, search) = match pair.direction {
        Direction::Request if is_required && !old.required.contains_key(name) => (
            Class::Breaking,
            " and is required",
            WitnessSearch::without_property(name),
        ),
        Direction::Request => (Class::Compatible, "", WitnessSearch::known_values()),
        Direction::Response if is_closed => {
            let more = "; clients that reject unknown properties break";
            (Class::Breaking, more, WitnessSearch::known_values())
        }
        Direction::Response if is_required => (
            Class::Compatible,
            " and is always present",
            WitnessSearch::known_values(),
        ),
        Direction::Response => (Class::Compatible, "", WitnessSearch::known_values()),
    };
    let sentence = format!("{property} was added{more}");
    let places = (
        property_place(old, pair.old, name),
        property_place(new, pair.new, name),
    );
    let change = (Kind::PropertyAdded, class);
    let places = (places.0.as_ref(), places.1.as_ref());
    pair.report(comparison, change, places, sentence, Some(search));
}

fn compare_required(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    (old, new): (&MergedSchema, &MergedSchema),
    name: &str,
) {
    let (was, is) = (old.required.get(name), new.required.get(name));
    let property = pair.label.property(name);
    let (kind, class, change) = match (was.is_some(), is.is_some(), pair.direction) {
        (false, true, Direction::Request) => {
            (Kind::PropertyRequired, Class::Breaking, "is now required")
        }
        (false, true, Direction::Response) => {
            let change = "is now always present";
            (Kind::PropertyRequired, Class::Compatible, change)
        }
        (true, false, Direction::Request) => {
            (Kind::PropertyOptional, Class::Compatible, "is now optional")
        }
        (true, false, Direction::Response) => {
            (Kind::PropertyOptional, Class::Breaking, "may now be absent")
        }
        _ => return,
    };
    let sentence = format!("{property} {change}");
    let before = was
        .cloned()
        .unwrap_or_else(|| property_place(old, pair.old, name));
    let after = is
        .cloned()
        .unwrap_or_else(|| property_place(new, pair.new, name));
    let search = Some(WitnessSearch::without_property(name));
    let places = (before.as_ref(), after.as_ref());
    pair.report(comparison, (kind, class), places, sentence, search);
}

/// Compares the schemas of one property. If several apply together, they are compared one by one.
fn compare_property_schemas(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    old: &[PointerBuf],
    new: &[PointerBuf],
) {
    for (before, after) in old.iter().zip(new) {
        pair.compare_below(comparison, before, after);
    }
    let shorter = old.len().min(new.len());
    let free = |side: &ComparedDocument<'_>, at: &PointerBuf| {
        MergedSchema::of(side, at).is_unconstrained()
    };
    let more = old[shorter..].iter().any(|at| !free(&comparison.old, at));
    let fewer = new[shorter..].iter().any(|at| !free(&comparison.new, at));
    if more || fewer {
        let (before, after) = (&old[0], &new[0]);
        let sentence = format!(
            "the number of schemas that describe {} changed from {} to {}; compare both places",
            Label::of(before, pair.scope, None),
            old.len(),
            new.len()
        );
        let change = (Kind::RuleChanged, Class::Review);
        pair.report(comparison, change, (before, after), sentence, None);
    }
}

/// Compares the schemas of properties or items that nothing else describes.
fn compare_additional<'p>(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    (old, new): (&'p [PointerBuf], &'p [PointerBuf]),
    (kind, which): (Kind, &str),
) {
    let is_false =
        |side: &ComparedDocument<'_>, at: &PointerBuf| side.get(at) == Some(&Value::Bool(false));
    let limiting = |side: &ComparedDocument<'_>, places: &'p [PointerBuf]| -> Vec<&'p PointerBuf> {
        let limits =
            |at: &&PointerBuf| is_false(side, at) || !MergedSchema::of(side, at).is_unconstrained();
        places.iter().filter(limits).collect()
    };
    let before = limiting(&comparison.old, old);
    let after = limiting(&comparison.new, new);
    let was_closed = before.iter().any(|at| is_false(&comparison.old, at));
    let is_closed = after.iter().any(|at| is_false(&comparison.new, at));
    let (effect, sentence) = match (before.as_slice(), after.as_slice()) {
        _ if was_closed && is_closed => return,
        ([], []) => return,
        _ if is_closed => (
            SchemaEffect::Narrower,
            format!("{which} are no longer allowed"),
        ),
        _ if was_closed => (SchemaEffect::Wider, format!("{which} are now allowed")),
        ([before], [after]) => {
            pair.compare_below(comparison, before, after);
            return;
        }
        ([], _) => (
            SchemaEffect::Narrower,
            format!("{which} must now match a schema"),
        ),
        (_, []) => (
            SchemaEffect::Wider,
            format!("{which} need no longer match a schema"),
        ),
        _ => (
            SchemaEffect::Other,
            format!("{which} must now match other schemas"),
        ),
    };
    let class = effect.class(pair.direction);
    let sentence = format!("{}: {sentence}", pair.label);
    let at = |places: &[PointerBuf], holder: &jsonptr::Pointer| {
        places.first().cloned().unwrap_or_else(|| holder.to_buf())
    };
    let places = (at(old, pair.old), at(new, pair.new));
    let added = [json!("text"), json!(1), Value::Null, json!({}), json!([[]])];
    let search = Some(WitnessSearch::with_added(added.into()));
    let places = (places.0.as_ref(), places.1.as_ref());
    pair.report(comparison, (kind, class), places, sentence, search);
}
