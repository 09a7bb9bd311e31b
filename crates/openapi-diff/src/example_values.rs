//! The values that the examples of a document have for its schemas.

use std::cell::OnceCell;
use std::collections::HashMap;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::{Example, MediaType, Operation};
use serde_json::Value;

use crate::compared_document::ComparedDocument;

/// Maximum number of values for a schema.
const MAX_VALUES: usize = 6;
/// Maximum depth of nested schemas.
const MAX_DEPTH: usize = 16;

/// Places of values, by the place of the schema that they are examples of.
type ValueIndex = HashMap<PointerBuf, Vec<PointerBuf>>;

/// The example values of one document, collected at the first use.
#[derive(Debug, Default)]
pub(crate) struct ExampleValues(OnceCell<ValueIndex>);

impl ExampleValues {
    /// Values for a schema of the document `side`, which must be the same in every call.
    pub(crate) fn of(&self, side: &ComparedDocument<'_>, schema: &Pointer) -> Vec<Value> {
        let index = self.0.get_or_init(|| build_index(side));
        let places = index.get(schema).into_iter().flatten();
        places.filter_map(|at| side.get(at).cloned()).collect()
    }
}

fn build_index(side: &ComparedDocument<'_>) -> ValueIndex {
    let mut index = ValueIndex::new();
    for operation in side.document.operations() {
        for (schema, value) in example_places(operation) {
            index_value(side, &mut index, schema, value, MAX_DEPTH);
        }
    }
    index
}

/// Each example of an operation: the place of its schema, and that of its value.
fn example_places(operation: &Operation) -> Vec<(&PointerBuf, &PointerBuf)> {
    fn pair_places<'o>(
        schema: Option<&'o PointerBuf>,
        named: &'o [Example],
        unnamed: Option<&'o PointerBuf>,
    ) -> Vec<(&'o PointerBuf, &'o PointerBuf)> {
        let values = named
            .iter()
            .filter_map(|example| example.value.as_ref())
            .chain(unnamed);
        schema.map_or_else(Vec::new, |schema| {
            values.map(|value| (schema, value)).collect()
        })
    }
    fn content_examples(content: &[MediaType]) -> Vec<(&PointerBuf, &PointerBuf)> {
        let each = content.iter().map(|media_type| {
            pair_places(
                media_type.schema.as_ref(),
                &media_type.examples,
                media_type.example.as_ref(),
            )
        });
        each.flatten().collect()
    }
    let mut found = Vec::new();
    for parameter in &operation.parameters {
        found.extend(pair_places(
            parameter.schema.as_ref(),
            &parameter.examples,
            parameter.example.as_ref(),
        ));
    }
    if let Some(body) = &operation.request_body {
        found.extend(content_examples(&body.content));
    }
    for response in &operation.responses {
        found.extend(content_examples(&response.content));
    }
    found
}

fn index_value(
    side: &ComparedDocument<'_>,
    index: &mut ValueIndex,
    schema: &Pointer,
    value: &Pointer,
    depth: usize,
) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    let schema = side.follow_references(schema);
    let kept = index.entry(schema.clone()).or_default();
    if kept.len() >= MAX_VALUES {
        return;
    }
    kept.push(value.to_buf());
    let (Some(Value::Object(keywords)), Some(example)) = (side.get(&schema), side.get(value))
    else {
        return;
    };
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let branches = keywords
            .get(keyword)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        for branch in 0..branches {
            let branch = schema
                .with_trailing_token(keyword)
                .with_trailing_token(branch);
            index_value(side, index, &branch, value, depth);
        }
    }
    match example {
        Value::Object(members) => {
            let properties = schema.with_trailing_token("properties");
            for name in members.keys() {
                let property = properties.with_trailing_token(name);
                if side.get(&property).is_some() {
                    index_value(
                        side,
                        index,
                        &property,
                        &value.with_trailing_token(name),
                        depth,
                    );
                }
            }
        }
        Value::Array(elements) if keywords.contains_key("items") => {
            for element in 0..elements.len().min(MAX_VALUES) {
                index_value(
                    side,
                    index,
                    &schema.with_trailing_token("items"),
                    &value.with_trailing_token(element),
                    depth,
                );
            }
        }
        _ => {}
    }
}
