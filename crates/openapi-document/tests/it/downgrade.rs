//! 3.1 as 3.0.3, construct by construct: the result, and the dropped parts.

use openapi_document::Document;
use openapi_document::downgrade::{DowngradedDocument, downgrade};
use serde_json::{Value, json};

/// The downgraded schema, and the places of dropped parts in it.
fn downgrade_schema(schema: &Value) -> (Value, Vec<String>) {
    let document = json!({
        "openapi": "3.1.0", "info": {"title": "a", "version": "1"}, "paths": {},
        "components": {"schemas": {
            "A": schema,
            "Word": {"type": "string", "description": "A word.", "enum": ["a", "b"], "x-enum-descriptions": ["1", "2"]},
            "Thing": {"type": "object", "description": "A thing."},
            "Either": {"oneOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "object"}]},
            "Anything": true,
        }},
    });
    let downgraded = downgrade(&document);
    (
        downgraded.document["components"]["schemas"]["A"].clone(),
        dropped_places(&downgraded, "/components/schemas/A"),
    )
}

fn dropped_places(downgraded: &DowngradedDocument, below: &str) -> Vec<String> {
    downgraded
        .dropped
        .iter()
        .filter_map(|dropped| dropped.pointer.as_str().strip_prefix(below))
        .map(ToOwned::to_owned)
        .collect()
}

#[test]
fn every_construct_of_a_schema_has_its_form_in_3_0() {
    let to = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let nothing = json!({"type": "null"});
    for (source, expected) in [
        (json!(true), json!({})),
        (json!(false), json!({"not": {}})),
        // types
        (
            json!({"type": ["string", "null"], "format": "date"}),
            json!({"type": "string", "nullable": true, "format": "date"}),
        ),
        (
            nothing.clone(),
            json!({"type": "string", "nullable": true, "enum": [null]}),
        ),
        (
            json!({"type": ["integer", "number"]}),
            json!({"type": "number"}),
        ),
        (
            json!({"type": ["string", "integer", "null"], "minLength": 2, "minimum": 1, "format": "int64", "description": "either"}),
            json!({"nullable": true, "description": "either", "oneOf": [
                {"type": "string", "minLength": 2},
                {"type": "integer", "minimum": 1, "format": "int64"},
            ]}),
        ),
        (
            json!({"type": ["array", "object"], "properties": {"a": nothing}, "anyOf": [true, false]}),
            json!({"anyOf": [{}, {"not": {}}], "oneOf": [
                {"type": "array", "items": {}},
                {"type": "object", "properties": {"a": {"type": "string", "nullable": true, "enum": [null]}}},
            ]}),
        ),
        (
            json!({"type": "array"}),
            json!({"type": "array", "items": {}}),
        ),
        // values
        (
            json!({"const": "a"}),
            json!({"type": "string", "enum": ["a"]}),
        ),
        (json!({"const": 1}), json!({"type": "integer", "enum": [1]})),
        (
            json!({"const": {"type": ["a", "null"]}}),
            json!({"type": "object", "enum": [{"type": ["a", "null"]}]}),
        ),
        (
            json!({"enum": ["a", null]}),
            json!({"type": "string", "nullable": true, "enum": ["a", null]}),
        ),
        (
            json!({"enum": [1, 1.5]}),
            json!({"type": "number", "enum": [1, 1.5]}),
        ),
        (json!({"enum": ["a", 1]}), json!({"enum": ["a", 1]})),
        (
            json!({"type": ["string", "null"], "enum": ["a"]}),
            json!({"type": "string", "enum": ["a"]}),
        ),
        (
            json!({"const": 1, "enum": [1, 2]}),
            json!({"type": "integer", "enum": [1], "allOf": [{"enum": [1, 2]}]}),
        ),
        // bounds
        (
            json!({"exclusiveMinimum": 1}),
            json!({"minimum": 1, "exclusiveMinimum": true}),
        ),
        (
            json!({"minimum": 2, "exclusiveMinimum": 1}),
            json!({"minimum": 2}),
        ),
        (
            json!({"maximum": 2, "exclusiveMaximum": 1.5}),
            json!({"maximum": 1.5, "exclusiveMaximum": true}),
        ),
        // references
        (to("Thing"), to("Thing")),
        (
            json!({"$ref": "#/components/schemas/Thing", "description": "this one"}),
            json!({"description": "this one", "allOf": [to("Thing")]}),
        ),
        (
            json!({"allOf": [{"minProperties": 1}], "$ref": "#/components/schemas/Thing"}),
            json!({"allOf": [{"minProperties": 1}, to("Thing")]}),
        ),
        // null in addition to another type
        (
            json!({"anyOf": [to("Thing"), nothing], "description": "a thing, or null"}),
            json!({"type": "object", "nullable": true, "description": "a thing, or null", "allOf": [to("Thing")]}),
        ),
        (
            json!({"oneOf": [nothing, to("Either")]}),
            json!({"type": "object", "nullable": true, "allOf": [to("Either")]}),
        ),
        (
            json!({"anyOf": [to("Word"), nothing], "description": "which"}),
            json!({"type": "string", "nullable": true, "enum": ["a", "b", null], "x-enum-descriptions": ["1", "2"], "description": "which"}),
        ),
        (
            json!({"anyOf": [to("Word"), nothing]}),
            json!({"type": "string", "nullable": true, "description": "A word.", "enum": ["a", "b", null], "x-enum-descriptions": ["1", "2"]}),
        ),
        (
            json!({"anyOf": [{"type": "string", "const": "a"}, nothing]}),
            json!({"type": "string", "nullable": true, "enum": ["a", null]}),
        ),
        (
            json!({"anyOf": [{"type": "integer", "minimum": 1}, nothing], "title": "n"}),
            json!({"type": "integer", "nullable": true, "minimum": 1, "title": "n"}),
        ),
        (
            json!({"oneOf": [to("Thing"), to("Word"), nothing]}),
            json!({"nullable": true, "oneOf": [to("Thing"), to("Word")]}),
        ),
        (
            json!({"type": ["object", "null"], "maxProperties": 2, "anyOf": [to("Thing"), nothing]}),
            json!({"type": "object", "nullable": true, "maxProperties": 2, "allOf": [to("Thing")]}),
        ),
        (json!({"anyOf": [to("Anything"), nothing]}), to("Anything")),
        // a keyword for one type cannot apply to two
        (
            json!({"anyOf": [to("Thing"), to("Word"), nothing]}),
            json!({"nullable": true, "oneOf": [to("Thing"), to("Word")]}),
        ),
        (
            json!({"anyOf": [to("Thing"), to("Either")]}),
            json!({"anyOf": [to("Thing"), to("Either")]}),
        ),
        // arrays and objects
        (json!({"items": false}), json!({"items": {}, "maxItems": 0})),
        (
            json!({"properties": {"a": true, "nullable": {"type": ["string", "null"]}}}),
            json!({"properties": {"a": {}, "nullable": {"type": "string", "nullable": true}}}),
        ),
        (
            json!({"additionalProperties": false, "required": []}),
            json!({"additionalProperties": false}),
        ),
        (
            json!({"additionalProperties": nothing}),
            json!({"additionalProperties": {"type": "string", "nullable": true, "enum": [null]}}),
        ),
        (
            json!({"properties": {}, "unevaluatedProperties": false}),
            json!({"properties": {}, "additionalProperties": false}),
        ),
        (
            json!({"unevaluatedItems": to("Word")}),
            json!({"items": to("Word")}),
        ),
        // words
        (
            json!({"examples": [{"const": 1}]}),
            json!({"example": {"const": 1}}),
        ),
        (
            json!({"type": "string", "contentEncoding": "base64"}),
            json!({"type": "string", "format": "byte"}),
        ),
        (
            json!({"type": "string", "contentMediaType": "application/octet-stream"}),
            json!({"type": "string", "format": "binary"}),
        ),
        // data and extensions
        (
            json!({"default": {"const": 1}, "example": {"$ref": "x"}, "x-schema": {"type": ["a", "null"]}, "deprecated": true}),
            json!({"default": {"const": 1}, "example": {"$ref": "x"}, "x-schema": {"type": ["a", "null"]}, "deprecated": true}),
        ),
    ] {
        let (actual, dropped) = downgrade_schema(&source);
        assert_eq!(actual, expected, "{source}");
        assert_eq!(dropped, Vec::<String>::new(), "{source}");
    }
}

#[test]
fn parts_without_an_equivalent_are_dropped_and_reported() {
    for (source, expected, dropped) in [
        (
            json!({"anyOf": [{"type": "string", "title": "a", "format": "date"}, {"type": "null"}], "title": "b"}),
            json!({"type": "string", "nullable": true, "format": "date", "title": "b"}),
            vec!["/anyOf/0/title"],
        ),
        (
            json!({"type": "object", "if": {"required": ["a"]}, "then": {"required": ["b"]}, "else": false}),
            json!({"type": "object"}),
            vec!["/if"],
        ),
        (
            json!({"dependentRequired": {"a": ["b"]}, "dependentSchemas": {"a": true}, "propertyNames": {"maxLength": 1}}),
            json!({}),
            vec!["/dependentRequired", "/dependentSchemas", "/propertyNames"],
        ),
        (
            json!({"allOf": [{"if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"type": "object"}]}),
            json!({"allOf": [{"type": "object"}]}),
            vec!["/allOf/0/if"],
        ),
        (
            json!({"contains": {}, "minContains": 2, "maxContains": 3}),
            json!({}),
            vec!["/contains", "/maxContains"],
        ),
        (
            json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": ["integer", "null"]}], "items": false}),
            json!({"type": "array", "items": {"anyOf": [{"type": "string"}, {"type": "integer", "nullable": true}]}, "maxItems": 2}),
            vec!["/prefixItems"],
        ),
        (
            json!({"prefixItems": [{"type": "string"}]}),
            json!({"items": {}}),
            vec!["/prefixItems"],
        ),
        (
            json!({"type": "object", "patternProperties": {"^a": {"type": "string"}}, "additionalProperties": false}),
            json!({"type": "object", "additionalProperties": {"type": "string"}}),
            vec!["/patternProperties"],
        ),
        (
            json!({"patternProperties": {"^a": {"const": 1}}}),
            json!({"additionalProperties": true}),
            vec!["/patternProperties"],
        ),
        (
            json!({"allOf": [{}], "unevaluatedProperties": false}),
            json!({}),
            vec!["/unevaluatedProperties"],
        ),
        (
            json!({"not": {"contains": {}}}),
            json!({}),
            vec!["/not/contains", "/not"],
        ),
        (
            json!({"oneOf": [{"contains": {}}, {"type": "string"}]}),
            json!({"anyOf": [{}, {"type": "string"}]}),
            vec!["/oneOf/0/contains", "/oneOf"],
        ),
        (
            json!({"examples": [1, 2]}),
            json!({"example": 1}),
            vec!["/examples"],
        ),
        (
            json!({"example": 1, "examples": [2]}),
            json!({"example": 1}),
            vec!["/examples"],
        ),
        (
            json!({"$id": "https://example.com/a", "$anchor": "a", "$comment": "b", "nullable": true, "unit": "ms"}),
            json!({}),
            vec!["/$id", "/$anchor", "/$comment", "/nullable", "/unit"],
        ),
        (
            json!({"$schema": "https://json-schema.org/draft/2020-12/schema", "$vocabulary": {}}),
            json!({}),
            vec!["/$vocabulary"],
        ),
        (
            json!({"contentEncoding": "base64", "contentMediaType": "image/png", "contentSchema": {}}),
            json!({"format": "byte"}),
            vec!["/contentMediaType", "/contentSchema"],
        ),
        (
            json!({"contentMediaType": "image/png"}),
            json!({"format": "binary"}),
            vec!["/contentMediaType"],
        ),
        (
            json!({"contentEncoding": "base64url", "format": "token"}),
            json!({"format": "token"}),
            vec!["/contentEncoding"],
        ),
        (
            json!({"$defs": {"B": {"type": "string"}}}),
            json!({}),
            vec!["/$defs/B"],
        ),
        (
            json!({"$dynamicRef": "#nowhere"}),
            json!({}),
            vec!["/$dynamicRef"],
        ),
    ] {
        let (actual, drops) = downgrade_schema(&source);
        assert_eq!(
            (actual, drops),
            (expected, dropped.into_iter().map(str::to_owned).collect()),
            "{source}"
        );
    }
}

#[test]
fn references_into_dropped_parts_lead_to_components() {
    let document = json!({
        "openapi": "3.1.0", "info": {"title": "a", "version": "1"},
        "paths": {
            "/a": {"$ref": "#/components/pathItems/Shared", "summary": "own"},
            "/b": {"get": {
                "parameters": [{"$ref": "#/x-parameters/Id"}],
                "responses": {"200": {"$ref": "#/webhooks/done/post/responses/200"}},
                "callbacks": {"done": {"{$url}": {"$ref": "#/webhooks/done"}}},
            }},
        },
        "webhooks": {"done": {"post": {"responses": {"200": {"description": "ok", "content": {"a/b": {"schema": {
            "$ref": "#/components/schemas/A/$defs/Inner",
        }}}}}}}},
        "components": {
            "pathItems": {"Shared": {"summary": "shared", "get": {"operationId": "shared"}}},
            "schemas": {
                "A": {
                    "$defs": {"Inner": {"type": ["string", "null"]}, "A": {"$anchor": "inner-a", "const": 1}},
                    "properties": {
                        "a": {"prefixItems": [{"type": "string"}]},
                        "b": {"$ref": "#/components/schemas/A/properties/a/prefixItems/0"},
                        "c": {"$ref": "#/components/schemas/A/properties/b"},
                        "d": {"$ref": "#inner-a"},
                        "e": {"$ref": "https://example.com/B#/$defs/x"},
                    },
                },
                "B": {"$id": "https://example.com/B", "$defs": {"x": {"$dynamicAnchor": "x", "items": {"$dynamicRef": "#x"}}, "y": {"$ref": "#/$defs/x"}}, "items": {"$ref": "#/$defs/y"}},
                "C": {"oneOf": [{"$ref": "#/components/schemas/A/$defs/A"}], "discriminator": {"propertyName": "a", "mapping": {"a": "#/components/schemas/A/$defs/A", "b": "B"}}},
            },
        },
        "x-parameters": {"Id": {"name": "id", "in": "query", "schema": {"type": ["string", "null"]}}},
    });
    let DowngradedDocument {
        document: result, ..
    } = downgrade(&document);
    let at = |pointer: &str| result.pointer(pointer).unwrap_or(&Value::Null);
    for (place, expected) in [
        (
            "/paths/~1a",
            json!({"summary": "own", "get": {"operationId": "shared", "responses": {"default": {"description": "Nothing is documented."}}}}),
        ),
        (
            "/paths/~1b/get/parameters/0",
            json!({"$ref": "#/components/parameters/Id"}),
        ),
        (
            "/paths/~1b/get/callbacks/done/{$url}/post/responses/200/content/a~1b/schema",
            json!({"$ref": "#/components/schemas/Inner"}),
        ),
        (
            "/paths/~1b/get/responses/200",
            json!({"$ref": "#/components/responses/webhooks-done-post-responses-200"}),
        ),
        (
            "/components/responses/webhooks-done-post-responses-200/description",
            json!("ok"),
        ),
        (
            "/components/parameters/Id/schema",
            json!({"type": "string", "nullable": true}),
        ),
        (
            "/components/schemas/Inner",
            json!({"type": "string", "nullable": true}),
        ),
        (
            "/components/schemas/A/properties/b",
            json!({"$ref": "#/components/schemas/A-properties-a-prefixItems-0"}),
        ),
        (
            "/components/schemas/A-properties-a-prefixItems-0",
            json!({"type": "string"}),
        ),
        (
            "/components/schemas/A/properties/c",
            json!({"$ref": "#/components/schemas/A/properties/b"}),
        ),
        (
            "/components/schemas/A/properties/d",
            json!({"$ref": "#/components/schemas/A-2"}),
        ),
        (
            "/components/schemas/A/properties/e",
            json!({"$ref": "#/components/schemas/x"}),
        ),
        (
            "/components/schemas/A-2",
            json!({"type": "integer", "enum": [1]}),
        ),
        (
            "/components/schemas/x",
            json!({"items": {"$ref": "#/components/schemas/x"}}),
        ),
        (
            "/components/schemas/B/items",
            json!({"$ref": "#/components/schemas/y"}),
        ),
        (
            "/components/schemas/y",
            json!({"$ref": "#/components/schemas/x"}),
        ),
        (
            "/components/schemas/C/discriminator/mapping",
            json!({"a": "#/components/schemas/A-2", "b": "B"}),
        ),
        ("/components/pathItems", Value::Null),
        ("/webhooks", Value::Null),
    ] {
        assert_eq!(*at(place), expected, "{place}");
    }
    // extensions are data
    assert_eq!(result["x-parameters"], document["x-parameters"]);
    let read = Document::parse("result.json", result.to_string()).expect("an OpenAPI document");
    assert_eq!(read.defects(), []);
}

#[test]
fn dropped_parts_outside_schemas_are_reported_too() {
    let document = json!({
        "openapi": "3.1.1", "jsonSchemaDialect": "https://example.com/dialect",
        "info": {"title": "a", "version": "1", "summary": "short", "license": {"name": "MIT", "identifier": "MIT"}},
        "servers": [{"url": "/", "name": "here"}],
        "tags": [{"name": "a", "parent": "b", "x-parent": 1}],
        "security": [{"tls": [], "key": []}, {"key": ["admin"]}, {"oauth": ["read"]}],
        "paths": {"/a": {"x-get": {"const": 1}, "get": {
            "parameters": [{"$ref": "#/components/parameters/Id", "description": "its number"}],
            "responses": {"200": {"description": "ok", "content": {"a/b": {
                "schema": {"const": 1}, "itemSchema": {}, "examples": {"one": {"value": {"const": 1}}},
            }}}},
        }, "query": {}}},
        "webhooks": {},
        "components": {
            "parameters": {"Id": {"name": "id", "in": "query", "schema": {"const": 1}, "example": {"const": 1}}},
            "securitySchemes": {"tls": {"type": "mutualTLS"}, "key": {"type": "apiKey", "in": "header", "name": "k"}, "oauth": {"type": "oauth2", "flows": {"deviceAuthorization": {}}}},
        },
    });
    let downgraded = downgrade(&document);
    assert_eq!(
        dropped_places(&downgraded, ""),
        [
            "/jsonSchemaDialect",
            "/servers/0/name",
            "/tags/0/parent",
            "/security/0/tls",
            "/security/1/key",
            "/paths/~1a/get/parameters/0/description",
            "/paths/~1a/get/responses/200/content/a~1b/itemSchema",
            "/paths/~1a/query",
            "/webhooks",
            "/components/securitySchemes/tls",
            "/components/securitySchemes/oauth/flows/deviceAuthorization",
        ]
    );
    assert_eq!(
        downgraded.document,
        json!({
            "openapi": "3.0.3",
            "info": {"title": "a", "version": "1", "description": "short", "license": {"name": "MIT", "url": "https://spdx.org/licenses/MIT.html"}},
            "servers": [{"url": "/"}],
            "tags": [{"name": "a", "x-parent": 1}],
            "security": [{"key": []}, {"key": []}, {"oauth": ["read"]}],
            "paths": {"/a": {"x-get": {"const": 1}, "get": {
                "parameters": [{"$ref": "#/components/parameters/Id"}],
                "responses": {"200": {"description": "ok", "content": {"a/b": {
                    "schema": {"type": "integer", "enum": [1]}, "examples": {"one": {"value": {"const": 1}}},
                }}}},
            }}},
            "components": {
                "parameters": {"Id": {"name": "id", "in": "query", "schema": {"type": "integer", "enum": [1]}, "example": {"const": 1}}},
                "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "k"}, "oauth": {"type": "oauth2", "flows": {}}},
            },
        })
    );
}

#[test]
fn a_licence_id_becomes_a_url_only_if_it_has_a_page() {
    for (identifier, url) in [
        (
            "Apache-2.0",
            Some("https://spdx.org/licenses/Apache-2.0.html"),
        ),
        ("MIT OR Apache-2.0", None),
        ("LicenseRef-Own", None),
        ("GPL-2.0+", None),
        ("", None),
    ] {
        let document = json!({"openapi": "3.1.0", "info": {"license": {"name": "a", "identifier": identifier}}});
        let downgraded = downgrade(&document);
        assert_eq!(
            downgraded.document["info"]["license"]["url"].as_str(),
            url,
            "{identifier}"
        );
        assert_eq!(downgraded.dropped.is_empty(), url.is_some(), "{identifier}");
    }
}

#[test]
fn a_3_0_document_or_other_value_is_unchanged() {
    for value in [
        json!({"openapi": "3.0.3", "x": {"const": 1}}),
        json!([1]),
        json!("a"),
        json!(null),
    ] {
        let downgraded = downgrade(&value);
        assert_eq!((downgraded.document, downgraded.dropped), (value, vec![]));
    }
}

#[test]
fn the_conversion_of_recursive_schemas_ends() {
    for document in [
        json!({"openapi": "3.1.0", "paths": {"/a": {"$ref": "#/paths/~1a"}}}),
        json!({"openapi": "3.1.0", "paths": {"/a": {"$ref": "#/components/pathItems/A"}}, "components": {"pathItems": {"A": {
            "get": {"callbacks": {"c": {"{$u}": {"$ref": "#/components/pathItems/A"}}}},
        }}}}),
        json!({"openapi": "3.1.0", "components": {"schemas": {"A": {"$ref": "#/components/schemas/A"}, "B": {"anyOf": [{"$ref": "#/components/schemas/B"}, {"type": "null"}]}}}}),
        json!({"openapi": "3.1.0", "components": {"schemas": {"A": {"$defs": {"B": {"prefixItems": [{"$ref": "#/components/schemas/A/$defs/B"}]}}, "$ref": "#/components/schemas/A/$defs/B/prefixItems/0"}}}}),
        json!({"openapi": "3.1.0", "components": {"schemas": {"A": {"$ref": "#/components/schemas/None"}, "B": {"$ref": "other.yaml#/B"}, "C": 7, "D": {"anyOf": 7, "allOf": [7], "properties": 1, "$ref": 1, "enum": 1, "examples": 1}}}}),
    ] {
        assert_eq!(downgrade(&document).document["openapi"], "3.0.3");
    }
}
