//! Properties and items: which ones clients may rely on, and which ones they have to send.

use std::collections::BTreeSet;

use jsonptr::PointerBuf;
use serde_json::{Value, json};

use super::flat::Flat;
use super::label::Label;
use super::pair::{Effect, Pair};
use super::witness::Search;
use crate::change::{Class, Direction, Kind};
use crate::comparison::Comparison;
use crate::side::Side;

pub(super) fn compare(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: &Flat, new: &Flat) {
    let names: BTreeSet<&String> = old
        .properties
        .keys()
        .chain(new.properties.keys())
        .chain(old.required.keys())
        .chain(new.required.keys())
        .collect();
    for name in names {
        let before = in_direction(&comparison.old, old.properties.get(name), pair.direction);
        let after = in_direction(&comparison.new, new.properties.get(name), pair.direction);
        match (before, after) {
            (Property::Absent, Property::Absent) => {}
            (Property::Present(_), Property::Absent | Property::Undocumented) => {
                removed(comparison, pair, (old, new), name)
            }
            (Property::Absent | Property::Undocumented, Property::Present(_)) => {
                added(comparison, pair, (old, new), name)
            }
            (before, after) => {
                required(comparison, pair, (old, new), name);
                if let (Property::Present(before), Property::Present(after)) = (before, after) {
                    below(comparison, pair, &before, &after);
                }
            }
        }
    }
    let additional = (&old.additional[..], &new.additional[..]);
    rest(
        comparison,
        pair,
        additional,
        Kind::AdditionalPropertiesChanged,
        "additional properties",
    );
    rest(
        comparison,
        pair,
        (&old.items, &new.items),
        Kind::TypeChanged,
        "items",
    );
}

/// What a schema says about a property in one direction.
enum Property {
    /// These schemas describe it.
    Present(Vec<PointerBuf>),
    /// It is never present in this direction.
    Absent,
    /// Nothing.
    Undocumented,
}

fn in_direction(
    side: &Side<'_>,
    schemas: Option<&Vec<PointerBuf>>,
    direction: Direction,
) -> Property {
    let Some(schemas) = schemas else {
        return Property::Undocumented;
    };
    let keyword = match direction {
        Direction::Request => "readOnly",
        Direction::Response => "writeOnly",
    };
    let stays = |at: &PointerBuf| {
        let says = |at: &PointerBuf| side.member(at, keyword) == Some(&Value::Bool(true));
        says(at) || says(&side.behind(at)) || side.get(at) == Some(&Value::Bool(false))
    };
    if schemas.iter().any(stays) {
        Property::Absent
    } else {
        Property::Present(schemas.clone())
    }
}

/// The place of a property, or of the schema that could have it.
fn place(flat: &Flat, at: &jsonptr::Pointer, name: &str) -> PointerBuf {
    let schemas = flat.properties.get(name);
    schemas
        .and_then(|schemas| schemas.first().cloned())
        .unwrap_or_else(|| at.to_buf())
}

fn removed(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (old, new): (&Flat, &Flat),
    name: &str,
) {
    let property = pair.label.property(name);
    let what = (Kind::PropertyRemoved, Class::Breaking);
    let (search, meaning) = match pair.direction {
        Direction::Response => (Search::without(name), "was removed"),
        Direction::Request => (
            Search::bases(),
            "was removed; the server may ignore or reject it",
        ),
    };
    let sentence = format!("{property} {meaning}");
    let places = (place(old, pair.old, name), place(new, pair.new, name));
    pair.report(
        comparison,
        what,
        (&places.0, &places.1),
        sentence,
        Some(search),
    );
}

fn added(comparison: &mut Comparison<'_>, pair: &Pair<'_>, (old, new): (&Flat, &Flat), name: &str) {
    let property = pair.label.property(name);
    let is_required = new.required.contains_key(name);
    let is_closed = old
        .additional
        .iter()
        .any(|at| comparison.old.get(at) == Some(&Value::Bool(false)));
    let (class, sentence, search) = match pair.direction {
        Direction::Request if is_required && !old.required.contains_key(name) => (
            Class::Breaking,
            format!("{property} was added and is required"),
            Search::without(name),
        ),
        Direction::Request => (
            Class::Compatible,
            format!("{property} was added"),
            Search::bases(),
        ),
        Direction::Response if is_closed => (
            Class::Breaking,
            format!("{property} was added; clients that reject unknown properties break"),
            Search::bases(),
        ),
        Direction::Response => {
            let always = if is_required {
                " and is always present"
            } else {
                ""
            };
            (
                Class::Compatible,
                format!("{property} was added{always}"),
                Search::bases(),
            )
        }
    };
    let places = (place(old, pair.old, name), place(new, pair.new, name));
    pair.report(
        comparison,
        (Kind::PropertyAdded, class),
        (&places.0, &places.1),
        sentence,
        Some(search),
    );
}

fn required(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (old, new): (&Flat, &Flat),
    name: &str,
) {
    let (was, is) = (old.required.get(name), new.required.get(name));
    let property = pair.label.property(name);
    let (kind, class, sentence) = match (was.is_some(), is.is_some(), pair.direction) {
        (false, true, Direction::Request) => (
            Kind::PropertyRequired,
            Class::Breaking,
            format!("{property} is now required"),
        ),
        (false, true, Direction::Response) => (
            Kind::PropertyRequired,
            Class::Compatible,
            format!("{property} is now always present"),
        ),
        (true, false, Direction::Request) => (
            Kind::PropertyOptional,
            Class::Compatible,
            format!("{property} is now optional"),
        ),
        (true, false, Direction::Response) => (
            Kind::PropertyOptional,
            Class::Breaking,
            format!("{property} may now be absent"),
        ),
        _ => return,
    };
    let before = was.cloned().unwrap_or_else(|| place(old, pair.old, name));
    let after = is.cloned().unwrap_or_else(|| place(new, pair.new, name));
    pair.report(
        comparison,
        (kind, class),
        (&before, &after),
        sentence,
        Some(Search::without(name)),
    );
}

/// Compares the schemas of one property. If several apply together, they are compared one by one.
fn below(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: &[PointerBuf], new: &[PointerBuf]) {
    for (before, after) in old.iter().zip(new) {
        pair.visit(comparison, before, after);
    }
    let shorter = old.len().min(new.len());
    let free = |side: &Side<'_>, at: &PointerBuf| Flat::of(side, at).is_free();
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
        pair.report(
            comparison,
            (Kind::RuleChanged, Class::Review),
            (before, after),
            sentence,
            None,
        );
    }
}

/// Compares the schemas of properties or items that nothing else describes.
fn rest(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (old, new): (&[PointerBuf], &[PointerBuf]),
    kind: Kind,
    which: &str,
) {
    let is_free = |side: &Side<'_>, at: &PointerBuf| {
        let flat = Flat::of(side, at);
        side.get(at) != Some(&Value::Bool(false)) && flat.is_free()
    };
    let before: Vec<&PointerBuf> = old
        .iter()
        .filter(|at| !is_free(&comparison.old, at))
        .collect();
    let after: Vec<&PointerBuf> = new
        .iter()
        .filter(|at| !is_free(&comparison.new, at))
        .collect();
    let is_false = |side: &Side<'_>, found: &[&PointerBuf]| {
        found
            .iter()
            .any(|at| side.get(at) == Some(&Value::Bool(false)))
    };
    let (was_closed, is_closed) = (
        is_false(&comparison.old, &before),
        is_false(&comparison.new, &after),
    );
    let (effect, sentence) = match (before.as_slice(), after.as_slice()) {
        _ if was_closed && is_closed => return,
        ([], []) => return,
        _ if is_closed => (Effect::Narrower, format!("{which} are no longer allowed")),
        _ if was_closed => (Effect::Wider, format!("{which} are now allowed")),
        ([before], [after]) => {
            pair.visit(comparison, before, after);
            return;
        }
        ([], _) => (Effect::Narrower, format!("{which} must now match a schema")),
        (_, []) => (
            Effect::Wider,
            format!("{which} need no longer match a schema"),
        ),
        _ => (
            Effect::Other,
            format!("{which} must now match other schemas"),
        ),
    };
    let class = effect.class(pair.direction);
    let sentence = format!("{}: {sentence}", pair.label);
    let at = |places: &[PointerBuf], holder: &jsonptr::Pointer| {
        places.first().cloned().unwrap_or_else(|| holder.to_buf())
    };
    let places = (at(old, pair.old), at(new, pair.new));
    let search = Search::added(vec![
        json!("text"),
        json!(1),
        Value::Null,
        json!({}),
        json!([[]]),
    ]);
    pair.report(
        comparison,
        (kind, class),
        (&places.0, &places.1),
        sentence,
        Some(search),
    );
}
