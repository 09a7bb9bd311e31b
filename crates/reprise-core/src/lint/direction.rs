//! An example of a request contains no `readOnly` property, and an example of a response no `writeOnly` property.

use std::collections::HashSet;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::Value;

use super::examples::ExampleWithSchema;
use super::flaw::{Flaw, LintRule};
use crate::direction::Direction;

/// The keyword of properties that do not occur in requests, and the message for such a property.
fn excluded_keyword(direction: Direction) -> (&'static str, &'static str) {
    match direction {
        Direction::Request => ("readOnly", "is `readOnly`, but used in a request"),
        Direction::Response => ("writeOnly", "is `writeOnly`, but used in a response"),
    }
}

pub(super) fn flaws(document: &Document, examples: &[ExampleWithSchema]) -> Vec<Flaw> {
    let marked = marked_properties(document);
    if marked.is_empty() {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    for example in examples {
        let (Some(direction), Some(value)) = (example.direction, document.get(&example.value))
        else {
            continue;
        };
        let (mark, said) = excluded_keyword(direction);
        let mut suspects = Vec::new();
        collect_suspects(
            &value,
            mark,
            &marked,
            &mut PointerBuf::root(),
            &mut suspects,
        );
        for at in suspects {
            let marks = document.schema_keyword_at(&example.schema, &at, mark);
            if marks.contains(&&Value::Bool(true)) {
                let name = at.last().map(|last| last.decoded().into_owned());
                flaws.push(Flaw {
                    rule: LintRule::Direction,
                    place: example.value.concat(&at),
                    claim: Some(example.schema.clone()),
                    message: format!("`{}` {said}", name.unwrap_or_default()),
                });
            }
        }
    }
    flaws
}

/// The names of properties that are marked anywhere, each with the keyword.
fn marked_properties(document: &Document) -> HashSet<(String, &'static str)> {
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
                if member.get(mark).is_some()
                    || has_keyword_behind_reference(document, member, mark)
                {
                    marked.insert((name.clone(), mark));
                }
            }
        }
    });
    marked
}

fn has_keyword_behind_reference(document: &Document, member: &Value, mark: &str) -> bool {
    let reference = member.get("$ref").and_then(Value::as_str);
    reference
        .and_then(|reference| reference.strip_prefix('#'))
        .and_then(|pointer| document.get(Pointer::parse(pointer).ok()?))
        .is_some_and(|behind| behind.get(mark).is_some())
}

/// Properties whose names are among the marked ones.
fn collect_suspects(
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
                collect_suspects(member, mark, marked, at, suspects);
                at.pop_back();
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                at.push_back(index);
                collect_suspects(element, mark, marked, at, suspects);
                at.pop_back();
            }
        }
        _ => {}
    }
}
