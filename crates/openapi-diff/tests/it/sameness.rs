//! Documents with the same meaning have no changes.

use serde_json::{Value, json};

use crate::{compare, contract};

#[test]
fn a_document_does_not_differ_from_itself() {
    let contract = contract();
    assert_eq!(compare(&contract, &contract), []);
}

#[test]
fn the_order_of_properties_does_not_matter() {
    fn reverse_properties(value: &Value) -> Value {
        match value {
            Value::Object(members) => members
                .iter()
                .rev()
                .map(|(key, value)| (key.clone(), reverse_properties(value)))
                .collect(),
            Value::Array(elements) => elements.iter().map(reverse_properties).collect(),
            value => value.clone(),
        }
    }
    let contract = contract();
    assert_eq!(compare(&contract, &reverse_properties(&contract)), []);
}

fn document_with_schemas(schema: Value, more: Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": { "title": "a", "version": "1" },
        "paths": { "/a/{id}": { "get": {
            "operationId": "getA",
            "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
            "responses": { "200": { "description": "", "content": { "application/json": { "schema": schema } } } },
        } } },
        "components": { "schemas": more },
    })
}

#[test]
fn another_spelling_of_a_schema_is_no_change() {
    let base = json!({ "Base": { "type": "object", "properties": { "a": { "type": "string" } }, "required": ["a"] } });
    for (old, new) in [
        (
            json!({ "type": ["string", "null"] }),
            json!({ "anyOf": [{ "type": "string" }, { "type": "null" }] }),
        ),
        (json!({ "enum": ["a"] }), json!({ "const": "a" })),
        (
            json!({ "type": "string", "enum": ["a", "b"] }),
            json!({ "enum": ["b", "a"] }),
        ),
        (
            json!({ "type": "integer", "minimum": 1 }),
            json!({ "type": "integer", "exclusiveMinimum": 0 }),
        ),
        (
            base["Base"].clone(),
            json!({ "$ref": "#/components/schemas/Base" }),
        ),
        (
            json!({ "allOf": [{ "$ref": "#/components/schemas/Base" }, { "properties": { "b": { "type": "integer" } } }] }),
            json!({ "type": "object", "properties": { "a": { "type": "string" }, "b": { "type": "integer" } }, "required": ["a"] }),
        ),
        (
            json!({ "type": "object" }),
            json!({ "type": "object", "additionalProperties": true }),
        ),
        (
            json!({ "type": "array" }),
            json!({ "type": "array", "items": {} }),
        ),
    ] {
        let (a, b) = (
            document_with_schemas(old.clone(), base.clone()),
            document_with_schemas(new.clone(), base.clone()),
        );
        assert_eq!(compare(&a, &b), [], "{old} {new}");
        assert_eq!(compare(&b, &a), [], "{new} {old}");
    }
}

#[test]
fn documents_of_both_versions_are_compared_by_meaning() {
    let mut old = document_with_schemas(
        json!({ "type": "integer", "nullable": true, "minimum": 0, "exclusiveMinimum": true }),
        json!({}),
    );
    old["openapi"] = json!("3.0.3");
    let new = document_with_schemas(
        json!({ "type": ["integer", "null"], "exclusiveMinimum": 0 }),
        json!({}),
    );
    assert_eq!(compare(&old, &new), []);
    let new = document_with_schemas(
        json!({ "type": "integer", "exclusiveMinimum": 0 }),
        json!({}),
    );
    assert_eq!(compare(&old, &new).len(), 1);
}

#[test]
fn the_place_of_a_parameter_does_not_matter() {
    let old = document_with_schemas(json!(true), json!({}));
    let mut moved = old.clone();
    let parameters = moved["paths"]["/a/{id}"]["get"]
        .as_object_mut()
        .unwrap()
        .shift_remove("parameters")
        .unwrap();
    moved["paths"]["/a/{id}"]["parameters"] = parameters.clone();
    assert_eq!(compare(&old, &moved), []);
    moved["components"]["parameters"] = json!({ "Id": parameters[0] });
    moved["paths"]["/a/{id}"]["parameters"] = json!([{ "$ref": "#/components/parameters/Id" }]);
    let found = compare(&old, &moved);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(
        found[0].sentence,
        "the component `Id` (`components/parameters`) was added"
    );
}

#[test]
fn a_name_in_a_template_is_only_a_name() {
    let old = document_with_schemas(json!(true), json!({}));
    let text = old
        .to_string()
        .replace("{id}", "{a_id}")
        .replace("\"name\":\"id\"", "\"name\":\"a_id\"");
    let new: Value = serde_json::from_str(&text).unwrap();
    let found = compare(&old, &new);
    assert_eq!(found.len(), 1, "{found:#?}");
    assert_eq!(found[0].kind.as_str(), "parameter-renamed");
}

#[test]
fn schemas_that_refer_to_themselves_come_to_an_end() {
    let node = |kind: &str| {
        json!({ "Node": { "type": "object", "properties": {
            "kind": { "type": kind },
            "next": { "$ref": "#/components/schemas/Node" },
            "all": { "type": "array", "items": { "$ref": "#/components/schemas/Node" } },
        } } })
    };
    let reference = json!({ "$ref": "#/components/schemas/Node" });
    let found = compare(
        &document_with_schemas(reference.clone(), node("string")),
        &document_with_schemas(reference, node("integer")),
    );
    assert_eq!(found.len(), 1, "{found:#?}");
}
