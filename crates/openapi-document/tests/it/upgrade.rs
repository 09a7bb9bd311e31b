//! 3.0 schemas as 2020-12: the parts that change, and the parts that must not.

use openapi_document::upgrade::to_2020_12;
use serde_json::{Value, json};

fn upgrade_schema(schema: &Value) -> Value {
    let document = json!({"openapi": "3.0.3", "components": {"schemas": {"A": schema}}});
    to_2020_12(&document)["components"]["schemas"]["A"].clone()
}

#[test]
fn every_keyword_of_3_0_gets_its_meaning_in_2020_12() {
    let null = json!({"type": "null"});
    for (schema, expected) in [
        (
            json!({"type": "string", "nullable": true}),
            json!({"type": ["string", "null"]}),
        ),
        (
            json!({"type": "string", "nullable": false}),
            json!({"type": "string"}),
        ),
        (json!({"nullable": true}), json!({})),
        (
            json!({"type": "string", "enum": ["a"], "nullable": true}),
            json!({"type": ["string", "null"], "enum": ["a", null]}),
        ),
        (
            json!({"type": "string", "enum": ["a", null], "nullable": true}),
            json!({"type": ["string", "null"], "enum": ["a", null]}),
        ),
        (
            json!({"allOf": [{"$ref": "#/b"}], "nullable": true}),
            json!({"allOf": [{"anyOf": [{"$ref": "#/b"}, null]}]}),
        ),
        (
            json!({"anyOf": [{"type": "string"}], "nullable": true}),
            json!({"anyOf": [{"type": "string"}, null]}),
        ),
        (
            json!({"oneOf": [{"type": "string"}], "nullable": true}),
            json!({"oneOf": [{"type": "string"}, null]}),
        ),
        // two branches that accept null would make `oneOf` refuse it
        (
            json!({"oneOf": [{"type": "string", "nullable": true}], "nullable": true}),
            json!({"oneOf": [{"type": ["string", "null"]}]}),
        ),
        (
            json!({"minimum": 1, "exclusiveMinimum": true}),
            json!({"exclusiveMinimum": 1}),
        ),
        (
            json!({"minimum": 1, "exclusiveMinimum": false}),
            json!({"minimum": 1}),
        ),
        (
            json!({"maximum": 1.5, "exclusiveMaximum": true, "minimum": 0}),
            json!({"minimum": 0, "exclusiveMaximum": 1.5}),
        ),
        (json!({"exclusiveMaximum": true}), json!({})),
        (
            json!({"exclusiveMaximum": 7}),
            json!({"exclusiveMaximum": 7}),
        ),
        (
            json!({"$ref": "#/b", "nullable": true, "type": "string"}),
            json!({"$ref": "#/b"}),
        ),
        // properties that are named like keywords are schemas themselves
        (
            json!({"properties": {"nullable": {"type": "string", "nullable": true}, "$ref": {"type": "string"}}}),
            json!({"properties": {"nullable": {"type": ["string", "null"]}, "$ref": {"type": "string"}}}),
        ),
        // data
        (
            json!({"example": {"nullable": true, "$ref": "x", "a": 1}, "default": {"nullable": true}, "enum": [{"nullable": true}]}),
            json!({"example": {"nullable": true, "$ref": "x", "a": 1}, "default": {"nullable": true}, "enum": [{"nullable": true}]}),
        ),
        // inside
        (
            json!({"type": "array", "items": {"allOf": [{"properties": {"a": {"type": "number", "nullable": true}}}], "nullable": true}}),
            json!({"type": "array", "items": {"allOf": [{"properties": {"a": {"type": ["number", "null"]}}}]}}),
        ),
        (
            json!({"allOf": [{"type": "object", "properties": {}}, {"enum": ["a"]}], "nullable": true}),
            json!({"allOf": [{"type": ["object", "null"], "properties": {}}, {"enum": ["a", null]}]}),
        ),
        (
            json!({"allOf": [{"not": {"type": "string"}}], "nullable": true}),
            json!({"allOf": [{"anyOf": [{"not": {"type": "string"}}, null]}]}),
        ),
        (
            json!({"additionalProperties": false}),
            json!({"additionalProperties": false}),
        ),
    ] {
        // `null` in the table above means the schema, except in an `enum`.
        let expected = with_null_schemas(&expected, &null);
        assert_eq!(upgrade_schema(&schema), expected, "{schema}");
    }
}

fn with_null_schemas(value: &Value, null: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(key, value)| {
                let is_data = matches!(key.as_str(), "enum" | "example" | "default");
                (
                    key.clone(),
                    if is_data {
                        value.clone()
                    } else {
                        with_null_schemas(value, null)
                    },
                )
            })
            .collect(),
        Value::Array(elements) => elements
            .iter()
            .map(|element| {
                if element.is_null() {
                    null.clone()
                } else {
                    with_null_schemas(element, null)
                }
            })
            .collect(),
        other => other.clone(),
    }
}

#[test]
fn schemas_are_found_at_every_place_and_other_values_are_unchanged() {
    let nullable = json!({"type": "string", "nullable": true});
    let document = json!({
        "openapi": "3.0.3",
        "paths": {"/a": {
            "parameters": [{"name": "p", "in": "query", "schema": nullable}],
            "get": {"responses": {"200": {
                "headers": {"X": {"schema": nullable}},
                "content": {"application/json": {"schema": {"$ref": "#/x-schemas/A"}, "example": nullable, "examples": {"e": {"value": nullable}}}},
            }}},
            "post": {"requestBody": {"content": {"application/json": {"schema": {"items": nullable}}}}, "callbacks": {"c": {"{$u}": {"post": {"requestBody": {"content": {"a/b": {"schema": nullable}}}}}}}},
        }},
        "x-schemas": {"A": nullable, "B": nullable},
    });
    let upgraded = to_2020_12(&document);
    let changed = json!({"type": ["string", "null"]});
    for (place, expected) in [
        ("/paths/~1a/parameters/0/schema", &changed),
        ("/paths/~1a/get/responses/200/headers/X/schema", &changed),
        (
            "/paths/~1a/post/requestBody/content/application~1json/schema/items",
            &changed,
        ),
        (
            "/paths/~1a/post/callbacks/c/{$u}/post/requestBody/content/a~1b/schema",
            &changed,
        ),
        // reached by a reference only
        ("/x-schemas/A", &changed),
        ("/x-schemas/B", &nullable),
        (
            "/paths/~1a/get/responses/200/content/application~1json/example",
            &nullable,
        ),
        (
            "/paths/~1a/get/responses/200/content/application~1json/examples/e/value",
            &nullable,
        ),
    ] {
        assert_eq!(upgraded.pointer(place), Some(expected), "{place}");
    }
}
