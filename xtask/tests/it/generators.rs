//! The input of the generators' compilers; the generators themselves need Node and Python, which tests do not.

use std::fs;
use std::process::Command;

use serde_json::{Value, json};
use xtask::generators::examples::{ExampleLocation, find_examples};
use xtask::generators::typescript::{TypeGenerator, render_constants};

use crate::{root, run_to_end};

fn read_document() -> Value {
    json!({
        "paths": {"/jobs": {"post": {
            "operationId": "addJob",
            "parameters": [{"name": "dry run", "in": "query", "schema": {"type": "boolean"}, "examples": {"one": {"value": true}}}],
            "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Job"}, "examples": {"one": {"value": {"name": "a"}}}}}},
            "responses": {
                "200": {"content": {"application/json": {
                    "schema": {"type": "array", "items": {"$ref": "#/components/schemas/Job"}},
                    "examples": {"one": {"value": [{"name": "a", "__proto__": 1}]}, "none": {"value": []}},
                }}},
                "404": {"content": {"text/plain": {"schema": {"type": "string"}, "examples": {"two": {"value": "\n"}}}}},
            },
        }}},
        "components": {"schemas": {"Job": {"type": "object", "required": ["name"]}}},
    })
}

#[test]
fn every_example_has_a_constant_of_its_type_and_a_broken_one() {
    let examples = find_examples(&read_document());
    assert_eq!(
        render_constants(TypeGenerator::OpenApiTypescript, "./types", &examples),
        r#"import type { operations } from "./types";

// addJob, parameter dry run, one
export const example0: NonNullable<operations["addJob"]["parameters"]["query"]>["dry run"] = true;

// addJob, request body, one
export const example1: NonNullable<operations["addJob"]["requestBody"]>["content"]["application/json"] = {"name":"a"};
// @ts-expect-error a required property is missing
export const broken1: NonNullable<operations["addJob"]["requestBody"]>["content"]["application/json"] = {};

// addJob, response 200, one
export const example2: operations["addJob"]["responses"][200]["content"]["application/json"] = [{"name":"a",["__proto__"]:1}];
// @ts-expect-error a required property is missing
export const broken2: operations["addJob"]["responses"][200]["content"]["application/json"] = [{["__proto__"]:1}];

// addJob, response 200, none
export const example3: operations["addJob"]["responses"][200]["content"]["application/json"] = [];

// addJob, response 404, two
export const example4: operations["addJob"]["responses"][404]["content"]["text/plain"] = "\n";
"#
    );
    let hey = render_constants(TypeGenerator::HeyApi, "./types", &examples);
    for line in [
        "export const example0: NonNullable<types.AddJobData[\"query\"]>[\"dry run\"] = true;",
        "export const broken1: NonNullable<types.AddJobData[\"body\"]> = {};",
        "export const example3: types.AddJobResponses[200] = [];",
        "export const example4: types.AddJobErrors[404] = \"\\n\";",
    ] {
        assert!(hey.lines().any(|known| known == line), "{line}\n{hey}");
    }
}

#[test]
fn no_documented_example_is_left_out() {
    let text = fs::read_to_string(root().join("spec/openapi.json")).unwrap();
    let document: Value = serde_json::from_str(&text).unwrap();
    let examples = find_examples(&document);
    let count = |is: fn(&ExampleLocation) -> bool| {
        examples
            .iter()
            .filter(|example| is(&example.location))
            .count()
    };
    // one response for each file of an example
    let files = xtask::files::read_folder(&root().join("conformance/examples")).unwrap();
    let files = files
        .iter()
        .filter(|(path, _)| path.ends_with(".yaml"))
        .count();
    assert_eq!(
        count(|part| matches!(part, ExampleLocation::Response(..))),
        files
    );
    assert!(count(|part| matches!(part, ExampleLocation::RequestBody(_))) > 0);
    assert!(count(|part| matches!(part, ExampleLocation::Parameter(..))) > 100);
    assert!(
        examples
            .iter()
            .any(|example| example.invalid_value.is_some())
    );
}

#[test]
fn a_skipped_generator_is_reported() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("spec")).unwrap();
    let path = folder.path().join("spec/openapi.json");
    fs::write(&path, read_document().to_string()).unwrap();
    let run = || {
        run_to_end(
            Command::new(env!("CARGO_BIN_EXE_xtask"))
                .arg("generators")
                .env("CARGO_MANIFEST_DIR", folder.path().join("xtask"))
                // with neither Node.js nor Python
                .env("PATH", folder.path()),
        )
    };
    assert_eq!(
        run(),
        (
            2,
            "\
SKIPPED: openapi-typescript and hey-api: Node.js is not installed; install version 20 or later
SKIPPED: datamodel-code-generator and openapi-python-client: Python is not installed; install version 3.11 or later, with venv
"
            .to_owned()
        )
    );
    fs::remove_file(path).unwrap();
    let (code, output) = run();
    assert_eq!(code, 2);
    assert!(
        output.contains("openapi.json cannot be read; run `cargo xtask spec`"),
        "{output}"
    );
}
