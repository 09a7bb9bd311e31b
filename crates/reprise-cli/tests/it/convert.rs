//! `reprise convert`: an OpenAPI 3.1 document becomes a 3.0 one, and the losses are listed.

use std::fs;

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::{command, file, root};

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

fn shelf() -> (tempfile::TempDir, String) {
    let (folder, path) = file("shelf.yaml", DOCUMENT);
    fs::write(folder.path().join("book.yaml"), BOOK).unwrap();
    (folder, path)
}

#[test]
fn a_document_and_its_files_become_one_of_3_0() {
    let (folder, path) = shelf();
    let run = command(&["convert", &path, "--to", "3.0"], &[]);
    assert_eq!(run.code, 0, "{}", run.err);
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
    let folder = folder.path().display().to_string();
    assert_snapshot!(run.err.replace(&format!("{folder}/"), ""), @"
    book.yaml:7:5: if: OpenAPI 3.0 has no conditional schemas; more is accepted by now
        /x-files/book.yaml/$defs/Book/if
    shelf.yaml:15:1: webhooks: OpenAPI 3.0 has no webhooks
        /webhooks

    2 dropped: 1 make it accept more, 1 make it say less
    ");
}

#[test]
fn the_result_has_the_format_of_the_file_name() {
    let (folder, path) = shelf();
    let printed = command(&["convert", &path, "--to", "3.0"], &[]).out;
    for name in ["out.json", "out.yaml"] {
        let output = folder.path().join(name).display().to_string();
        let run = command(&["convert", &path, "--to", "3.0", "--output", &output], &[]);
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{}", run.err);
        let text = fs::read_to_string(&output).unwrap();
        assert_eq!(name == "out.json", text == printed, "{text}");
        // it is a document that other commands read
        let again = command(&["convert", &output, "--to", "3.0"], &[]);
        assert_eq!(again.code, 2);
        assert!(again.err.contains("OpenAPI 3.0"), "{}", again.err);
        let listed = command(&["list", &output], &[]);
        assert!(
            listed.out.contains("getBook"),
            "{}{}",
            listed.out,
            listed.err
        );
    }
}

#[test]
fn nothing_is_written_after_an_error() {
    let (folder, path) = file("broken.yaml", "openapi: 3.1.0\ninfo: [\n");
    let output = folder.path().join("out.json").display().to_string();
    let run = command(&["convert", &path, "--to", "3.0", "--output", &output], &[]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("broken.yaml:"), "{}", run.err);
    assert!(!folder.path().join("out.json").exists());

    let (_shelf, path) = shelf();
    let run = command(
        &[
            "convert",
            &path,
            "--to",
            "3.0",
            "--output",
            "/no/such/folder/a.json",
        ],
        &[],
    );
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("/no/such/folder/a.json cannot be written"),
        "{}",
        run.err
    );
    assert_eq!(command(&["convert", &path, "--to", "2.0"], &[]).code, 2);
    assert_eq!(command(&["convert", &path], &[]).code, 2);
}

#[test]
fn broken_parts_are_reported_and_the_rest_is_converted() {
    let text = "{openapi: 3.1.0, paths: {}, components: {schemas: {A: {$ref: 'gone.yaml'}, B: {const: 1}}}}";
    let (_folder, path) = file("a.yaml", text);
    let run = command(&["convert", &path, "--to", "3.0"], &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    let result: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        result["components"]["schemas"],
        json!({"A": {"$ref": "gone.yaml"}, "B": {"type": "integer", "enum": [1]}})
    );
    assert!(
        run.err.contains("a.yaml:1:55: broken: ") && run.err.contains("gone.yaml"),
        "{}",
        run.err
    );
}

#[test]
fn the_committed_3_0_document_equals_the_output_of_the_command() {
    let spec = root().join("spec");
    let document = spec.join("openapi.json").display().to_string();
    let run = command(&["convert", &document, "--to", "3.0"], &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(
        run.out,
        fs::read_to_string(spec.join("openapi-3.0.json")).unwrap()
    );
}
