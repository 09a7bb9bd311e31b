//! Writes every documented example as a constant of its generated type, which the compiler checks.

use std::fmt::Write as _;

use serde_json::Value;

use super::examples::{Documented, Part};

/// A generator of types for TypeScript.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Types {
    /// One interface of all operations, by their ids.
    OpenApiTypescript,
    /// A type for each part of each operation.
    HeyApi,
}

/// The module with every example as a constant of its type from `module`. A constant without a required property must
/// be a compile error.
pub fn constants(types: Types, module: &str, examples: &[Documented]) -> String {
    let mut text = match types {
        Types::OpenApiTypescript => format!("import type {{ operations }} from \"{module}\";\n"),
        Types::HeyApi => format!("import type * as types from \"{module}\";\n"),
    };
    for (number, example) in examples.iter().enumerate() {
        let name = types.name(example);
        let place = example.place().replace(['\n', '\r'], " ");
        // writing to a text cannot fail
        let _ = write!(
            text,
            "\n// {place}\nexport const example{number}: {name} = {};\n",
            literal(&example.value)
        );
        if let Some(broken) = &example.broken {
            let _ = write!(
                text,
                "// @ts-expect-error a required property is missing\nexport const broken{number}: {name} = {};\n",
                literal(broken)
            );
        }
    }
    text
}

/// A value on one line. JSON is valid TypeScript, except for a key that would set the prototype.
fn literal(value: &Value) -> String {
    value
        .to_string()
        .replace("\"__proto__\":", "[\"__proto__\"]:")
}

impl Types {
    /// The generated type of an example.
    fn name(self, example: &Documented) -> String {
        let id = &example.operation;
        let quoted = |text: &str| Value::from(text).to_string();
        match (self, &example.part) {
            (Types::OpenApiTypescript, Part::Parameter(location, name)) => format!(
                "NonNullable<operations[{}][\"parameters\"][{}]>[{}]",
                quoted(id),
                quoted(location),
                quoted(name)
            ),
            (Types::OpenApiTypescript, Part::RequestBody(media_type)) => format!(
                "NonNullable<operations[{}][\"requestBody\"]>[\"content\"][{}]",
                quoted(id),
                quoted(media_type)
            ),
            (Types::OpenApiTypescript, Part::Response(status, media_type)) => format!(
                "operations[{}][\"responses\"][{}][\"content\"][{}]",
                quoted(id),
                key(status),
                quoted(media_type)
            ),
            (Types::HeyApi, Part::Parameter(location, name)) => format!(
                "NonNullable<types.{}Data[{}]>[{}]",
                pascal(id),
                quoted(location),
                quoted(name)
            ),
            (Types::HeyApi, Part::RequestBody(_)) => {
                format!("NonNullable<types.{}Data[\"body\"]>", pascal(id))
            }
            (Types::HeyApi, Part::Response(status, _)) => {
                let is_success = status.starts_with(['1', '2', '3']);
                let kind = if is_success { "Responses" } else { "Errors" };
                format!("types.{}{kind}[{}]", pascal(id), key(status))
            }
        }
    }
}

/// A status as the key of a type: a number, or `default` and the like.
fn key(status: &str) -> String {
    match status.parse::<u16>() {
        Ok(number) => number.to_string(),
        Err(_) => Value::from(status).to_string(),
    }
}

/// An operation id as the name of a type.
fn pascal(id: &str) -> String {
    let mut characters = id.chars();
    characters
        .next()
        .map(|first| first.to_uppercase().chain(characters).collect())
        .unwrap_or_default()
}
