//! The JSON Schema of `reprise.yaml` accepts the files that are read, and refuses the others.

use reprise_engine::config::{Config, config_schema};
use serde_json::Value;

fn is_valid(text: &str) -> bool {
    let value: Value = reprise_core::parse_yaml("reprise.yaml", text).unwrap();
    let validator = jsonschema::validator_for(&config_schema()).unwrap();
    validator.is_valid(&value)
}

#[test]
fn schema_and_reader_agree() {
    for text in [
        "document: openapi.yaml\n",
        "targets: { a: { base_url: https://a.example } }\n",
        "targets: { a: { base_url: { environment: URL }, params: { id: 1 }, timeout: 3 } }\n",
        "targets: { a: { base_url: https://a.example, disposable: { operations: [a] } } }\n",
        "targets: { a: { base_url: https://a.example, disposable: true, credentials: { a: { file: b } } } }\n",
        "targets: { a: { hook: https://a.example, start: { command: a b, within: 500ms }, port: auto } }\n",
        "targets: { a: { hook: { url: https://a.example, credential: { environment: A } }, state: fixtures } }\n",
        "targets: { a: { base_url: https://a.example, discover: [{ find: a, operation: b, set: { c: /d } }] } }\n",
        "targets: { a: { base_url: https://a.example, params: null, credentials: null } }\n",
    ] {
        assert!(Config::parse("reprise.yaml", text).is_ok(), "{text}");
        assert!(is_valid(text), "{text}");
    }
    for text in [
        "documnet: openapi.yaml\n",
        "targets: { a: { base_url: ftp://a.example } }\n",
        "targets: { a: { base_url: https://me:pw@a.example } }\n",
        "targets: { a: { base_url: https://a.example, timeout: 0 } }\n",
        "targets: { a: { base_url: https://a.example, disposable: [id] } }\n",
        "targets: { a: { base_url: https://a.example, port: 80 } }\n",
        "targets: { a: { base_url: https://a.example, state: unknown } }\n",
        "targets: { a: { base_url: https://a.example, credentials: { a: secret } } }\n",
        "targets: { a: { base_url: https://a.example, credentials: { a: { file: a, environment: b } } } }\n",
        "targets: { a: { base_url: https://a.example, start: { command: a, within: soon } } }\n",
        "targets: { a: { base_url: https://a.example, tls: { insecure: true } } }\n",
        "targets: { a: { base_url: https://a.example, discover: [{ find: a }] } }\n",
    ] {
        assert!(Config::parse("reprise.yaml", text).is_err(), "{text}");
        assert!(!is_valid(text), "{text}");
    }
}

#[test]
fn every_part_has_a_description() {
    fn check(schema: &Value, path: &str) {
        let Some(properties) = schema["properties"].as_object() else {
            return;
        };
        for (name, property) in properties {
            let is_described = property["description"].is_string();
            assert!(is_described, "{path}/{name} has no description");
        }
    }
    let schema = config_schema();
    check(&schema, "");
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        check(definition, name);
    }
}
