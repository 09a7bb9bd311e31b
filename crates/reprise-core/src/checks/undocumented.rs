//! `undocumented`: properties that the schema does not name. They are notes, and findings in a strict run.

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::Value;

use super::context::{Context, Evaluation};
use super::lookup::{keywords, mentions};
use crate::finding::Note;
use crate::level::Level;

pub(super) fn check(context: &Context<'_>, evaluation: &mut Evaluation) {
    let (Some(schema), Some(actual)) = (&context.expectation().schema, context.actual()) else {
        return;
    };
    // if values are compared, the comparison with the example lists them
    if matches!(context.maximum_level, Level::Schema | Level::Shape) {
        let at = &mut PointerBuf::root();
        list(context.document, schema, actual, at, &mut evaluation.notes);
    }
}

/// Lists the properties that the schema does not name, without their children.
fn list(
    document: &Document,
    schema: &Pointer,
    value: &Value,
    at: &mut PointerBuf,
    notes: &mut Vec<Note>,
) {
    let known: Vec<&Value> = match value {
        Value::Object(_) => keywords(document, Some(schema), at, "properties").collect(),
        _ => Vec::new(),
    };
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                at.push_back(name.as_str());
                if mentions(&known, name) {
                    list(document, schema, member, at, notes);
                } else {
                    notes.push(Note {
                        at: at.clone(),
                        undocumented: true,
                    });
                }
                at.pop_back();
            }
        }
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                at.push_back(index);
                list(document, schema, element, at, notes);
                at.pop_back();
            }
        }
        _ => {}
    }
}
