//! Reads a large JSON object in parts, each on a thread of its own.
//!
//! What an OpenAPI document holds is spread over the members of its members, such as `paths` and `components`: these
//! are shared out.

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use super::outline::{Member, Written, outline};
use super::reader::Reading;
use crate::cores::each;
use crate::grammar::Trail;

/// How deep the members are that are shared out.
const SHARED: usize = 3;

/// A member that one thread reads.
struct Piece<'t> {
    at: PointerBuf,
    text: &'t str,
}

/// The same as reading the whole text; none if the text is no object, or broken.
pub(super) fn parse(text: &str, threads: usize, levels: usize) -> Option<(Value, Vec<PointerBuf>)> {
    let members = outline(text, SHARED)?;
    let mut pieces = Vec::new();
    collect(&members, Pointer::root(), &mut pieces)?;

    let portions = portions(&pieces, text.len() / threads.max(1));
    let read: Option<Vec<(Vec<Value>, Vec<PointerBuf>)>> =
        each(&portions, |portion| read(portion, levels))
            .into_iter()
            .collect();
    let (mut values, mut repeated) = (Vec::new(), Vec::new());
    for (part, places) in read? {
        values.extend(part);
        repeated.extend(places);
    }
    let (reading, root) = (Reading::new(levels), Trail::Start(Pointer::root()));
    let object = assemble(&members, &root, &mut values.into_iter(), &reading)?;
    repeated.extend(reading.into_repeated());
    Some((Value::Object(object), repeated))
}

/// Lists what is to be read, in the order of the text.
fn collect<'t>(members: &[Member<'t>], at: &Pointer, pieces: &mut Vec<Piece<'t>>) -> Option<()> {
    for member in members {
        let at = at.with_trailing_token(name(member)?);
        match &member.value {
            Written::Object(members) => collect(members, &at, pieces)?,
            Written::Text(text) => pieces.push(Piece { at, text }),
        }
    }
    Some(())
}

/// Shares pieces out, so many bytes or a little more to each.
fn portions<'p, 't>(mut pieces: &'p [Piece<'t>], bytes: usize) -> Vec<&'p [Piece<'t>]> {
    let mut portions = Vec::new();
    while !pieces.is_empty() {
        let mut sum = 0;
        let enough = pieces.iter().position(|piece| {
            sum += piece.text.len();
            sum > bytes
        });
        let (portion, rest) = pieces.split_at(enough.map_or(pieces.len(), |last| last + 1));
        portions.push(portion);
        pieces = rest;
    }
    portions
}

fn read(pieces: &[Piece<'_>], levels: usize) -> Option<(Vec<Value>, Vec<PointerBuf>)> {
    let reading = Reading::new(levels);
    let values: Option<Vec<Value>> = pieces
        .iter()
        .map(|piece| {
            let depth = piece.at.count();
            reading
                .read(piece.text, Trail::Start(&piece.at), depth)
                .ok()
        })
        .collect();
    Some((values?, reading.into_repeated()))
}

/// Puts the values of the pieces to where the pieces were taken from.
fn assemble(
    members: &[Member<'_>],
    trail: &Trail<'_>,
    values: &mut impl Iterator<Item = Value>,
    reading: &Reading,
) -> Option<Map<String, Value>> {
    let mut object = Vec::with_capacity(members.len());
    for member in members {
        let name = name(member)?;
        let value = match &member.value {
            Written::Object(members) => {
                let trail = Trail::Member(trail, &name);
                Value::Object(assemble(members, &trail, values, reading)?)
            }
            Written::Text(_) => values.next()?,
        };
        object.push((name, value));
    }
    Some(reading.object(trail, object.into_iter()))
}

/// The key of a member.
fn name(member: &Member<'_>) -> Option<String> {
    serde_json::from_str(member.key).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: usize = 127;

    fn whole(text: &str) -> Option<(Value, Vec<PointerBuf>)> {
        let reading = Reading::new(LEVELS);
        let value = reading.read(text, Trail::Start(Pointer::root()), 0).ok()?;
        Some((value, reading.into_repeated()))
    }

    #[test]
    fn in_parts_it_is_the_same_as_at_once() {
        let nested =
            |depth: usize| format!(r#"{{"a":{}1{}}}"#, "[".repeat(depth), "]".repeat(depth));
        let texts = [
            r#"{"openapi":"3.1.0","paths":{"/a":{"get":{"x":1,"y":[true,null]}},"/b":{}},"tags":[1,2,"\u00e9"]}"#,
            r#" { } "#,
            r#"{"a":1,"a":{"b":2,"b":{"c":3,"c":4}},"\u0062":-1.5e3}"#,
            r#"{"a":{"b":1},"a":2}"#,
            r#"{"a":{"b":01}}"#,
            r#"{"a":{"b":[}}}"#,
            r#"{"a":"\q"}"#,
            "[1]",
            &nested(126),
            &nested(127),
        ];
        for text in texts {
            for threads in [1, 2, 3, 100] {
                let (parts, whole) = (parse(text, threads, LEVELS), whole(text));
                if text == "[1]" {
                    assert_eq!(parts, None);
                    continue;
                }
                let sorted = |read: Option<(Value, Vec<PointerBuf>)>| {
                    read.map(|(value, mut repeated)| {
                        repeated.sort();
                        // the order of members counts, too
                        (value.to_string(), repeated)
                    })
                };
                assert_eq!(sorted(parts), sorted(whole), "{text} on {threads}");
            }
        }
    }
}
