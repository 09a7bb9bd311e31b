//! Examples that no schema distinguishes have the same types at the same places.
//!
//! If a schema defines the types of a place, the schema decides. This rule only compares places without a schema,
//! between the examples of one body.

use std::collections::HashMap;

use jsonptr::PointerBuf;
use openapi_document::{Document, MediaType};
use serde_json::Value;

use super::examples::body_values;
use super::flaw::{Flaw, LintRule};

pub(super) fn flaws(document: &Document) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for operation in document
        .operations()
        .iter()
        .chain(document.outgoing_operations())
    {
        let requests = operation.request_body.iter().flat_map(|body| &body.content);
        let responses = operation.responses.iter().flat_map(|one| &one.content);
        for media_type in requests.chain(responses) {
            compare_examples(document, media_type, &mut flaws);
        }
    }
    flaws
}

fn compare_examples(document: &Document, media_type: &MediaType, flaws: &mut Vec<Flaw>) {
    let mut first: HashMap<PointerBuf, (&'static str, PointerBuf)> = HashMap::new();
    let places = body_values(document, media_type);
    if places.len() < 2 {
        return;
    }
    for place in places {
        if let Some(value) = document.get(&place) {
            let mut walk = TypeComparison {
                document,
                schema: media_type.schema.as_ref(),
                first: &mut first,
                flaws: &mut *flaws,
            };
            walk.visit(&value, &place, &mut PointerBuf::root());
        }
    }
}

struct TypeComparison<'w> {
    document: &'w Document,
    schema: Option<&'w PointerBuf>,
    /// The first type at a place, and the place where it occurs.
    first: &'w mut HashMap<PointerBuf, (&'static str, PointerBuf)>,
    flaws: &'w mut Vec<Flaw>,
}

impl TypeComparison<'_> {
    /// Visits the value at a place of the example, whose root value is at `root`.
    fn visit(&mut self, value: &Value, root: &PointerBuf, at: &mut PointerBuf) {
        // null means that there is no value, and says nothing about its type
        let Some(kind) = type_name(value) else { return };
        match self.first.get(at) {
            None => {
                self.first.insert(at.clone(), (kind, root.concat(at)));
            }
            Some((other, seen)) if *other != kind => {
                if !self.is_typed_by_schema(at) {
                    self.flaws.push(Flaw {
                        rule: LintRule::Type,
                        place: root.concat(at),
                        claim: Some(seen.clone()),
                        message: format!("is {kind} here, but {other} in another example"),
                    });
                }
                return;
            }
            Some(_) => {}
        }
        match value {
            Value::Object(members) => {
                for (name, member) in members {
                    at.push_back(name.as_str());
                    self.visit(member, root, at);
                    at.pop_back();
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().enumerate() {
                    at.push_back(index);
                    self.visit(element, root, at);
                    at.pop_back();
                }
            }
            _ => {}
        }
    }

    /// Whether a schema defines the type of a place.
    fn is_typed_by_schema(&self, at: &PointerBuf) -> bool {
        self.schema.is_some_and(|schema| {
            ["type", "enum", "const"].iter().any(|keyword| {
                !self
                    .document
                    .schema_keyword_at(schema, at, keyword)
                    .is_empty()
            })
        })
    }
}

fn type_name(value: &Value) -> Option<&'static str> {
    match value {
        Value::Null => None,
        Value::Bool(_) => Some("a boolean"),
        Value::Number(_) => Some("a number"),
        // an elision mark may replace any value
        Value::String(text) if text == "..." || text == "…" => None,
        Value::String(_) => Some("a string"),
        Value::Array(_) => Some("a list"),
        Value::Object(_) => Some("an object"),
    }
}
