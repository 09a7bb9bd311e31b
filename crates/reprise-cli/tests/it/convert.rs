//! `reprise convert`: an OpenAPI 3.1 document becomes a 3.0 one, and the losses are listed.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Project, Run, at_root, command};

const DOCUMENT: &str = r"openapi: 3.1.0
info: { title: Shelf, version: 1.2.3, license: { name: MIT, identifier: MIT } }
paths:
  /books/{id}:
    get:
      operationId: getBook
      parameters: [{ name: id, in: path, required: true, schema: { type: integer } }]
      responses:
        '200':
          description: The book.
          content:
            application/json:
              schema: { $ref: 'book.yaml#/$defs/Book' }
              example: { title: Emma, lent: null, type: [a, 'null'] }
webhooks: {}
";

const BOOK: &str = r"$defs:
  Book:
    type: object
    properties:
      title: { type: [string, 'null'] }
      lent: { anyOf: [{ $ref: '#/$defs/State' }, { type: 'null' }] }
    if: { required: [lent] }
    then: { required: [title] }
  State: { enum: [lent, here] }
";

fn write_shelf() -> Project {
    Project::new(DOCUMENT).with("book.yaml", BOOK)
}

fn convert(project: &Project, name: &str, more: &[&str]) -> Run {
    project.command(&[&["convert", name, "--to", "3.0"], more].concat(), &[])
}

#[test]
fn a_document_and_its_files_become_one_of_3_0() {
    let run = convert(&write_shelf(), "shelf.yaml", &[]);
    run.exits(0);
    let result: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        result,
        json!({
            "openapi": "3.0.3",
            "info": {"title": "Shelf", "version": "1.2.3", "license": {"name": "MIT", "url": "https://spdx.org/licenses/MIT.html"}},
            "paths": {"/books/{id}": {"get": {
                "operationId": "getBook",
                "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}],
                "responses": {"200": {"description": "The book.", "content": {"application/json": {
                    "schema": {"$ref": "#/components/schemas/Book"},
                    "example": {"title": "Emma", "lent": null, "type": ["a", "null"]},
                }}}},
            }}},
            "components": {"schemas": {"Book": {"type": "object", "properties": {
                "title": {"type": "string", "nullable": true},
                "lent": {"type": "string", "nullable": true, "enum": ["lent", "here", null]},
            }}}},
        })
    );
    assert_snapshot!(run.err, @"
    book.yaml:7:5: if: OpenAPI 3.0 has no conditional schemas; the result accepts more values
        /x-files/book.yaml/$defs/Book/if
    shelf.yaml:15:1: webhooks: OpenAPI 3.0 has no webhooks
        /webhooks

    2 dropped: 1 relax the schema, 1 remove detail
    ");
}

#[test]
fn the_result_has_the_format_of_the_file_name() {
    let project = write_shelf();
    let printed = convert(&project, "shelf.yaml", &[]).out;
    for name in ["out.json", "out.yaml"] {
        let run = convert(&project, "shelf.yaml", &["--output", name]);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
        let text = project.read(name);
        assert_eq!(name == "out.json", text == printed, "{text}");
        // it is a document that other commands read
        let again = convert(&project, name, &[]);
        again.exits(2);
        assert_eq!(
            again.err,
            format!("error: {name} is already OpenAPI 3.0; no conversion is needed\n")
        );
        project.command(&["list", name], &[]).exits(0);
    }
}

#[test]
fn nothing_is_written_after_an_error() {
    let project = Project::new("openapi: 3.1.0\ninfo: [\n");
    let run = convert(&project, "shelf.yaml", &["--output", "out.json"]);
    run.exits(2);
    assert_snapshot!(run.err, @"error: shelf.yaml:2:7: invalid YAML: unclosed bracket '['");
    assert!(!project.path("out.json").exists());
}

#[test]
fn broken_parts_are_reported_and_the_rest_is_converted() {
    let text = "{openapi: 3.1.0, paths: {}, components: {schemas: {A: {$ref: 'gone.yaml'}, B: {const: 1}}}}";
    let run = convert(&Project::new(text), "shelf.yaml", &[]);
    run.exits(0);
    let result: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        result["components"]["schemas"],
        json!({"A": {"$ref": "gone.yaml"}, "B": {"type": "integer", "enum": [1]}})
    );
    assert_snapshot!(run.err, @"
    shelf.yaml:1:55: broken: the file of the reference `gone.yaml` was not read: gone.yaml cannot be read: No such file or directory (os error 2)
        /components/schemas/A
    nothing was dropped
    ");
}

#[test]
fn the_committed_3_0_document_equals_the_output_of_the_command() {
    let run = command(
        &["convert", &at_root("spec/openapi.json"), "--to", "3.0"],
        &[],
    );
    run.exits(0);
    let committed = std::fs::read_to_string(at_root("spec/openapi-3.0.json")).unwrap();
    assert_eq!(run.out, committed);
}
