//! Keywords found along an instance.

use jsonptr::Pointer;
use serde_json::{Value, json};

use crate::parse_document;

#[test]
fn keywords_are_found_in_every_schema_of_a_place() {
    let document = parse_document(&json!({
        "openapi": "3.1.0",
        "components": {"schemas": {
            "Jobs": {"type": "array", "items": {"$ref": "#/components/schemas/Job"}},
            "Job": {
                "allOf": [
                    {"properties": {"created_at": {"type": "string", "format": "date-time"}}},
                    {"$ref": "#/components/schemas/Base"},
                ],
                "properties": {
                    "created_at": {"format": "own"},
                    "parent": {"anyOf": [{"$ref": "#/components/schemas/Job"}, {"type": "null"}]},
                    "pair": {"prefixItems": [{"format": "first"}], "items": {"format": "rest"}},
                    "map": {"additionalProperties": {"format": "member"}, "properties": {"known": {"format": "known"}}},
                },
                "if": {"properties": {"a": {}}}, "then": {"properties": {"id": {"format": "then"}}},
            },
            "Base": {"properties": {"id": {"format": "int64"}}},
            "Loop": {"$ref": "#/components/schemas/Loop", "format": "loop"},
            "Odd": true,
        }},
    }));
    for (schema, instance, formats) in [
        ("Jobs", "/0/created_at", vec!["own", "date-time"]),
        ("Job", "/created_at", vec!["own", "date-time"]),
        ("Jobs", "/17/id", vec!["int64", "then"]),
        ("Job", "/parent/parent/parent/id", vec!["int64", "then"]),
        ("Job", "/pair/0", vec!["first"]),
        ("Job", "/pair/1", vec!["rest"]),
        ("Job", "/map/any", vec!["member"]),
        ("Job", "/map/known", vec!["known"]),
        ("Job", "/absent", vec![]),
        ("Job", "", vec![]),
        ("Loop", "", vec!["loop"]),
        ("Loop", "/a", vec![]),
        ("Odd", "/a", vec![]),
        ("Gone", "/a", vec![]),
    ] {
        let schema = jsonptr::PointerBuf::from_tokens(["components", "schemas", schema]);
        let found = document.schema_keyword_at(&schema, Pointer::from_static(instance), "format");
        let found: Vec<&str> = found.into_iter().filter_map(Value::as_str).collect();
        assert_eq!(found, formats, "{schema} {instance}");
    }
}
