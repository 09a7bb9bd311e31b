//! `spec/openapi-3.0.json` is valid, a reader that only knows 3.0 reads it without loss, and it is as precise as the
//! document itself.

use std::fs;

use jsonptr::Pointer;
use openapi_document::downgrade::{DropEffect, downgrade};
use openapi_document::upgrade::to_2020_12;
use openapi_document::{Document, Version, standard_schema};
use openapiv3::OpenAPI;
use serde_json::{Value, json};

use crate::root;

fn read_document(name: &str) -> Value {
    let text = fs::read_to_string(root().join("spec").join(name)).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn errors_against_the_standard(document: &Value) -> Vec<String> {
    let standard = standard_schema(Version::V3_0).unwrap();
    let validator = jsonschema::options().offline().build(&standard).unwrap();
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn it_is_valid_openapi_3_0() {
    let document = read_document("openapi-3.0.json");
    assert_eq!(errors_against_the_standard(&document), Vec::<String>::new());
    for (pointer, broken) in [
        ("/components/schemas/Job/type", json!(["object", "null"])),
        (
            "/components/schemas/Job/properties/coverage",
            json!({"const": 1}),
        ),
        ("/paths/~1job/get/responses", json!({})),
    ] {
        let mut document = document.clone();
        *document.pointer_mut(pointer).unwrap() = broken;
        assert!(
            !errors_against_the_standard(&document).is_empty(),
            "{pointer}"
        );
    }
}

#[test]
fn what_generators_read_with_loses_nothing() {
    let document = read_document("openapi-3.0.json");
    let typed: OpenAPI = serde_json::from_value(document.clone()).unwrap();
    let (mut written, mut document) = (serde_json::to_value(&typed).unwrap(), document);
    without_defaults(&mut written);
    without_defaults(&mut document);
    assert_eq!(missing_places(&document, &written), Vec::<String>::new());
    assert!(written == document, "something was added to it");
    // such a reader does not know every construct of the document itself
    assert!(serde_json::from_value::<OpenAPI>(read_document("openapi.json")).is_err());
}

/// The places of a value that another does not have, or has otherwise.
fn missing_places(value: &Value, other: &Value) -> Vec<String> {
    let below = |key: &str, value: &Value, other: Option<&Value>| match other {
        Some(other) => missing_places(value, other)
            .into_iter()
            .map(|at| format!("/{key}{at}"))
            .collect(),
        None => vec![format!("/{key}")],
    };
    match (value, other) {
        (Value::Object(members), Value::Object(_)) => members
            .iter()
            .flat_map(|(key, value)| below(key, value, other.get(key)))
            .collect(),
        (Value::Array(elements), Value::Array(_)) => elements
            .iter()
            .enumerate()
            .flat_map(|(index, value)| below(&index.to_string(), value, other.get(index)))
            .collect(),
        _ if value == other => Vec::new(),
        _ => vec![String::new()],
    }
}

/// A document without explicit defaults, because such a reader writes some of them and omits others; and with each
/// number in the reader's notation.
fn without_defaults(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let is_parameter = members.contains_key("schema");
            members.retain(|name, value| {
                let is_default = match name.as_str() {
                    "style" => is_parameter && (value == "simple" || value == "form"),
                    "required" => value == false,
                    _ => false,
                };
                !is_default
            });
            members.values_mut().for_each(without_defaults);
        }
        Value::Array(elements) => elements.iter_mut().for_each(without_defaults),
        Value::Number(number) => *value = number.as_f64().into(),
        _ => {}
    }
}

#[test]
fn what_is_null_is_nullable_for_objects_and_enums() {
    let document = read_document("openapi-3.0.json");
    let user = &document["components"]["schemas"]["Job"]["properties"]["user"];
    assert_eq!(user["type"], "object");
    assert_eq!(user["nullable"], true);
    assert_eq!(
        user["allOf"],
        json!([{"$ref": "#/components/schemas/User"}])
    );
    let format = &document["components"]["schemas"]["Artifact"]["properties"]["file_format"];
    assert_eq!(format["type"], "string");
    assert_eq!(format["nullable"], true);
    assert!(format["enum"].as_array().unwrap().contains(&Value::Null));
}

#[test]
fn it_lacks_conditions_and_words_and_nothing_else() {
    let dropped = downgrade(&read_document("openapi.json")).dropped;
    let named = |effect| {
        let mut keywords: Vec<String> = dropped
            .iter()
            .filter(|dropped| dropped.effect == effect)
            .filter_map(|dropped| dropped.pointer.as_str().rsplit('/').next())
            .map(str::to_owned)
            .collect();
        keywords.sort();
        keywords.dedup();
        keywords
    };
    assert_eq!(named(DropEffect::Looser), ["if"]);
    assert_eq!(
        named(DropEffect::LessDetailed),
        ["$comment", "identifier", "summary"]
    );
}

/// The examples of a document, each with the place of its schema.
fn examples(document: &Document) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    visit(
        &document.get(Pointer::root()).unwrap(),
        &mut String::new(),
        &mut found,
    );
    found
}

fn visit(value: &Value, at: &mut String, found: &mut Vec<(String, Value)>) {
    if let (Some(_), Some(examples)) = (value.get("schema"), value.get("examples")) {
        for example in examples.as_object().unwrap().values() {
            found.push((format!("{at}/schema"), example["value"].clone()));
        }
    }
    let mut inside = |key: &str, value: &Value| {
        let length = at.len();
        at.push('/');
        at.push_str(&key.replace('~', "~0").replace('/', "~1"));
        visit(value, at, found);
        at.truncate(length);
    };
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(key, _)| *key != "examples")
            .for_each(|(key, value)| inside(key, value)),
        Value::Array(elements) => elements
            .iter()
            .enumerate()
            .for_each(|(index, value)| inside(&index.to_string(), value)),
        _ => {}
    }
}

#[test]
fn examples_are_kept_and_as_valid_as_they_were() {
    let before = read_document("openapi.json");
    let after = to_2020_12(&read_document("openapi-3.0.json"));
    let parsed = |value: &Value| Document::parse("a.json", value.to_string()).unwrap();
    let (before, after) = (parsed(&before), parsed(&after));
    assert_eq!(examples(&before), examples(&after));
    assert!(examples(&before).len() > 100);
    let is_valid = |document: &Document, at: &str, value: &Value| {
        let mut schema = document.get(Pointer::root()).unwrap().into_owned();
        let pointer: String = percent_encode(at);
        schema["$ref"] = format!("#{pointer}").into();
        jsonschema::options()
            .offline()
            .build(&schema)
            .unwrap()
            .is_valid(value)
    };
    let mut valid = 0;
    for (at, value) in examples(&before) {
        // this test ignores examples that are invalid on purpose
        if is_valid(&before, &at, &value) {
            valid += 1;
            assert!(is_valid(&after, &at, &value), "{at}: {value}");
        }
    }
    assert!(valid > 100, "{valid}");
}

/// A pointer as the fragment of a URI.
fn percent_encode(pointer: &str) -> String {
    openapi_document::percent::EncodeSet::Fragment.encode(pointer)
}
