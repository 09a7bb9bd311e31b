//! Defects of documents that could be read.

use serde_json::{Value, json};

use crate::{list_defects, parse_document};

#[test]
fn every_defect_has_its_place_and_a_fix() {
    let path = |name: &str| json!([{"name": name, "in": "path", "required": true}]);
    let table: Vec<(Value, Vec<&str>)> = vec![
        (
            json!({"/a": {"get": {"operationId": "x"}, "put": {"operationId": "x"}}}),
            vec![
                "/paths/~1a/put/operationId: duplicate operationId `x`, also used by GET /a; make it unique (this operation is listed as `PUT /a`)",
            ],
        ),
        (
            json!({"/a/{id}": {"get": {"parameters": path("id")}}, "/a/{job}": {"get": {"parameters": path("job")}}}),
            vec![
                "/paths/~1a~1{job}/get: the path differs from GET /a/{id} only in parameter names; merge the two operations",
            ],
        ),
        (
            json!({"/a/{id}/b/{id}": {"get": {}}}),
            vec![
                "/paths/~1a~1{id}~1b~1{id}/get: parameter `{id}` of the path is not declared; declare it (it is read as a string)",
            ],
        ),
        (
            json!({"/a": {"get": {"parameters": path("id")}}}),
            vec![
                "/paths/~1a/get/parameters/0: the path `/a` does not contain `{id}`; correct the name (the parameter is ignored)",
            ],
        ),
        (
            json!({"/a": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"properties": {"b": {"$ref": "#/components/schemas/Gone"}}}}}}}}}}),
            vec![
                "/paths/~1a/get/responses/200/content/application~1json/schema/properties/b: the target of the reference `#/components/schemas/Gone` does not exist; correct the reference or add the target",
            ],
        ),
        // a path parameter has one defect, even if several operations use it
        (
            json!({"/a": {"parameters": [{"name": "p", "in": "query", "style": "label"}], "get": {}, "put": {}}}),
            vec![
                "/paths/~1a/parameters/0/style: \"label\" is not a valid style for a query parameter; the default style is used",
            ],
        ),
        (
            json!({"/a": {"get": {}, "query": {}}}),
            vec![
                "/paths/~1a/query: `query` of OpenAPI 3.2 is not supported; its operations are ignored",
            ],
        ),
        // an anchor is for validators to follow
        (
            json!({"/a": {"get": {"responses": {"200": {"content": {"application/json": {"schema": {"items": {"$ref": "#job"}}}}}}}}}),
            vec![],
        ),
        // a property named like a reference is data in an example
        (
            json!({"/a": {"get": {"responses": {"200": {"content": {"application/json": {"example": {"$ref": "#/gone"}}}}}}}}),
            vec![],
        ),
        // a name that begins with `x-` is an extension only if the specification says so
        (
            json!({"x-note": {"get": 7}, "/a": {"get": {"responses": {"x-note": {}, "200": {"headers": {"x-total": {}}}}}}}),
            vec![],
        ),
    ];
    for (paths, expected) in table {
        let document = parse_document(&json!({"openapi": "3.1.0", "paths": paths}));
        assert_eq!(list_defects(&document), expected);
        assert!(!document.operations().is_empty());
    }
}

#[test]
fn operations_have_unique_ids_and_the_parameters_of_their_path() {
    let document = parse_document(&json!({"openapi": "3.1.0", "paths": {
        "/a/{id}": {"get": {"operationId": "x", "parameters": [{"name": "old", "in": "path"}]}},
        "/b": {"get": {"operationId": "x", "responses": {"200": {"headers": {"x-total": {}}}}}},
    }}));
    let [a, b] = document.operations() else {
        panic!("{:?}", document.operations())
    };
    assert_eq!((a.id.as_str(), b.id.as_str()), ("x", "GET /b"));
    assert_eq!(a.parameters.len(), 1);
    assert_eq!(
        (a.parameters[0].name.as_str(), a.parameters[0].required),
        ("id", true)
    );
    assert_eq!(b.responses[0].headers[0].name, "x-total");
}
