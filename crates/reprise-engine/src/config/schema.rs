//! The JSON Schema of `reprise.yaml`, with which editors complete and check it.
//!
//! It is derived from the types that read the file. Types that read themselves have their schema here.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema, schema_for};
use serde_json::Value;

use super::Config;
use super::target::{Disposable, Duration, HookConfig};
use super::value::{BaseUrl, Mapping, Reference};

/// The form of a URL.
const URL: &str = "^https?://[^@]*$";

/// The JSON Schema of `reprise.yaml`.
pub fn config_schema() -> Value {
    schema_for!(Config).to_value()
}

impl JsonSchema for BaseUrl {
    fn schema_name() -> Cow<'static, str> {
        "BaseUrl".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Where requests go: a URL, or the environment variable that holds it.",
            "anyOf": [
                { "type": "string", "pattern": URL },
                {
                    "type": "object",
                    "properties": { "environment": { "description": "An environment variable.", "type": "string" } },
                    "required": ["environment"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}

impl JsonSchema for Reference {
    fn schema_name() -> Cow<'static, str> {
        "Reference".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Where a secret is found: in an environment variable, or in the first line of a file. Secrets are named, never written.",
            "type": "object",
            "properties": {
                "environment": { "description": "An environment variable.", "type": "string" },
                "file": { "description": "A file; a relative path begins at the folder of the configuration.", "type": "string" },
            },
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": false,
        })
    }
}

impl<T: JsonSchema> JsonSchema for Mapping<T> {
    fn schema_name() -> Cow<'static, str> {
        format!("MappingOf{}", T::schema_name()).into()
    }

    fn inline_schema() -> bool {
        true
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": ["object", "null"],
            "additionalProperties": generator.subschema_for::<T>(),
        })
    }
}

impl JsonSchema for HookConfig {
    fn schema_name() -> Cow<'static, str> {
        "Hook".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A state hook: the URL to which a fixture is posted, and the bearer token to send.",
            "anyOf": [
                { "type": "string", "pattern": URL },
                {
                    "type": "object",
                    "properties": {
                        "url": { "type": "string", "pattern": URL },
                        "credential": generator.subschema_for::<Option<Reference>>(),
                    },
                    "required": ["url"],
                    "additionalProperties": false,
                },
            ],
        })
    }
}

impl JsonSchema for Duration {
    fn schema_name() -> Cow<'static, str> {
        "Duration".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A duration such as `30s`, `5m` or `500ms`.",
            "type": "string",
            "pattern": "^[0-9]+ *(ms|s|m) *$",
        })
    }
}

impl JsonSchema for Disposable {
    fn schema_name() -> Cow<'static, str> {
        "Disposable".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What may be changed: everything, nothing, or things that certain parameters name and what certain operations change.",
            "anyOf": [
                { "type": "boolean" },
                {
                    "type": "object",
                    "properties": {
                        "params": { "type": "array", "items": { "type": "string" } },
                        "operations": { "type": "array", "items": { "type": "string" } },
                    },
                    "additionalProperties": false,
                },
            ],
        })
    }
}
