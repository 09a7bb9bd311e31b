//! No false green: whatever is taken out of the contract of this repository is noticed.

use jsonptr::{Pointer, PointerBuf};
use openapi_diff::{Class, diff, gravest};
use serde_json::Value;

use crate::{contract, document};

/// Every place of the contract that says something of which a client can make use, examples left out.
fn claims(value: &Value) -> Vec<PointerBuf> {
    let mut found = Vec::new();
    walk(&PointerBuf::root(), value, &mut found);
    found
}

fn walk(at: &Pointer, value: &Value, found: &mut Vec<PointerBuf>) {
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
                walk(&here, value, found);
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
                walk(&here, value, found);
            }
        }
        _ => {}
    }
}

/// Whether taking a place out changes what the document means.
fn means_something(contract: &Value, at: &Pointer) -> bool {
    let last = at
        .last()
        .map(|token| token.decoded().into_owned())
        .unwrap_or_default();
    // the last word of a list takes the list with it
    if let Some((Value::Array(words), _)) = at
        .parent()
        .and_then(|at| at.resolve(contract).ok())
        .zip(Some(()))
        && words.len() == 1
    {
        return false;
    }
    // the branches of a rule are nothing without it
    last != "$comment"
}

#[test]
fn whatever_is_taken_out_is_noticed() {
    let contract = contract();
    let old = document("old.json", &contract);
    let claims: Vec<PointerBuf> = claims(&contract)
        .into_iter()
        .filter(|at| means_something(&contract, at))
        .collect();
    assert!(claims.len() > 500, "{}", claims.len());
    let missed: Vec<String> = claims
        .iter()
        .filter(|at| {
            let mut less = contract.clone();
            use jsonptr::Delete;
            less.delete(at).unwrap();
            let new = document("new.json", &less);
            gravest(&diff(&old, &new)).is_none_or(|class| class == Class::Cosmetic)
        })
        .map(ToString::to_string)
        .collect();
    assert!(
        missed.is_empty(),
        "{} of {} missed:\n{}",
        missed.len(),
        claims.len(),
        missed.join("\n")
    );
}
