//! A schema merged with its `allOf` branches and references: composition does not affect the meaning.

use std::collections::{BTreeMap, BTreeSet};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::compared_document::{ComparedDocument, is_text_keyword};

/// Keywords that only say how a schema is used, or that are compared elsewhere.
const USAGE_KEYWORDS: [&str; 12] = [
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
    "discriminator",
    "xml",
    "$schema",
    "$id",
    "$anchor",
    "$defs",
    "$dynamicAnchor",
    "definitions",
];
/// Keywords with a value that is compared by itself.
pub(super) const SCALAR_KEYWORDS: [&str; 20] = [
    "type",
    "enum",
    "const",
    "format",
    "pattern",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "contentEncoding",
    "contentMediaType",
    "nullable",
];

/// A schema together with what `allOf` and references add to it.
#[derive(Default)]
pub(super) struct MergedSchema {
    /// The schemas of each property, by name.
    pub(super) properties: BTreeMap<String, Vec<PointerBuf>>,
    /// Required properties, with the place that requires them.
    pub(super) required: BTreeMap<String, PointerBuf>,
    /// Values of [`SCALARS`], each with its place.
    pub(super) scalars: BTreeMap<String, (Value, PointerBuf)>,
    /// Places of `additionalProperties`.
    pub(super) additional_properties: Vec<PointerBuf>,
    /// Places of `items`.
    pub(super) items: Vec<PointerBuf>,
    /// Places of `anyOf` and `oneOf`.
    pub(super) choices: Vec<PointerBuf>,
    /// All other rules, each as a separate schema.
    pub(super) rules: Vec<Value>,
}

impl MergedSchema {
    pub(super) fn of(side: &ComparedDocument<'_>, at: &Pointer) -> Self {
        let mut flat = Self::default();
        flat.add(side, at, &mut BTreeSet::new());
        flat
    }

    fn add(&mut self, side: &ComparedDocument<'_>, at: &Pointer, seen: &mut BTreeSet<PointerBuf>) {
        if !seen.insert(at.to_buf()) {
            return;
        }
        let members = match side.get(at) {
            Some(Value::Object(members)) => members,
            Some(Value::Bool(false)) => return self.rules.push(Value::Bool(false)),
            _ => return,
        };
        let mut conditional = serde_json::Map::new();
        for (key, value) in members {
            let here = at.with_trailing_token(key);
            match (key.as_str(), value) {
                ("$ref", Value::String(reference)) => match side.resolve_reference(reference) {
                    Some(target) => self.add(side, &target, seen),
                    None => self.rules.push(serde_json::json!({ "$ref": reference })),
                },
                ("allOf", Value::Array(branches)) => {
                    for index in 0..branches.len() {
                        self.add(side, &here.with_trailing_token(index), seen);
                    }
                }
                ("properties", Value::Object(properties)) => {
                    for name in properties.keys() {
                        let schemas = self.properties.entry(name.clone()).or_default();
                        schemas.push(here.with_trailing_token(name));
                    }
                }
                ("required", Value::Array(names)) => {
                    for (index, name) in names.iter().enumerate() {
                        if let Some(name) = name.as_str() {
                            let place = here.with_trailing_token(index);
                            self.required.entry(name.to_owned()).or_insert(place);
                        }
                    }
                }
                ("additionalProperties", _) => self.additional_properties.push(here),
                ("items", _) => self.items.push(here),
                ("anyOf" | "oneOf", Value::Array(_)) => self.choices.push(here),
                (key, value) if SCALAR_KEYWORDS.contains(&key) => {
                    if key == "uniqueItems" && value == &Value::Bool(false) {
                        continue;
                    }
                    match self.scalars.get(key) {
                        // both constraints apply: together they are a rule that one keyword cannot express
                        Some((before, _)) if before != value => {
                            self.rules.push(serde_json::json!({ key: value }));
                        }
                        Some(_) => {}
                        None => {
                            self.scalars.insert(key.to_owned(), (value.clone(), here));
                        }
                    }
                }
                (key, _) if is_text_keyword(key) || USAGE_KEYWORDS.contains(&key) => {}
                // the meaning of these keywords depends on each other
                (key, value) => {
                    conditional.insert(key.to_owned(), value.clone());
                }
            }
        }
        if !conditional.is_empty() {
            self.rules.push(Value::Object(conditional));
        }
    }

    /// The value of one of [`SCALARS`].
    pub(super) fn value(&self, keyword: &str) -> Option<&Value> {
        self.scalars.get(keyword).map(|(value, _)| value)
    }

    /// The place of one of [`SCALARS`], or of the schema at `at` that could have it.
    pub(super) fn place(&self, keyword: &str, at: &Pointer) -> PointerBuf {
        let scalar = self.scalars.get(keyword);
        scalar.map_or_else(|| at.to_buf(), |(_, place)| place.clone())
    }

    /// The keywords of a kind with several spellings. If they differ, the meaning may still be the same.
    pub(super) fn spelled_keywords(&self) -> Vec<String> {
        let scalars = self
            .scalars
            .iter()
            .filter_map(|(key, (value, _))| match key.as_str() {
                "type" => Some(format!("type {value}")),
                "format" | "pattern" | "contentEncoding" | "contentMediaType" => None,
                key => Some(key.to_owned()),
            });
        let last = |at: &PointerBuf| at.last().map(|token| token.to_string());
        let choices = self.choices.iter().filter_map(last);
        let items = (!self.items.is_empty()).then(|| "items".to_owned());
        scalars.chain(choices).chain(items).collect()
    }

    /// Whether null is allowed: by the type, or because the value has no constraints.
    pub(super) fn allows_null(&self) -> bool {
        match self.value("type") {
            Some(Value::String(name)) => name == "null",
            Some(Value::Array(names)) => names.iter().any(|name| name == "null"),
            _ => self.is_unconstrained(),
        }
    }

    /// Whether the value has no constraints.
    pub(super) fn is_unconstrained(&self) -> bool {
        self.properties.is_empty()
            && self.required.is_empty()
            && self.scalars.is_empty()
            && self.additional_properties.is_empty()
            && self.items.is_empty()
            && self.choices.is_empty()
            && self.rules.is_empty()
    }
}
