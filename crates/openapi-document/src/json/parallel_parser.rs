//! Parses a large JSON object in parts, each on a separate thread.
//!
//! Most of the content of an OpenAPI document is in the properties of a few of its properties, such as `paths` and
//! `components`: these are divided among the threads.

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use super::outline::{MemberValue, OutlineMember, parse_outline};
use super::reader::{ParseOptions, ParseState, ParsedText};
use crate::grammar::{Path, PlaceKind};
use crate::parallel::map_parallel;

/// The depth of the properties that are divided among the threads.
const DIVIDED_DEPTH: usize = 3;

/// A property that one thread parses.
struct MemberText<'t> {
    at: PointerBuf,
    text: &'t str,
}

/// The same result as parsing the whole text; `None` if the text is not an object, or invalid.
pub(super) fn parse(
    text: &str,
    threads: usize,
    options: ParseOptions,
) -> Option<(ParsedText, bool)> {
    let members = parse_outline(text, DIVIDED_DEPTH)?;
    let mut pieces = Vec::new();
    collect_members(&members, Pointer::root(), &mut pieces)?;

    let portions = divide_members(&pieces, text.len() / threads.max(1));
    let read: Option<Vec<_>> =
        map_parallel(&portions, |portion| parse_portion(text, portion, options))
            .into_iter()
            .collect();
    let mut values = Vec::with_capacity(pieces.len());
    let (mut repeated, mut deferred, mut enters) = (Vec::new(), Vec::new(), false);
    for (part, (beside, enters_too)) in read? {
        values.extend(part);
        repeated.extend(beside.duplicate_keys);
        deferred.extend(beside.deferred);
        enters |= enters_too;
    }
    let (reading, root) = (ParseState::new(text, options), Path::Start(Pointer::root()));
    let object = assemble(&members, &root, &mut values.into_iter(), &reading)?;
    let (whole, enters_too) = reading.into_parsed_text(Value::Object(object));
    repeated.extend(whole.duplicate_keys);
    let read = ParsedText {
        value: whole.value,
        duplicate_keys: repeated,
        deferred,
    };
    Some((read, enters | enters_too))
}

/// Lists the parts to parse, in the order of the text.
fn collect_members<'t>(
    members: &[OutlineMember<'t>],
    at: &Pointer,
    pieces: &mut Vec<MemberText<'t>>,
) -> Option<()> {
    for member in members {
        let at = at.with_trailing_token(parse_key(member)?);
        match &member.value {
            MemberValue::Object(members) => collect_members(members, &at, pieces)?,
            MemberValue::Text(text) => pieces.push(MemberText { at, text }),
        }
    }
    Some(())
}

/// Divides the members into groups of about `bytes` bytes.
fn divide_members<'p, 't>(
    mut pieces: &'p [MemberText<'t>],
    bytes: usize,
) -> Vec<&'p [MemberText<'t>]> {
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
fn parse_portion(
    text: &str,
    pieces: &[MemberText<'_>],
    options: ParseOptions,
) -> Option<(Vec<Value>, (ParsedText, bool))> {
    let reading = ParseState::new(text, options);
    let values: Option<Vec<Value>> = pieces
        .iter()
        .map(|piece| {
            let (path, meaning) = (Path::Start(&piece.at), PlaceKind::at(&piece.at));
            reading
                .parse_part(piece.text, path, meaning, piece.at.count())
                .ok()
        })
        .collect();
    Some((values?, reading.into_parsed_text(Value::Null)))
}

/// Inserts the values of the parts at their places.
fn assemble(
    members: &[OutlineMember<'_>],
    path: &Path<'_>,
    values: &mut impl Iterator<Item = Value>,
    reading: &ParseState<'_>,
) -> Option<Map<String, Value>> {
    let mut object = Vec::with_capacity(members.len());
    for member in members {
        let name = parse_key(member)?;
        let value = match &member.value {
            MemberValue::Object(members) => {
                let path = Path::Member(path, &name);
                Value::Object(assemble(members, &path, values, reading)?)
            }
            MemberValue::Text(_) => values.next()?,
        };
        object.push((name, value));
    }
    Some(reading.build_object(path, object.into_iter()))
}

/// The key of a property.
fn parse_key(member: &OutlineMember<'_>) -> Option<String> {
    serde_json::from_str(member.key).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse_whole(text: &str, options: ParseOptions) -> Option<(ParsedText, bool)> {
        let reading = ParseState::new(text, options);
        let root = Path::Start(Pointer::root());
        let value = reading
            .parse_part(text, root, PlaceKind::DOCUMENT, 0)
            .ok()?;
        Some(reading.into_parsed_text(value))
    }

    /// Equal for equal results; the order of properties counts, the order of threads does not.
    fn comparable_text(read: Option<(ParsedText, bool)>) -> Option<String> {
        read.map(|(mut read, enters)| {
            read.duplicate_keys.sort();
            read.deferred.sort_by(|a, b| a.0.cmp(&b.0));
            let ParsedText {
                value,
                duplicate_keys: repeated,
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
                let options = ParseOptions {
                    min_deferred_bytes: deferred,
                    ..ParseOptions::default()
                };
                for threads in [1, 2, 3, 100] {
                    let parts = comparable_text(parse(text, threads, options));
                    if text == "[1]" {
                        assert_eq!(parts, None);
                        continue;
                    }
                    let whole = comparable_text(parse_whole(text, options));
                    assert_eq!(parts, whole, "{text} on {threads}, {deferred:?}");
                }
            }
        }
    }
}
