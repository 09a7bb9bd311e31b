//! Rules that no other module knows, such as `if`, `not` and `dependentRequired`: which values they accept is decided
//! with everything else unchanged.
//!
//! ```text
//! breaking: `Play` in requests: values that were valid before are rejected (`not`)
//! ```

use jsonschema::canonical::{CanonicalSchema, Satisfiability};
use serde_json::{Map, Value, json};

use super::equivalence::{canonicalize, with_common_references};
use super::merged_schema::MergedSchema;
use super::sample;
use super::schema_pair::SchemaPair;
use super::witness::WitnessSearch;
use crate::change::{Class, Direction, Kind};
use crate::compared_document::ComparedDocument;
use crate::comparison::Comparison;

/// Compares the rules of two schemas.
pub(super) fn compare(
    comparison: &mut Comparison<'_>,
    pair: &SchemaPair<'_>,
    old: &MergedSchema,
    new: &MergedSchema,
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
    let keywords = list_keywords(gone.iter().chain(&fresh).copied());
    let report = |comparison: &mut Comparison<'_>, class, change: &str, search| {
        let sentence = format!("{}: {change}", pair.label);
        let change = (Kind::RuleChanged, class);
        pair.report(comparison, change, (pair.old, pair.new), sentence, search);
    };
    let breaking_change = match pair.direction {
        Direction::Request => format!("values that were valid before are rejected ({keywords})"),
        Direction::Response => {
            format!("values that were invalid before are possible ({keywords})")
        }
    };
    let search = WitnessSearch::with_changed_properties(Vec::new());
    if pair.find_witness(comparison, &search).is_some() {
        return report(comparison, Class::Breaking, &breaking_change, Some(search));
    }
    // the unchanged rules cannot add a difference: no difference without them means no difference at all
    let rest = schema_for_rules(&comparison.old, old, &[&gone[..], &fresh].concat());
    let with = |rules: &[&Value]| {
        let mut all = vec![&rest];
        all.extend(rules);
        json!({ "allOf": all })
    };
    let (before, after) = with_common_references(comparison, &with(&gone), &with(&fresh));
    // not `CanonicalSchema::covers`: a value of the difference may show the break
    let difference =
        |from: &Value, to: &Value| canonicalize(from)?.subtract(&canonicalize(to)?).ok();
    let (refused, allowed) = (difference(&before, &after), difference(&after, &before));
    let (breaking, other) = match pair.direction {
        Direction::Request => (refused, allowed),
        Direction::Response => (allowed, refused),
    };
    let satisfiability = |difference: &Option<CanonicalSchema>| {
        difference
            .as_ref()
            .map_or(Satisfiability::Unknown, CanonicalSchema::satisfiability)
    };
    if satisfiability(&breaking) == Satisfiability::No {
        if satisfiability(&other) != Satisfiability::No {
            let change = match pair.direction {
                Direction::Request => format!("more values than before are valid ({keywords})"),
                Direction::Response => {
                    format!("fewer values than before are possible ({keywords})")
                }
            };
            report(comparison, Class::Compatible, &change, None);
        }
        return;
    }
    let shown = breaking.and_then(|rest| sample::sample_of_schema(&rest.to_json_schema()));
    let search = WitnessSearch::with_values(shown.into_iter().collect());
    if pair.find_witness(comparison, &search).is_some() {
        return report(comparison, Class::Breaking, &breaking_change, Some(search));
    }
    let change = format!(
        "{keywords} changed, and no example value shows whether clients break; compare both places"
    );
    report(comparison, Class::Review, &change, None);
}

fn list_keywords<'v>(rules: impl Iterator<Item = &'v Value>) -> String {
    let mut words: Vec<String> = Vec::new();
    for rule in rules {
        for (key, _) in rule.as_object().into_iter().flatten() {
            let word = format!("`{key}`");
            if !words.contains(&word) {
                words.push(word);
            }
        }
    }
    if words.is_empty() {
        "`false`".to_owned()
    } else {
        words.join(", ")
    }
}

/// A schema without its rules, as far as the rules mention it.
fn schema_for_rules(side: &ComparedDocument<'_>, flat: &MergedSchema, rules: &[&Value]) -> Value {
    let at = |place: &jsonptr::PointerBuf| side.get(place).cloned().unwrap_or(Value::Bool(true));
    let is_mentioned = |name: &str| rules.iter().any(|rule| mentions(rule, name));
    let mut schema = Map::new();
    for (keyword, (value, _)) in &flat.scalars {
        schema.insert(keyword.clone(), value.clone());
    }
    let properties: Map<String, Value> = flat
        .properties
        .iter()
        .filter(|(name, _)| is_mentioned(name))
        .map(|(name, places)| {
            let schemas: Vec<Value> = places.iter().map(at).collect();
            (name.clone(), json!({ "allOf": schemas }))
        })
        .collect();
    schema.insert("properties".to_owned(), properties.into());
    let required: Vec<&String> = flat
        .required
        .keys()
        .filter(|name| is_mentioned(name))
        .collect();
    schema.insert("required".to_owned(), json!(required));
    let mut all = vec![Value::Object(schema)];
    all.extend(flat.items.iter().map(|place| json!({ "items": at(place) })));
    json!({ "allOf": all })
}

/// Whether a rule mentions a name anywhere.
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
