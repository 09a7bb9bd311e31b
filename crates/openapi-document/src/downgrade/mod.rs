//! Converts OpenAPI 3.1 to OpenAPI 3.0.3, for tools that only support 3.0.
//!
//! ```
//! use openapi_document::downgrade::{DropEffect, downgrade};
//! use serde_json::json;
//!
//! let downgraded = downgrade(&json!({
//!     "openapi": "3.1.0",
//!     "info": {"title": "Jobs", "version": "1"},
//!     "components": {"schemas": {"Age": {
//!         "type": ["integer", "null"], "exclusiveMinimum": 0, "if": {"type": "null"}, "then": false,
//!     }}},
//! }));
//! assert_eq!(downgraded.document["openapi"], "3.0.3");
//! assert_eq!(
//!     downgraded.document["components"]["schemas"]["Age"],
//!     json!({"type": "integer", "minimum": 0, "exclusiveMinimum": true}),
//! );
//! let dropped = &downgraded.dropped[0];
//! assert_eq!((dropped.pointer.as_str(), dropped.effect), ("/components/schemas/Age/if", DropEffect::Looser));
//! ```
//!
//! A schema of the result accepts every value that its source schema accepts; if it accepts more values, the list of
//! dropped parts has an entry. For that reason, a `oneOf` with looser branches becomes an `anyOf`, and a `not` with a
//! looser schema is dropped.
//!
//! According to the text of 3.0.3, `nullable` only modifies the `type` in the same schema, so that `{type: object,
//! nullable: true, allOf: [{$ref: …}]}` would still refuse null. No form that conforms to that text keeps the name of
//! the referenced type, and every generator accepts null here; so does [`to_2020_12`](crate::upgrade::to_2020_12). A
//! reference to an enum is different: its values are written in its place together with null, which is correct in
//! both interpretations.

mod document;
mod keywords;
mod nullable;
mod object_properties;
mod reference_targets;
mod schema;
mod schema_keywords;
mod sequences;
mod types;

use std::collections::{HashMap, HashSet};

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use crate::grammar::SpecObject;
use crate::tree::is_3_0;
use reference_targets::ReferenceTargets;

/// A document of OpenAPI 3.0.3, and the dropped parts.
#[derive(Debug, Clone, PartialEq)]
pub struct DowngradedDocument {
    /// The document.
    pub document: Value,
    /// The dropped parts, in the order of the conversion, without duplicates.
    pub dropped: Vec<DroppedPart>,
}

/// A part of the source that the result does not contain, or only less exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct DroppedPart {
    /// Its place in the source.
    pub pointer: PointerBuf,
    /// The effect on the document.
    pub effect: DropEffect,
    /// Why it was dropped, and what replaces it: a part of a sentence.
    pub reason: &'static str,
}

/// The effect of a dropped part on a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DropEffect {
    /// It allows more than the source: values, or requests without a credential.
    Looser,
    /// It allows the same, with less information.
    LessDetailed,
}

/// The document as OpenAPI 3.0.3. Examples, defaults, extensions and other data are as they were.
///
/// A 3.0 document is returned unchanged; 3.2 is read as 3.1, and parts that only exist in 3.2 are dropped. References
/// to objects that 3.0 does not allow at their place lead to a new component. If 3.0 requires the object itself (Path
/// Items), it replaces the reference. References to other documents stay unchanged.
#[must_use]
pub fn downgrade(document: &Value) -> DowngradedDocument {
    if is_3_0(document) {
        return DowngradedDocument {
            document: document.clone(),
            dropped: Vec::new(),
        };
    }
    // Only a first pass shows what keeps its place and what becomes looser.
    let mut trial = Conversion::new(document, HashSet::new(), HashSet::new());
    trial.convert();
    let loose = trial.find_looser_schemas();
    let mut conversion = Conversion::new(document, trial.unmoved_places, loose);
    let document = conversion.convert();
    let mut seen = HashSet::new();
    conversion
        .dropped
        .retain(|dropped| seen.insert(dropped.clone()));
    DowngradedDocument {
        document,
        dropped: conversion.dropped,
    }
}

/// Whether anything that may be a reference leads to a branch of an `allOf`.
fn refers_to_branches(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.iter().any(|(name, member)| match member {
            Value::String(text) => name == "$ref" && text.contains("/allOf/"),
            _ => refers_to_branches(member),
        }),
        Value::Array(elements) => elements.iter().any(refers_to_branches),
        _ => false,
    }
}

/// One pass over a document.
struct Conversion<'v> {
    source: &'v Value,
    places: ReferenceTargets<'v>,
    dropped: Vec<DroppedPart>,
    /// The places of objects that do not move, as far as the conversion has come.
    unmoved_places: HashSet<PointerBuf>,
    /// The schemas that accept more than their source, by the way before.
    looser_schemas: HashSet<PointerBuf>,
    /// Schemas that this pass made looser.
    newly_looser_schemas: HashSet<PointerBuf>,
    /// Pairs of a schema and the schema that contains it.
    schema_parts: Vec<(PointerBuf, PointerBuf)>,
    /// The schemas that are being converted, the innermost last.
    schema_stack: Vec<PointerBuf>,
    /// Whether the next schema is the only `allOf` branch of a nullable schema.
    under_nullable: bool,
    /// The Path Items that are being written in the place of a reference.
    inlining_stack: Vec<PointerBuf>,
    /// Security schemes that 3.0 does not have.
    unknown_schemes: HashSet<&'v str>,
    /// Security schemes for which a requirement may list scopes.
    scoped_schemes: HashSet<&'v str>,
    /// Schemas in the definitions of another schema.
    definitions: Vec<PointerBuf>,
    /// Whether a referenced schema accepts null, as far as it was computed before.
    null_cache: HashMap<PointerBuf, bool>,
    /// Whether a reference leads to a branch of an `allOf`, so that none may be left out.
    refers_to_branches: bool,
}

impl<'v> Conversion<'v> {
    fn new(source: &'v Value, kept: HashSet<PointerBuf>, loose: HashSet<PointerBuf>) -> Self {
        Self {
            source,
            places: ReferenceTargets::new(source, kept),
            dropped: Vec::new(),
            unmoved_places: HashSet::new(),
            looser_schemas: loose,
            newly_looser_schemas: HashSet::new(),
            schema_parts: Vec::new(),
            schema_stack: Vec::new(),
            under_nullable: false,
            inlining_stack: Vec::new(),
            unknown_schemes: HashSet::new(),
            scoped_schemes: HashSet::new(),
            definitions: Vec::new(),
            null_cache: HashMap::new(),
            refers_to_branches: refers_to_branches(source),
        }
    }

    fn convert(&mut self) -> Value {
        self.collect_security_schemes();
        let mut document =
            self.convert_object(SpecObject::Document, Pointer::root(), self.source, true);
        // A moved schema may refer to others that have to move, too.
        while let Some(moved) = self.places.next_moved() {
            if let Ok(value) = moved.from.resolve(self.source) {
                let converted = self.convert_object(moved.object, &moved.from, value, false);
                put_component(&mut document, moved.section, moved.name, converted);
            }
        }
        for unused in std::mem::take(&mut self.definitions) {
            if !self.places.is_moved(&unused) {
                self.record_drop(unused, DropEffect::LessDetailed, "it is not referenced");
            }
        }
        document
    }

    /// Records a dropped part.
    fn record_drop(&mut self, pointer: PointerBuf, effect: DropEffect, reason: &'static str) {
        if effect == DropEffect::Looser
            && let Some(schema) = self.schema_stack.last()
        {
            self.newly_looser_schemas.insert(schema.clone());
        }
        self.dropped.push(DroppedPart {
            pointer,
            effect,
            reason,
        });
    }

    /// The schemas that accept more than their source, directly or through a part.
    fn find_looser_schemas(&self) -> HashSet<PointerBuf> {
        let mut wholes: HashMap<&Pointer, Vec<&Pointer>> = HashMap::new();
        for (part, whole) in &self.schema_parts {
            wholes.entry(part).or_default().push(whole);
        }
        let mut loose = self.newly_looser_schemas.clone();
        let mut waiting: Vec<&Pointer> = self
            .newly_looser_schemas
            .iter()
            .map(PointerBuf::as_ref)
            .collect();
        while let Some(part) = waiting.pop() {
            for whole in wholes.get(part).into_iter().flatten() {
                if loose.insert((*whole).to_buf()) {
                    waiting.push(whole);
                }
            }
        }
        loose
    }
}

fn put_component(document: &mut Value, section: &str, name: String, component: Value) {
    let empty = || Value::Object(Map::new());
    let components = document
        .as_object_mut()
        .map(|document| document.entry("components").or_insert_with(empty));
    let section = components
        .and_then(Value::as_object_mut)
        .map(|components| components.entry(section).or_insert_with(empty));
    if let Some(section) = section.and_then(Value::as_object_mut) {
        section.insert(name, component);
    }
}
