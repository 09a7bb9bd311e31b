//! `undocumented`: properties that the schema does not name. They are notes, and findings in a strict run.

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::Value;

use super::context::{CheckInput, CheckOutput};
use super::lookup::{find_keyword_values, has_property};
use crate::finding::ExtraProperty;
use crate::level::Level;

pub(super) fn check(context: &CheckInput<'_>, evaluation: &mut CheckOutput) {
    let (Some(schema), Some(actual)) = (&context.expected_response().schema, context.actual_body())
    else {
        return;
    };
    // if values are compared, the comparison with the example lists them
    if matches!(context.maximum_level, Level::Schema | Level::Shape) {
        let at = &mut PointerBuf::root();
        collect_undocumented(context.document, schema, actual, at, &mut evaluation.notes);
    }
}

/// Lists the properties that the schema does not name, without their children.
fn collect_undocumented(
    document: &Document,
    schema: &Pointer,
    value: &Value,
    at: &mut PointerBuf,
    notes: &mut Vec<ExtraProperty>,
) {
    let known: Vec<&Value> = match value {
        Value::Object(_) => find_keyword_values(document, Some(schema), at, "properties").collect(),
        _ => Vec::new(),
    };
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                at.push_back(name.as_str());
                if has_property(&known, name) {
                    collect_undocumented(document, schema, member, at, notes);
                } else {
                    notes.push(ExtraProperty {
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
                collect_undocumented(document, schema, element, at, notes);
                at.pop_back();
            }
        }
        _ => {}
    }
}
