//! Self-contained schemas: everything that they refer to is in their definitions.

use serde_json::{Map, Value, json};

use crate::compared_document::ComparedDocument;

/// A self-contained schema: the schemas that it refers to are in `$defs`.
pub(super) fn make_standalone(schema: &Value, resolve: &dyn Fn(&str) -> Option<Value>) -> Value {
    let mut definitions: Vec<(String, Value)> = Vec::new();
    let mut known: Vec<String> = Vec::new();
    let mut root = schema.clone();
    rewrite_references(&mut root, &mut known);
    let mut done = 0;
    while done < known.len() {
        let mut target = resolve(&known[done]).unwrap_or(Value::Bool(true));
        rewrite_references(&mut target, &mut known);
        definitions.push((done.to_string(), target));
        done += 1;
    }
    let definitions: Map<String, Value> = definitions.into_iter().collect();
    json!({ "allOf": [root], "$defs": definitions })
}

/// Lets every reference lead into `$defs`.
fn rewrite_references(value: &mut Value, known: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                match (key.as_str(), &mut *value) {
                    ("$ref", Value::String(reference)) => {
                        let index = known.iter().position(|other| other == reference);
                        let index = index.unwrap_or_else(|| {
                            known.push(reference.clone());
                            known.len() - 1
                        });
                        *reference = format!("#/$defs/{index}");
                    }
                    ("enum" | "const" | "default" | "example" | "examples", _) => {}
                    _ => rewrite_references(value, known),
                }
            }
        }
        Value::Array(elements) => elements
            .iter_mut()
            .for_each(|element| rewrite_references(element, known)),
        _ => {}
    }
}

/// The target of a reference of one side.
pub(super) fn resolve_reference(side: &ComparedDocument<'_>, reference: &str) -> Option<Value> {
    side.get(&side.resolve_reference(reference)?).cloned()
}

/// Every reference in a schema, as it is written.
pub(super) fn list_references(schema: &Value) -> Vec<String> {
    let mut known = Vec::new();
    rewrite_references(&mut schema.clone(), &mut known);
    known
}
