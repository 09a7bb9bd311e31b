//! Responses that refuse a request, from the document alone: which request is sent for them.

use insta::assert_snapshot;
use openapi_document::Document;
use reprise_core::{DisposableResources, Schemas, StateSource, build_request, build_suite, plan};
use serde_json::{Value, json};

/// What is sent for each case of an operation on a server in the documented state, and what is expected; or why
/// nothing is sent.
fn planned(path: &str, method: &str, operation: Value) -> String {
    let mut operation = operation;
    operation["operationId"] = json!("it");
    let document = json!({
        "openapi": "3.1.0",
        "info": {"title": "A", "version": "1"},
        "paths": {path: {method: operation}},
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    });
    let document = Document::parse("a.json", document.to_string()).unwrap();
    let suite = build_suite(&document, &[], &[]).unwrap();
    let schemas = Schemas::compile(&document, &suite).unwrap();
    let state = StateSource::Documented(DisposableResources::Everything);
    let plan = plan(&document, &suite, &schemas, &state, &|_| true);
    let sent = plan.cases.iter().map(|planned| {
        let step = &planned.case.steps[0];
        let secret = |name: &str| (name == "token").then(|| "s3cret".to_owned());
        let request = build_request(&document, step, &[], &secret).unwrap();
        let body = request.body.as_deref().unwrap_or_default();
        let headers = request.headers.iter();
        let credential = headers.filter(|(name, _)| name == "Authorization");
        let credential: Vec<&str> = credential.map(|(_, value)| value.as_str()).collect();
        let line = format!(
            "{}  {} {} {} {} -> {:?} up to {}",
            planned.case.id,
            request.method,
            request.target,
            String::from_utf8_lossy(body),
            credential.join(" "),
            step.expected_response.status,
            planned.maximum_level
        );
        line.split(' ')
            .filter(|word| !word.is_empty())
            .collect::<Vec<_>>()
            .join(" ")
    });
    let skipped = plan.skips.iter().map(|skip| {
        let reason = skip.outcome.reason().unwrap();
        format!("{}: {}", skip.case.id, reason.code())
    });
    sent.chain(skipped).collect::<Vec<_>>().join("\n")
}

fn error(message: &str) -> Value {
    json!({"description": "It is refused.", "content": {"application/json": {"example": {"message": message}}}})
}

fn id(schema: &Value) -> Value {
    json!([{"name": "id", "in": "path", "required": true, "example": 7, "schema": schema}])
}

#[test]
fn a_404_is_requested_with_an_id_that_nothing_has() {
    let responses = json!({"404": error("no such book")});
    for (schema, sent) in [
        (
            json!({"type": "integer"}),
            "it.example GET /books/1000007 -> Code(404) up to exchange",
        ),
        (
            json!({"type": "string", "format": "uuid"}),
            "it.example GET /books/4040b404-0404-4404-8404-404404404404 -> Code(404) up to exchange",
        ),
        // nothing is known about such ids
        (
            json!({"type": "string"}),
            "it.example: no-request-for-response",
        ),
        (
            json!({"type": "integer", "maximum": 99}),
            "it.example: no-request-for-response",
        ),
        (
            json!({"type": "integer", "enum": [7, 8]}),
            "it.example: no-request-for-response",
        ),
    ] {
        let operation = json!({"parameters": id(&schema), "responses": responses});
        assert_eq!(planned("/books/{id}", "get", operation), sent, "{schema}");
    }
}

#[test]
fn only_the_last_id_of_a_path_is_replaced() {
    let operation = json!({
        "parameters": [
            {"name": "shelf", "in": "path", "required": true, "example": "a", "schema": {"type": "string"}},
            {"name": "id", "in": "path", "required": true, "example": 7, "schema": {"type": "integer"}},
        ],
        "responses": {"404": error("no such book")},
    });
    assert_eq!(
        planned("/shelves/{shelf}/books/{id}/cover", "get", operation),
        "it.example GET /shelves/a/books/1000007/cover -> Code(404) up to exchange"
    );
}

#[test]
fn the_example_of_a_request_belongs_to_the_response_of_its_name() {
    let examples = |pairs: Value| json!({"application/json": {"examples": pairs}});
    let schema = json!({"type": "object", "required": ["pages"], "properties": {"pages": {"type": "integer", "minimum": 1}}});
    let mut body = examples(json!({
        "zero": {"value": {"pages": 0}},
        "known": {"value": {"pages": 9}},
        "new": {"value": {"pages": 5}},
    }));
    body["application/json"]["schema"] = schema;
    let operation = json!({
        "requestBody": {"required": true, "content": body},
        "responses": {
            "201": {"description": "Added.", "content": {"application/json": {"example": {"id": 1}}}},
            "409": {"description": "Known.", "content": examples(json!({"known": {"value": {}}}))},
            "422": {"description": "Wrong.", "content": examples(json!({"zero": {"value": {}}}))},
        },
    });
    // the invalid request is sent as it is, and the request without a response of its name leads to the success
    assert_snapshot!(planned("/books", "post", operation), @r#"
    it.example POST /books {"pages":5} -> Code(201) up to value
    it.known POST /books {"pages":9} -> Code(409) up to value
    it.zero POST /books {"pages":0} -> Code(422) up to value
    "#);
}

#[test]
fn an_optional_body_that_belongs_to_another_response_is_left_out() {
    let operation = json!({
        "requestBody": {"content": {"application/json": {"examples": {"with-note": {"value": {"note": "n"}}}}}},
        "responses": {"200": {"description": "Played.", "content": {"application/json": {"examples": {
            "plain": {"value": {"note": null}},
            "with-note": {"value": {"note": "n"}},
        }}}}},
    });
    assert_snapshot!(planned("/plays", "post", operation), @r#"
    it.plain POST /plays -> Code(200) up to value
    it.with-note POST /plays {"note":"n"} -> Code(200) up to value
    "#);
}

#[test]
fn a_401_is_requested_without_a_credential_and_with_a_wrong_one() {
    let operation = json!({
        "security": [{"token": []}],
        "responses": {"200": {"description": "Books."}, "401": error("unauthorized")},
    });
    assert_snapshot!(planned("/books", "get", operation), @"
    it.example.401 GET /books -> Code(401) up to value
    it.example.wrong-credential GET /books Bearer a-secret-that-no-server-has-issued -> Code(401) up to exchange
    it.example.200 GET /books Bearer s3cret -> Code(200) up to exchange
    ");
    // a login needs no credential: its 401 refuses a wrong password
    let login = json!({"security": [], "responses": {"401": error("wrong password")}});
    assert_snapshot!(planned("/login", "post", login), @"it.example: no-request-for-response");
}

#[test]
fn other_refusals_need_a_request_that_the_document_names() {
    let operation = json!({
        "responses": {"403": error("not yours"), "409": error("on loan"), "422": error("too long")},
    });
    assert_snapshot!(planned("/loans", "post", operation), @"
    it.example.403: no-request-for-response
    it.example.409: no-request-for-response
    it.example.422: no-request-for-response
    ");
}
