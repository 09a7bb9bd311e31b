//! How examples are paired, and which defaults replace missing parts.

use openapi_document::Document;
use reprise_core::{Case, Level, Suite, build_request, build_suite};
use serde_json::{Value, json};

/// The suite of an operation `getA` on `/a/{id}`.
fn build_suite_of(operation: Value) -> (Document, Suite) {
    let mut operation = operation;
    operation["operationId"] = json!("getA");
    let value = json!({"openapi": "3.1.0", "paths": {"/a/{id}": {"get": operation}}});
    let document = Document::parse("a.json", value.to_string()).unwrap();
    let suite = build_suite(&document, &[], &[]).unwrap();
    (document, suite)
}

/// The request and the expectation of a case, its defaults, and its open parameters.
fn describe_case(document: &Document, case: &Case) -> String {
    let step = &case.steps[0];
    let parameters: Vec<String> = step
        .parameters
        .iter()
        .map(|sent| format!("{}={}", sent.parameter.name, sent.value))
        .collect();
    let mut text = format!("{} {}", case.id, parameters.join("&"));
    if let Some(body) = &step.body {
        text.push_str(&format!(" body {}", body.value));
    }
    for filled in &step.defaults {
        text.push_str(&format!("; {} is {}", filled.part, filled.from));
    }
    for open in &step.missing_parameters {
        text.push_str(&format!("; {} is open", open.name));
    }
    if let Some(body) = &step.expected_response.body {
        text.push_str(&format!(" -> {}", body.value(document)));
    }
    text
}

fn case_lines(operation: Value) -> Vec<String> {
    let (document, suite) = build_suite_of(operation);
    let cases = suite
        .cases
        .iter()
        .map(|case| describe_case(&document, case));
    cases.collect()
}

fn unused_lines(operation: Value) -> Vec<String> {
    let unused = build_suite_of(operation).1.unused;
    let shortened = unused.iter().map(|one| {
        let place = one.pointer.as_str().replace("/paths/~1a~1{id}/get", "");
        format!("{place} {}", one.reason)
    });
    shortened.collect()
}

fn id_parameter(more: Value) -> Value {
    let mut parameter = json!({"name": "id", "in": "path", "required": true});
    merge(&mut parameter, more);
    parameter
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}

fn ok_response(media_type: Value) -> Value {
    json!({"200": {"description": "A", "content": {"application/json": media_type}}})
}

#[test]
fn unnamed_examples_are_one_case() {
    let found = case_lines(json!({
        "parameters": [
            id_parameter(json!({"example": 0})),
            {"name": "q", "in": "query", "example": ""},
            {"name": "other", "in": "query", "schema": {"example": 1, "default": 2}},
        ],
        "requestBody": {"content": {"application/json": {"example": false}}},
        "responses": ok_response(json!({"example": null})),
    }));
    assert_eq!(
        found,
        [
            r#"getA.example id=0&q=""&other=1 body false; other is the example of its schema -> null"#
        ]
    );
}

#[test]
fn defaults_of_required_parameters_have_an_order() {
    let schema = json!({"default": 0, "const": 1, "example": 2, "examples": [3]});
    let without = |gone: &[&str]| {
        let mut schema = schema.clone();
        for keyword in gone {
            schema.as_object_mut().unwrap().remove(*keyword);
        }
        schema
    };
    for (parameter, expected) in [
        (
            json!({"example": false, "schema": schema}),
            "id=false; id is its example",
        ),
        (
            json!({"example": false, "examples": {"other": {"value": 9}}}),
            "id=false; id is its example",
        ),
        (
            json!({"schema": schema}),
            "id=2; id is the example of its schema",
        ),
        (
            json!({"schema": without(&["example", "examples"])}),
            "id=1; id is the only value of its schema",
        ),
        (
            json!({"schema": without(&["example", "examples", "const"])}),
            "id=0; id is the default of its schema",
        ),
        (
            json!({"schema": {"enum": ["me"]}}),
            "id=\"me\"; id is the only value of its schema",
        ),
        (
            json!({"schema": {"enum": ["me", "you"]}}),
            "id=\"me\"; id is the first value of its enum",
        ),
        (json!({"schema": {"type": "integer"}}), "; id is open"),
        (
            json!({"schema": without(&["default", "const", "example"])}),
            "id=3; id is the example of its schema",
        ),
        (
            json!({"schema": {"allOf": [{"type": "integer"}, {"allOf": [{"default": 7}]}]}}),
            "id=7; id is the default of its schema",
        ),
        (
            json!({"examples": {"other": {"value": 9}}}),
            "id=9; id is its example",
        ),
        (json!({"examples": {"one": {"value": 9}}}), "id=9"),
        (json!({}), "; id is open"),
    ] {
        let found = case_lines(json!({
            "parameters": [
                id_parameter(parameter.clone()),
                {"name": "q", "in": "query", "example": 1},
            ],
            "responses": ok_response(json!({"examples": {"one": {"value": {}}}})),
        }));
        let expected = match expected.strip_prefix(';') {
            Some(rest) => format!("getA.one ;{rest} -> {{}}"),
            None => format!("getA.one {expected} -> {{}}"),
        };
        assert_eq!(found, [expected], "{parameter}");
    }
}

#[test]
fn a_missing_body_gets_a_default_too() {
    for (body, expected) in [
        (
            json!({"content": {"application/json": {"example": 0}}}),
            "getA.one id=1 body 0; body is its example -> {}",
        ),
        (
            json!({"content": {"application/json": {"schema": {"default": 0}}}}),
            "getA.one id=1 -> {}",
        ),
        (
            json!({"required": true, "content": {"application/json": {"schema": {"default": 0}}}}),
            "getA.one id=1 body 0; body is the default of its schema -> {}",
        ),
    ] {
        let found = case_lines(json!({
            "parameters": [id_parameter(json!({"examples": {"one": {"value": 1}}}))],
            "requestBody": body,
            "responses": ok_response(json!({"examples": {"one": {"value": {}}}})),
        }));
        assert_eq!(found, [expected]);
    }
}

#[test]
fn the_schema_shows_the_body_of_a_success_that_has_no_example() {
    let schema = json!({"schema": {"type": "object", "example": {"id": 0}}});
    let found = case_lines(
        json!({"parameters": [id_parameter(json!({"example": 1}))], "responses": ok_response(schema.clone())}),
    );
    assert_eq!(found, [r#"getA.example id=1 -> {"id":0}"#]);
    let refused = json!({"404": {"description": "None", "content": {"application/json": schema}}});
    assert_eq!(
        case_lines(json!({"responses": refused})),
        Vec::<String>::new()
    );
}

#[test]
fn a_success_without_content_takes_its_names_from_the_request() {
    let operation = json!({
        "parameters": [id_parameter(json!({"examples": {"one": {"value": 1}, "gone": {"value": 2}}}))],
        "responses": {
            "204": {"description": "Done"},
            "404": {"description": "None", "content": {"application/json": {"examples": {"gone": {"value": {}}}}}},
        },
    });
    assert_eq!(
        case_lines(operation.clone()),
        ["getA.gone id=2 -> {}", "getA.one id=1"]
    );
    assert_eq!(unused_lines(operation.clone()), Vec::<String>::new());
    let (_, suite) = build_suite_of(operation);
    assert_eq!(suite.cases[1].documented_level(), Level::Exchange);
}

#[test]
fn every_place_without_a_case_has_a_reason() {
    for (operation, expected) in [
        (
            json!({
                "parameters": [id_parameter(json!({"example": 1, "examples": {"one": {"value": 1}, "lonely": {"value": 1}}}))],
                "responses": ok_response(json!({"examples": {"one": {"value": 1}, "empty": {}, "far": {"externalValue": "x.json"}}})),
            }),
            vec![
                "/parameters/0/examples/lonely no response has an example named `lonely`",
                "/parameters/0/example it has no name, and `examples` stands beside it",
                "/responses/200/content/application~1json/examples/empty it has no `value`",
                "/responses/200/content/application~1json/examples/far `x.json` was not read",
            ],
        ),
        (
            json!({"responses": {"400": {"description": "A"}}}),
            vec![" the operation has no example, and no success is documented"],
        ),
        (
            json!({
                "requestBody": {"required": true, "content": {"application/json": {}}},
                "responses": ok_response(json!({"example": 1})),
            }),
            vec![
                "/responses/200/content/application~1json/example the request needs a body, which has no example, and no value can be made from its schema",
            ],
        ),
        (
            json!({
                "requestBody": {"content": {"application/json": {"example": {"tags": ["a", "..."]}}}},
                "responses": ok_response(json!({"example": 1})),
            }),
            vec![
                "/responses/200/content/application~1json/example the request is incomplete: its example contains `...` at /paths/~1a~1{id}/get/requestBody/content/application~1json/example/tags",
                "/requestBody/content/application~1json/example no response has an example named `example`",
            ],
        ),
        (
            json!({"responses": {"200": {
                "description": "A",
                "headers": {"X-A": {"examples": {"one": {"value": 1}, "two": {"value": 2}}}},
                "content": {"application/json": {"examples": {"one": {"value": 1}}}},
            }}}),
            vec![
                "/responses/200/headers/X-A/examples/two no response example is named `two`, so it makes no case",
            ],
        ),
    ] {
        assert_eq!(unused_lines(operation), expected);
    }
}

#[test]
fn open_parameters_need_a_value_from_the_target() {
    let (document, suite) =
        build_suite_of(json!({"responses": ok_response(json!({"example": 1}))}));
    let case = &suite.cases[0];
    let error = build_request(&document, &case.steps[0], &[], &|_| None).unwrap_err();
    assert_eq!(
        error.to_string(),
        "no value for path parameter `id`; pass --param id=VALUE or set `params:` for this target"
    );
    let names: Vec<&str> = case
        .needed_parameters()
        .map(|parameter| parameter.name.as_str())
        .collect();
    assert_eq!(names, ["id"]);
    let param = reprise_core::Param {
        parameter: "id".into(),
        value: json!(7),
    };
    let sent = build_request(&document, &case.steps[0], &[param], &|_| None).unwrap();
    assert_eq!(sent.target, "/a/7");
}

#[test]
fn the_only_value_of_a_path_parameter_is_no_id_of_an_example() {
    let (_, suite) = build_suite_of(json!({
        "parameters": [id_parameter(json!({"schema": {"const": "me"}}))],
        "responses": ok_response(json!({"example": 1})),
    }));
    assert_eq!(suite.cases[0].needed_parameters().count(), 0);
}

#[test]
fn cases_of_one_name_are_distinguished_by_media_type() {
    let found = case_lines(
        json!({"parameters": [id_parameter(json!({"example": 1}))], "responses": {
            "200": {"description": "A", "content": {
                "application/json": {"example": 1},
                "text/plain": {"example": "a"},
            }},
            "202": {"description": "Later", "content": {"application/json": {"example": 2}}},
        }}),
    );
    assert_eq!(
        found,
        [
            "getA.example.200.application/json id=1 -> 1",
            "getA.example.200.text/plain id=1 -> \"a\"",
            "getA.example.202 id=1 -> 2",
        ]
    );
}

#[test]
fn a_success_without_an_example_is_the_response_to_request_examples() {
    let operation = |media_type: Value| json!({"parameters": [id_parameter(json!({"example": 1}))], "responses": ok_response(media_type)});
    let (document, suite) = build_suite_of(operation(json!({"schema": {"type": "object"}})));
    assert_eq!(
        suite
            .cases
            .iter()
            .map(|case| describe_case(&document, case))
            .collect::<Vec<_>>(),
        ["getA.example id=1"]
    );
    assert_eq!(suite.cases[0].documented_level(), Level::Schema);
    assert_eq!(suite.unused, []);
    assert_eq!(
        case_lines(operation(json!({"example": 2}))),
        ["getA.example id=1 -> 2"]
    );
    // without any example, the case is made from schemas
    let defaults = json!({"parameters": [id_parameter(json!({"schema": {"default": 1}}))], "responses": ok_response(json!({}))});
    assert_eq!(
        case_lines(defaults),
        ["getA.example id=1; id is the default of its schema"]
    );
}
