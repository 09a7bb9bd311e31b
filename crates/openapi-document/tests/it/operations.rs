//! The parts of an operation, and their places.

use openapi_document::{
    Location, Method, Operation, Parameter, SecuritySchemeKind, StatusPattern, Style,
};
use serde_json::{Value, json};

use crate::{list_defects, parse_document};

fn jobs() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Jobs", "version": "1"},
        "servers": [
            {"url": "https://{host}/api/{version}", "variables": {"host": {"default": "jobs.example.com"}, "version": {"default": "v4"}}},
            {"url": "/local"},
        ],
        "security": [{"token": []}, {}],
        "paths": {
            "/projects/{id}/jobs": {
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "schema": {"$ref": "#/components/schemas/Id"}},
                    {"name": "page", "in": "query", "schema": {"type": "integer"}},
                ],
                "get": {
                    "operationId": "listJobs",
                    "summary": "List jobs",
                    "parameters": [
                        {"name": "page", "in": "query", "required": true, "style": "form", "explode": false, "example": 2},
                        {"$ref": "#/components/parameters/Scope"},
                        {"name": "Authorization", "in": "header", "schema": {}},
                        {"name": "X-Count", "in": "header"},
                        {"name": "filter", "in": "query", "content": {"application/json": {"schema": {"type": "object"}}}},
                    ],
                    "responses": {
                        "200": {
                            "description": "Jobs",
                            "headers": {
                                "X-Total": {"required": true, "schema": {"type": "integer"}, "example": 2},
                                "content-type": {"schema": {}},
                                "Link": {"$ref": "#/components/headers/Link"},
                            },
                            "content": {
                                "application/json": {
                                    "schema": {"type": "array"},
                                    "examples": {
                                        "one": {"summary": "One", "value": null},
                                        "shared": {"$ref": "#/components/examples/Shared"},
                                        "outside": {"externalValue": "https://example.com/a.json"},
                                    },
                                },
                                "text/plain": {"example": "no jobs"},
                            },
                        },
                        "4XX": {"$ref": "#/components/responses/Error"},
                        "default": {"description": "Else"},
                        "x-note": {},
                    },
                },
                "post": {
                    "security": [],
                    "requestBody": {"$ref": "#/components/requestBodies/Job"},
                    "responses": {"201": {"description": "Made"}},
                },
            },
        },
        "components": {
            "schemas": {"Id": {"$ref": "#/components/schemas/Number"}, "Number": {"type": "integer"}},
            "parameters": {"Scope": {"name": "scope[]", "in": "query", "schema": {"type": "array"}, "examples": {"two": {"value": ["a", "b"]}}}},
            "headers": {"Link": {"schema": {"type": "string"}, "examples": {"next": {"value": "<x>"}}}},
            "examples": {"Shared": {"value": [1]}},
            "responses": {"Error": {"description": "Wrong", "content": {"application/json": {}}}},
            "requestBodies": {"Job": {"required": true, "content": {"application/json": {"schema": {"type": "object"}}}}},
            "securitySchemes": {
                "token": {"type": "apiKey", "in": "header", "name": "PRIVATE-TOKEN"},
                "bearer": {"type": "http", "scheme": "Bearer"},
                "oauth": {"type": "oauth2", "flows": {}},
            },
        },
    })
}

fn parameter<'o>(operation: &'o Operation, name: &str) -> &'o Parameter {
    operation
        .parameters
        .iter()
        .find(|parameter| parameter.name == name)
        .expect(name)
}

#[test]
fn an_operation_has_its_identity_and_place() {
    let document = parse_document(&jobs());
    assert_eq!(list_defects(&document), [""; 0]);
    let [list, make] = document.operations() else {
        panic!("{:?}", document.operations())
    };
    assert_eq!(list.id, "listJobs");
    assert_eq!(list.summary.as_deref(), Some("List jobs"));
    assert_eq!(
        (list.method, list.method.as_str(), list.method.is_safe()),
        (Method::Get, "GET", true)
    );
    assert_eq!(list.pointer, "/paths/~1projects~1{id}~1jobs/get");
    assert_eq!(list.security, [vec!["token".to_owned()], vec![]]);
    assert_eq!(make.id, "POST /projects/{id}/jobs");
    assert_eq!(make.security, Vec::<Vec<String>>::new());
    assert!(!make.method.is_safe());
}

#[test]
fn parameters_of_the_operation_take_precedence_over_those_of_its_path() {
    let document = parse_document(&jobs());
    let list = &document.operations()[0];
    let names: Vec<&str> = list
        .parameters
        .iter()
        .map(|parameter| parameter.name.as_str())
        .collect();
    assert_eq!(names, ["id", "page", "scope[]", "X-Count", "filter"]);

    let id = parameter(list, "id");
    assert_eq!(
        (id.location, id.required, id.style, id.explode),
        (Location::Path, true, Style::Simple, false)
    );
    assert_eq!(
        id.schema.as_ref().map(|at| at.as_str()),
        Some("/components/schemas/Number")
    );

    let page = parameter(list, "page");
    assert_eq!((page.required, page.explode), (true, false));
    assert_eq!(
        page.pointer,
        "/paths/~1projects~1{id}~1jobs/get/parameters/0"
    );
    assert_eq!(
        page.example.as_ref().map(|at| at.as_str()),
        Some("/paths/~1projects~1{id}~1jobs/get/parameters/0/example")
    );

    let scope = parameter(list, "scope[]");
    assert_eq!((scope.style, scope.explode), (Style::Form, true));
    assert_eq!(scope.pointer, "/components/parameters/Scope");
    assert_eq!(
        scope.examples[0].value.as_ref().map(|at| at.as_str()),
        Some("/components/parameters/Scope/examples/two/value")
    );

    let filter = parameter(list, "filter");
    assert_eq!(
        filter.content.as_ref().map(|content| content.name.as_str()),
        Some("application/json")
    );
    assert!(
        filter
            .schema
            .as_ref()
            .is_some_and(|at| at.as_str().ends_with("/content/application~1json/schema"))
    );

    // the other operation of the path has the properties of the path
    assert!(!parameter(&document.operations()[1], "page").required);
}

#[test]
fn responses_have_their_status_headers_media_types_and_examples() {
    let document = parse_document(&jobs());
    let list = &document.operations()[0];
    let statuses: Vec<StatusPattern> = list
        .responses
        .iter()
        .map(|response| response.status)
        .collect();
    assert_eq!(
        statuses,
        [
            StatusPattern::Code(200),
            StatusPattern::Range(4),
            StatusPattern::Default
        ]
    );
    for (status, place) in [
        (200, "/paths/~1projects~1{id}~1jobs/get/responses/200"),
        (404, "/components/responses/Error"),
        (500, "/paths/~1projects~1{id}~1jobs/get/responses/default"),
    ] {
        assert_eq!(
            list.response(status)
                .map(|response| response.pointer.as_str()),
            Some(place)
        );
    }
    assert_eq!(document.operations()[1].response(200), None);

    let ok = &list.responses[0];
    let headers: Vec<(&str, bool)> = ok
        .headers
        .iter()
        .map(|header| (header.name.as_str(), header.required))
        .collect();
    assert_eq!(headers, [("X-Total", true), ("Link", false)]);
    assert_eq!(ok.headers[1].pointer, "/components/headers/Link");
    assert_eq!(ok.headers[1].examples[0].name, "next");

    let [json, text] = &ok.content[..] else {
        panic!("{:?}", ok.content)
    };
    assert_eq!(
        text.example
            .as_ref()
            .and_then(|at| document.get(at))
            .as_deref(),
        Some(&json!("no jobs"))
    );
    let [one, shared, outside] = &json.examples[..] else {
        panic!("{:?}", json.examples)
    };
    assert_eq!(one.summary.as_deref(), Some("One"));
    assert_eq!(
        one.value
            .as_ref()
            .and_then(|at| document.get(at))
            .as_deref(),
        Some(&Value::Null)
    );
    assert_eq!(
        (shared.name.as_str(), shared.pointer.as_str()),
        ("shared", "/components/examples/Shared")
    );
    assert_eq!(outside.value, None);
}

#[test]
fn a_request_body_is_read_behind_its_reference() {
    let document = parse_document(&jobs());
    let body = document.operations()[1]
        .request_body
        .as_ref()
        .expect("a body");
    assert!(body.required);
    assert_eq!(body.pointer, "/components/requestBodies/Job");
    assert_eq!(body.content[0].name, "application/json");
}

#[test]
fn the_nearest_servers_are_those_of_an_operation() {
    let servers = |url: &str| json!([{"url": url, "variables": {"v": {"default": "2"}}}]);
    let document = parse_document(&json!({
        "openapi": "3.1.0",
        "servers": servers("https://all/{v}"),
        "paths": {
            "/a": {"get": {"servers": servers("https://own/{v}")}, "put": {}, "servers": servers("/path")},
            "/b": {"get": {"servers": []}},
            "/c": {"$ref": "#/components/pathItems/C", "servers": servers("/nearer")},
            "/d": {"$ref": "#/components/pathItems/C"},
        },
        "components": {"pathItems": {"C": {"get": {}, "servers": servers("/shared")}}},
    }));
    let read: Vec<(&str, &[String])> = document
        .operations()
        .iter()
        .map(|operation| (operation.id.as_str(), operation.servers.as_slice()))
        .collect();
    let expected = [
        ("GET /a", "https://own/2"),
        ("PUT /a", "/path"),
        ("GET /b", "https://all/2"),
        ("GET /c", "/nearer"),
        ("GET /d", "/shared"),
    ];
    let expected = expected.map(|(id, url)| (id, vec![url.to_owned()]));
    assert_eq!(
        read,
        expected.each_ref().map(|(id, urls)| (*id, urls.as_slice()))
    );
    let bare = crate::parse_document(&json!({"openapi": "3.1.0", "paths": {"/a": {"get": {}}}}));
    assert_eq!(bare.operations()[0].servers, ["/"]);
}

#[test]
fn a_header_that_leads_back_to_itself_is_read_once() {
    let document = parse_document(&json!({
        "openapi": "3.1.0",
        "paths": {"/a": {"post": {"requestBody": {"content": {"multipart/form-data": {
            "encoding": {"part": {"headers": {"X-A": {"$ref": "#/components/headers/A"}}}},
        }}}}}},
        "components": {"headers": {"A": {"content": {"multipart/form-data": {
            "encoding": {"part": {"headers": {"X-A": {"$ref": "#/components/headers/A"}}}},
        }}}}},
    }));
    let body = document.operations()[0]
        .request_body
        .as_ref()
        .expect("a body");
    let header = &body.content[0].encoding[0].headers[0];
    assert_eq!(header.pointer, "/components/headers/A");
    assert_eq!(header.content.as_ref().expect("content").encoding, []);
}

#[test]
fn servers_and_security_schemes_are_read() {
    let document = parse_document(&jobs());
    assert_eq!(
        document.servers(),
        ["https://jobs.example.com/api/v4", "/local"]
    );
    assert_eq!(
        crate::parse_document(&json!({"openapi": "3.1.0"})).servers(),
        ["/"]
    );
    let kinds: Vec<(&str, &SecuritySchemeKind)> = document
        .security_schemes()
        .iter()
        .map(|scheme| (scheme.name.as_str(), &scheme.kind))
        .collect();
    let key = SecuritySchemeKind::ApiKey {
        name: "PRIVATE-TOKEN".to_owned(),
        location: Location::Header,
    };
    let http = SecuritySchemeKind::Http {
        scheme: "bearer".to_owned(),
    };
    let other = SecuritySchemeKind::Other("oauth2".to_owned());
    assert_eq!(
        kinds,
        [("token", &key), ("bearer", &http), ("oauth", &other)]
    );
}

#[test]
fn an_invalid_part_affects_only_itself() {
    let table = [
        (
            json!({"/a": {"get": {"operationId": "a", "parameters": [{"in": "query"}]}}}),
            "/paths/~1a/get/parameters/0: the parameter has no `name`; add one (operation `a` is ignored)",
        ),
        (
            json!({"/a": {"get": {"operationId": "a", "parameters": [{"name": "x", "in": "body"}]}}}),
            "/paths/~1a/get/parameters/0: the parameter `x` has no valid `in`; use path, query, header or cookie (operation `a` is ignored)",
        ),
        (
            json!({"/a": {"get": {"operationId": "a", "responses": {"200": {"$ref": "#/nowhere"}}}}}),
            "/paths/~1a/get/responses/200: the target of the reference `#/nowhere` does not exist; correct the reference or add the target (operation `a` is ignored)",
        ),
        (
            json!({"/a": {"get": 7}}),
            "/paths/~1a/get: expected an Operation Object, found a number (operation `GET /a` is ignored)",
        ),
        (
            json!({"/a": {"get": {"responses": {"20": {}}}}}),
            "/paths/~1a/get/responses/20: `20` is not a valid status; use for example `200`, `2XX` or `default`",
        ),
        (
            json!({"/a": {"get": {"parameters": [{"name": "x", "in": "query", "style": "simple"}]}}}),
            "/paths/~1a/get/parameters/0/style: \"simple\" is not a valid style for a query parameter; the default style is used",
        ),
        (
            json!({"a": {}}),
            "/paths/a: the path `a` does not start with `/`; add the slash or remove the path",
        ),
        (
            json!({"/a": []}),
            "/paths/~1a: expected a Path Item Object, found an array",
        ),
    ];
    for (paths, message) in table {
        let mut paths = paths;
        paths["/sound"] = json!({"get": {"operationId": "sound"}});
        let document = parse_document(&json!({"openapi": "3.1.0", "paths": paths}));
        assert_eq!(list_defects(&document), [message]);
        assert!(
            document
                .operations()
                .iter()
                .any(|operation| operation.id == "sound")
        );
        let costs = document.defects()[0].operation.is_some();
        assert_eq!(
            costs,
            !document
                .operations()
                .iter()
                .any(|operation| operation.path == "/a")
                && !message.starts_with("/paths/a")
                && !message.contains("Path Item")
        );
    }
}

#[test]
fn values_of_the_wrong_type_do_not_crash() {
    for wrong in [
        json!(null),
        json!(7),
        json!("x"),
        json!([1]),
        json!({"a": 1}),
        json!([{"a": []}]),
    ] {
        for key in ["paths", "components", "servers", "security", "info"] {
            let mut value = json!({"openapi": "3.1.0"});
            value[key] = wrong.clone();
            let _ = parse_document(&value).servers();
        }
        for key in ["parameters", "requestBody", "responses", "security"] {
            let mut value = json!({"openapi": "3.1.0", "paths": {"/a": {"get": {}}}});
            value["paths"]["/a"]["get"][key] = wrong.clone();
            parse_document(&value);
        }
        for key in ["content", "headers"] {
            let mut value =
                json!({"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {}}}}}});
            value["paths"]["/a"]["get"]["responses"]["200"][key] = wrong.clone();
            parse_document(&value);
        }
    }
}
