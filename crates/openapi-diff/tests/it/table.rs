//! Every kind of change, in both directions: forth, and back again.

use openapi_diff::{Change, Class, Kind};
use serde_json::{Value, json};
use strum::VariantArray;

use crate::compare;

use Class::{Breaking, Compatible, Cosmetic, Review};

/// A document with a parameter, a request body and a response, to be changed.
pub(crate) fn base_document() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "Jobs", "version": "1" },
        "servers": [{ "url": "https://a.example" }],
        "paths": { "/jobs/{id}": { "post": {
            "operationId": "playJob",
            "description": "Plays.",
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "integer" } },
                { "name": "x", "in": "query", "schema": { "type": "string", "default": "a" } },
            ],
            "security": [{ "token": [] }],
            "requestBody": { "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Play" } } } },
            "responses": { "200": {
                "description": "Played.",
                "headers": { "X-Total": { "required": true, "schema": { "type": "integer" } } },
                "content": { "application/json": {
                    "schema": { "$ref": "#/components/schemas/Job" },
                    "examples": { "one": { "value": { "name": "a", "state": "on", "size": 1 } } },
                } },
            } },
        } } },
        "components": {
            "securitySchemes": { "token": { "type": "apiKey", "in": "header", "name": "TOKEN" } },
            "schemas": {
                "Job": {
                    "type": "object",
                    "required": ["name"],
                    "properties": {
                        "name": { "type": "string" },
                        "state": { "type": "string", "enum": ["on", "off"] },
                        "size": { "type": "integer", "minimum": 0 },
                        "kind": { "anyOf": [{ "type": "string" }, { "type": "integer" }] },
                    },
                },
                "Play": {
                    "type": "object",
                    "required": ["key"],
                    "properties": {
                        "key": { "type": "string" },
                        "mode": { "type": "string", "enum": ["on", "off"] },
                        "size": { "type": "integer", "minimum": 0 },
                        "kind": { "anyOf": [{ "type": "string" }, { "type": "integer" }] },
                    },
                },
            },
        },
    })
}

/// The sentence of the only change of a kind.
fn only_sentence(changes: &[Change], kind: Kind, class: Class) -> String {
    let found: Vec<&Change> = changes
        .iter()
        .filter(|change| change.kind == kind)
        .collect();
    assert_eq!(found.len(), 1, "{kind:?}: {changes:#?}");
    assert_eq!(found[0].class, class, "{kind:?}: {changes:#?}");
    found[0].sentence.clone()
}

pub(crate) const OPERATION: &str = "/paths/~1jobs~1{id}/post";
pub(crate) const JOB: &str = "/components/schemas/Job";
pub(crate) const PLAY: &str = "/components/schemas/Play";
pub(crate) const RESPONSE: &str = "/paths/~1jobs~1{id}/post/responses/200";

/// Sets the value at a place, or removes it if there is no value.
pub(crate) fn set_value(document: &mut Value, at: &str, value: Option<Value>) {
    let (holder, key) = at.rsplit_once('/').unwrap();
    let key = key.replace("~1", "/");
    match (document.pointer_mut(holder).unwrap(), value) {
        (Value::Object(members), Some(value)) => {
            members.insert(key, value);
        }
        (Value::Object(members), None) => {
            members.shift_remove(&key).unwrap();
        }
        (Value::Array(elements), Some(value)) if key == "-" => elements.push(value),
        (Value::Array(elements), Some(value)) => elements[key.parse::<usize>().unwrap()] = value,
        (Value::Array(elements), None) => {
            elements.remove(key.parse().unwrap());
        }
        _ => panic!("{at}"),
    }
}

/// One row: a place and its new value, the change from old to new, and the change back.
struct Row {
    at: String,
    value: Option<Value>,
    forth: (Kind, Class),
    back: (Kind, Class),
}

fn row(
    at: String,
    value: Option<Value>,
    forth: (Kind, Class),
    reverse_change: (Kind, Class),
) -> Row {
    Row {
        at,
        value,
        forth,
        back: reverse_change,
    }
}

fn rows() -> Vec<Row> {
    let operation = |below: &str| format!("{OPERATION}{below}");
    let response = |below: &str| format!("{RESPONSE}{below}");
    let job = |below: &str| format!("{JOB}{below}");
    let play = |below: &str| format!("{PLAY}{below}");
    vec![
        row(
            "/paths/~1jobs~1{id}/post".into(),
            None,
            (Kind::OperationRemoved, Breaking),
            (Kind::OperationAdded, Compatible),
        ),
        row(
            operation("/operationId"),
            Some(json!("startJob")),
            (Kind::OperationIdChanged, Breaking),
            (Kind::OperationIdChanged, Breaking),
        ),
        row(
            operation("/deprecated"),
            Some(json!(true)),
            (Kind::DeprecationChanged, Compatible),
            (Kind::DeprecationChanged, Compatible),
        ),
        row(
            operation("/description"),
            Some(json!("Starts.")),
            (Kind::TextChanged, Cosmetic),
            (Kind::TextChanged, Cosmetic),
        ),
        row(
            operation("/callbacks"),
            Some(json!({})),
            (Kind::Other, Review),
            (Kind::Other, Review),
        ),
        row(
            operation("/parameters/-"),
            Some(json!({ "name": "y", "in": "query", "required": true })),
            (Kind::ParameterAdded, Breaking),
            (Kind::ParameterRemoved, Breaking),
        ),
        row(
            operation("/parameters/-"),
            Some(json!({ "name": "y", "in": "header" })),
            (Kind::ParameterAdded, Compatible),
            (Kind::ParameterRemoved, Breaking),
        ),
        row(
            operation("/parameters/1/required"),
            Some(json!(true)),
            (Kind::ParameterRequired, Breaking),
            (Kind::ParameterOptional, Compatible),
        ),
        row(
            operation("/parameters/1/explode"),
            Some(json!(false)),
            (Kind::ParameterStyleChanged, Breaking),
            (Kind::ParameterStyleChanged, Breaking),
        ),
        row(
            operation("/parameters/1/schema/default"),
            Some(json!("b")),
            (Kind::DefaultChanged, Breaking),
            (Kind::DefaultChanged, Breaking),
        ),
        row(
            operation("/parameters/1/schema/maxLength"),
            Some(json!(3)),
            (Kind::BoundChanged, Breaking),
            (Kind::BoundChanged, Compatible),
        ),
        row(
            operation("/requestBody"),
            None,
            (Kind::RequestBodyRemoved, Breaking),
            (Kind::RequestBodyAdded, Compatible),
        ),
        row(
            operation("/requestBody/required"),
            Some(json!(true)),
            (Kind::RequestBodyRequired, Breaking),
            (Kind::RequestBodyOptional, Compatible),
        ),
        row(
            operation("/requestBody/content/text~1plain"),
            Some(json!({})),
            (Kind::MediaTypeAdded, Compatible),
            (Kind::MediaTypeRemoved, Breaking),
        ),
        row(
            operation("/requestBody/content/application~1json/encoding"),
            Some(json!({ "key": {} })),
            (Kind::EncodingChanged, Review),
            (Kind::EncodingChanged, Review),
        ),
        row(
            operation("/responses/200"),
            None,
            (Kind::StatusRemoved, Breaking),
            (Kind::StatusAdded, Breaking),
        ),
        row(
            operation("/responses/409"),
            Some(json!({ "description": "No." })),
            (Kind::StatusAdded, Compatible),
            (Kind::StatusRemoved, Breaking),
        ),
        row(
            operation("/responses/202"),
            Some(json!({ "description": "Soon." })),
            (Kind::StatusAdded, Breaking),
            (Kind::StatusRemoved, Breaking),
        ),
        row(
            response("/content/application~1json"),
            None,
            (Kind::MediaTypeRemoved, Breaking),
            (Kind::MediaTypeAdded, Compatible),
        ),
        row(
            response("/content/application~1json/schema"),
            None,
            (Kind::SchemaRemoved, Breaking),
            (Kind::SchemaAdded, Compatible),
        ),
        row(
            response("/headers/X-Total"),
            None,
            (Kind::HeaderRemoved, Breaking),
            (Kind::HeaderAdded, Compatible),
        ),
        row(
            response("/headers/X-Total/required"),
            None,
            (Kind::HeaderOptional, Breaking),
            (Kind::HeaderRequired, Compatible),
        ),
        row(
            response("/headers/X-Total/explode"),
            Some(json!(true)),
            (Kind::HeaderStyleChanged, Breaking),
            (Kind::HeaderStyleChanged, Breaking),
        ),
        row(
            operation("/security/0"),
            Some(json!({ "other": [] })),
            (Kind::SecurityRemoved, Breaking),
            (Kind::SecurityRemoved, Breaking),
        ),
        row(
            operation("/security/-"),
            Some(json!({})),
            (Kind::SecurityAdded, Compatible),
            (Kind::SecurityRemoved, Breaking),
        ),
        row(
            "/components/securitySchemes/token/name".into(),
            Some(json!("OTHER")),
            (Kind::SecuritySchemeChanged, Breaking),
            (Kind::SecuritySchemeChanged, Breaking),
        ),
        row(
            "/servers/-".into(),
            Some(json!({ "url": "https://b.example" })),
            (Kind::ServerAdded, Compatible),
            (Kind::ServerRemoved, Breaking),
        ),
        row(
            "/components/schemas/More".into(),
            Some(json!({ "type": "string" })),
            (Kind::ComponentAdded, Compatible),
            (Kind::ComponentRemoved, Breaking),
        ),
        row(
            job("/properties/name"),
            None,
            (Kind::PropertyRemoved, Breaking),
            (Kind::PropertyAdded, Compatible),
        ),
        row(
            job("/properties/more"),
            Some(json!({ "type": "string" })),
            (Kind::PropertyAdded, Compatible),
            (Kind::PropertyRemoved, Breaking),
        ),
        row(
            play("/properties/more"),
            Some(json!({ "type": "string" })),
            (Kind::PropertyAdded, Compatible),
            (Kind::PropertyRemoved, Breaking),
        ),
        row(
            play("/properties/mode"),
            None,
            (Kind::PropertyRemoved, Breaking),
            (Kind::PropertyAdded, Compatible),
        ),
        row(
            job("/required/-"),
            Some(json!("state")),
            (Kind::PropertyRequired, Compatible),
            (Kind::PropertyOptional, Breaking),
        ),
        row(
            play("/required/-"),
            Some(json!("mode")),
            (Kind::PropertyRequired, Breaking),
            (Kind::PropertyOptional, Compatible),
        ),
        row(
            job("/additionalProperties"),
            Some(json!(false)),
            (Kind::AdditionalPropertiesChanged, Compatible),
            (Kind::AdditionalPropertiesChanged, Breaking),
        ),
        row(
            play("/additionalProperties"),
            Some(json!(false)),
            (Kind::AdditionalPropertiesChanged, Breaking),
            (Kind::AdditionalPropertiesChanged, Compatible),
        ),
        row(
            job("/properties/name/type"),
            Some(json!("integer")),
            (Kind::TypeChanged, Breaking),
            (Kind::TypeChanged, Breaking),
        ),
        row(
            play("/properties/size/type"),
            Some(json!("number")),
            (Kind::TypeChanged, Compatible),
            (Kind::TypeChanged, Breaking),
        ),
        row(
            job("/properties/name/type"),
            Some(json!(["string", "null"])),
            (Kind::NullAllowed, Breaking),
            (Kind::NullRefused, Compatible),
        ),
        row(
            play("/properties/key/type"),
            Some(json!(["string", "null"])),
            (Kind::NullAllowed, Compatible),
            (Kind::NullRefused, Breaking),
        ),
        row(
            job("/properties/state/enum/-"),
            Some(json!("new")),
            (Kind::EnumValueAdded, Breaking),
            (Kind::EnumValueRemoved, Compatible),
        ),
        row(
            play("/properties/mode/enum/1"),
            None,
            (Kind::EnumValueRemoved, Breaking),
            (Kind::EnumValueAdded, Compatible),
        ),
        row(
            job("/properties/size/minimum"),
            Some(json!(-1)),
            (Kind::BoundChanged, Breaking),
            (Kind::BoundChanged, Compatible),
        ),
        row(
            play("/properties/size/minimum"),
            Some(json!(-1)),
            (Kind::BoundChanged, Compatible),
            (Kind::BoundChanged, Breaking),
        ),
        row(
            job("/properties/name/format"),
            Some(json!("uri")),
            (Kind::FormatChanged, Compatible),
            (Kind::FormatChanged, Breaking),
        ),
        row(
            play("/properties/key/pattern"),
            Some(json!("^a")),
            (Kind::FormatChanged, Breaking),
            (Kind::FormatChanged, Compatible),
        ),
        row(
            job("/properties/kind/anyOf/-"),
            Some(json!({ "type": "boolean" })),
            (Kind::ChoiceAdded, Breaking),
            (Kind::ChoiceRemoved, Compatible),
        ),
        row(
            play("/properties/kind/anyOf/1"),
            None,
            (Kind::ChoiceRemoved, Breaking),
            (Kind::ChoiceAdded, Compatible),
        ),
        row(
            play("/not"),
            Some(json!({ "required": ["mode"] })),
            (Kind::RuleChanged, Breaking),
            (Kind::RuleChanged, Compatible),
        ),
        row(
            job("/description"),
            Some(json!("A job.")),
            (Kind::TextChanged, Cosmetic),
            (Kind::TextChanged, Cosmetic),
        ),
        row(
            response("/content/application~1json/examples/one/value/more"),
            Some(json!(1)),
            (Kind::ExamplePropertyAdded, Compatible),
            (Kind::ExamplePropertyRemoved, Compatible),
        ),
        row(
            response("/content/application~1json/examples/one/value/name"),
            Some(json!("b")),
            (Kind::ExampleValueChanged, Cosmetic),
            (Kind::ExampleValueChanged, Cosmetic),
        ),
        row(
            response("/content/application~1json/examples/one/value/size"),
            Some(json!("b")),
            (Kind::ExampleTypeChanged, Compatible),
            (Kind::ExampleTypeChanged, Compatible),
        ),
        row(
            response("/content/application~1json/examples/two"),
            Some(json!({ "value": {} })),
            (Kind::ExampleAdded, Compatible),
            (Kind::ExampleRemoved, Compatible),
        ),
    ]
}

#[test]
fn every_kind_is_reported_forth_and_back() {
    let mut sentences = String::new();
    for row in rows() {
        let old = base_document();
        let mut new = base_document();
        set_value(&mut new, &row.at, row.value);
        let forth = only_sentence(&compare(&old, &new), row.forth.0, row.forth.1);
        let back = only_sentence(&compare(&new, &old), row.back.0, row.back.1);
        for ((kind, class), sentence) in [(row.forth, forth), (row.back, back)] {
            sentences.push_str(&format!("{class} {}: {sentence}\n", kind.as_str()));
        }
    }
    insta::assert_snapshot!(sentences);
}

#[test]
fn a_condition_without_a_consequence_means_nothing() {
    let mut new = base_document();
    let condition = json!({ "required": ["state"] });
    set_value(&mut new, &format!("{JOB}/if"), Some(condition));
    assert_eq!(compare(&base_document(), &new), []);
}

#[test]
fn every_kind_is_in_the_table() {
    let mut kinds: Vec<Kind> = rows()
        .into_iter()
        .flat_map(|row| [row.forth.0, row.back.0])
        .collect();
    // other tests cover these
    kinds.extend([Kind::ParameterRenamed, Kind::ComponentRenamed]);
    for kind in Kind::VARIANTS {
        assert!(kinds.contains(kind), "{kind:?}");
    }
}

#[test]
fn a_break_of_a_schema_has_a_value_that_proves_it() {
    let old = base_document();
    for (at, value, shown) in [
        (format!("{PLAY}/properties/mode/enum/1"), None, json!("off")),
        (
            format!("{JOB}/properties/name/type"),
            Some(json!(["string", "null"])),
            json!(null),
        ),
        (
            format!("{JOB}/required/0"),
            None,
            json!({ "state": "on", "size": 1 }),
        ),
        (
            format!("{PLAY}/required/-"),
            Some(json!("mode")),
            json!({ "key": "text" }),
        ),
        (
            format!("{PLAY}/properties/key/maxLength"),
            Some(json!(3)),
            json!("aaaa"),
        ),
    ] {
        let mut new = base_document();
        set_value(&mut new, &at, value);
        let changes = compare(&old, &new);
        assert_eq!(changes[0].class, Breaking, "{at}");
        let witness = changes[0].witness.as_ref().map(|witness| &witness.value);
        assert_eq!(witness, Some(&shown), "{at}: {changes:#?}");
    }
}

#[test]
fn a_renamed_component_is_followed() {
    let old = base_document();
    let text = old
        .to_string()
        .replace("schemas/Job", "schemas/Work")
        .replace("\"Job\":", "\"Work\":");
    let mut new: Value = serde_json::from_str(&text).unwrap();
    let sentence = only_sentence(&compare(&old, &new), Kind::ComponentRenamed, Breaking);
    insta::assert_snapshot!(sentence, @"the component `Job` (`components/schemas`) was renamed to `Work`, and so is the name in generated clients");
    set_value(&mut new, "/components/schemas/Work/properties/name", None);
    only_sentence(&compare(&old, &new), Kind::PropertyRemoved, Breaking);
}

#[test]
fn equal_changes_of_several_operations_are_one() {
    let mut old = base_document();
    let mut other = old["paths"]["/jobs/{id}"].clone();
    other["post"]["operationId"] = json!("stopJob");
    old["paths"]["/jobs/{id}/stop"] = other;
    let mut new = old.clone();
    set_value(&mut new, "/components/schemas/Job/properties/size", None);
    let changes = compare(&old, &new);
    assert_eq!(changes.len(), 1, "{changes:#?}");
    assert_eq!(changes[0].operations, ["playJob", "stopJob"]);
}

#[test]
fn a_property_is_compared_only_in_its_direction() {
    let mut old = base_document();
    set_value(
        &mut old,
        "/components/schemas/Play/properties/mode/readOnly",
        Some(json!(true)),
    );
    let mut new = old.clone();
    set_value(&mut new, "/components/schemas/Play/properties/mode", None);
    assert_eq!(compare(&old, &new), []);
    set_value(
        &mut new,
        "/components/schemas/Play/required/-",
        Some(json!("mode")),
    );
    let changes = compare(&old, &new);
    assert_eq!(changes[0].kind, Kind::PropertyRequired, "{changes:#?}");
}
