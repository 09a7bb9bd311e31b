//! Large examples, which stay text in JSON documents: the results are the same as in YAML, which is never deferred.

use openapi_document::Document;
use reprise_core::{
    Exchange, Judgement, Level, Outcome, Schemas, StepValues, build_suite, check_response,
};
use serde_json::{Value, json};

use crate::{json_response, make_response};

fn items(count: u64) -> Value {
    let item = |n| json!({ "id": n, "title": format!("Title {n}"), "pages": 300, "owner": null });
    json!({ "items": (0..count).map(item).collect::<Vec<Value>>(), "total": count })
}

fn document(name: &str, media_type: &str, example: &Value) -> Document {
    let document = json!({ "openapi": "3.1.0", "paths": { "/a": { "get": { "responses": { "200": {
        "description": "A",
        "content": { media_type: {
            "schema": { "required": ["items"], "properties": { "total": { "type": "integer" } } },
            "example": example,
        } },
    } } } } } });
    Document::parse(name, document.to_string()).unwrap()
}

fn judge_example(
    document: &Document,
    exchange: &Exchange,
    maximum_level: Level,
) -> (bool, Judgement) {
    let suite = build_suite(document, &[], &[]).unwrap();
    let schemas = Schemas::compile(document, &suite).unwrap();
    let step = &suite.cases[0].steps[0];
    let body = step.expected_response.body.as_ref().unwrap();
    let judgement = check_response(
        document,
        &schemas,
        step,
        exchange,
        maximum_level,
        &StepValues::default(),
    );
    (body.text(document).is_some(), judgement)
}

/// Checks the response against the JSON and the YAML document; returns whether it passes, and whether the example is
/// deferred.
fn judge_both_formats(
    media_type: &str,
    example: &Value,
    exchange: &Exchange,
    maximum_level: Level,
) -> (bool, bool) {
    let judged = |name| {
        judge_example(
            &document(name, media_type, example),
            exchange,
            maximum_level,
        )
    };
    let ((stayed_text, of_text), (of_yaml, of_value)) = (judged("a.json"), judged("a.yaml"));
    assert!(!of_yaml);
    assert_eq!(of_text, of_value, "{exchange:?}");
    (
        matches!(of_text.outcome, Outcome::Passed { .. }),
        stayed_text,
    )
}

#[test]
fn a_response_equals_its_example_or_differs() {
    let example = items(20);
    let changed = |change: fn(&mut Value)| {
        let mut body = items(20);
        change(&mut body);
        body
    };
    let reversed = |body: &mut Value| {
        for item in body["items"].as_array_mut().unwrap() {
            let members = std::mem::take(item.as_object_mut().unwrap());
            *item = Value::Object(members.into_iter().rev().collect());
        }
    };
    for (what, body, by_value, by_shape) in [
        ("the same", changed(|_| {}), true, true),
        ("in another order", changed(reversed), true, true),
        (
            "another number",
            changed(|body| body["items"][19]["pages"] = json!(300.0)),
            true,
            true,
        ),
        (
            "another value",
            changed(|body| body["items"][19]["pages"] = json!(301)),
            false,
            true,
        ),
        (
            "another type",
            changed(|body| body["items"][19]["pages"] = json!("300")),
            false,
            false,
        ),
        (
            "one less",
            changed(|body| {
                body["items"].as_array_mut().unwrap().pop();
            }),
            false,
            true,
        ),
        (
            "one more",
            changed(|body| body["items"].as_array_mut().unwrap().push(json!({}))),
            false,
            false,
        ),
        (
            "a member less",
            changed(|body| {
                body["items"][3].as_object_mut().unwrap().remove("owner");
            }),
            false,
            false,
        ),
        (
            "a member more",
            changed(|body| body["items"][3]["more"] = json!(1)),
            true,
            true,
        ),
        (
            "against the schema",
            changed(|body| body["total"] = json!(null)),
            false,
            false,
        ),
        ("nothing", json!({}), false, false),
    ] {
        let exchange = json_response(200, &body);
        for (maximum_level, expected) in [(Level::Value, by_value), (Level::Shape, by_shape)] {
            let found = judge_both_formats("application/json", &example, &exchange, maximum_level);
            assert_eq!(found, (expected, true), "{what} {maximum_level:?}");
        }
    }
}

#[test]
fn an_elision_is_found_in_any_spelling() {
    let mut open = items(20);
    open["items"].as_array_mut().unwrap().push(json!("..."));
    open["items"][4]["title"] = json!("…");
    let mut body = items(25);
    body["items"][4]["title"] = json!("Emma");
    body["total"] = json!(20);
    let exchange = json_response(200, &body);
    let found = judge_both_formats("application/json", &open, &exchange, Level::Value);
    assert_eq!(found, (true, false));

    for escaped in [r"\u2026", r"..\u002e"] {
        let text = format!(
            r#"{{"openapi":"3.1.0","paths":{{"/a":{{"get":{{"responses":{{"200":{{"description":"d","content":
            {{"application/json":{{"example":["{}","{escaped}"]}}}}}}}}}}}}}}}}"#,
            "x".repeat(600)
        );
        let document = Document::parse("a.json", text).unwrap();
        let suite = build_suite(&document, &[], &[]).unwrap();
        let body = suite.cases[0].steps[0]
            .expected_response
            .body
            .as_ref()
            .unwrap();
        assert_eq!(body.elided.len(), 1, "{escaped}");
    }
}

#[test]
fn a_log_is_elided_at_its_mark() {
    let log = "a line of a log\n".repeat(50);
    for (example, conforms_too, text) in [
        (log.clone(), false, true),
        (format!("{log}...\n"), true, false),
    ] {
        for (body, same) in [
            (log.clone(), true),
            (format!("{log}more\n"), conforms_too),
            (log[16..].to_owned(), false),
        ] {
            let exchange = make_response(200, "text/plain", &body);
            let found = judge_both_formats(
                "text/plain",
                &Value::from(example.as_str()),
                &exchange,
                Level::Value,
            );
            assert_eq!(found, (same, text), "{} {}", example.len(), body.len());
        }
    }
}
