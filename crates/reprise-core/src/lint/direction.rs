//! An example of a request contains no `readOnly` property, and an example of a response no `writeOnly` property.

use std::collections::HashSet;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::Value;

use super::examples::Specimen;
use super::flaw::{Flaw, Rule};
use crate::direction::Direction;

/// The keyword of properties that do not travel in a direction, and the message for such a property.
fn mark(direction: Direction) -> (&'static str, &'static str) {
    match direction {
        Direction::Request => ("readOnly", "is `readOnly`, but used in a request"),
        Direction::Response => ("writeOnly", "is `writeOnly`, but used in a response"),
    }
}

pub(super) fn flaws(document: &Document, specimens: &[Specimen]) -> Vec<Flaw> {
    let marked = marked(document);
    if marked.is_empty() {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for specimen in specimens {
        let (Some(direction), Some(value)) = (specimen.direction, document.get(&specimen.value))
        else {
            continue;
        };
        let (mark, said) = mark(direction);
        let mut suspects = Vec::new();
        suspect(
            &value,
            mark,
            &marked,
            &mut PointerBuf::root(),
            &mut suspects,
        );
        for at in suspects {
            let marks = document.schema_keyword_at(&specimen.schema, &at, mark);
            if marks.contains(&&Value::Bool(true)) {
                let name = at.last().map(|last| last.decoded().into_owned());
                flaws.push(Flaw {
                    rule: Rule::Direction,
                    place: specimen.value.concat(&at),
                    claim: Some(specimen.schema.clone()),
                    message: format!("`{}` {said}", name.unwrap_or_default()),
                });
            }
        }
    }
    flaws
}

/// The names of properties that are marked anywhere, each with the keyword.
fn marked(document: &Document) -> HashSet<(String, &'static str)> {
    let mut marked = HashSet::new();
    document.visit_schemas(&mut |schema, _| {
        for (name, member) in schema
            .get("properties")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
        {
            for mark in ["readOnly", "writeOnly"] {
                // the schema behind a reference may be anything
                if member.get(mark).is_some() || has_mark_behind(document, member, mark) {
                    marked.insert((name.clone(), mark));
                }
            }
        }
    });
    marked
}

fn has_mark_behind(document: &Document, member: &Value, mark: &str) -> bool {
    let reference = member.get("$ref").and_then(Value::as_str);
    reference
        .and_then(|reference| reference.strip_prefix('#'))
        .and_then(|pointer| document.get(Pointer::parse(pointer).ok()?))
        .is_some_and(|behind| behind.get(mark).is_some())
}

/// Properties whose names are among the marked ones.
fn suspect(
    value: &Value,
    mark: &'static str,
    marked: &HashSet<(String, &'static str)>,
    at: &mut PointerBuf,
    suspects: &mut Vec<PointerBuf>,
) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                at.push_back(name.as_str());
                if marked.contains(&(name.clone(), mark)) {
                    suspects.push(at.clone());
                }
                suspect(member, mark, marked, at, suspects);
                at.pop_back();
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                at.push_back(index);
                suspect(element, mark, marked, at, suspects);
                at.pop_back();
            }
        }
        _ => {}
    }
}
