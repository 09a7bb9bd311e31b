//! Every message of this crate, each made once: a change of wording is a change of a snapshot.

use std::fmt::Write;

use jsonptr::PointerBuf;
use openapi_document::body::write_body;
use openapi_document::downgrade::downgrade;
use openapi_document::serialize::serialize;
use openapi_document::{Document, Limits, Operation, Parameter};
use serde_json::{Value, json};

use crate::parse_document;

#[test]
fn errors() {
    let limits = Limits {
        depth: 3,
        alias_values: 5,
    };
    let texts = [
        ("a.json", "{\"openapi\": }"),
        ("a.yaml", "openapi: [\n"),
        ("a.yaml", "openapi: 3.1.0\nopenapi: 3.1.0\n"),
        ("a.json", "{\"openapi\": [[[[1]]]]}"),
        ("a.yaml", "openapi: [[[[1]]]]\n"),
        ("a.yaml", "a: &a [1, 2, 3]\nb: [*a, *a]\n"),
        ("a.yaml", ""),
        ("a.yaml", "text"),
        ("a.yaml", "[1]"),
        ("a.yaml", "info: {}"),
        ("a.yaml", "openapi: 3.1"),
        ("a.yaml", "openapi: 4.0.0"),
        ("a.yaml", "swagger: '2.0'"),
    ];
    let mut messages = String::new();
    for (name, text) in texts {
        let read = Document::parse_with_limits(name, text, limits, &mut |_| Err(String::new()));
        let error = read.expect_err("not a document");
        writeln!(messages, "{error}").expect("a string");
    }
    insta::assert_snapshot!(messages);
}

#[test]
fn defects() {
    let parameter = |value: Value| json!({"get": {"operationId": "x", "parameters": [value]}});
    let response = |value: Value| json!({"get": {"operationId": "x", "responses": {"200": value}}});
    let reference = |to: &str| response(json!({"$ref": to}));
    let ping = json!({"$ref": "#/paths/~1a/get/responses/200"});
    let items = [
        json!(1),
        json!({"get": []}),
        json!({"query": {}}),
        json!({"additionalOperations": {}}),
        parameter(json!("p")),
        parameter(json!({"in": "query"})),
        parameter(json!({"name": "p", "in": "body"})),
        parameter(json!({"name": "p", "in": "query", "style": "label"})),
        parameter(json!({"name": "p", "in": "path"})),
        response(json!(null)),
        response(json!({"headers": {"X-A": true}})),
        response(json!({"content": {"text/plain": []}})),
        response(json!({"content": {"text/plain": {"examples": {"one": 1}}}})),
        json!({"get": {"requestBody": 1}}),
        json!({"get": {"callbacks": {"done": 1}}}),
        json!({"get": {"responses": {"2000": {}}}}),
        response(ping),
        reference("#/components/responses/Gone"),
        reference("#Gone"),
        reference("other.yaml#/a"),
    ];
    let mut messages = String::new();
    let mut list = |document: &Document| {
        assert!(!document.defects().is_empty(), "{}", crate::whole(document));
        for defect in document.defects() {
            writeln!(messages, "{defect}").expect("a string");
        }
    };
    for item in items {
        list(&parse_document(
            &json!({"openapi": "3.1.0", "paths": {"/a": item}}),
        ));
    }
    for paths in [
        json!({"a": {}}),
        json!({"/a/{id}": {"get": {}}}),
        json!({"/a": {"get": {"operationId": "x"}}, "/b": {"get": {"operationId": "x"}}}),
        json!({
            "/a/{id}": parameter(json!({"name": "id", "in": "path"})),
            "/a/{key}": {"get": {"parameters": [{"name": "key", "in": "path"}]}},
        }),
    ] {
        list(&parse_document(
            &json!({"openapi": "3.1.0", "paths": paths}),
        ));
    }
    list(&parse_document(
        &json!({"openapi": "3.1.0", "components": {"securitySchemes": {
            "a": {"type": "apiKey"},
            "b": 1,
        }}}),
    ));
    let twice = r#"{"openapi": "3.1.0", "info": {}, "info": {}}"#;
    list(&Document::parse("a.json", twice).expect("a document"));
    insta::assert_snapshot!(messages);
}

/// Reads a document that refers to two files.
fn parse_with_files(text: &Value) -> Document {
    let mut load = |path: &str| match path {
        "broken.yaml" => Ok("[".to_owned()),
        "sound.yaml" => Ok("a: 1".to_owned()),
        _ => Err("no such file".to_owned()),
    };
    Document::parse_with("spec/a.json", text.to_string(), &mut load).expect("a document")
}

#[test]
fn files() {
    let mut messages = String::new();
    for file in [
        "https://example.com/a.yaml#/a",
        "//example.com/a.yaml",
        "/a.yaml",
        "a%FF.yaml",
        "../a.yaml",
        "gone.yaml",
        "broken.yaml",
        "sound.yaml#anchor",
    ] {
        let operation = json!({"operationId": "x", "requestBody": {"$ref": file}});
        let text = json!({"openapi": "3.1.0", "paths": {"/a": {"get": operation}}});
        for defect in parse_with_files(&text).defects() {
            writeln!(messages, "{defect}").expect("a string");
        }
        let examples = json!({"one": {"externalValue": file}});
        let parameters = json!([{"name": "p", "in": "query", "examples": examples}]);
        let text =
            json!({"openapi": "3.1.0", "paths": {"/a": {"get": {"parameters": parameters}}}});
        let document = parse_with_files(&text);
        if let Some(unread) = &document.operations()[0].parameters[0].examples[0].unread_reason {
            writeln!(messages, "example: {unread}").expect("a string");
        }
    }
    let many: serde_json::Map<String, Value> = (0..1_001)
        .map(|index| (index.to_string(), json!({"$ref": format!("{index}.yaml")})))
        .collect();
    let text = json!({"openapi": "3.1.0", "components": {"schemas": many}});
    let read = Document::parse_with("a.json", text.to_string(), &mut |_| Ok("{}".to_owned()));
    for defect in read.expect("a document").defects() {
        writeln!(messages, "{defect}").expect("a string");
    }
    insta::assert_snapshot!(messages);
}

fn parse_parameter(value: Value) -> (Document, Parameter) {
    let path = match value["in"].as_str() {
        Some("path") => "/a/{p}",
        _ => "/a",
    };
    let document = parse_document(
        &json!({"openapi": "3.1.0", "paths": {path: {"get": {"parameters": [value]}}}}),
    );
    let parameter = document.operations()[0].parameters[0].clone();
    (document, parameter)
}

#[test]
fn serialization_and_bodies() {
    let mut messages = String::new();
    for (written, value) in [
        (json!({"name": "p", "in": "query"}), json!([[1]])),
        (json!({"name": "p", "in": "path"}), json!("")),
        (json!({"name": "p", "in": "path"}), json!("..")),
        (
            json!({"name": "p", "in": "query", "style": "deepObject"}),
            json!([1]),
        ),
        (
            json!({"name": "p", "in": "query", "style": "pipeDelimited"}),
            json!(1),
        ),
    ] {
        let (_, parameter) = parse_parameter(written);
        let error = serialize(&parameter, &value).expect_err("no text");
        writeln!(messages, "{error}").expect("a string");
    }
    let form = "multipart/form-data";
    let header = |header: Value| json!({"content": {form: {"encoding": {"p": {"headers": {"X-A": header}}}}}});
    let encoding = json!({"content": {"application/x-www-form-urlencoded": {"encoding": {"p": {"style": "form"}}}}});
    for (body, media_type, value) in [
        (json!({}), "image/png", json!([])),
        (json!({}), form, json!(1)),
        (json!({}), "application/x-www-form-urlencoded", json!([1])),
        (json!({}), "image/*", json!("a")),
        (
            encoding,
            "application/x-www-form-urlencoded",
            json!({"p": [[1]]}),
        ),
        (header(json!({"required": true})), form, json!({"p": 1})),
        (header(json!({"example": "a\nb"})), form, json!({"p": 1})),
        (header(json!({"example": [[1]]})), form, json!({"p": 1})),
    ] {
        let document = parse_document(
            &json!({"openapi": "3.1.0", "paths": {"/a": {"post": {"requestBody": body}}}}),
        );
        let operation: &Operation = &document.operations()[0];
        let content = operation
            .request_body
            .as_ref()
            .and_then(|body| body.content.first());
        let error = write_body(&document, media_type, content, &value).expect_err("no body");
        writeln!(messages, "{error}").expect("a string");
    }
    insta::assert_snapshot!(messages);
}

#[test]
fn what_a_downgrade_drops() {
    let schemas = json!({
        "conditions": {"if": {"type": "null"}, "then": false},
        "dependent": {"dependentRequired": {"a": ["b"]}, "propertyNames": {"minLength": 1}, "x": 1},
        "contains": {"contains": {"type": "null"}, "maxContains": 1, "$comment": "c", "nullable": true},
        "names": {"$id": "a", "$anchor": "b", "unknown": 1},
        "dynamic": {"$dynamicRef": "#several"},
        "not": {"not": {"prefixItems": [{"type": "integer"}, {"type": "string"}]}},
        "one": {"oneOf": [{"prefixItems": [{"type": "integer"}]}, {"type": "array", "minItems": 9}]},
        "examples": {"examples": [1, 2]},
        "content": {"contentEncoding": "quoted-printable"},
        "patterns": {"patternProperties": {"^a": {"type": "integer"}}},
        "unevaluated": {"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": false},
        "definitions": {"$defs": {"unused": {"type": "string"}}},
        "null": {"title": "a", "anyOf": [{"type": "null"}, {"title": "b", "type": "string"}]},
    });
    let source = json!({
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://example.com/dialect",
        "info": {"title": "t", "version": "1", "summary": "s", "description": "d",
            "license": {"name": "l", "identifier": "MIT OR Apache-2.0"}},
        "security": [{"tls": []}, {"key": ["role"]}],
        "webhooks": {"w": {"get": {}}},
        "unknown": 1,
        "paths": {
            "/a": {"$ref": "#/components/pathItems/A"},
            "/b": {"$ref": "#/paths/~1b"},
            "/c": {"get": {"responses": {"200": {"$ref": "#/components/responses/R", "description": "d",
                "unknown": 1}}}},
        },
        "components": {
            "pathItems": {"A": {"get": {}}},
            "responses": {"R": {"description": "d", "links": {"l": {"operationRef": "#/webhooks/w/get"}}}},
            "securitySchemes": {"tls": {"type": "mutualTLS"}, "key": {"type": "apiKey", "name": "k", "in": "header"}},
            "schemas": schemas,
        },
    });
    let mut messages = String::new();
    let mut known: Vec<(&str, PointerBuf)> = Vec::new();
    for dropped in downgrade(&source).dropped {
        if !known.iter().any(|(reason, _)| *reason == dropped.reason) {
            writeln!(
                messages,
                "{}: {} ({:?})",
                dropped.pointer, dropped.reason, dropped.effect
            )
            .expect("a string");
            known.push((dropped.reason, dropped.pointer));
        }
    }
    insta::assert_snapshot!(messages);
}
