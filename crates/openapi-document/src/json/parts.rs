//! Parses a large JSON object in parts, each on a separate thread.
//!
//! Most of the content of an OpenAPI document is in the properties of a few of its properties, such as `paths` and
//! `components`: these are divided among the threads.

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use super::outline::{Member, Written, outline};
use super::reader::{Read, ReadOptions, Reading};
use crate::cores::each;
use crate::grammar::{Meaning, Path};

/// The depth of the properties that are divided among the threads.
const SHARED: usize = 3;

/// A property that one thread parses.
struct Piece<'t> {
    at: PointerBuf,
    text: &'t str,
}

/// The same result as parsing the whole text; `None` if the text is not an object, or invalid.
pub(super) fn parse(text: &str, threads: usize, options: ReadOptions) -> Option<(Read, bool)> {
    let members = outline(text, SHARED)?;
    let mut pieces = Vec::new();
    collect(&members, Pointer::root(), &mut pieces)?;

    let portions = portions(&pieces, text.len() / threads.max(1));
    let read: Option<Vec<_>> = each(&portions, |portion| read(text, portion, options))
        .into_iter()
        .collect();
    let mut values = Vec::with_capacity(pieces.len());
    let (mut repeated, mut deferred, mut enters) = (Vec::new(), Vec::new(), false);
    for (part, (beside, enters_too)) in read? {
        values.extend(part);
        repeated.extend(beside.repeated);
        deferred.extend(beside.deferred);
        enters |= enters_too;
    }
    let (reading, root) = (Reading::new(text, options), Path::Start(Pointer::root()));
    let object = assemble(&members, &root, &mut values.into_iter(), &reading)?;
    let (whole, enters_too) = reading.into_read(Value::Object(object));
    repeated.extend(whole.repeated);
    let read = Read {
        value: whole.value,
        repeated,
        deferred,
    };
    Some((read, enters | enters_too))
}

/// Lists the parts to parse, in the order of the text.
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

/// The values of parts of a text, and their duplicate properties.
fn read(
    text: &str,
    pieces: &[Piece<'_>],
    options: ReadOptions,
) -> Option<(Vec<Value>, (Read, bool))> {
    let reading = Reading::new(text, options);
    let values: Option<Vec<Value>> = pieces
        .iter()
        .map(|piece| {
            let (path, meaning) = (Path::Start(&piece.at), Meaning::at(&piece.at));
            reading
                .read(piece.text, path, meaning, piece.at.count())
                .ok()
        })
        .collect();
    Some((values?, reading.into_read(Value::Null)))
}

/// Inserts the values of the parts at their places.
fn assemble(
    members: &[Member<'_>],
    path: &Path<'_>,
    values: &mut impl Iterator<Item = Value>,
    reading: &Reading<'_>,
) -> Option<Map<String, Value>> {
    let mut object = Vec::with_capacity(members.len());
    for member in members {
        let name = name(member)?;
        let value = match &member.value {
            Written::Object(members) => {
                let path = Path::Member(path, &name);
                Value::Object(assemble(members, &path, values, reading)?)
            }
            Written::Text(_) => values.next()?,
        };
        object.push((name, value));
    }
    Some(reading.object(path, object.into_iter()))
}

/// The key of a property.
fn name(member: &Member<'_>) -> Option<String> {
    serde_json::from_str(member.key).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str, options: ReadOptions) -> Option<(Read, bool)> {
        let reading = Reading::new(text, options);
        let root = Path::Start(Pointer::root());
        let value = reading.read(text, root, Meaning::DOCUMENT, 0).ok()?;
        Some(reading.into_read(value))
    }

    /// Equal for equal results; the order of properties counts, the order of threads does not.
    fn comparable(read: Option<(Read, bool)>) -> Option<String> {
        read.map(|(mut read, enters)| {
            read.repeated.sort();
            read.deferred.sort_by(|a, b| a.0.cmp(&b.0));
            let Read {
                value,
                repeated,
                deferred,
            } = read;
            format!("{value} {repeated:?} {deferred:?} {enters}")
        })
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
            r#"{"components":{"examples":{"a":{"value": {"b": [1, 2]} },"b":{"dataValue":"x"},"c":{"example":[1,2]}}}}"#,
            r#"{"components":{"parameters":{"a":{"example":"0123456789","schema":{"example":[1]}}}}}"#,
            r#"{"components":{"examples":{"a":{"value":[1,01]}}}}"#,
            r#"{"components":{"examples":{"a":{"value":[1],"value":[2],"x":{"y":1,"y":2}}}}}"#,
            r##"{"paths":{"$ref":"#/a/examples/value"}}"##,
            r##"{"paths":{"/a":{"get":[{"$ref":"#/a/examples/values"}]}}}"##,
            r##"{"paths":{"/a":{"get":[{"$ref":"#/a/ex%61mple"}]}}}"##,
            "[1]",
            &nested(126),
            &nested(127),
        ];
        for text in texts {
            for deferred in [None, Some(0), Some(8)] {
                let options = ReadOptions {
                    deferred,
                    ..ReadOptions::default()
                };
                for threads in [1, 2, 3, 100] {
                    let parts = comparable(parse(text, threads, options));
                    if text == "[1]" {
                        assert_eq!(parts, None);
                        continue;
                    }
                    let whole = comparable(whole(text, options));
                    assert_eq!(parts, whole, "{text} on {threads}, {deferred:?}");
                }
            }
        }
    }
}
