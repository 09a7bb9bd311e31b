//! Documents in several files: which files are read or refused, and which operations a refusal affects.

use std::collections::HashMap;
use std::fmt::Write;

use jsonptr::Pointer;
use openapi_document::{Attachment, Document};

use crate::list_defects;

/// Reads a document with these files; returns it and the requested files.
fn parse_with_files(root: &str, files: &[(&str, &str)]) -> (Document, Vec<String>) {
    let files: HashMap<&str, &str> = files.iter().copied().collect();
    let mut asked = Vec::new();
    let document = Document::parse_with("spec/openapi.yaml", root, &mut |path| {
        asked.push(path.to_owned());
        files
            .get(path)
            .map(|text| (*text).to_owned())
            .ok_or_else(|| format!("no file {path}"))
    });
    (document.expect("a document"), asked)
}

#[test]
fn files_beside_the_document_are_read_once_and_references_lead_into_them() {
    let (document, asked) = parse_with_files(
        "
openapi: 3.1.0
paths:
  /jobs/{id}: {$ref: paths/job.yaml}
components:
  schemas:
    User: {type: object}
",
        &[
            (
                "paths/job.yaml",
                "
parameters:
  - $ref: '#/x-shared/{id}'
get:
  operationId: getJob
  responses:
    200:
      description: A job
      content:
        application/json:
          schema: {$ref: ../schemas/job.json#/Job}
          example: {$ref: data.json}
          examples:
            one: {$ref: '../examples/one.yaml'}
x-shared:
  '{id}': {name: id, in: path, required: true, schema: {$ref: '../schemas/job.json#/Id'}}
",
            ),
            (
                "schemas/job.json",
                r##"{"Id": {"type": "integer"}, "Job": {"properties": {
                    "id": {"$ref": "#/Id", "format": "int64"},
                    "parent": {"$ref": "#/Job"},
                    "user": {"$ref": "../openapi.yaml#/components/schemas/User"}}}}"##,
            ),
            ("examples/one.yaml", "value: {id: 7}\n"),
        ],
    );
    assert_eq!(list_defects(&document), [""; 0]);
    let mut sorted = asked.clone();
    sorted.sort();
    assert_eq!(
        sorted,
        ["examples/one.yaml", "paths/job.yaml", "schemas/job.json"]
    );

    let get = &document.operations()[0];
    assert_eq!(get.id, "getJob");
    assert_eq!(get.path, "/jobs/{id}");
    assert_eq!(get.pointer, "/x-files/paths~1job.yaml/get");
    assert_eq!(get.parameters[0].name, "id");
    assert_eq!(
        get.parameters[0].pointer,
        "/x-files/paths~1job.yaml/x-shared/{id}"
    );
    let body = &get.responses[0].content[0];
    let schema = body.schema.as_ref().expect("a schema");
    assert_eq!(schema.as_str(), "/x-files/schemas~1job.json/Job");
    assert_eq!(
        document.schema_keyword_at(schema, Pointer::from_static("/parent/parent/user"), "type"),
        ["object"]
    );
    assert_eq!(
        document.schema_keyword_at(schema, Pointer::from_static("/parent/id"), "type"),
        ["integer"]
    );
    let example = &body.examples[0];
    assert_eq!(
        example
            .value
            .as_ref()
            .and_then(|at| document.get(at))
            .as_deref(),
        Some(&serde_json::json!({"id": 7}))
    );
    // data stays as it is
    assert_eq!(
        body.example
            .as_ref()
            .and_then(|at| document.get(at))
            .as_deref(),
        Some(&serde_json::json!({"$ref": "data.json"}))
    );

    let place = |at: &Pointer| document.position(at).map(|position| position.to_string());
    assert_eq!(
        place(&get.pointer).as_deref(),
        Some("spec/paths/job.yaml:5:3")
    );
    assert_eq!(place(schema).as_deref(), Some("spec/schemas/job.json:1:36"));
    assert_eq!(
        place(Pointer::from_static("/paths")).as_deref(),
        Some("spec/openapi.yaml:4:3")
    );
    assert_eq!(place(Pointer::from_static("/x-files/gone.yaml/a")), None);
}

#[test]
fn a_forbidden_file_is_refused_and_affects_only_operations_that_need_it() {
    let mut reasons = String::new();
    for reference in [
        "../secret.yaml",
        "a/../../secret.yaml",
        "/etc/passwd",
        "https://example.com/a.yaml",
        "file:///etc/passwd",
        "gone.yaml",
        "broken.yaml",
        "sound.yaml#anchor",
        "sound.yaml#/gone",
    ] {
        let root = format!(
            "
openapi: 3.1.0
paths:
  /a: {{get: {{operationId: a, responses: {{200: {{$ref: '{reference}'}}}}}}}}
  /b: {{get: {{operationId: b, responses: {{200: {{$ref: 'sound.yaml#/Ok'}}}}}}}}
"
        );
        let (document, asked) = parse_with_files(
            &root,
            &[
                ("sound.yaml", "Ok: {description: Fine}\n"),
                ("broken.yaml", "a: 1\n\tb: 2\n"),
            ],
        );
        let found = list_defects(&document);
        assert_eq!(found.len(), 1, "{reference}: {found:?}");
        writeln!(reasons, "{reference}: {}", found[0]).expect("a string has room");
        let ids: Vec<&str> = document
            .operations()
            .iter()
            .map(|operation| operation.id.as_str())
            .collect();
        assert_eq!(ids, ["b"]);
        assert!(
            asked
                .iter()
                .all(|path| !path.contains("..") && !path.contains("etc")),
            "{asked:?}"
        );
    }
    insta::assert_snapshot!(reasons);
}

#[test]
fn files_that_refer_to_each_other_in_a_circle_are_no_problem() {
    let (document, asked) = parse_with_files(
        "openapi: 3.1.0\npaths: {/a: {get: {parameters: [{name: a, in: query, schema: {$ref: a.yaml}}]}}}\n",
        &[
            (
                "a.yaml",
                "properties: {b: {$ref: b.yaml}, self: {$ref: a.yaml}, own: {$ref: '#'}}\n",
            ),
            (
                "b.yaml",
                "properties: {a: {$ref: ./a.yaml}, n: {format: int64}}\n",
            ),
        ],
    );
    assert_eq!(list_defects(&document), [""; 0]);
    assert_eq!(asked, ["a.yaml", "b.yaml"]);
    let schema = document.operations()[0].parameters[0]
        .schema
        .clone()
        .expect("a schema");
    let instance = Pointer::from_static("/b/a/self/own/b/n");
    assert_eq!(
        document.schema_keyword_at(&schema, instance, "format"),
        ["int64"]
    );
}

#[test]
fn a_file_may_be_referred_to_as_a_whole_and_in_part() {
    let (document, _) = parse_with_files(
        "openapi: 3.1.0\npaths: {/a: {get: {parameters: [\n  {name: a, in: query, schema: {$ref: a.yaml}},\n  {name: b, in: query, schema: {$ref: 'a.yaml#/properties/b'}}]}}}\n",
        &[
            ("a.yaml", "properties: {b: {items: {$ref: b.yaml}}}\n"),
            ("b.yaml", "format: int64\n"),
        ],
    );
    assert_eq!(list_defects(&document), [""; 0]);
    for (parameter, instance) in document.operations()[0]
        .parameters
        .iter()
        .zip(["/b/0", "/0"])
    {
        let schema = parameter.schema.as_ref().expect("a schema");
        let found = document.schema_keyword_at(schema, Pointer::from_static(instance), "format");
        assert_eq!(found, ["int64"], "{instance}");
    }
}

#[test]
fn without_a_loader_another_file_costs_the_operation_that_needs_it() {
    let text = "openapi: 3.1.0\npaths:\n  /a: {get: {operationId: a, responses: {200: {$ref: ok.yaml}}}}\n  /b: {get: {operationId: b}}\n";
    let document = Document::parse("openapi.yaml", text).expect("a document");
    assert_eq!(
        list_defects(&document),
        [
            "/paths/~1a/get/responses/200: the reference `ok.yaml` refers to another document, which was not read; bundle the documents into one (operation `a` is ignored)"
        ]
    );
    assert_eq!(document.operations().len(), 1);
}

#[test]
fn the_value_of_an_example_may_be_in_a_file() {
    let (document, asked) = parse_with_files(
        "
openapi: 3.1.0
paths:
  /a:
    get:
      parameters:
        - {name: q, in: query, examples: {one: {externalValue: q.txt}}}
      responses:
        200:
          description: A
          content:
            application/json:
              examples:
                one: {externalValue: './examples/one.json'}
                two: {externalValue: examples/broken.json}
                three: {value: null, externalValue: unasked.json}
                four: {externalValue: 'https://example.com/a.json'}
                five: {externalValue: ../secret.json}
            text/plain:
              examples:
                one: {externalValue: examples/one.json}
                shared: {$ref: '#/components/examples/shared'}
components:
  examples:
    shared: {externalValue: gone.txt}
",
        &[
            ("q.txt", "0"),
            ("examples/one.json", "{\n  \"a\": [0]\n}\n"),
            ("examples/broken.json", "{"),
        ],
    );
    assert_eq!(list_defects(&document), [""; 0]);
    let mut sorted = asked.clone();
    sorted.sort();
    assert_eq!(
        sorted,
        [
            "examples/broken.json",
            "examples/one.json",
            "examples/one.json",
            "gone.txt",
            "q.txt"
        ]
    );

    let get = &document.operations()[0];
    let content = &get.responses[0].content;
    let examples = content.iter().flat_map(|one| &one.examples);
    let seen: Vec<(&str, Option<String>, Option<&str>)> = get.parameters[0]
        .examples
        .iter()
        .chain(examples)
        .map(|example| {
            let value = example.value.as_ref().and_then(|at| document.get(at));
            (
                example.name.as_str(),
                value.map(|value| value.to_string()),
                example.unread_reason.as_deref(),
            )
        })
        .collect();
    let value = |text: &str| Some(text.to_owned());
    assert_eq!(
        seen,
        [
            ("one", value("\"0\""), None),
            ("one", value("{\"a\":[0]}"), None),
            (
                "two",
                None,
                Some(
                    "`examples/broken.json` was not read: spec/examples/broken.json:1:1: invalid JSON: EOF while parsing an object"
                )
            ),
            ("three", value("null"), None),
            (
                "four",
                None,
                Some(
                    "`https://example.com/a.json` was not read: URLs are not supported; keep a copy in the folder of the document"
                )
            ),
            (
                "five",
                None,
                Some(
                    "`../secret.json` was not read: the path leaves the folder of the document; keep all files in that folder"
                )
            ),
            ("one", value("\"{\\n  \\\"a\\\": [0]\\n}\\n\""), None),
            (
                "shared",
                None,
                Some("`gone.txt` was not read: no file gone.txt")
            ),
        ]
    );
    let inside = content[0].examples[0].value.as_ref().expect("a value");
    let place = document
        .position(&inside.with_trailing_token("a"))
        .map(|position| position.to_string());
    assert_eq!(place.as_deref(), Some("spec/examples/one.json:2:8"));
}

#[test]
fn a_text_that_is_attached_has_places_and_harms_nothing() {
    let (mut document, _) = parse_with_files(
        "
openapi: 3.1.0
paths:
  /jobs/{id}: {$ref: paths/job.yaml}
",
        &[(
            "paths/job.yaml",
            "get: {responses: {'200': {description: d}}}",
        )],
    );
    let parsed = |name: &str, text: &str| Attachment::parse(name, text).expect("an attachment");
    let place = document.attach(parsed(
        "/home/me/suite/cases/job.yaml",
        "a: 1\nb: {c: [x]}\n",
    ));
    let again = document.attach(parsed("cases/job.yaml", "a: 2\n"));
    assert_ne!(place, again);
    let inside = place.concat(Pointer::from_static("/b/c/0"));
    assert_eq!(document.get(&inside).as_deref(), Some(&"x".into()));
    let position = document.position(&inside).expect("a position");
    assert_eq!(position.to_string(), "/home/me/suite/cases/job.yaml:2:9");
    assert_eq!(inside.as_str(), "/x-files/cases~1job.yaml/b/c/0");
    assert_eq!(document.operations().len(), 1);
    assert!(Attachment::parse("cases/broken.yaml", "a: [").is_err());

    let mut alone =
        Document::parse("a.json", r#"{"openapi": "3.1.0", "x-files": {}}"#).expect("a document");
    let place = alone.attach(parsed("b.json", "[7]"));
    assert_eq!(
        alone
            .get(&place.concat(Pointer::from_static("/0")))
            .as_deref(),
        Some(&7.into())
    );
    assert_eq!(crate::whole(&alone)["x-files"], serde_json::json!({}));
}
