//! The value that is sent for a part of a request, by what its schema says.

use insta::assert_snapshot;
use openapi_document::Document;
use reprise_core::{DefaultSource, Schemas, build_suite};
use serde_json::{Value, json};

/// The body of the only case of an operation whose required body has this schema, and where it comes from.
fn body(version: &str, schema: &Value) -> (Value, Option<DefaultSource>) {
    let text = json!({
        "openapi": version,
        "info": {"title": "A", "version": "1"},
        "paths": {"/a": {"post": {
            "operationId": "addA",
            "requestBody": {"required": true, "content": {"application/json": {"schema": schema}}},
            "responses": {"204": {"description": "Added."}},
        }}},
        "components": {"schemas": {
            "Name": {"type": "string", "example": "Emma"},
            "Node": {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/Node"}}},
            "Leaf": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Leaf"}}},
        }},
    });
    let document = Document::parse("a.json", text.to_string()).unwrap();
    let suite = build_suite(&document, &[], &[]).unwrap();
    Schemas::compile(&document, &suite).unwrap();
    let [case] = suite.cases.as_slice() else {
        panic!("{} cases", suite.cases.len());
    };
    let body = case.steps[0].body.as_ref();
    let source = case.steps[0].defaults.first().map(|default| default.from);
    (body.map_or(Value::Null, |body| body.value.clone()), source)
}

#[test]
fn what_the_document_says_comes_before_what_is_generated() {
    use DefaultSource::{
        Default, FirstValue, Generated, OnlyValue, PropertyExamples, SchemaExample,
    };
    let name = json!({"$ref": "#/components/schemas/Name"});
    for (schema, value, source) in [
        // OpenAPI 3.1, section 4.8.24: `example`; JSON Schema validation, section 9.5: `examples`
        (
            json!({"type": "string", "example": "a"}),
            json!("a"),
            SchemaExample,
        ),
        (
            json!({"type": "string", "examples": ["b", "c"]}),
            json!("b"),
            SchemaExample,
        ),
        (name.clone(), json!("Emma"), SchemaExample),
        // next to `$ref`, which 3.1 allows
        (
            json!({"$ref": "#/components/schemas/Name", "example": "Mr. Knightley"}),
            json!("Mr. Knightley"),
            SchemaExample,
        ),
        (
            json!({"allOf": [{"type": "string"}, {"example": "d"}]}),
            json!("d"),
            SchemaExample,
        ),
        (
            json!({"type": "array", "items": name}),
            json!(["Emma"]),
            PropertyExamples,
        ),
        (
            json!({"type": "object", "required": ["name", "age"], "properties": {
                "name": {"type": "string", "example": "Emma"},
                "age": {"type": "integer", "minimum": 21},
            }}),
            json!({"name": "Emma", "age": 21}),
            Generated,
        ),
        (json!({"const": 4}), json!(4), OnlyValue),
        (
            json!({"type": "string", "default": "e"}),
            json!("e"),
            Default,
        ),
        (
            json!({"type": "string", "enum": ["f", "g"]}),
            json!("f"),
            FirstValue,
        ),
        (json!({"type": "boolean"}), json!(true), Generated),
        // a null default says that nothing need be sent
        (
            json!({"type": ["string", "null"], "default": null, "minLength": 1}),
            json!("string"),
            Generated,
        ),
        // an example of another type cannot be sent
        (
            json!({"type": "integer", "minimum": 1, "example": "seven"}),
            json!(1),
            Generated,
        ),
    ] {
        assert_eq!(body("3.1.0", &schema), (value, Some(source)), "{schema}");
    }
}

#[test]
fn a_generated_value_obeys_its_schema() {
    for schema in [
        json!({"type": "integer", "minimum": 3, "exclusiveMaximum": 4}),
        json!({"type": "integer", "exclusiveMinimum": 3, "multipleOf": 5}),
        json!({"type": "integer", "maximum": -7}),
        json!({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.5}),
        json!({"type": "string", "minLength": 12, "maxLength": 12}),
        json!({"type": "string", "pattern": "^[A-Z]{2}[0-9]{3,5}$"}),
        json!({"type": "string", "pattern": "^(red|green)-\\d+$"}),
        json!({"type": "string", "format": "uuid"}),
        json!({"type": "string", "format": "date"}),
        json!({"type": "string", "format": "date-time"}),
        json!({"type": "string", "format": "time"}),
        json!({"type": "string", "format": "email"}),
        json!({"type": "string", "format": "uri"}),
        json!({"type": "string", "format": "ipv4"}),
        json!({"type": "string", "format": "ipv6"}),
        json!({"type": "string", "format": "hostname"}),
        json!({"type": "array", "minItems": 3, "items": {"type": "integer"}}),
        json!({"type": "array", "minItems": 2, "uniqueItems": true, "items": {"enum": ["a", "b"]}}),
        json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "minItems": 2}),
        json!({"type": "object", "required": ["a"], "properties": {"a": {"oneOf": [{"type": "null"}, {"type": "integer"}]}}}),
        json!({"allOf": [
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}},
            {"type": "object", "required": ["b"], "properties": {"b": {"type": "boolean"}}},
        ]}),
        json!({"anyOf": [{"type": "object", "required": ["kind"], "properties": {"kind": {"const": "card"}}}]}),
        json!({"$ref": "#/components/schemas/Leaf"}),
    ] {
        let (value, _) = body("3.1.0", &schema);
        let root = json!({
            "$ref": "#/schema",
            "schema": schema,
            "components": {"schemas": {"Leaf": {"type": "object"}}},
        });
        let validator = jsonschema::options()
            .should_validate_formats(true)
            .build(&root)
            .unwrap();
        assert!(validator.is_valid(&value), "{schema}\n{value}");
    }
}

#[test]
fn the_value_is_the_same_each_time() {
    let schema = json!({"type": "string", "pattern": "^[a-z0-9]{8}$"});
    assert_eq!(body("3.1.0", &schema), body("3.1.0", &schema));
}

#[test]
fn null_is_a_type_of_its_own_in_3_0() {
    let schema = json!({"type": "string", "nullable": true, "example": null});
    assert_eq!(body("3.0.3", &schema).0, Value::Null);
}

#[test]
fn what_has_no_finite_value_is_not_generated() {
    let text = json!({
        "openapi": "3.1.0",
        "info": {"title": "A", "version": "1"},
        "paths": {"/a": {"post": {
            "operationId": "addA",
            "requestBody": {"required": true, "content": {"application/json": {
                "schema": {"$ref": "#/components/schemas/Node"},
            }}},
            "responses": {"204": {"description": "Added."}},
        }}},
        "components": {"schemas": {
            "Node": {"type": "object", "required": ["next"], "properties": {"next": {"$ref": "#/components/schemas/Node"}}},
        }},
    });
    let document = Document::parse("a.json", text.to_string()).unwrap();
    let suite = build_suite(&document, &[], &[]).unwrap();
    assert!(suite.cases.is_empty());
    assert_snapshot!(suite.unused[0].reason, @"the request needs a body, which has no example, and no value can be made from its schema");
}
