//! The URL of a request, by the servers of the document, the path and the operation (OpenAPI 3.1, section 4.8.5).

use openapi_document::Document;
use reprise_core::{base_url, build_suite, with_server_path};
use serde_json::{Value, json};

fn document(servers: &Value, of_path: &Value, of_operation: &Value) -> Document {
    let mut text = json!({
        "openapi": "3.1.0",
        "info": {"title": "A", "version": "1"},
        "paths": {"/a": {"get": {
            "operationId": "getA",
            "responses": {"200": {"description": "A.", "content": {"application/json": {"example": 1}}}},
        }}},
    });
    for (place, servers) in [
        ("", servers),
        ("/paths/~1a", of_path),
        ("/paths/~1a/get", of_operation),
    ] {
        if !servers.is_null() {
            text.pointer_mut(place).unwrap()["servers"] = servers.clone();
        }
    }
    Document::parse("a.json", text.to_string()).unwrap()
}

/// The base URL of the only case on a target.
fn base(document: &Document, target: &str) -> String {
    let suite = build_suite(document, &[], &[]).unwrap();
    let target = with_server_path(document, target);
    base_url(document, &target, &suite.cases[0].steps[0]).into_owned()
}

#[test]
fn the_path_of_the_servers_is_kept() {
    for (servers, target, expected) in [
        (json!(null), "http://h:1", "http://h:1"),
        (json!([{"url": "/"}]), "http://h:1", "http://h:1"),
        (json!([{"url": "/v1"}]), "http://h:1", "http://h:1/v1"),
        (json!([{"url": "/v1/"}]), "http://h:1", "http://h:1/v1"),
        (
            json!([{"url": "https://api.example.com/v1"}]),
            "http://h:1",
            "http://h:1/v1",
        ),
        // the target already has the path, or one of its own
        (json!([{"url": "/v1"}]), "http://h:1/v1", "http://h:1/v1"),
        (
            json!([{"url": "/v1"}]),
            "http://h:1/proxy",
            "http://h:1/proxy",
        ),
        // a server without a path is no prefix
        (
            json!([{"url": "https://api.example.com"}]),
            "http://h:1",
            "http://h:1",
        ),
        (
            json!([{"url": "https://{host}/{version}", "variables": {
                "host": {"default": "api.example.com"},
                "version": {"default": "v2", "enum": ["v1", "v2"]},
            }}]),
            "http://h:1",
            "http://h:1/v2",
        ),
    ] {
        let document = document(&servers, &Value::Null, &Value::Null);
        assert_eq!(base(&document, target), expected, "{servers} {target}");
    }
}

#[test]
fn servers_of_a_path_and_of_an_operation_replace_those_of_the_document() {
    let servers = json!([{"url": "https://a.example/v1"}]);
    let of_path = json!([{"url": "https://a.example/v2"}]);
    let of_operation = json!([{"url": "https://b.example/v3"}]);
    let path_only = document(&servers, &of_path, &Value::Null);
    assert_eq!(base(&path_only, "http://h:1"), "http://h:1/v2");
    let both = document(&servers, &of_path, &of_operation);
    assert_eq!(base(&both, "http://h:1"), "http://h:1/v3");
}
