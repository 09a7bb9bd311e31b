//! The targets of references, and references that cannot be resolved.

use jsonptr::Pointer;
use serde_json::json;

use crate::{list_defects, parse_document};

#[test]
fn a_reference_resolves_to_a_value() {
    let document = parse_document(&json!({
        "openapi": "3.1.0",
        "a": {"$ref": "#/b"},
        "b": {"$ref": "#/c~1d/0"},
        "c/d": [{"value": 1}],
        "escaped": {"$ref": "#/%7Bid%7D"},
        "{id}": true,
        "whole": {"$ref": "#"},
        "through": {"$ref": "#/a/value"},
        "self": {"$ref": "#/self"},
        "ping": {"$ref": "#/pong"}, "pong": {"$ref": "#/ping"},
        "inside": {"$ref": "#/inside/x"},
        "gone": {"$ref": "#/nowhere"},
        "anchor": {"$ref": "#Job"},
        "remote": {"$ref": "https://example.com/a.json#/a"},
        "past": {"$ref": "#/c~1d/9"},
    }));
    for (from, to) in [
        ("/a", Some("/c~1d/0")),
        ("/b", Some("/c~1d/0")),
        ("/c~1d/0", Some("/c~1d/0")),
        ("/escaped", Some("/{id}")),
        ("/whole", Some("")),
        ("/through", Some("/c~1d/0/value")),
        ("/self", None),
        ("/ping", None),
        ("/inside", None),
        ("/gone", None),
        ("/anchor", None),
        ("/remote", None),
        ("/past", None),
        ("/absent", None),
    ] {
        let found = document.resolve(Pointer::from_static(from));
        assert_eq!(found.as_ref().map(|at| at.as_str()), to, "{from}");
        assert!(found.is_none_or(|at| document.get(&at).is_some()), "{from}");
    }
}

#[test]
fn references_through_references_do_not_multiply() {
    let mut value = json!({"openapi": "3.1.0", "a0": {"x": {"y": {"z": 1}}}});
    for level in 1..60 {
        let below = format!("#/a{}/x/y", level - 1);
        value[format!("a{level}")] = json!({"$ref": below});
    }
    let document = parse_document(&value);
    assert_eq!(document.resolve(Pointer::from_static("/a59")), None);
}

#[test]
fn a_schema_keeps_its_place_if_its_reference_has_siblings() {
    for (version, schema, place) in [
        (
            "3.1.0",
            json!({"$ref": "#/components/schemas/A"}),
            "/components/schemas/A",
        ),
        (
            "3.1.0",
            json!({"$ref": "#/components/schemas/A", "description": "d"}),
            "/components/schemas/A",
        ),
        (
            "3.1.0",
            json!({"$ref": "#/components/schemas/A", "minimum": 1}),
            "/paths/~1a/get/parameters/0/schema",
        ),
        (
            "3.0.3",
            json!({"$ref": "#/components/schemas/A", "minimum": 1}),
            "/components/schemas/A",
        ),
        (
            "3.1.0",
            json!({"$ref": "#anchor"}),
            "/paths/~1a/get/parameters/0/schema",
        ),
        ("3.1.0", json!(true), "/paths/~1a/get/parameters/0/schema"),
    ] {
        let document = parse_document(&json!({
            "openapi": version,
            "paths": {"/a": {"get": {"parameters": [{"name": "a", "in": "query", "schema": schema}]}}},
            "components": {"schemas": {"A": {"type": "integer"}}},
        }));
        let at = document.operations()[0].parameters[0]
            .schema
            .as_ref()
            .map(|at| at.as_str());
        assert_eq!(at, Some(place), "{version} {schema}");
    }
}

#[test]
fn a_path_item_may_be_elsewhere_in_the_document() {
    let document = parse_document(&json!({
        "openapi": "3.1.0",
        "paths": {"/a": {"$ref": "#/components/pathItems/A", "post": {"operationId": "own"}}},
        "components": {"pathItems": {"A": {
            "parameters": [{"name": "p", "in": "query"}],
            "get": {"operationId": "referred"},
        }}},
    }));
    assert_eq!(list_defects(&document), [""; 0]);
    let found: Vec<(&str, &str, usize)> = document
        .operations()
        .iter()
        .map(|operation| {
            (
                operation.id.as_str(),
                operation.pointer.as_str(),
                operation.parameters.len(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("own", "/paths/~1a/post", 1),
            ("referred", "/components/pathItems/A/get", 1)
        ]
    );
}

#[test]
fn an_invalid_example_does_not_affect_its_operation() {
    let document = parse_document(&json!({
        "openapi": "3.1.0",
        "paths": {"/a": {"get": {"responses": {"200": {"content": {"application/json": {"examples": {
            "good": {"value": 1}, "bad": {"$ref": "#/components/examples/Gone"},
        }}}}}}}},
    }));
    assert_eq!(
        document.operations()[0].responses[0].content[0]
            .examples
            .len(),
        1
    );
    assert_eq!(document.defects().len(), 1);
    assert_eq!(document.defects()[0].operation, None);
}
