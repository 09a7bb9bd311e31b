//! Large example values stay text until they are needed; the result is the same as without deferring.

use std::sync::LazyLock;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::{Attachment, Document};
use serde_json::{Value, json};

use crate::parse_document;

/// A value that is large enough to stay text.
static LARGE: LazyLock<Value> = LazyLock::new(|| {
    let elements = (0..20).map(|n| json!({ "id": n, "value": null, "a/b": ["é\n", 1.5] }));
    json!({ "type": "object", "list": elements.collect::<Vec<Value>>(), "none": null })
});

/// Examples at every place that can have them, large and small, and data that only looks like an example.
fn document_with_examples() -> Value {
    let large = &*LARGE;
    json!({
        "openapi": "3.1.0",
        "info": { "title": "t", "version": "1", "x-example": { "example": large } },
        "paths": { "/a": {
            "parameters": [{ "name": "q", "in": "query", "example": large }],
            "get": { "operationId": "getA", "responses": { "200": {
                "description": "d",
                "headers": { "X-A": { "example": large, "schema": { "example": large, "enum": [large] } } },
                "content": { "application/json": {
                    "schema": { "properties": { "example": { "default": large }, "value": { "type": "null" } } },
                    "examples": {
                        "large": { "value": large, "x-reprise": { "value": large } },
                        "large!": { "value": large },
                        "null": { "value": null },
                        "small": { "dataValue": { "value": null } },
                        "text": { "value": "text ".repeat(200) },
                        "shared": { "$ref": "#/components/examples/shared" },
                    },
                } },
            } } },
        } },
        "components": { "examples": { "shared": { "summary": "s", "value": [large, null] } } },
    })
}

/// Every place of a value.
fn collect_places(value: &Value, at: &mut PointerBuf, places: &mut Vec<PointerBuf>) {
    places.push(at.clone());
    let mut inside = |token: &str, value: &Value| {
        at.push_back(token);
        self::collect_places(value, at, places);
        at.pop_back();
    };
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| inside(key, value)),
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate() {
                inside(&index.to_string(), element);
            }
        }
        _ => {}
    }
}

/// The number of values of a document that are deferred.
fn count_deferred(document: &Document, plain: &Value) -> usize {
    let mut all = Vec::new();
    collect_places(plain, &mut PointerBuf::root(), &mut all);
    all.iter()
        .filter(|at| document.example_text(at).is_some())
        .count()
}

#[test]
fn every_place_has_the_value_of_the_document() {
    let plain = document_with_examples();
    let mut all = Vec::new();
    collect_places(&plain, &mut PointerBuf::root(), &mut all);
    assert!(all.len() > 1_000);
    let document = parse_document(&plain);
    assert_eq!(document.defects(), []);
    assert_eq!(count_deferred(&document, &plain), 6);
    for at in &all {
        let expected = at.resolve(&plain).expect("a value");
        assert_eq!(document.get(at).as_deref(), Some(expected), "{at}");
        if expected.get("$ref").is_none() {
            assert_eq!(document.resolve(at).as_ref(), Some(at), "{at}");
        }
        let nowhere = at.with_trailing_token("no such member");
        assert!(document.get(&nowhere).is_none(), "{nowhere}");
        assert!(document.resolve(&nowhere).is_none(), "{nowhere}");
    }
}

#[test]
fn properties_have_the_order_of_the_text() {
    let text = document_with_examples().to_string();
    let document = Document::parse("spec.json", text.clone()).expect("a document");
    let at = |place| document.get(Pointer::from_static(place)).expect("a value");
    assert_eq!(at("").to_string(), text);
    let written = json!([*LARGE, null]).to_string();
    assert_eq!(at("/components/examples/shared/value").to_string(), written);
}

#[test]
fn deferred_values_are_available_as_text() {
    let text = document_with_examples().to_string();
    let document = Document::parse("spec.json", text).expect("a document");
    let written = |at| document.example_text(Pointer::from_static(at));
    let whole = json!([*LARGE, null]).to_string();
    assert_eq!(
        written("/components/examples/shared/value"),
        Some(whole.as_str())
    );
    for other in [
        "",
        "/components/examples/shared",
        "/components/examples/shared/value/0",
        "/paths/~1a/get/responses/200/content/application~1json/examples/null/value",
    ] {
        assert_eq!(written(other), None, "{other}");
    }
}

#[test]
fn an_example_that_a_reference_leads_into_is_part_of_the_document() {
    for reference in [
        "#/components/examples/shared/value/0",
        "#/components/examples/shared/v%61lue",
        "#/paths/~1a/parameters/0/example",
        "#/components/examples/none/dataValue",
    ] {
        for keyword in ["$ref", "$dynamicRef"] {
            let mut plain = document_with_examples();
            plain["x-anywhere"] = json!([{ keyword: reference }]);
            assert_eq!(
                count_deferred(&parse_document(&plain), &plain),
                0,
                "{reference}"
            );
        }
        let mut document = parse_document(&document_with_examples());
        assert_eq!(count_deferred(&document, &document_with_examples()), 6);
        let cases = json!({ "cases": [{ "body": { "$ref": reference } }] });
        let cases = Attachment::parse("cases.json", cases.to_string()).expect("an attachment");
        document.attach(cases);
        assert_eq!(
            count_deferred(&document, &document_with_examples()),
            0,
            "{reference}"
        );
    }
    let mut plain = document_with_examples();
    plain["x-anywhere"] = json!({ "$ref": "#/components/examples/shared" });
    assert_eq!(count_deferred(&parse_document(&plain), &plain), 6);
}

#[test]
fn a_file_beside_the_document_may_lead_into_an_example_of_it() {
    let plain = document_with_examples();
    let mut root = plain.clone();
    root["components"]["schemas"] = json!({ "A": { "$ref": "a.yaml" } });
    let mut load = |path: &str| match path {
        "a.yaml" => Ok("allOf: [{$ref: 'spec.json#/components/examples/shared/value/0'}]".into()),
        other => Err(format!("no file {other}")),
    };
    let document =
        Document::parse_with("spec.json", root.to_string(), &mut load).expect("a document");
    assert_eq!(document.defects(), []);
    assert_eq!(count_deferred(&document, &plain), 0);
    let keyword = document.schema_keyword_at(
        Pointer::from_static("/components/schemas/A"),
        Pointer::root(),
        "type",
    );
    assert_eq!(keyword, [&json!("object")]);
}

#[test]
fn errors_in_a_deferred_example_are_reported() {
    let text = |value: &str| {
        let filler = "x".repeat(600);
        format!(
            "{{\"openapi\": \"3.1.0\",\n\"components\": {{\"examples\": {{\"a\": {{\"value\": [\"{filler}\",\n{value}]}}}}}}}}"
        )
    };
    let twice = Document::parse("a.json", text(r#"{"a": 1, "b": {}, "a": 2}"#)).expect("read");
    let defects: Vec<String> = twice.defects().iter().map(ToString::to_string).collect();
    assert_eq!(
        defects,
        ["/components/examples/a/value/1/a: duplicate key; remove one (the last one is used)"]
    );
    let last = Pointer::from_static("/components/examples/a/value/1/a");
    assert_eq!(twice.get(last).as_deref(), Some(&json!(2)));
    let deep = format!("{}{}", "[".repeat(60), "]".repeat(60));
    let errors = ["01", r#""\ud800 ""#, &deep].map(|value| {
        let error = Document::parse("a.json", text(value)).expect_err("broken");
        error.to_string()
    });
    insta::assert_snapshot!(errors.join("\n"), @"
    a.json:3:2: invalid JSON: invalid number
    a.json:3:8: invalid JSON: unexpected end of hex escape
    a.json:3:61: nested deeper than 64 levels; simplify the JSON or raise the limit
    ");
}

#[test]
fn of_two_values_with_one_name_the_last_one_counts() {
    let large = LARGE.to_string();
    for (first, last) in [(large.as_str(), "null"), ("null", &large), (&large, "[1]")] {
        let text = format!(
            r#"{{"openapi":"3.1.0","components":{{"examples":{{"a":{{"value":{first},"value":{last}}}}}}}}}"#
        );
        let document = Document::parse("a.json", text).expect("a document");
        let at = Pointer::from_static("/components/examples/a/value");
        let found = document.get(at).expect("a value");
        assert_eq!(found.to_string(), last);
    }
}
