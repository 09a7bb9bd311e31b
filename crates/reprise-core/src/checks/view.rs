//! What a file of cases sees of a body: what is documented, written as it usually is.
//!
//! A server may send members that nobody has documented, and write an instant in another way; neither breaks a
//! requirement, so neither is to be seen by a schema that says `const`.

use std::collections::HashSet;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::Value;

use super::lookup::{keywords, mentions};
use crate::case::{CaseExpectations, Operand, Relation};
use crate::timestamp::canonical;

/// The body without members that neither the document nor the demands mention, instants in UTC.
pub(crate) fn view(
    document: &Document,
    schema: Option<&Pointer>,
    expectations: &CaseExpectations,
    body: Value,
) -> Value {
    let mut viewing = Viewing {
        document,
        schema,
        named: named(document, expectations),
        at: PointerBuf::root(),
    };
    viewing.view(body)
}

struct Viewing<'d> {
    document: &'d Document,
    schema: Option<&'d Pointer>,
    /// Members that the demands speak of, wherever.
    named: HashSet<String>,
    at: PointerBuf,
}

impl Viewing<'_> {
    fn view(&mut self, value: Value) -> Value {
        match value {
            Value::Object(members) => {
                let known: Vec<&Value> =
                    keywords(self.document, self.schema, &self.at, "properties").collect();
                // where the document says nothing at all, the case alone says what there is
                let is_documented = self.schema.is_some();
                let mut kept = serde_json::Map::with_capacity(members.len());
                for (name, member) in members {
                    if !(is_documented && mentions(&known, &name) || self.named.contains(&name)) {
                        continue;
                    }
                    self.at.push_back(name.as_str());
                    let member = self.view(member);
                    self.at.pop_back();
                    kept.insert(name, member);
                }
                Value::Object(kept)
            }
            Value::Array(elements) => elements
                .into_iter()
                .enumerate()
                .map(|(index, element)| {
                    self.at.push_back(index);
                    let element = self.view(element);
                    self.at.pop_back();
                    element
                })
                .collect(),
            mut other => {
                canonical(&mut other);
                other
            }
        }
    }
}

/// Every name that demands speak of: in their schema, and in their pointers.
fn named(document: &Document, expectations: &CaseExpectations) -> HashSet<String> {
    let mut names = HashSet::new();
    if let Some(schema) = expectations.body.as_ref().and_then(|at| document.get(at)) {
        words(schema, &mut names);
    }
    let mut operand = |operand: &Operand| match operand {
        Operand::Body(at) => tokens(at, &mut names),
        Operand::Each { list, each } => {
            tokens(list, &mut names);
            tokens(each, &mut names);
        }
        _ => {}
    };
    for expectation in &expectations.relations {
        match &expectation.relation {
            Relation::Equal(one, other)
            | Relation::Differ(one, other)
            | Relation::Before(one, other) => {
                operand(one);
                operand(other);
            }
            Relation::Sorted(one, _) | Relation::Unique(one) => operand(one),
            Relation::Follows(follows) => operand(&follows.each),
        }
    }
    for (_, captured, _) in &expectations.captures {
        operand(captured);
    }
    names
}

/// Every key and every text of a schema: more than the names of members, and never one less.
fn words(value: &Value, names: &mut HashSet<String>) {
    match value {
        Value::String(text) => {
            names.insert(text.clone());
        }
        Value::Array(elements) => elements.iter().for_each(|element| words(element, names)),
        Value::Object(members) => {
            for (name, member) in members {
                names.insert(name.clone());
                words(member, names);
            }
        }
        _ => {}
    }
}

fn tokens(at: &Pointer, names: &mut HashSet<String>) {
    names.extend(at.tokens().map(|token| token.decoded().into_owned()));
}
