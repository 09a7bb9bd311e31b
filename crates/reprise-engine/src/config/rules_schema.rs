//! The JSON Schema of the rules under `discover:`.

use schemars::{Schema, SchemaGenerator, json_schema};

/// The schema of a list of rules of discovery, whose type belongs to another crate.
pub(super) fn discovery_rules(_: &mut SchemaGenerator) -> Schema {
    let pointer = |description: &str| {
        json_schema!({
            "description": description,
            "type": "string",
            "pattern": "^(/([^~/]|~[01])*)*$",
        })
    };
    json_schema!({
        "type": ["array", "null"],
        "items": {
            "description": "A safe request, and the values that are taken from its response.",
            "type": "object",
            "properties": {
                "find": {
                    "description": "What it finds, in words: the name of the rule, which no other rule has.",
                    "type": "string",
                },
                "operation": {
                    "description": "Operation id; the operation must be a GET.",
                    "type": "string",
                },
                "as": {
                    "description": "The credential to send; none if it is left out.",
                    "type": ["string", "null"],
                },
                "scheme": {
                    "description": "The security scheme that carries the credential; the first one of the operation if it is left out.",
                    "type": ["string", "null"],
                },
                "parameters": {
                    "description": "Values of parameters, by name. A required parameter that is left out takes the values that are known: if an earlier rule has found it, one after the other until the response fits, 20 at most.",
                    "type": "object",
                },
                "in": pointer("Where in the response the list is; the whole response if it is left out. Anything but a list is one item."),
                "having": {
                    "description": "What an item must have, relative to the item, and not as null. The first item that has all of it is used.",
                    "type": "array",
                    "items": pointer("A place in an item."),
                },
                "set": {
                    "description": "Where in the item the values of parameters are, by name: each a string or a number.",
                    "type": "object",
                    "minProperties": 1,
                    "additionalProperties": pointer("A place in an item."),
                },
                "keep": {
                    "description": "Parameters that keep the values of the request whose response fits.",
                    "type": "array",
                    "items": { "type": "string" },
                    "minItems": 1,
                },
                "for": {
                    "description": "Ids of the cases that use the rule; `*` stands for any text. All if it is left out; none if it is empty, for a rule that only later rules need.",
                    "type": ["array", "null"],
                    "items": { "type": "string" },
                },
            },
            "required": ["find", "operation"],
            "anyOf": [{ "required": ["set"] }, { "required": ["keep"] }],
            "additionalProperties": false,
        },
    })
}
