//! Finds a value that shows a break: one document takes it, the other does not, and a validator of each says so.

use std::collections::HashMap;

use jsonptr::{Pointer, PointerBuf};
use jsonschema::Validator;
use openapi_document::{Example, MediaType, Operation};
use serde_json::{Value, json};

use super::equivalence::{alone, resolved};
use super::{Pair, sample};
use crate::change::{Version, Witness};
use crate::comparison::Comparison;
use crate::side::Side;

/// A name that no schema mentions.
const UNMENTIONED: &str = "unmentioned";

/// Where to look for a value.
#[derive(Default)]
pub(crate) struct Search {
    /// Values to try.
    values: Vec<Value>,
    /// A member to leave out of values that are known.
    lacking: Option<String>,
    /// Values of a member that nobody mentions, and elements.
    beside: Vec<Value>,
    /// Whether known values are changed member by member.
    is_thorough: bool,
}

impl Search {
    /// Tries these values, and those that are known.
    pub(super) fn values(values: Vec<Value>) -> Self {
        Self {
            values,
            ..Self::default()
        }
    }

    /// Tries the values that are known.
    pub(super) fn bases() -> Self {
        Self::default()
    }

    /// Tries the values that are known without a member.
    pub(super) fn lacking(name: &str) -> Self {
        Self {
            lacking: Some(name.to_owned()),
            ..Self::default()
        }
    }

    /// Tries the values that are known with a member or element more.
    pub(super) fn beside(beside: Vec<Value>) -> Self {
        Self {
            beside,
            ..Self::default()
        }
    }

    /// Tries these values, those that are known, and those with each member changed.
    pub(super) fn thorough(values: Vec<Value>) -> Self {
        Self {
            values,
            is_thorough: true,
            ..Self::default()
        }
    }
}

/// Finds a value that was fine and is not any more; in an answer, one that may come and could not before.
pub(super) fn find(
    comparison: &Comparison<'_>,
    pair: &Pair<'_>,
    search: &Search,
) -> Option<Witness> {
    let valid_by = pair.valid_by();
    let (accepting, refusing) = match valid_by {
        Version::Old => ((&comparison.old, pair.old), (&comparison.new, pair.new)),
        Version::New => ((&comparison.new, pair.new), (&comparison.old, pair.old)),
    };
    let (takes, refuses) = (
        validator(accepting.0, accepting.1)?,
        validator(refusing.0, refusing.1)?,
    );
    let shows = |value: &Value| takes.is_valid(value) && !refuses.is_valid(value);
    let found = |value: Value| Some(Witness { value, valid_by });
    for value in &search.values {
        if shows(value) {
            return found(value.clone());
        }
    }
    let mut bases: Vec<Value> = Vec::new();
    for (side, at) in [accepting, refusing] {
        bases.extend(side.shown(at));
        bases.extend(sample::all(side, at));
    }
    for base in &bases {
        if let Some(name) = &search.lacking {
            let mut value = base.clone();
            if let Value::Object(members) = &mut value {
                members.shift_remove(name);
                if shows(&value) {
                    return found(value);
                }
            }
            continue;
        }
        if shows(base) {
            return found(base.clone());
        }
        for more in &search.beside {
            let value = with_more(base, more);
            if shows(&value) {
                return found(value);
            }
        }
    }
    if search.is_thorough {
        return bases
            .iter()
            .flat_map(changed)
            .find(|value| shows(value))
            .and_then(found);
    }
    // a sample that is not taken as it is may still be a value without that member
    let name = search.lacking.as_ref()?;
    let lacking = bases
        .into_iter()
        .flat_map(|base| changed(&base))
        .find(|value| value.get(name).is_none() && shows(value));
    lacking.and_then(found)
}

fn with_more(base: &Value, more: &Value) -> Value {
    let mut value = base.clone();
    match &mut value {
        Value::Object(members) => {
            members.insert(UNMENTIONED.to_owned(), more.clone());
        }
        Value::Array(elements) => elements.push(more.clone()),
        _ => {}
    }
    value
}

/// A value with one member left out, or as something else.
fn changed(base: &Value) -> Vec<Value> {
    let Value::Object(members) = base else {
        return Vec::new();
    };
    let mut values = Vec::new();
    for name in members.keys() {
        let mut without = members.clone();
        without.shift_remove(name);
        values.push(Value::Object(without));
        for other in [Value::Null, json!(1), json!("text"), json!(true)] {
            let mut with = members.clone();
            with.insert(name.clone(), other);
            values.push(Value::Object(with));
        }
    }
    values
}

fn validator(side: &Side<'_>, at: &Pointer) -> Option<Validator> {
    let schema = alone(side.get(at)?, &|reference| resolved(side, reference));
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .offline()
        .build(&schema)
        .ok()
}

/// How many values are kept for a schema.
const KEPT: usize = 6;

/// The values that examples show, by the place of the schema that they are of.
pub(crate) type Shown = HashMap<PointerBuf, Vec<PointerBuf>>;

/// Finds which values the examples of a document show of which schema.
pub(crate) fn shown(side: &Side<'_>) -> Shown {
    let mut shown = Shown::new();
    for operation in side.document.operations() {
        for (schema, value) in examples(operation) {
            keep(side, &mut shown, schema, value, 16);
        }
    }
    shown
}

fn examples(operation: &Operation) -> Vec<(&PointerBuf, &PointerBuf)> {
    fn of<'o>(
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
    fn in_content(content: &[MediaType]) -> Vec<(&PointerBuf, &PointerBuf)> {
        let each = content.iter().map(|media_type| {
            of(
                media_type.schema.as_ref(),
                &media_type.examples,
                media_type.example.as_ref(),
            )
        });
        each.flatten().collect()
    }
    let mut found = Vec::new();
    for parameter in &operation.parameters {
        found.extend(of(
            parameter.schema.as_ref(),
            &parameter.examples,
            parameter.example.as_ref(),
        ));
    }
    if let Some(body) = &operation.request_body {
        found.extend(in_content(&body.content));
    }
    for response in &operation.responses {
        found.extend(in_content(&response.content));
    }
    found
}

fn keep(side: &Side<'_>, shown: &mut Shown, schema: &Pointer, value: &Pointer, depth: usize) {
    let Some(depth) = depth.checked_sub(1) else {
        return;
    };
    let schema = side.behind(schema);
    let kept = shown.entry(schema.clone()).or_default();
    if kept.len() >= KEPT {
        return;
    }
    kept.push(value.to_buf());
    let (Some(Value::Object(keywords)), Some(shows)) = (side.get(&schema), side.get(value)) else {
        return;
    };
    for keyword in ["allOf", "anyOf", "oneOf"] {
        let branches = keywords
            .get(keyword)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        for index in 0..branches {
            let branch = schema
                .with_trailing_token(keyword)
                .with_trailing_token(index);
            keep(side, shown, &branch, value, depth);
        }
    }
    match shows {
        Value::Object(members) => {
            let properties = schema.with_trailing_token("properties");
            for name in members.keys() {
                let property = properties.with_trailing_token(name);
                if side.get(&property).is_some() {
                    keep(
                        side,
                        shown,
                        &property,
                        &value.with_trailing_token(name),
                        depth,
                    );
                }
            }
        }
        Value::Array(elements) if keywords.contains_key("items") => {
            for index in 0..elements.len().min(KEPT) {
                keep(
                    side,
                    shown,
                    &schema.with_trailing_token("items"),
                    &value.with_trailing_token(index),
                    depth,
                );
            }
        }
        _ => {}
    }
}
