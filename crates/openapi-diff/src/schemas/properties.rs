//! Properties and items: which ones clients may rely on, and which ones they have to send.
//!
//! ```text
//! breaking: `/state` of `Job` in responses may now be absent
//! ```

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
    let what = (Kind::AdditionalPropertiesChanged, "additional properties");
    rest(comparison, pair, additional, what);
    let items = (&old.items[..], &new.items[..]);
    rest(comparison, pair, items, (Kind::TypeChanged, "items"));
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
    let places = (places.0.as_ref(), places.1.as_ref());
    pair.report(comparison, what, places, sentence, Some(search));
}

fn added(comparison: &mut Comparison<'_>, pair: &Pair<'_>, (old, new): (&Flat, &Flat), name: &str) {
    let property = pair.label.property(name);
    let is_required = new.required.contains_key(name);
    let is_closed = old
        .additional
        .iter()
        .any(|at| comparison.old.get(at) == Some(&Value::Bool(false)));
    let (class, more, search) = match pair.direction {
        Direction::Request if is_required && !old.required.contains_key(name) => {
            (Class::Breaking, " and is required", Search::without(name))
        }
        Direction::Request => (Class::Compatible, "", Search::bases()),
        Direction::Response if is_closed => {
            let more = "; clients that reject unknown properties break";
            (Class::Breaking, more, Search::bases())
        }
        Direction::Response if is_required => {
            (Class::Compatible, " and is always present", Search::bases())
        }
        Direction::Response => (Class::Compatible, "", Search::bases()),
    };
    let sentence = format!("{property} was added{more}");
    let places = (place(old, pair.old, name), place(new, pair.new, name));
    let change = (Kind::PropertyAdded, class);
    let places = (places.0.as_ref(), places.1.as_ref());
    pair.report(comparison, change, places, sentence, Some(search));
}

fn required(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (old, new): (&Flat, &Flat),
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
    let before = was.cloned().unwrap_or_else(|| place(old, pair.old, name));
    let after = is.cloned().unwrap_or_else(|| place(new, pair.new, name));
    let search = Some(Search::without(name));
    let places = (before.as_ref(), after.as_ref());
    pair.report(comparison, (kind, class), places, sentence, search);
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
        let change = (Kind::RuleChanged, Class::Review);
        pair.report(comparison, change, (before, after), sentence, None);
    }
}

/// Compares the schemas of properties or items that nothing else describes.
fn rest<'p>(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (old, new): (&'p [PointerBuf], &'p [PointerBuf]),
    (kind, which): (Kind, &str),
) {
    let is_false = |side: &Side<'_>, at: &PointerBuf| side.get(at) == Some(&Value::Bool(false));
    let limiting = |side: &Side<'_>, places: &'p [PointerBuf]| -> Vec<&'p PointerBuf> {
        let limits = |at: &&PointerBuf| is_false(side, at) || !Flat::of(side, at).is_free();
        places.iter().filter(limits).collect()
    };
    let before = limiting(&comparison.old, old);
    let after = limiting(&comparison.new, new);
    let was_closed = before.iter().any(|at| is_false(&comparison.old, at));
    let is_closed = after.iter().any(|at| is_false(&comparison.new, at));
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
    let added = [json!("text"), json!(1), Value::Null, json!({}), json!([[]])];
    let search = Some(Search::added(added.into()));
    let places = (places.0.as_ref(), places.1.as_ref());
    pair.report(comparison, (kind, class), places, sentence, search);
}
