//! The document against the OpenAPI standard, and against what utoipa does not check.

use std::collections::BTreeSet;

use jobs_api::operations::Operation;
use openapi_document::{Version, standard_schema};
use serde_json::{Value, json};

use crate::{document, examples};

fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            all.push((method.clone(), path.clone(), operation));
        }
    }
    all
}

fn errors_against_the_standard(document: &Value) -> Vec<String> {
    let standard = standard_schema(Version::V3_1).unwrap();
    let validator = jsonschema::options().offline().build(&standard).unwrap();
    validator
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn it_is_valid_openapi() {
    assert_eq!(
        errors_against_the_standard(&document()),
        Vec::<String>::new()
    );
}

#[test]
fn an_invalid_document_is_detected() {
    for (pointer, broken) in [
        ("/paths/~1job/get/responses/200", json!({ "content": {} })),
        ("/paths/~1job/get/operationId", json!(7)),
        ("/components/schemas/Job/type", json!("objekt")),
    ] {
        let mut document = document();
        *document.pointer_mut(pointer).unwrap() = broken;
        assert!(
            !errors_against_the_standard(&document).is_empty(),
            "{pointer} broken, and nothing said"
        );
    }
}

#[test]
fn operation_ids_are_unique_and_those_of_the_enum() {
    let document = document();
    let declared: Vec<&str> = operations(&document)
        .into_iter()
        .map(|(_, _, operation)| operation["operationId"].as_str().unwrap())
        .collect();
    let unique: BTreeSet<&str> = declared.iter().copied().collect();
    assert_eq!(unique.len(), declared.len());
    assert_eq!(
        unique,
        Operation::ALL
            .iter()
            .map(|operation| operation.id())
            .collect()
    );
    for operation in Operation::ALL {
        let found = &document["paths"][operation.path()][operation.method()]["operationId"];
        assert_eq!(
            found,
            operation.id(),
            "two operations share a method and a path"
        );
    }
}

#[test]
fn path_parameters_match_their_templates() {
    let document = document();
    for (method, path, operation) in operations(&document) {
        let template: BTreeSet<&str> = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        let declared: BTreeSet<&str> = operation["parameters"]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|parameter| parameter["in"] == "path")
            .map(|parameter| parameter["name"].as_str().unwrap())
            .collect();
        assert_eq!(template, declared, "{method} {path}");
    }
}

/// Every `$ref` of the document.
fn collect_references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                match value {
                    Value::String(reference) if key == "$ref" => {
                        found.insert(reference);
                    }
                    value => collect_references(value, found),
                }
            }
        }
        Value::Array(elements) => elements
            .iter()
            .for_each(|element| collect_references(element, found)),
        _ => {}
    }
}

#[test]
fn references_lead_somewhere_and_every_component_is_used() {
    let document = document();
    let mut found = BTreeSet::new();
    collect_references(&document, &mut found);
    for reference in &found {
        let pointer = reference.strip_prefix('#').unwrap();
        assert!(
            document.pointer(pointer).is_some(),
            "{reference} leads nowhere"
        );
    }
    for name in document["components"]["schemas"]
        .as_object()
        .unwrap()
        .keys()
    {
        let reference = format!("#/components/schemas/{name}");
        assert!(
            found.contains(reference.as_str()),
            "{name} is used by nothing"
        );
    }
}

#[test]
fn security_names_existing_schemes() {
    let document = document();
    let schemes = document["components"]["securitySchemes"]
        .as_object()
        .unwrap();
    for (method, path, operation) in operations(&document) {
        for alternative in operation["security"].as_array().unwrap() {
            for scheme in alternative.as_object().unwrap().keys() {
                assert!(schemes.contains_key(scheme), "{method} {path} {scheme}");
            }
        }
    }
}

#[test]
fn the_files_are_the_same_bytes_each_time_and_in_both_languages() {
    let (first, second) = (
        jobs_api::spec(&examples()).unwrap(),
        jobs_api::spec(&examples()).unwrap(),
    );
    assert_eq!(first, second);
    let text = |path: &str| &first.iter().find(|file| file.path == path).unwrap().text;
    let json: Value = serde_json::from_str(text("openapi.json")).unwrap();
    let yaml: Value = serde_saphyr::from_str(text("openapi.yaml")).unwrap();
    assert_eq!(json, yaml);
}

#[test]
fn each_schema_file_stands_alone() {
    for file in jobs_api::spec(&examples()).unwrap() {
        let Some(name) = file.path.strip_prefix("schemas/") else {
            continue;
        };
        let schema: Value = serde_json::from_str(&file.text).unwrap();
        assert_eq!(
            schema["$schema"], "https://json-schema.org/draft/2020-12/schema",
            "{name}"
        );
        assert!(schema["$id"].as_str().unwrap().ends_with(name), "{name}");
        jsonschema::options()
            .offline()
            .build(&schema)
            .unwrap_or_else(|error| panic!("{name}: {error}"));
    }
}
