//! The part of a body that the schemas of a case file see: documented properties, with timestamps in UTC.
//!
//! A server may send undocumented properties, and may write a timestamp in another form. Neither violates a
//! requirement, so a schema with `const` must not see either of them.

use std::collections::HashSet;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::Value;

use super::lookup::{find_keyword_values, has_property};
use crate::case::{CaseExpectations, Operand, Relation};
use crate::timestamp::normalize_timestamps;

/// The body with timestamps in UTC, and without properties that are neither in the document nor in the expectations.
pub(crate) fn filter_body(
    document: &Document,
    schema: Option<&Pointer>,
    expectations: &CaseExpectations,
    body: Value,
) -> Value {
    let mut viewing = BodyFilter {
        document,
        schema,
        expected_names: collect_expected_names(document, expectations),
        at: PointerBuf::root(),
    };
    viewing.filter(body)
}

struct BodyFilter<'d> {
    document: &'d Document,
    schema: Option<&'d Pointer>,
    /// Names of all properties in the expectations, at any depth.
    expected_names: HashSet<String>,
    at: PointerBuf,
}

impl BodyFilter<'_> {
    fn filter(&mut self, value: Value) -> Value {
        match value {
            Value::Object(members) => {
                let known: Vec<&Value> =
                    find_keyword_values(self.document, self.schema, &self.at, "properties")
                        .collect();
                // if the document has no schema here, only the expectations of the case name properties
                let is_documented = self.schema.is_some();
                let mut kept = serde_json::Map::with_capacity(members.len());
                for (name, member) in members {
                    if !(is_documented && has_property(&known, &name)
                        || self.expected_names.contains(&name))
                    {
                        continue;
                    }
                    self.at.push_back(name.as_str());
                    let member = self.filter(member);
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
                    let element = self.filter(element);
                    self.at.pop_back();
                    element
                })
                .collect(),
            mut other => {
                normalize_timestamps(&mut other);
                other
            }
        }
    }
}

/// Every name in the expectations: in their schema, and in their pointers.
fn collect_expected_names(document: &Document, expectations: &CaseExpectations) -> HashSet<String> {
    let mut names = HashSet::new();
    if let Some(schema) = expectations.body.as_ref().and_then(|at| document.get(at)) {
        collect_strings(&schema, &mut names);
    }
    let mut operand = |operand: &Operand| match operand {
        Operand::Body(at) => collect_tokens(at, &mut names),
        Operand::Each { list, each } => {
            collect_tokens(list, &mut names);
            collect_tokens(each, &mut names);
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

/// Every key and every string of a schema: more than the names of properties, but never fewer.
fn collect_strings(value: &Value, names: &mut HashSet<String>) {
    match value {
        Value::String(text) => {
            names.insert(text.clone());
        }
        Value::Array(elements) => elements
            .iter()
            .for_each(|element| collect_strings(element, names)),
        Value::Object(members) => {
            for (name, member) in members {
                names.insert(name.clone());
                collect_strings(member, names);
            }
        }
        _ => {}
    }
}

fn collect_tokens(at: &Pointer, names: &mut HashSet<String>) {
    names.extend(at.tokens().map(|token| token.decoded().into_owned()));
}
