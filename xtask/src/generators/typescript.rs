//! Writes every documented example as a constant of its generated type, which the compiler checks.

use std::fmt::Write as _;

use serde_json::Value;

use super::examples::{DocumentedExample, ExampleLocation};

/// A generator of types for TypeScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeGenerator {
    /// One interface of all operations, by their ids.
    OpenApiTypescript,
    /// A type for each part of each operation.
    HeyApi,
}

/// The module with every example as a constant of its type from `module`. A constant without a required property must
/// be a compile error.
pub fn render_constants(
    types: TypeGenerator,
    module: &str,
    examples: &[DocumentedExample],
) -> String {
    let mut text = match types {
        TypeGenerator::OpenApiTypescript => {
            format!("import type {{ operations }} from \"{module}\";\n")
        }
        TypeGenerator::HeyApi => format!("import type * as types from \"{module}\";\n"),
    };
    for (number, example) in examples.iter().enumerate() {
        let name = types.type_name(example);
        let place = example.describe().replace(['\n', '\r'], " ");
        // writing to a text cannot fail
        let _ = write!(
            text,
            "\n// {place}\nexport const example{number}: {name} = {};\n",
            to_literal(&example.value)
        );
        if let Some(broken) = &example.invalid_value {
            let _ = write!(
                text,
                "// @ts-expect-error a required property is missing\nexport const broken{number}: {name} = {};\n",
                to_literal(broken)
            );
        }
    }
    text
}

/// A value on one line. JSON is valid TypeScript, except for a key that would set the prototype.
fn to_literal(value: &Value) -> String {
    value
        .to_string()
        .replace("\"__proto__\":", "[\"__proto__\"]:")
}

impl TypeGenerator {
    /// The generated type of an example.
    fn type_name(self, example: &DocumentedExample) -> String {
        let id = &example.operation;
        let quoted = |text: &str| Value::from(text).to_string();
        match (self, &example.location) {
            (TypeGenerator::OpenApiTypescript, ExampleLocation::Parameter(location, name)) => {
                format!(
                    "NonNullable<operations[{}][\"parameters\"][{}]>[{}]",
                    quoted(id),
                    quoted(location),
                    quoted(name)
                )
            }
            (TypeGenerator::OpenApiTypescript, ExampleLocation::RequestBody(media_type)) => {
                format!(
                    "NonNullable<operations[{}][\"requestBody\"]>[\"content\"][{}]",
                    quoted(id),
                    quoted(media_type)
                )
            }
            (TypeGenerator::OpenApiTypescript, ExampleLocation::Response(status, media_type)) => {
                format!(
                    "operations[{}][\"responses\"][{}][\"content\"][{}]",
                    quoted(id),
                    status_key(status),
                    quoted(media_type)
                )
            }
            (TypeGenerator::HeyApi, ExampleLocation::Parameter(location, name)) => format!(
                "NonNullable<types.{}Data[{}]>[{}]",
                pascal_case(id),
                quoted(location),
                quoted(name)
            ),
            (TypeGenerator::HeyApi, ExampleLocation::RequestBody(_)) => {
                format!("NonNullable<types.{}Data[\"body\"]>", pascal_case(id))
            }
            (TypeGenerator::HeyApi, ExampleLocation::Response(status, _)) => {
                let is_success = status.starts_with(['1', '2', '3']);
                let kind = if is_success { "Responses" } else { "Errors" };
                format!("types.{}{kind}[{}]", pascal_case(id), status_key(status))
            }
        }
    }
}

/// A status as the key of a type: a number, or `default` and the like.
fn status_key(status: &str) -> String {
    match status.parse::<u16>() {
        Ok(number) => number.to_string(),
        Err(_) => Value::from(status).to_string(),
    }
}

/// An operation id as the name of a type.
fn pascal_case(id: &str) -> String {
    let mut characters = id.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}
