//! Whether two schemas accept the same values, however they are written; decided by [`jsonschema::canonicalize`].
//!
//! What both refer to by the same name is held still: its own changes are told where it stands.

use jsonptr::Pointer;
use jsonschema::canonical::{CanonicalSchema, Satisfiability};
use serde_json::{Map, Value, json};

use super::flat::Flat;
use super::witness::{self, Search};
use super::{Pair, sample};
use crate::change::{Class, Direction, Kind};
use crate::comparison::Comparison;
use crate::side::Side;

/// A schema on its own: what it refers to stands in `$defs`, by the text of the reference.
pub(super) fn alone(schema: &Value, resolve: &dyn Fn(&str) -> Option<Value>) -> Value {
    let mut definitions: Vec<(String, Value)> = Vec::new();
    let mut known: Vec<String> = Vec::new();
    let mut root = schema.clone();
    point(&mut root, &mut known);
    let mut done = 0;
    while done < known.len() {
        let mut target = resolve(&known[done]).unwrap_or(Value::Bool(true));
        point(&mut target, &mut known);
        definitions.push((done.to_string(), target));
        done += 1;
    }
    let definitions: Map<String, Value> = definitions.into_iter().collect();
    json!({ "allOf": [root], "$defs": definitions })
}

/// Lets every reference lead into `$defs`.
fn point(value: &mut Value, known: &mut Vec<String>) {
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
                    _ => point(value, known),
                }
            }
        }
        Value::Array(elements) => elements
            .iter_mut()
            .for_each(|element| point(element, known)),
        _ => {}
    }
}

/// What a reference of one side leads to.
pub(super) fn resolved(side: &Side<'_>, reference: &str) -> Option<Value> {
    side.get(&side.target(reference)?).cloned()
}

/// Two schemas, each on its own, where what both refer to by the same name is that of the old document.
fn held(comparison: &Comparison<'_>, old: &Value, new: &Value) -> (Value, Value) {
    let mut reached = Vec::new();
    collect(&comparison.old, old, &mut reached);
    let before = alone(old, &|reference| resolved(&comparison.old, reference));
    let after = alone(new, &|reference| {
        let side = if reached.iter().any(|known| known == reference) {
            &comparison.old
        } else {
            &comparison.new
        };
        resolved(side, reference)
    });
    (before, after)
}

/// Every reference that a schema reaches.
fn collect(side: &Side<'_>, schema: &Value, reached: &mut Vec<String>) {
    for reference in references(schema) {
        if !reached.contains(&reference) {
            reached.push(reference.clone());
            if let Some(target) = resolved(side, &reference) {
                collect(side, &target, reached);
            }
        }
    }
}

/// Every reference in a schema, as it is written.
pub(super) fn references(schema: &Value) -> Vec<String> {
    let mut known = Vec::new();
    point(&mut schema.clone(), &mut known);
    known
}

fn canonical(schema: &Value) -> Option<CanonicalSchema> {
    jsonschema::canonical::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .offline()
        .canonicalize(schema)
        .ok()
}

/// Whether two schemas plainly accept the same values. False where that cannot be found out.
pub(super) fn same(comparison: &Comparison<'_>, old: &Pointer, new: &Pointer) -> bool {
    let (Some(old), Some(new)) = (comparison.old.get(old), comparison.new.get(new)) else {
        return false;
    };
    // what the algebra takes for a remark, or does not know, has to be the same to the letter
    if remarks(old) != remarks(new) {
        return false;
    }
    let (old, new) = less(old, new);
    let (before, after) = held(comparison, &old, &new);
    match (canonical(&before), canonical(&after)) {
        (Some(before), Some(after)) => {
            let is_empty = |difference: Option<CanonicalSchema>| {
                difference.is_some_and(|rest| rest.satisfiability() == Satisfiability::No)
            };
            before == after
                || is_empty(before.subtract(&after).ok()) && is_empty(after.subtract(&before).ok())
        }
        _ => false,
    }
}

/// Two schemas without the properties and rules that both have: where the rest is the same, so is the whole, and far
/// sooner found out.
fn less(old: &Value, new: &Value) -> (Value, Value) {
    let (mut old, mut new) = (old.clone(), new.clone());
    let (Value::Object(before), Value::Object(after)) = (&mut old, &mut new) else {
        return (old, new);
    };
    // these mean what they mean by which properties there are
    let depend = [
        "additionalProperties",
        "patternProperties",
        "unevaluatedProperties",
        "unevaluatedItems",
        "$ref",
    ];
    if depend
        .iter()
        .any(|key| before.contains_key(*key) || after.contains_key(*key))
    {
        return (old, new);
    }
    for key in ["required", "allOf"] {
        if before.get(key) == after.get(key) {
            before.shift_remove(key);
            after.shift_remove(key);
        }
    }
    if let (Some(Value::Object(mine)), Some(Value::Object(other))) =
        (before.get_mut("properties"), after.get_mut("properties"))
    {
        let same: Vec<String> = mine
            .iter()
            .filter(|(name, schema)| other.get(*name) == Some(*schema))
            .map(|(name, _)| name.clone())
            .collect();
        for name in same {
            mine.shift_remove(&name);
            other.shift_remove(&name);
        }
    }
    (old, new)
}

/// Values of keywords that mean something, but not to the algebra.
fn remarks(schema: &Value) -> Vec<String> {
    fn walk(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (key, value) in members {
                    if matches!(
                        key.as_str(),
                        "format"
                            | "contentEncoding"
                            | "contentMediaType"
                            | "readOnly"
                            | "writeOnly"
                            | "default"
                            | "discriminator"
                    ) {
                        found.push(format!("{key} {value}"));
                    }
                    walk(value, found);
                }
            }
            Value::Array(elements) => elements.iter().for_each(|element| walk(element, found)),
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(schema, &mut found);
    found.sort();
    found
}

/// Compares rules that no other file knows: what they do is found out, with all else held still.
pub(super) fn compare_rules(
    comparison: &mut Comparison<'_>,
    pair: &Pair<'_>,
    old: &Flat,
    new: &Flat,
) {
    let gone: Vec<&Value> = old
        .rules
        .iter()
        .filter(|rule| !new.rules.contains(rule))
        .collect();
    let fresh: Vec<&Value> = new
        .rules
        .iter()
        .filter(|rule| !old.rules.contains(rule))
        .collect();
    if gone.is_empty() && fresh.is_empty() {
        return;
    }
    let keywords = keywords(gone.iter().chain(&fresh).copied());
    let places = (pair.old, pair.new);
    let client = pair.spoken.client(pair.direction);
    let search = Search::thorough(Vec::new());
    if witness::find(comparison, pair, &search).is_some() {
        return pair.tell(
            comparison,
            (Kind::RuleChanged, Class::Breaking),
            places,
            broken(pair.direction, &client, &keywords),
            Some(search),
        );
    }
    // what both have only makes a difference smaller, so that none without it is none at all
    let rest = written(
        &comparison.old,
        old,
        &gone.iter().chain(&fresh).copied().collect::<Vec<_>>(),
    );
    let with = |rules: &[&Value]| {
        let mut all = vec![&rest];
        all.extend(rules);
        json!({ "allOf": all })
    };
    let (before, after) = held(comparison, &with(&gone), &with(&fresh));
    let difference = |from: &Value, to: &Value| canonical(from)?.subtract(&canonical(to)?).ok();
    let (refused, allowed) = (difference(&before, &after), difference(&after, &before));
    let (breaking, other) = match pair.direction {
        Direction::Request => (refused, allowed),
        Direction::Response => (allowed, refused),
    };
    let answer = |difference: &Option<CanonicalSchema>| {
        difference
            .as_ref()
            .map_or(Satisfiability::Unknown, CanonicalSchema::satisfiability)
    };
    if answer(&breaking) == Satisfiability::No {
        if answer(&other) != Satisfiability::No {
            let sentence = match pair.direction {
                Direction::Request => {
                    format!("{} is held to less than before ({keywords})", pair.spoken)
                }
                Direction::Response => {
                    format!("{} is held to more than before ({keywords})", pair.spoken)
                }
            };
            pair.tell(
                comparison,
                (Kind::RuleChanged, Class::Compatible),
                places,
                sentence,
                None,
            );
        }
        return;
    }
    let shown = breaking.and_then(|rest| sample::of_schema(&rest.to_json_schema()));
    let search = Search::values(shown.into_iter().collect());
    if witness::find(comparison, pair, &search).is_some() {
        let sentence = broken(pair.direction, &client, &keywords);
        pair.tell(
            comparison,
            (Kind::RuleChanged, Class::Breaking),
            places,
            sentence,
            Some(search),
        );
    } else {
        let sentence = format!(
            "{client}: a rule is another one ({keywords}), and no value was found that shows whether somebody breaks; look at both places"
        );
        pair.tell(
            comparison,
            (Kind::RuleChanged, Class::Review),
            places,
            sentence,
            None,
        );
    }
}

fn broken(direction: Direction, client: &str, keywords: &str) -> String {
    match direction {
        Direction::Request => {
            format!("{client}: a rule refuses some that was fine before ({keywords})")
        }
        Direction::Response => {
            format!("{client}: a rule that it could rely on does not hold any more ({keywords})")
        }
    }
}

fn keywords<'v>(rules: impl Iterator<Item = &'v Value>) -> String {
    let mut words: Vec<String> = Vec::new();
    for rule in rules {
        for key in rule
            .as_object()
            .into_iter()
            .flatten()
            .map(|(key, _)| format!("`{key}`"))
        {
            if !words.contains(&key) {
                words.push(key);
            }
        }
    }
    if words.is_empty() {
        "`false`".to_owned()
    } else {
        words.join(", ")
    }
}

/// A schema without its rules, written as one, as far as the rules speak of it.
fn written(side: &Side<'_>, flat: &Flat, rules: &[&Value]) -> Value {
    let at = |place: &jsonptr::PointerBuf| side.get(place).cloned().unwrap_or(Value::Bool(true));
    let is_spoken_of = |name: &str| rules.iter().any(|rule| mentions(rule, name));
    let mut schema = Map::new();
    for (keyword, (value, _)) in &flat.scalars {
        schema.insert(keyword.clone(), value.clone());
    }
    let properties: Map<String, Value> = flat
        .properties
        .iter()
        .filter(|(name, _)| is_spoken_of(name))
        .map(|(name, places)| {
            let schemas: Vec<Value> = places.iter().map(at).collect();
            (name.clone(), json!({ "allOf": schemas }))
        })
        .collect();
    schema.insert("properties".to_owned(), properties.into());
    let required: Vec<&String> = flat
        .required
        .keys()
        .filter(|name| is_spoken_of(name))
        .collect();
    schema.insert("required".to_owned(), json!(required));
    let mut all = vec![Value::Object(schema)];
    all.extend(flat.items.iter().map(|place| json!({ "items": at(place) })));
    json!({ "allOf": all })
}

/// Whether a rule has a word anywhere.
fn mentions(rule: &Value, word: &str) -> bool {
    match rule {
        Value::Object(members) => members
            .iter()
            .any(|(key, value)| key == word || mentions(value, word)),
        Value::Array(elements) => elements.iter().any(|element| mentions(element, word)),
        Value::String(text) => text == word,
        _ => false,
    }
}
