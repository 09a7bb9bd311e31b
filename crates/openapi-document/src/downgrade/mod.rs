//! Converts OpenAPI 3.1 to OpenAPI 3.0.3, for tools that only support 3.0.
//!
//! ```
//! use openapi_document::downgrade::{Effect, downgrade};
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
//! assert_eq!((dropped.pointer.as_str(), dropped.effect), ("/components/schemas/Age/if", Effect::Looser));
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
mod members;
mod nullable;
mod places;
mod plain;
mod schema;
mod sequences;
mod types;

use std::collections::{HashMap, HashSet};

use jsonptr::{Pointer, PointerBuf};
use serde_json::{Map, Value};

use crate::grammar::Object;
use crate::tree::is_3_0;
use places::Places;

/// A document of OpenAPI 3.0.3, and the dropped parts.
#[derive(Debug, Clone, PartialEq)]
pub struct Downgraded {
    /// The document.
    pub document: Value,
    /// The dropped parts, in the order of the conversion, without duplicates.
    pub dropped: Vec<Dropped>,
}

/// A part of the source that the result does not contain, or only less exactly.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Dropped {
    /// Its place in the source.
    pub pointer: PointerBuf,
    /// The effect on the document.
    pub effect: Effect,
    /// Why it was dropped, and what replaces it: a part of a sentence.
    pub reason: &'static str,
}

/// The effect of a dropped part on a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
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
pub fn downgrade(document: &Value) -> Downgraded {
    if is_3_0(document) {
        return Downgraded {
            document: document.clone(),
            dropped: Vec::new(),
        };
    }
    // What stays in its place and what becomes looser is known only when all was converted once.
    let mut trial = Conversion::new(document, HashSet::new(), HashSet::new());
    trial.run();
    let loose = trial.loose();
    let mut conversion = Conversion::new(document, trial.kept, loose);
    let document = conversion.run();
    let mut seen = HashSet::new();
    conversion
        .dropped
        .retain(|dropped| seen.insert(dropped.clone()));
    Downgraded {
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

/// One way through a document.
struct Conversion<'v> {
    source: &'v Value,
    places: Places<'v>,
    dropped: Vec<Dropped>,
    /// The places of objects that do not move, as far as the conversion has come.
    kept: HashSet<PointerBuf>,
    /// The schemas that accept more than their source, by the way before.
    loose: HashSet<PointerBuf>,
    /// Schemas that this way itself has made looser.
    loosened: HashSet<PointerBuf>,
    /// Which schemas are part of which, the part first.
    parts: Vec<(PointerBuf, PointerBuf)>,
    /// The schemas that are being converted, the innermost last.
    within: Vec<PointerBuf>,
    /// Whether the schema that is converted next is all of one that is nullable.
    under_nullable: bool,
    /// The Path Items that are being written in the place of a reference.
    inlining: Vec<PointerBuf>,
    /// Security schemes that 3.0 does not have.
    unknown_schemes: HashSet<&'v str>,
    /// Security schemes for which a requirement may list scopes.
    scoped_schemes: HashSet<&'v str>,
    /// Schemas in the definitions of another schema.
    definitions: Vec<PointerBuf>,
    /// Whether a referenced schema accepts null, as far as it was computed before.
    nulls: HashMap<PointerBuf, bool>,
    /// Whether a reference leads to a branch of an `allOf`, so that none may be left out.
    refers_to_branches: bool,
}

impl<'v> Conversion<'v> {
    fn new(source: &'v Value, kept: HashSet<PointerBuf>, loose: HashSet<PointerBuf>) -> Self {
        Self {
            source,
            places: Places::new(source, kept),
            dropped: Vec::new(),
            kept: HashSet::new(),
            loose,
            loosened: HashSet::new(),
            parts: Vec::new(),
            within: Vec::new(),
            under_nullable: false,
            inlining: Vec::new(),
            unknown_schemes: HashSet::new(),
            scoped_schemes: HashSet::new(),
            definitions: Vec::new(),
            nulls: HashMap::new(),
            refers_to_branches: refers_to_branches(source),
        }
    }

    fn run(&mut self) -> Value {
        self.read_schemes();
        let mut document = self.object(Object::Document, Pointer::root(), self.source, true);
        // A moved schema may refer to others that have to move, too.
        while let Some(moved) = self.places.next_moved() {
            if let Ok(value) = moved.from.resolve(self.source) {
                let converted = self.object(moved.object, &moved.from, value, false);
                put_component(&mut document, moved.section, moved.name, converted);
            }
        }
        for unused in std::mem::take(&mut self.definitions) {
            if !self.places.is_moved(&unused) {
                self.drop(unused, Effect::LessDetailed, "it is not referenced");
            }
        }
        document
    }

    /// Notes that something of the source is lost.
    fn drop(&mut self, pointer: PointerBuf, effect: Effect, reason: &'static str) {
        if effect == Effect::Looser
            && let Some(schema) = self.within.last()
        {
            self.loosened.insert(schema.clone());
        }
        self.dropped.push(Dropped {
            pointer,
            effect,
            reason,
        });
    }

    /// The schemas that accept more than their source, since they or something they are made of was made looser.
    fn loose(&self) -> HashSet<PointerBuf> {
        let mut wholes: HashMap<&Pointer, Vec<&Pointer>> = HashMap::new();
        for (part, whole) in &self.parts {
            wholes.entry(part).or_default().push(whole);
        }
        let mut loose = self.loosened.clone();
        let mut waiting: Vec<&Pointer> = self.loosened.iter().map(PointerBuf::as_ref).collect();
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
