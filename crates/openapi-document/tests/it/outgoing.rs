//! Webhooks and callbacks, and components without references.

use openapi_document::{Document, Method};
use serde_json::{Value, json};

use crate::{list_defects, parse_document};

/// The requests that the API itself sends, one line each.
fn list_outgoing(document: &Document) -> Vec<String> {
    let outgoing = document.outgoing_operations().iter();
    outgoing
        .map(|one| format!("{}: {} {} {}", one.id, one.method, one.path, one.pointer))
        .collect()
}

/// A callback whose request has a body.
fn sample_callback(id: &str) -> Value {
    json!({"x-note": 7, "{$request.body#/url}": {"post": {"operationId": id, "requestBody": {"content": {"application/json": {}}}}}})
}

#[test]
fn webhooks_and_callbacks_are_read_each_once() {
    let document = parse_document(&json!({
        "openapi": "3.1.0",
        "paths": {
            "/a": {"post": {"operationId": "a", "callbacks": {
                "inline": sample_callback("inline"),
                "shared": {"$ref": "#/components/callbacks/shared"},
            }}},
            "/b": {"post": {"callbacks": {"again": {"$ref": "#/components/callbacks/shared"}}}},
        },
        "webhooks": {
            "newJob": {"post": {}},
            "oldJob": {"$ref": "#/components/pathItems/old"},
            "x-job": {"post": {}},
        },
        "components": {
            "callbacks": {"shared": {"{$request.query.url}": {"put": {
                "operationId": "shared",
                // a recursive callback is read once
                "callbacks": {"self": {"$ref": "#/components/callbacks/shared"}},
            }}}},
            "pathItems": {"old": {"delete": {"operationId": "old"}}},
        },
    }));
    assert_eq!(
        list_outgoing(&document),
        [
            "inline: POST {$request.body#/url} /paths/~1a/post/callbacks/inline/{$request.body#~1url}/post",
            "shared: PUT {$request.query.url} /components/callbacks/shared/{$request.query.url}/put",
            "POST newJob: POST newJob /webhooks/newJob/post",
            "old: DELETE oldJob /components/pathItems/old/delete",
            "POST x-job: POST x-job /webhooks/x-job/post",
        ]
    );
    // an extension of a callback is not an expression, and an expression is not a path template
    assert_eq!(list_defects(&document), Vec::<String>::new());
    let incoming = document.operations().iter();
    let incoming: Vec<_> = incoming.map(|one| (one.id.as_str(), one.method)).collect();
    assert_eq!(incoming, [("a", Method::Post), ("POST /b", Method::Post)]);
}

#[test]
fn an_invalid_part_of_one_affects_only_that_one() {
    let document = parse_document(&json!({
        "openapi": "3.1.0",
        "paths": {"/a": {"get": {"operationId": "a", "callbacks": {"done": {"{$url}": {
            "post": {"operationId": "lost", "responses": {"200": 7}},
        }}}}}},
        "webhooks": {
            "broken": {"post": {"operationId": "broken", "requestBody": {"$ref": "#/gone"}}},
            "whole": {"post": {"operationId": "a"}},
        },
    }));
    assert_eq!(
        list_defects(&document),
        [
            "/paths/~1a/get/callbacks/done/{$url}/post/responses/200: expected a Response Object, found a number (operation `lost` is ignored)",
            "/webhooks/broken/post/requestBody: the target of the reference `#/gone` does not exist; correct the reference or add the target (operation `broken` is ignored)",
            "/webhooks/whole/post/operationId: duplicate operationId `a`, also used by GET /a; make it unique (this operation is listed as `POST whole`)",
        ]
    );
    assert_eq!(document.operations().len(), 1);
    assert_eq!(
        list_outgoing(&document),
        ["POST whole: POST whole /webhooks/whole/post"]
    );
}

#[test]
fn unused_components_are_read_and_invalid_ones_are_omitted() {
    let document = parse_document(&json!({
        "openapi": "3.1.0",
        "paths": {},
        "components": {
            "parameters": {"page": {"name": "page", "in": "query", "example": 2}, "broken": {"in": "query"}},
            "requestBodies": {"job": {"content": {"application/json": {"example": 1}}}, "broken": 7},
            "responses": {"gone": {"content": {"text/plain": {}}}, "broken": {"$ref": "#/gone"}},
            "headers": {"X-Total": {"example": 3}, "X-Broken": 7},
            "examples": {"one": {"value": 1}, "other": {"$ref": "#/components/examples/one"}, "broken": 7},
        },
    }));
    let components = document.components();
    assert_eq!(components.parameters.len(), 1);
    assert_eq!(components.request_bodies.len(), 1);
    assert_eq!(components.responses.len(), 1);
    assert_eq!(components.headers[0].name, "X-Total");
    let examples: Vec<_> = components
        .examples
        .iter()
        .map(|one| one.pointer.as_str())
        .collect();
    assert_eq!(
        examples,
        ["/components/examples/one", "/components/examples/one"]
    );
}
