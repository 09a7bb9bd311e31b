//! Members and elements: what a reader may rely on, and what a sender has to send.

use std::collections::BTreeSet;

use jsonptr::PointerBuf;
use serde_json::{Value, json};

use super::flat::Flat;
use super::witness::Search;
use super::{Effect, Pair, visit};
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
        let before = travelling(&comparison.old, old.properties.get(name), pair.direction);
        let after = travelling(&comparison.new, new.properties.get(name), pair.direction);
        match (before, after) {
            (Member::Hidden, Member::Hidden) => {}
            (Member::Shown(_), Member::Hidden | Member::Unsaid) => {
                removed(comparison, pair, (old, new), name)
            }
            (Member::Hidden | Member::Unsaid, Member::Shown(_)) => {
                added(comparison, pair, (old, new), name)
            }
            (before, after) => {
                required(comparison, pair, (old, new), name);
                if let (Member::Shown(before), Member::Shown(after)) = (before, after) {
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
        "members that it does not mention",
    );
    rest(
        comparison,
        pair,
        (&old.items, &new.items),
        Kind::TypeChanged,
        "elements",
    );
}

/// What a schema says of a member, in one direction.
enum Member {
    /// It travels, and these schemas describe it.
    Shown(Vec<PointerBuf>),
    /// It does not travel in this direction, or never.
    Hidden,
    /// Nothing is said.
    Unsaid,
}

fn travelling(side: &Side<'_>, schemas: Option<&Vec<PointerBuf>>, direction: Direction) -> Member {
    let Some(schemas) = schemas else {
        return Member::Unsaid;
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
        Member::Hidden
    } else {
        Member::Shown(schemas.clone())
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
    let member = pair.spoken.member(name);
    let what = (Kind::PropertyRemoved, Class::Breaking);
    let (search, meaning) = match pair.direction {
        Direction::Response => (Search::lacking(name), "it is no longer documented"),
        Direction::Request => (
            Search::bases(),
            "it is no longer documented, and may be ignored or refused",
        ),
    };
    let sentence = format!("{}: {meaning}", member.client(pair.direction));
    let places = (place(old, pair.old, name), place(new, pair.new, name));
    pair.tell(
        comparison,
        what,
        (&places.0, &places.1),
        sentence,
        Some(search),
    );
}

fn added(comparison: &mut Comparison<'_>, pair: &Pair<'_>, (old, new): (&Flat, &Flat), name: &str) {
    let member = pair.spoken.member(name);
    let is_required = new.required.contains_key(name);
    let is_closed = old
        .additional
        .iter()
        .any(|at| comparison.old.get(at) == Some(&Value::Bool(false)));
    let (class, sentence, search) = match pair.direction {
        Direction::Request if is_required && !old.required.contains_key(name) => (
            Class::Breaking,
            format!(
                "a client that sends {} without {}: it is required now",
                pair.spoken.whole(),
                alone(&member.to_string())
            ),
            Search::lacking(name),
        ),
        Direction::Request => (
            Class::Compatible,
            format!("{member} may be sent"),
            Search::bases(),
        ),
        Direction::Response if is_closed => (
            Class::Breaking,
            format!("a client that refuses members it does not know: {member} may come now"),
            Search::bases(),
        ),
        Direction::Response => {
            let always = if is_required {
                ", and always there"
            } else {
                ""
            };
            (
                Class::Compatible,
                format!("{member} is new{always}"),
                Search::bases(),
            )
        }
    };
    let places = (place(old, pair.old, name), place(new, pair.new, name));
    pair.tell(
        comparison,
        (Kind::PropertyAdded, class),
        (&places.0, &places.1),
        sentence,
        Some(search),
    );
}

/// The place alone, where what it is a place of was said before.
fn alone(member: &str) -> &str {
    member.split_inclusive('`').nth(1).map_or(member, |inside| {
        let end = 1 + inside.len();
        &member[..end]
    })
}

fn required(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    (old, new): (&Flat, &Flat),
    name: &str,
) {
    let (was, is) = (old.required.get(name), new.required.get(name));
    let member = pair.spoken.member(name);
    let (kind, class, sentence) = match (was.is_some(), is.is_some(), pair.direction) {
        (false, true, Direction::Request) => (
            Kind::PropertyRequired,
            Class::Breaking,
            format!(
                "a client that sends {} without {}: it is required now",
                pair.spoken.whole(),
                alone(&member.to_string())
            ),
        ),
        (false, true, Direction::Response) => (
            Kind::PropertyRequired,
            Class::Compatible,
            format!("{member} is always there"),
        ),
        (true, false, Direction::Request) => (
            Kind::PropertyOptional,
            Class::Compatible,
            format!("{member} may be left out"),
        ),
        (true, false, Direction::Response) => (
            Kind::PropertyOptional,
            Class::Breaking,
            format!("{}: it may be absent now", member.client(pair.direction)),
        ),
        _ => return,
    };
    let before = was.cloned().unwrap_or_else(|| place(old, pair.old, name));
    let after = is.cloned().unwrap_or_else(|| place(new, pair.new, name));
    pair.tell(
        comparison,
        (kind, class),
        (&before, &after),
        sentence,
        Some(Search::lacking(name)),
    );
}

/// Compares the schemas of one member. Where several hold together, they are compared one by one.
fn below(comparison: &mut Comparison<'_>, pair: &Pair<'_>, old: &[PointerBuf], new: &[PointerBuf]) {
    for (before, after) in old.iter().zip(new) {
        visit(comparison, pair.scope, pair.direction, before, after);
    }
    let shorter = old.len().min(new.len());
    let free = |side: &Side<'_>, at: &PointerBuf| Flat::of(side, at).is_free();
    let more = old[shorter..].iter().any(|at| !free(&comparison.old, at));
    let fewer = new[shorter..].iter().any(|at| !free(&comparison.new, at));
    if more || fewer {
        let (before, after) = (&old[0], &new[0]);
        let sentence = format!(
            "{} is described in {} places, and was in {}; look at them",
            super::Spoken::of(before, pair.scope),
            new.len(),
            old.len()
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

/// Compares what holds for members or elements that nothing else describes.
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
        _ if is_closed => (Effect::Narrower, format!("{which} are refused now")),
        _ if was_closed => (Effect::Wider, format!("{which} are allowed now")),
        ([before], [after]) => {
            visit(comparison, pair.scope, pair.direction, before, after);
            return;
        }
        ([], _) => (
            Effect::Narrower,
            format!("{which} are held to a schema now"),
        ),
        (_, []) => (
            Effect::Wider,
            format!("{which} are not held to a schema any more"),
        ),
        _ => (
            Effect::Other,
            format!("{which} are held to other schemas now"),
        ),
    };
    let class = effect.class(pair.direction);
    let sentence = match class {
        Class::Breaking => format!("{}: {sentence}", pair.spoken.client(pair.direction)),
        _ => format!("{}: {sentence}", pair.spoken),
    };
    let at = |places: &[PointerBuf], holder: &jsonptr::Pointer| {
        places.first().cloned().unwrap_or_else(|| holder.to_buf())
    };
    let places = (at(old, pair.old), at(new, pair.new));
    let search = Search::beside(vec![
        json!("text"),
        json!(1),
        Value::Null,
        json!({}),
        json!([[]]),
    ]);
    pair.tell(
        comparison,
        (kind, class),
        (&places.0, &places.1),
        sentence,
        Some(search),
    );
}
