//! Builds the OpenAPI document: declarations from utoipa, schemas from schemars, headers and examples
//! as values.

use serde_json::{Map, Value, json};

use crate::error::SpecError;
use crate::examples::{Example, ExampleKey, Examples};
use crate::operations::{Operation, declarations, headers, links};
use crate::{samples, schemas, security};

/// The version of the document; `cargo xtask release` raises it, and writes why into `CHANGELOG.md`.
const VERSION: &str = "16.0.0";
/// The extension of an Example Object that holds data without an equivalent in OpenAPI.
const EXAMPLE_EXTENSION: &str = "x-reprise";

/// The whole document, with every example in its place.
pub(crate) fn build_document(examples: &Examples) -> Result<Value, SpecError> {
    let declared = serde_json::to_value(declarations())?;
    let mut paths = Map::new();
    for operation in Operation::ALL {
        let path = operation.path();
        let mut declaration = declared["paths"][&path][operation.method()].clone();
        put_headers_and_links(*operation, &mut declaration);
        // utoipa marks every body of a plain type as required; in this API all bodies are optional
        if let Some(body) = declaration.get_mut("requestBody") {
            body["required"] = false.into();
        }
        let item = paths.entry(path).or_insert_with(|| json!({}));
        item[operation.method()] = declaration;
    }
    for (key, example) in examples.iter() {
        put_example(&mut paths, key, example)?;
    }
    for operation in Operation::ALL {
        put_samples(&mut paths[&operation.path()], *operation, examples);
    }
    Ok(json!({
        "openapi": "3.1.0",
        "info": {
            "title": "GitLab Jobs API",
            "version": VERSION,
            "summary": "Jobs of CI/CD pipelines: list, read, cancel, retry, erase, play.",
            "description": DESCRIPTION,
            "contact": { "name": "Reprise", "url": "https://docs.gitlab.com/ee/api/jobs.html" },
            "license": {
                "name": "MIT or Apache-2.0; documented examples: CC BY-SA 4.0",
                "identifier": "(MIT OR Apache-2.0) AND CC-BY-SA-4.0"
            }
        },
        "servers": [
            {
                "url": "{scheme}://{host}/api/v4",
                "description": "A GitLab server.",
                "variables": {
                    "scheme": {
                        "enum": ["https", "http"],
                        "default": "https",
                        "description": "The URL scheme; send tokens only over `https`."
                    },
                    "host": {
                        "default": "gitlab.com",
                        "description": "Name of the server, with its port if it has one."
                    }
                }
            },
            {
                "url": "http://127.0.0.1:{port}/api/v4",
                "description": "The reference server of Reprise, on this machine.",
                "variables": {
                    "port": { "default": "8080", "description": "The port it listens on." }
                }
            }
        ],
        "tags": [
            { "name": "jobs", "description": "Jobs and bridges of a project and of a pipeline." },
            { "name": "job token", "description": "Information about a running job, by its own token." }
        ],
        "paths": paths,
        "components": {
            "schemas": schemas::components(),
            "securitySchemes": security::security_schemes()
        }
    }))
}

const DESCRIPTION: &str = "\
A job is one piece of work in a pipeline: a runner takes it, does it and reports how it went. A bridge is a job \
without a runner, that starts another pipeline.

Examples are the documented ones: a parameter, a request body and a response that belong together have an example of the same name. What OpenAPI has no place for, such as the state that the server must be in to give this response, \
is in the `x-reprise` member of the example.

The documented examples come from GitLab's documentation, © GitLab B.V., CC BY-SA 4.0.";

fn put_headers_and_links(operation: Operation, declaration: &mut Value) {
    let Some(responses) = declaration["responses"].as_object_mut() else {
        return;
    };
    for (status, response) in responses {
        for header in headers(operation, status) {
            let mut object = json!({ "description": header.description });
            if header.required {
                object["required"] = true.into();
            }
            object["schema"] = header.schema;
            response["headers"][header.name] = object;
        }
        for link in links(operation, status) {
            response["links"][link.name] = link.to_json();
        }
    }
}

/// Adds code samples to an operation, from its first suitable example.
fn put_samples(item: &mut Value, operation: Operation, examples: &Examples) {
    let (id, path, method) = (operation.id(), operation.path(), operation.method());
    let declaration = &item[method];
    let mut own = examples.iter().filter(|(key, _)| key.operation == id);
    let shown =
        own.find_map(|(_, example)| samples::samples(id, method, &path, declaration, example));
    if let Some(shown) = shown {
        item[method][samples::SAMPLES_EXTENSION] = shown;
    }
}

fn put_example(
    paths: &mut Map<String, Value>,
    key: &ExampleKey,
    example: &Example,
) -> Result<(), SpecError> {
    let misplaced = |what: String| SpecError::Example {
        operation: key.operation.clone(),
        name: key.name.clone(),
        what,
    };
    let declaration = Operation::ALL
        .iter()
        .find(|operation| operation.id() == key.operation)
        .and_then(|operation| {
            paths
                .get_mut(&operation.path())?
                .get_mut(operation.method())
        })
        .ok_or_else(|| misplaced("no such operation".to_owned()))?;

    for (parameter, value) in &example.request.parameters {
        let object = declaration["parameters"]
            .as_array_mut()
            .into_iter()
            .flatten()
            .find(|object| object["name"] == **parameter)
            .ok_or_else(|| misplaced(format!("the operation has no parameter `{parameter}`")))?;
        object["examples"][&key.name] = json!({ "value": value });
    }
    if let Some(body) = &example.request.body {
        let content = declaration
            .pointer_mut("/requestBody/content")
            .and_then(only_member)
            .ok_or_else(|| misplaced("the operation has no request body".to_owned()))?;
        content["examples"][&key.name] = json!({ "summary": example.summary, "value": body });
    }

    let status = example.response.status.to_string();
    let response = declaration["responses"]
        .get_mut(&status)
        .ok_or_else(|| misplaced(format!("the operation has no response {status}")))?;
    for (header, value) in &example.response.headers {
        let object = response
            .get_mut("headers")
            .and_then(|headers| headers.get_mut(header))
            .ok_or_else(|| misplaced(format!("response {status} has no header `{header}`")))?;
        object["examples"][&key.name] = json!({ "value": value });
    }
    let content = response
        .get_mut("content")
        .and_then(only_member)
        .ok_or_else(|| misplaced(format!("response {status} has no body")))?;
    content["examples"][&key.name] = example_object(example)?;
    Ok(())
}

/// The Example Object of a response, with data without an equivalent in OpenAPI in an extension.
fn example_object(example: &Example) -> Result<Value, SpecError> {
    let mut object = json!({ "summary": example.summary });
    if let Some(description) = &example.description {
        object["description"] = description.trim_end().into();
    }
    object["value"] = example.response.body.clone();
    let mut extension = json!({ "source": example.source, "fixture": example.fixture });
    if example.anywhere {
        extension["anywhere"] = true.into();
    }
    if !example.request.fixed.is_empty() {
        extension["fixed"] = serde_json::to_value(&example.request.fixed)?;
    }
    if let Some(credentials) = &example.request.credentials {
        extension["credentials"] = serde_json::to_value(credentials)?;
    }
    let invalid = serde_json::to_value(&example.request.invalid)?;
    if invalid.as_object().is_some_and(|object| !object.is_empty()) {
        extension["invalid"] = invalid;
    }
    object[EXAMPLE_EXTENSION] = extension;
    Ok(object)
}

fn only_member(object: &mut Value) -> Option<&mut Value> {
    let object = object.as_object_mut()?;
    if object.len() == 1 {
        object.values_mut().next()
    } else {
        None
    }
}
