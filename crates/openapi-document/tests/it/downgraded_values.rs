//! The values that a schema accepts, before and after: a downgrade only makes it looser, and reports where.

use std::sync::LazyLock;

use jsonschema::Validator;
use openapi_document::downgrade::{DowngradedDocument, DropEffect, downgrade};
use openapi_document::upgrade::to_2020_12;
use openapi_document::{Version, standard_schema};
use serde_json::{Map, Value, json};

/// A document with this schema as `A`, and other schemas that it may refer to.
fn document_with_schema(schema: &Value) -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Values", "version": "1"},
        "paths": {},
        "components": {"schemas": {
            "A": schema,
            "Word": {"type": "string", "enum": ["a", "b"]},
            "Wording": {"$ref": "#/components/schemas/Word"},
            "Number": {"type": ["integer", "null"], "exclusiveMinimum": 0},
            "Thing": {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
            "Conditional": {"type": "object", "if": {"required": ["a"]}, "then": {"required": ["b"]}},
            "Tree": {"type": ["object", "null"], "properties": {"a": {"$ref": "#/components/schemas/Tree"}}},
            "Choice": {"anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]},
        }},
    })
}

/// A validator of the schema `A` of a document whose schemas are 2020-12.
fn build_validator(document: &Value) -> Validator {
    let schema = json!({"$ref": "#/components/schemas/A", "components": document["components"]});
    jsonschema::options()
        .offline()
        .build(&schema)
        .unwrap_or_else(|error| panic!("{error}: {schema}"))
}

fn sample_values() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(false),
        json!(-1),
        json!(0),
        json!(1),
        json!(2),
        json!(1.5),
        json!(7),
        json!(""),
        json!("a"),
        json!("b"),
        json!("abc"),
        json!([]),
        json!([1]),
        json!(["a"]),
        json!(["a", 1]),
        json!([1, "a"]),
        json!(["a", 1, null]),
        json!([null, null]),
        json!({}),
        json!({"a": null}),
        json!({"a": "a"}),
        json!({"a": 1}),
        json!({"a": "a", "b": 1}),
        json!({"b": "b"}),
        json!({"x-c": 1}),
        json!({"a": {"a": null}}),
        json!({"a": "a", "c": []}),
    ]
}

/// The official schema of 3.0.
static STANDARD: LazyLock<Validator> = LazyLock::new(|| {
    let schema = standard_schema(Version::V3_0).expect("a schema of 3.0");
    jsonschema::options()
        .offline()
        .build(&schema)
        .expect("a schema")
});

/// Compares the accepted values before and after; returns the dropped parts.
fn compare_accepted_values(schema: &Value) -> DowngradedDocument {
    let document = document_with_schema(schema);
    let downgraded = downgrade(&document);
    let (before, after) = (
        build_validator(&document),
        build_validator(&to_2020_12(&downgraded.document)),
    );
    let is_looser = downgraded.dropped.iter().any(|dropped| {
        dropped.effect == DropEffect::Looser && !dropped.pointer.as_str().contains("/Conditional/")
    });
    let errors: Vec<String> = STANDARD
        .iter_errors(&downgraded.document)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new(), "{schema}");
    let result = &downgraded.document["components"]["schemas"]["A"];
    let reaches_conditional = schema.to_string().contains("/Conditional\"");
    for value in sample_values() {
        let (was, is) = (before.is_valid(&value), after.is_valid(&value));
        assert!(!was || is, "{value} is refused by now\n{schema}\n{result}");
        assert!(
            was || !is || is_looser || reaches_conditional,
            "{value} is accepted by now, and nothing was said\n{schema}\n{result}"
        );
    }
    downgraded
}

/// Whether no entry reports a looser schema.
fn is_exact(downgraded: &DowngradedDocument) -> bool {
    let mut dropped = downgraded.dropped.iter();
    !dropped.any(|dropped| {
        dropped.effect == DropEffect::Looser
            && dropped
                .pointer
                .as_str()
                .starts_with("/components/schemas/A")
    })
}

#[test]
fn schemas_with_an_equivalent_in_3_0_accept_the_same_values() {
    for schema in [
        json!(true),
        json!(false),
        json!({"type": "null"}),
        json!({"type": ["null"], "description": "nothing"}),
        json!({"const": null}),
        json!({"enum": [null]}),
        json!({"enum": []}),
        json!({"type": "string", "const": null}),
        json!({"type": ["string", "null"]}),
        json!({"type": ["string", "null"], "minLength": 1}),
        json!({"type": ["string", "integer"], "minLength": 1, "minimum": 1}),
        json!({"type": ["string", "integer", "null"], "enum": ["a", 1, null, true]}),
        json!({"type": ["array", "string"], "items": {"type": "integer"}}),
        json!({"type": ["integer", "number"]}),
        json!({"type": ["array", "boolean", "integer", "null", "number", "object", "string"]}),
        json!({"type": ["array", "boolean", "number", "object", "string"]}),
        json!({"type": ["string", "null"], "enum": ["a"]}),
        json!({"type": ["string", "null"], "enum": ["a", null]}),
        json!({"type": "string", "enum": ["a", null]}),
        json!({"enum": ["a", null]}),
        json!({"enum": ["a", 1, null]}),
        json!({"const": "a"}),
        json!({"const": 1, "enum": [1, 2]}),
        json!({"exclusiveMinimum": 1}),
        json!({"exclusiveMinimum": 1, "minimum": 1}),
        json!({"exclusiveMinimum": 0, "minimum": 1}),
        json!({"exclusiveMaximum": 2, "maximum": 1}),
        json!({"exclusiveMaximum": 2, "maximum": 7}),
        json!({"anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]}),
        json!({"oneOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]}),
        json!({"anyOf": [{"$ref": "#/components/schemas/Word"}, {"type": "null"}]}),
        json!({"anyOf": [{"$ref": "#/components/schemas/Wording"}, {"const": null}]}),
        json!({"oneOf": [{"type": "null"}, {"enum": ["a"]}], "description": "a word"}),
        json!({"oneOf": [{"$ref": "#/components/schemas/Number"}, {"type": "null"}]}),
        json!({"anyOf": [{"$ref": "#/components/schemas/Number"}, {"type": "null"}]}),
        json!({"anyOf": [{"$ref": "#/components/schemas/Choice"}, {"type": "null"}]}),
        json!({"anyOf": [{"$ref": "#/components/schemas/Word"}, {"type": "integer"}, {"type": "null"}]}),
        json!({"oneOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "integer"}, {"type": "null"}]}),
        json!({"anyOf": [{"anyOf": [{"type": "string"}, {"type": "null"}]}, {"type": "null"}]}),
        json!({"anyOf": [{"type": "null"}, {"type": "null"}]}),
        json!({"oneOf": [{"type": "null"}, {"type": "null"}]}),
        json!({"oneOf": [{"type": ["string", "null"]}, {"type": "integer"}, {"type": "null"}]}),
        json!({"type": "object", "anyOf": [{"required": ["a"]}, {"type": "null"}]}),
        json!({"type": ["object", "null"], "anyOf": [{"required": ["a"]}, {"type": "null"}]}),
        json!({"additionalProperties": false, "anyOf": [{"properties": {"a": true}}, {"type": "null"}]}),
        json!({"type": ["object", "null"], "allOf": [{"$ref": "#/components/schemas/Thing"}]}),
        json!({"type": ["object", "null"], "allOf": [{"$ref": "#/components/schemas/Choice"}]}),
        json!({"$ref": "#/components/schemas/Thing", "description": "with words"}),
        json!({"$ref": "#/components/schemas/Thing", "required": ["b"], "allOf": [{"maxProperties": 2}]}),
        json!({"$ref": "#/components/schemas/Choice", "maxProperties": 1}),
        json!({"$ref": "#/components/schemas/Tree"}),
        json!({"not": {"type": "null"}}),
        json!({"not": {"type": ["string", "null"]}}),
        json!({"not": {"const": 1}}),
        json!({"type": ["string", "null"], "not": {"enum": [null, "a"]}}),
        json!({"oneOf": [{"type": "string"}, {"const": "a"}, {"type": "null"}]}),
        json!({"properties": {"a": true, "b": false}}),
        json!({"required": []}),
        json!({"items": false}),
        json!({"items": false, "maxItems": 3}),
        json!({"items": true}),
        json!({"type": "array"}),
        json!({"type": "object", "properties": {"a": {}}, "unevaluatedProperties": false}),
        json!({"type": "array", "items": {"type": "string"}, "unevaluatedItems": false}),
        json!({"unevaluatedItems": {"type": "string"}}),
        json!({"propertyNames": true, "contains": {"const": 1}, "minContains": 0, "dependentRequired": {}}),
        json!({"then": false, "else": false}),
        json!({"$defs": {"Word": {"const": "a"}}, "properties": {"a": {"$ref": "#/components/schemas/A/$defs/Word"}}}),
        json!({"properties": {"a": {"anyOf": [{"const": "a"}, {"type": "null"}]}, "b": {"$ref": "#/components/schemas/A/properties/a/anyOf/0"}}}),
    ] {
        let downgraded = compare_accepted_values(&schema);
        assert!(is_exact(&downgraded), "{schema}: {:?}", downgraded.dropped);
    }
}

#[test]
fn looser_schemas_accept_all_values_and_are_reported() {
    for (schema, place) in [
        (
            json!({"if": {"type": "string"}, "then": {"minLength": 1}}),
            "/if",
        ),
        (
            json!({"if": {"type": "string"}, "else": {"type": "null"}}),
            "/if",
        ),
        (
            json!({"dependentRequired": {"a": ["b"]}}),
            "/dependentRequired",
        ),
        (
            json!({"dependentSchemas": {"a": {"required": ["b"]}}}),
            "/dependentSchemas",
        ),
        (
            json!({"propertyNames": {"pattern": "^a"}}),
            "/propertyNames",
        ),
        (
            json!({"patternProperties": {"^x-": {"type": "string"}}}),
            "/patternProperties",
        ),
        (
            json!({"properties": {"a": {}}, "patternProperties": {"^x-": {"type": "string"}}, "additionalProperties": false}),
            "/patternProperties",
        ),
        (
            json!({"patternProperties": {"^x-": {"type": "string"}, "b": {}}, "additionalProperties": {"type": "string"}}),
            "/patternProperties",
        ),
        (
            json!({"prefixItems": [{"type": "string"}, {"type": "integer"}]}),
            "/prefixItems",
        ),
        (
            json!({"prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false}),
            "/prefixItems",
        ),
        (
            json!({"prefixItems": [{"type": "string"}, {"type": "integer"}], "items": {"type": "null"}}),
            "/prefixItems",
        ),
        (
            json!({"prefixItems": [{"type": "string"}, {"type": "integer"}], "maxItems": 2}),
            "/prefixItems",
        ),
        (json!({"contains": {"const": 1}}), "/contains"),
        (json!({"contains": true, "maxContains": 1}), "/maxContains"),
        (
            json!({"allOf": [{"properties": {"a": {}}}], "unevaluatedProperties": false}),
            "/unevaluatedProperties",
        ),
        (
            json!({"allOf": [{"prefixItems": [true]}], "unevaluatedItems": false}),
            "/unevaluatedItems",
        ),
        // the number of refused values must not grow
        (json!({"not": {"contains": {"const": 1}}}), "/not"),
        (
            json!({"not": {"$ref": "#/components/schemas/Conditional"}}),
            "/not",
        ),
        (
            json!({"not": {"properties": {"a": {"not": {"propertyNames": {"const": "a"}}}}}}),
            "/not",
        ),
        (
            json!({"oneOf": [{"contains": {"const": 1}}, {"type": "array"}]}),
            "/oneOf",
        ),
        (
            json!({"oneOf": [{"$ref": "#/components/schemas/Conditional"}, {"required": ["a", "b"]}]}),
            "/oneOf",
        ),
        (
            json!({"type": ["integer", "null"], "oneOf": [{"$ref": "#/components/schemas/Number"}, {"const": "a"}]}),
            "/oneOf",
        ),
    ] {
        let downgraded = compare_accepted_values(&schema);
        let pointers: Vec<&str> = downgraded
            .dropped
            .iter()
            .filter(|dropped| dropped.effect == DropEffect::Looser)
            .filter_map(|dropped| {
                dropped
                    .pointer
                    .as_str()
                    .strip_prefix("/components/schemas/A")
            })
            .collect();
        assert!(pointers.contains(&place), "{schema}: {pointers:?}");
    }
}

/// A sequence of numbers that is the same each time.
struct RandomSource(fastrand::Rng);

impl RandomSource {
    fn number_below(&mut self, sides: usize) -> usize {
        self.0.usize(..sides)
    }

    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.number_below(from.len())].clone()
    }

    fn random_types(&mut self) -> Value {
        let names = [
            "array", "boolean", "integer", "null", "number", "object", "string",
        ];
        match self.number_below(3) {
            0 => json!(self.pick(&names)),
            1 => json!([self.pick(&names), "null"]),
            _ => {
                let mut some: Vec<&str> = (0..3).map(|_| self.pick(&names)).collect();
                some.sort_unstable();
                some.dedup();
                json!(some)
            }
        }
    }

    fn random_schema(&mut self, depth: usize) -> Value {
        if depth == 0 || self.number_below(8) == 0 {
            return self.pick(&[
                json!({"type": "null"}),
                json!({"type": "string"}),
                json!({"const": null}),
                json!({"const": "a"}),
                json!(true),
                json!(false),
                json!({"$ref": "#/components/schemas/Word"}),
                json!({"$ref": "#/components/schemas/Number"}),
                json!({"$ref": "#/components/schemas/Thing"}),
                json!({"$ref": "#/components/schemas/Choice"}),
                json!({"$ref": "#/components/schemas/Tree"}),
                json!({"$ref": "#/components/schemas/Conditional"}),
            ]);
        }
        let mut schema = Map::new();
        for _ in 0..=self.number_below(3) {
            let inner = depth - 1;
            let (keyword, value) = match self.number_below(28) {
                0..=3 => ("type", self.random_types()),
                4 => (
                    "enum",
                    json!([
                        self.pick(&sample_values()),
                        self.pick(&sample_values()),
                        null
                    ]),
                ),
                5 => (
                    "enum",
                    json!([self.pick(&sample_values()), self.pick(&sample_values())]),
                ),
                6 => ("const", self.pick(&sample_values())),
                7 => ("minimum", json!(self.number_below(3))),
                8 => ("exclusiveMinimum", json!(self.number_below(3))),
                9 => ("exclusiveMaximum", json!(self.number_below(3))),
                10 => (
                    "allOf",
                    json!([self.random_schema(inner), self.random_schema(inner)]),
                ),
                11 | 12 => (
                    "anyOf",
                    json!([self.random_schema(inner), {"type": "null"}]),
                ),
                13 => (
                    "anyOf",
                    json!([self.random_schema(inner), self.random_schema(inner)]),
                ),
                14 => (
                    "oneOf",
                    json!([{"type": "null"}, self.random_schema(inner)]),
                ),
                15 => (
                    "oneOf",
                    json!([
                        self.random_schema(inner),
                        self.random_schema(inner),
                        self.random_schema(inner)
                    ]),
                ),
                16 => ("not", self.random_schema(inner)),
                17 => (
                    "properties",
                    json!({"a": self.random_schema(inner), "b": self.random_schema(inner)}),
                ),
                18 => ("additionalProperties", self.random_schema(inner)),
                19 => (
                    "patternProperties",
                    json!({"^[bx]": self.random_schema(inner)}),
                ),
                20 => ("items", self.random_schema(inner)),
                21 => (
                    "prefixItems",
                    json!([self.random_schema(inner), self.random_schema(inner)]),
                ),
                22 => ("contains", self.random_schema(inner)),
                23 => ("if", self.random_schema(inner)),
                24 => ("then", self.random_schema(inner)),
                25 => ("unevaluatedProperties", self.random_schema(0)),
                26 => (
                    "$ref",
                    json!(self.pick(&[
                        "#/components/schemas/Thing",
                        "#/components/schemas/Choice",
                        "#/components/schemas/Word"
                    ])),
                ),
                _ => ("unevaluatedItems", self.random_schema(0)),
            };
            schema.insert(keyword.to_owned(), value);
        }
        Value::Object(schema)
    }
}

#[test]
fn no_schema_at_all_becomes_stricter_or_silently_looser() {
    let mut dice = RandomSource(fastrand::Rng::with_seed(0x1234_5678_9abc_def1));
    for _ in 0..1_000 {
        compare_accepted_values(&dice.random_schema(3));
    }
}
