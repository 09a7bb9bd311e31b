//! Every part that is removed from the contract of this repository is reported.

use jsonptr::{Delete, Pointer, PointerBuf};
use openapi_diff::{Class, diff, most_serious_class};
use serde_json::{Value, json};

use crate::{contract, parse_document};

/// Every place of the contract that matters to a client, without examples.
fn claim_places(value: &Value) -> Vec<PointerBuf> {
    let mut found = Vec::new();
    collect_claims(&PointerBuf::root(), value, &mut found);
    found
}

fn collect_claims(at: &Pointer, value: &Value, found: &mut Vec<PointerBuf>) {
    let holder = at
        .last()
        .map(|token| token.decoded().into_owned())
        .unwrap_or_default();
    match value {
        Value::Object(members) => {
            for (key, value) in members {
                let here = at.with_trailing_token(key);
                let is_name = matches!(holder.as_str(), "properties" | "schemas");
                if !is_name && matches!(key.as_str(), "examples" | "example" | "info" | "tags") {
                    continue;
                }
                let is_claim = match holder.as_str() {
                    "properties" | "responses" | "headers" | "content" | "schemas" | "paths"
                    | "securitySchemes" => true,
                    _ => matches!(
                        key.as_str(),
                        "type"
                            | "enum"
                            | "const"
                            | "format"
                            | "pattern"
                            | "minimum"
                            | "maximum"
                            | "minLength"
                            | "maxLength"
                            | "items"
                            | "anyOf"
                            | "oneOf"
                            | "allOf"
                            | "operationId"
                            | "security"
                            | "additionalProperties"
                            | "get"
                            | "post"
                            | "requestBody"
                            | "if"
                            | "then"
                            | "not"
                    ),
                };
                if is_claim {
                    found.push(here.clone());
                }
                collect_claims(&here, value, found);
            }
        }
        Value::Array(elements) => {
            for (index, value) in elements.iter().enumerate() {
                let here = at.with_trailing_token(index);
                if matches!(
                    holder.as_str(),
                    "required"
                        | "enum"
                        | "parameters"
                        | "security"
                        | "anyOf"
                        | "oneOf"
                        | "allOf"
                        | "type"
                ) {
                    found.push(here.clone());
                }
                collect_claims(&here, value, found);
            }
        }
        _ => {}
    }
}

/// Whether removing a place changes the meaning of the document.
fn has_meaning(contract: &Value, at: &Pointer) -> bool {
    let last = at
        .last()
        .map(|token| token.decoded().into_owned())
        .unwrap_or_default();
    // enum values imply their type, and listing a value that is allowed anyway has no effect
    let holder = at.parent().and_then(|at| at.resolve(contract).ok());
    let has_words = holder.is_some_and(|holder| holder.get("enum").is_some());
    let is_free = at
        .resolve(contract)
        .is_ok_and(|value| *value == Value::Bool(true));
    // requiring a property that is always present has no effect
    let is_always_there = || {
        let (component, within) = at.as_str().split_once("/allOf/").unwrap_or_default();
        let required = contract.pointer(&format!("{component}/required"));
        let words = required.and_then(Value::as_array);
        within.contains("/if/required/")
            && words.is_some_and(|words| words.contains(at.resolve(contract).unwrap()))
    };
    // a rule may name a property without a constraint
    let only_names = at.as_str().contains("/if/properties/") && is_free;
    // a rule may repeat in a separate branch that it is for an object
    let says_object = |at: &Pointer| {
        let is_rule = at.as_str().contains("/then/") || at.as_str().contains("/else/");
        is_rule
            && at
                .resolve(contract)
                .is_ok_and(|value| *value == json!({"type": "object"}))
    };
    let is_said_before = says_object(at) || at.parent().is_some_and(says_object);
    !(last == "type" && has_words
        || last == "additionalProperties" && is_free
        || is_said_before
        || only_names
        || is_always_there())
}

/// Removes most of the document, and its examples, because they are separate claims.
fn remove_examples(value: &mut Value, is_names: bool) {
    match value {
        Value::Object(members) => {
            if !is_names {
                members.retain(|key, _| key != "examples" && key != "example");
            }
            for (key, value) in members {
                remove_examples(
                    value,
                    !is_names && (key == "properties" || key == "schemas"),
                );
            }
        }
        Value::Array(elements) => elements
            .iter_mut()
            .for_each(|value| remove_examples(value, false)),
        _ => {}
    }
}

/// Removes every nth claim, one at a time, and asserts that the change is reported.
fn assert_removals_reported(stride: usize) {
    let mut contract = contract();
    remove_examples(&mut contract, false);
    let old = parse_document("old.json", &contract);
    let claims: Vec<PointerBuf> = claim_places(&contract)
        .into_iter()
        .filter(|at| has_meaning(&contract, at))
        .collect();
    assert!(claims.len() > 1000, "{}", claims.len());
    let claims: Vec<PointerBuf> = claims.into_iter().step_by(stride).collect();
    let is_missed = |at: &&PointerBuf| {
        let mut less = contract.clone();
        less.delete(at).unwrap();
        let new = parse_document("new.json", &less);
        most_serious_class(&diff(&old, &new)).is_none_or(|class| class == Class::Cosmetic)
    };
    let is_missed = &is_missed;
    let missed: Vec<String> = std::thread::scope(|scope| {
        let parts = claims.chunks(claims.len().div_ceil(4)).map(|part| {
            scope.spawn(move || {
                part.iter()
                    .filter(is_missed)
                    .map(ToString::to_string)
                    .collect::<Vec<_>>()
            })
        });
        let parts: Vec<_> = parts.collect();
        parts
            .into_iter()
            .flat_map(|part| part.join().unwrap())
            .collect()
    });
    assert!(
        missed.is_empty(),
        "{} of {} missed:\n{}",
        missed.len(),
        claims.len(),
        missed.join("\n")
    );
}

#[test]
fn every_removed_part_is_reported() {
    assert_removals_reported(8);
}

#[test]
#[ignore = "takes minutes in a build that is not optimised: cargo test --package openapi-diff -- --ignored"]
fn each_removed_claim_is_reported() {
    assert_removals_reported(1);
}
