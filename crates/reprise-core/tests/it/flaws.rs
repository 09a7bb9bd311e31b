//! Checks of a document against itself: one violation of each rule.

use openapi_document::Document;
use reprise_core::{lint_document, parse_errata};
use serde_json::{Value, json};

/// The flaws of a document, one line each, without the path to the operation.
fn flaws(document: &Value) -> Vec<String> {
    let document = Document::parse("a.json", document.to_string()).unwrap();
    lint_document(&document, &[])
        .unwrap()
        .iter()
        .map(|flaw| {
            let place = flaw.place.as_str().replace("/paths/~1a/get", "");
            format!("{} {place}: {}", flaw.rule, flaw.message)
        })
        .collect()
}

/// A document with one operation.
fn document_with(operation: Value) -> Value {
    json!({"openapi": "3.1.0", "paths": {"/a": {"get": operation}}})
}

fn ok_response(media_type: Value) -> Value {
    json!({"200": {"description": "A", "content": {"application/json": media_type}}})
}

const CONTENT: &str = "/responses/200/content/application~1json";

#[test]
fn a_sound_document_has_no_flaws() {
    let mut document = document_with(json!({
        "operationId": "listA",
        "parameters": [{"name": "q", "in": "query", "schema": {"type": "integer"}, "example": 0}],
        "responses": ok_response(json!({
            "schema": {"type": "array", "minItems": 2, "items": {"$ref": "#/components/schemas/A"}},
            "example": [{"id": 1, "tags": ["x"], "...": ""}, "..."],
        })),
    }));
    document["components"] = json!({"schemas": {"A": {"type": "object", "properties": {
        "id": {"type": "integer", "example": 1}, "tags": {"examples": [[], ["x"]]},
    }}}});
    assert_eq!(flaws(&document), Vec::<String>::new());
}

#[test]
fn every_example_is_checked_against_its_schema() {
    for (operation, expected) in [
        (
            json!({"parameters": [{"name": "q", "in": "query", "schema": {"type": "integer"}, "example": "one"}],
                   "responses": ok_response(json!({"example": 1}))}),
            vec![r#"example /parameters/0/example: "one" is not of type "integer""#.to_owned()],
        ),
        (
            json!({"responses": ok_response(json!({
                "schema": {"type": "object", "required": ["a"], "properties": {"b": {"type": "string"}}},
                "examples": {"one": {"value": {"b": 0}}},
            }))}),
            vec![
                format!(r#"example {CONTENT}/examples/one/value/b: 0 is not of type "string""#),
                format!("example {CONTENT}/examples/one/value: required property `a` is missing"),
            ],
        ),
        (
            json!({"responses": ok_response(json!({
                "schema": {"properties": {"s": {"enum": ["pending", "running"]}}},
                "example": {"s": "runing"},
            }))}),
            vec![format!(
                r#"word {CONTENT}/example/s: "runing" is not one of "pending" or "running"; did you mean `running`?"#
            )],
        ),
        (
            json!({"responses": {"200": {
                "description": "A",
                "headers": {"X-A": {"schema": {"type": "integer"}, "example": "x"}},
                "content": {"application/json": {"example": 1}},
            }}}),
            vec![
                r#"example /responses/200/headers/X-A/example: "x" is not of type "integer""#
                    .to_owned(),
            ],
        ),
        (
            json!({"responses": ok_response(json!({
                "schema": {"type": "string", "format": "date", "example": "tomorrow"},
            }))}),
            vec![format!(
                r#"example {CONTENT}/schema/example: "tomorrow" is not a "date""#
            )],
        ),
        (
            json!({"responses": ok_response(json!({
                "schema": {"type": "string", "examples": ["a", 1]},
            }))}),
            vec![format!(
                r#"example {CONTENT}/schema/examples/1: 1 is not of type "string""#
            )],
        ),
        // the text of an XML body says nothing about its value
        (
            json!({"responses": {"200": {"description": "A", "content": {
                "application/xml": {"schema": {"type": "object"}, "example": "<a/>"},
            }}}}),
            vec![],
        ),
    ] {
        let mut found = flaws(&document_with(operation));
        found.sort();
        let mut expected = expected;
        expected.sort();
        assert_eq!(found, expected);
    }
}

#[test]
fn an_example_omits_properties_of_the_other_direction() {
    let schema = json!({
        "type": "object",
        "required": ["id", "password"],
        "properties": {"id": {"readOnly": true}, "password": {"writeOnly": true}},
    });
    let operation = |sent: Value, received: Value| {
        document_with(json!({
            "requestBody": {"content": {"application/json": {"schema": schema, "example": sent}}},
            "responses": ok_response(json!({"schema": schema, "example": received})),
        }))
    };
    assert_eq!(
        flaws(&operation(json!({"password": "x"}), json!({"id": 1}))),
        Vec::<String>::new()
    );
    assert_eq!(
        flaws(&operation(json!({"id": 1}), json!({"password": "x"}))),
        [
            "example /requestBody/content/application~1json/example: required property `password` is missing".to_owned(),
            format!("example {CONTENT}/example: required property `id` is missing"),
            "direction /requestBody/content/application~1json/example/id: `id` is `readOnly`, but used in a request".to_owned(),
            format!("direction {CONTENT}/example/password: `password` is `writeOnly`, but used in a response"),
        ]
    );
}

#[test]
fn examples_of_one_body_agree_on_types_unless_a_schema_defines_them() {
    let examples = json!({
        "one": {"value": {"message": "no", "n": null}},
        "two": {"value": {"message": {"a": ["no"]}, "n": 1}},
    });
    assert_eq!(
        flaws(&document_with(
            json!({"responses": ok_response(json!({"examples": examples}))})
        )),
        [format!(
            "type {CONTENT}/examples/two/value/message: is an object here, but a string in another example"
        )]
    );
    let schema = json!({"properties": {"message": {"type": ["string", "object"]}}});
    assert_eq!(
        flaws(&document_with(
            json!({"responses": ok_response(json!({"examples": examples, "schema": schema}))})
        )),
        Vec::<String>::new()
    );
}

#[test]
fn an_operation_that_lists_responds_with_a_list() {
    let item = json!({"type": "object", "properties": {"id": {"type": "integer"}}});
    for (id, summary, schema, is_found) in [
        ("listA", "", item.clone(), true),
        ("a/list-all", "", item.clone(), true),
        ("getA", "List all a", item.clone(), true),
        ("listenA", "Listen", item.clone(), false),
        ("getA", "Get the a", item.clone(), false),
        ("listA", "", json!({"type": "array", "items": item}), false),
        (
            "listA",
            "",
            json!({"type": "object", "properties": {"total": {}}}),
            false,
        ),
        (
            "listA",
            "",
            json!({"type": "object", "additionalProperties": {"type": "integer"}}),
            false,
        ),
    ] {
        let found = flaws(&document_with(json!({
            "operationId": id, "summary": summary, "responses": ok_response(json!({"schema": schema})),
        })));
        let expected = format!(
            "list {CONTENT}/schema: `{id}` is a list operation, but its response is one object with an `id`; make it a list"
        );
        assert_eq!(
            found,
            if is_found { vec![expected] } else { vec![] },
            "{id} {summary} {schema}"
        );
    }
}

#[test]
fn defects_and_unused_examples_are_reported_too() {
    assert_eq!(
        flaws(&json!({"openapi": "3.0.0", "paths": {"/a/{id}": {"get": {
            "parameters": [{"name": "ID", "in": "path", "required": true, "schema": {"type": "string", "pattern": "("}}],
            "responses": ok_response(json!({"examples": {"one": {"summary": "nothing"}}})),
        }}}})),
        [
            "document /paths/~1a~1{id}/get/parameters/0: the path `/a/{id}` does not contain `{ID}`; correct the name (the parameter is ignored)",
            "document /paths/~1a~1{id}/get: parameter `{id}` of the path is not declared; declare it (it is read as a string)",
            "unused /paths/~1a~1{id}/get/responses/200/content/application~1json/examples/one: it has no `value`",
        ]
    );
}

#[test]
fn a_schema_that_cannot_be_used_is_named() {
    let found = flaws(&document_with(
        json!({"responses": ok_response(json!({"schema": {"pattern": "("}, "example": 1}))}),
    ));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(
        found[0].starts_with(&format!(
            "schema {CONTENT}/schema: the schema cannot be used: "
        )),
        "{found:?}"
    );
}

#[test]
fn a_flaw_in_a_shared_component_is_reported_once() {
    let mut document = document_with(json!({
        "parameters": [{"$ref": "#/components/parameters/Q"}],
        "responses": ok_response(json!({"example": 1})),
    }));
    let other = document["paths"]["/a"].clone();
    document["paths"]["/b"] = other;
    document["components"] = json!({"parameters": {"Q": {
        "name": "q", "in": "query", "schema": {"type": "integer"}, "example": "x",
    }}});
    assert_eq!(
        flaws(&document),
        [r#"example /components/parameters/Q/example: "x" is not of type "integer""#]
    );
}

#[test]
fn an_example_that_an_erratum_corrects_has_no_flaw() {
    let schema = json!({"type": "object", "properties": {"a": {"type": "integer"}, "b": {"type": "integer"}}});
    let document = document_with(
        json!({"operationId": "getA", "responses": ok_response(json!({
            "schema": schema, "examples": {"one": {"value": {"a": "x", "b": 1}}, "two": {"value": {"a": "y"}}},
        }))}),
    );
    let document = Document::parse("a.json", document.to_string()).unwrap();
    for (effect, expected) in [
        ("{ replace: { /a: 1 } }", vec!["/examples/two/value/a"]),
        ("{ withdraw: [/a] }", vec!["/examples/two/value/a"]),
        (
            "{ withdraw: [/b] }",
            vec!["/examples/one/value/a", "/examples/two/value/a"],
        ),
    ] {
        let text = format!(
            "- {{ id: e, examples: [getA.one], claim: c, evidence: {{ lines: '1' }}, effect: {effect} }}"
        );
        let errata = parse_errata("errata.yaml", &text).unwrap();
        let flaws = lint_document(&document, &errata).unwrap();
        let places: Vec<String> = flaws
            .iter()
            .map(|flaw| {
                flaw.place
                    .as_str()
                    .rsplit_once("json")
                    .unwrap()
                    .1
                    .to_owned()
            })
            .collect();
        assert_eq!(places, expected, "{effect}");
    }
}
