//! The targets of references, and their places after the conversion.

use std::collections::{HashMap, HashSet, VecDeque};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::grammar::SpecObject;
use crate::percent::EncodeSet;
use crate::reference::{parse_local_pointer, resolve_target};
use crate::tree::visit_reachable;

/// The places of a document that something refers to.
pub(super) struct ReferenceTargets<'v> {
    source: &'v Value,
    /// The places of objects that do not move.
    unmoved_places: HashSet<PointerBuf>,
    /// The new references to objects that move.
    moved: HashMap<(PointerBuf, SpecObject), String>,
    waiting: VecDeque<MovedObject>,
    /// Names of components that are taken, by section.
    names: HashSet<(&'static str, String)>,
    /// Schemas with their own URI.
    ids: HashMap<&'v str, PointerBuf>,
    /// The places of schemas with their own URI.
    bases: HashSet<PointerBuf>,
    /// Schemas that have a plain name, each with the schema with a URI that it is part of.
    anchors: HashMap<&'v str, Vec<(PointerBuf, PointerBuf)>>,
    /// The number of schemas with a dynamic anchor of a name, and the place of the last one.
    dynamic_anchors: HashMap<&'v str, (usize, PointerBuf)>,
}

/// An object that becomes a component, because 3.0 does not allow it at its place.
pub(super) struct MovedObject {
    pub(super) from: PointerBuf,
    pub(super) object: SpecObject,
    pub(super) section: &'static str,
    pub(super) name: String,
}

impl<'v> ReferenceTargets<'v> {
    pub(super) fn new(source: &'v Value, kept: HashSet<PointerBuf>) -> Self {
        let mut places = Self {
            source,
            unmoved_places: kept,
            moved: HashMap::new(),
            waiting: VecDeque::new(),
            names: HashSet::new(),
            ids: HashMap::new(),
            bases: HashSet::new(),
            anchors: HashMap::new(),
            dynamic_anchors: HashMap::new(),
        };
        places.collect_names();
        places
    }

    fn collect_names(&mut self) {
        for section in COMPONENT_SECTIONS {
            let components = self.source.get("components").and_then(|c| c.get(section));
            for name in components
                .and_then(Value::as_object)
                .into_iter()
                .flat_map(serde_json::Map::keys)
            {
                self.names.insert((section, name.clone()));
            }
        }
        let source = self.source;
        let mut named: Vec<(PointerBuf, &'v str, &'v str)> = Vec::new();
        visit_reachable(source, &mut |object, path, value| {
            if object != SpecObject::Schema {
                return;
            }
            for keyword in ["$id", "$anchor", "$dynamicAnchor"] {
                if let Some(name) = value.get(keyword).and_then(Value::as_str) {
                    named.push((path.pointer(), keyword, name));
                }
            }
        });
        for (at, keyword, name) in &named {
            if *keyword == "$id" {
                self.ids.entry(name).or_insert_with(|| at.clone());
                self.bases.insert(at.clone());
            }
        }
        for (at, keyword, name) in named {
            if keyword == "$id" {
                continue;
            }
            if keyword == "$dynamicAnchor" {
                let (count, place) = self.dynamic_anchors.entry(name).or_default();
                (*count, *place) = (*count + 1, at.clone());
            }
            let base = self.find_base(&at);
            self.anchors.entry(name).or_default().push((base, at));
        }
    }

    /// The place of the nearest parent schema with its own URI; otherwise the document itself.
    fn find_base(&self, at: &Pointer) -> PointerBuf {
        let mut at = at.to_buf();
        while !self.bases.is_empty() && !at.is_root() && !self.bases.contains(&at) {
            at.pop_back();
        }
        if self.bases.is_empty() {
            return PointerBuf::root();
        }
        at
    }

    /// The place and the value that a reference at a place leads to, in the source.
    pub(super) fn find(&self, at: &Pointer, reference: &str) -> Option<(PointerBuf, &'v Value)> {
        let (uri, fragment) = reference.split_once('#').unwrap_or((reference, ""));
        let base = if uri.is_empty() {
            self.find_base(at)
        } else {
            self.ids.get(uri)?.clone()
        };
        if !fragment.is_empty() && !fragment.starts_with('/') {
            let anchors = self.anchors.get(fragment)?;
            let within = |base: &Pointer| anchors.iter().find(|(of, _)| **of == *base);
            let (_, place) = within(&base).or_else(|| within(Pointer::root()))?;
            return Some((place.clone(), place.resolve(self.source).ok()?));
        }
        let below = resolve_target(
            self.source,
            &format!("#{}{fragment}", encode_fragment(&base)),
        );
        // Most documents refer to themselves, even if there is an `$id` around the reference.
        let found = below.or_else(|_| resolve_target(self.source, &format!("#{fragment}")));
        found.ok()
    }

    /// The schema with a dynamic anchor of this name, if there is exactly one.
    pub(super) fn find_dynamic(&self, name: &str) -> Option<(PointerBuf, &'v Value)> {
        let (1, place) = self.dynamic_anchors.get(name)? else {
            return None;
        };
        Some((place.clone(), place.resolve(self.source).ok()?))
    }

    /// The reference in the result for a place of the source; `written` is the original reference.
    pub(super) fn new_reference(
        &mut self,
        object: SpecObject,
        to: &Pointer,
        written: &str,
    ) -> String {
        let key = (to.to_buf(), object);
        if let Some(known) = self.moved.get(&key) {
            return known.clone();
        }
        let section = match component_section(object) {
            Some(section) if !self.unmoved_places.contains(to) => section,
            _ if parse_local_pointer(written).is_ok_and(|place| *place == *to) => {
                return written.to_owned();
            }
            _ => return format!("#{}", encode_fragment(to)),
        };
        let name = self.unused_name(section, &component_name(to));
        let reference = format!("#/components/{section}/{name}");
        self.moved.insert(key, reference.clone());
        self.waiting.push_back(MovedObject {
            from: to.to_buf(),
            object,
            section,
            name,
        });
        reference
    }

    /// Whether a schema has become a component.
    pub(super) fn is_moved(&self, schema: &Pointer) -> bool {
        self.moved
            .contains_key(&(schema.to_buf(), SpecObject::Schema))
    }

    pub(super) fn next_moved(&mut self) -> Option<MovedObject> {
        self.waiting.pop_front()
    }

    fn unused_name(&mut self, section: &'static str, wanted: &str) -> String {
        let mut name = wanted.to_owned();
        let mut number = 2;
        while !self.names.insert((section, name.clone())) {
            name = format!("{wanted}-{number}");
            number += 1;
        }
        name
    }
}

/// A pointer as the fragment of a URI.
fn encode_fragment(pointer: &Pointer) -> String {
    EncodeSet::Fragment.encode(pointer.as_str())
}

/// The properties of the components.
pub(super) const COMPONENT_SECTIONS: [&str; 9] = [
    "schemas",
    "responses",
    "parameters",
    "examples",
    "requestBodies",
    "headers",
    "securitySchemes",
    "links",
    "callbacks",
];

/// The property of the components for such objects.
fn component_section(object: SpecObject) -> Option<&'static str> {
    Some(match object {
        SpecObject::Schema => "schemas",
        SpecObject::Response => "responses",
        SpecObject::Parameter => "parameters",
        SpecObject::Example => "examples",
        SpecObject::RequestBody => "requestBodies",
        SpecObject::Header => "headers",
        SpecObject::SecurityScheme => "securitySchemes",
        SpecObject::Link => "links",
        SpecObject::Callback => "callbacks",
        _ => return None,
    })
}

/// A name for the object at a place: its own if it has one, otherwise one from its path.
fn component_name(place: &Pointer) -> String {
    let tokens: Vec<String> = place
        .tokens()
        .map(|token| token.decoded().into_owned())
        .collect();
    let named = match tokens.as_slice() {
        [.., map, name] if matches!(map.as_str(), "$defs" | "definitions" | "schemas") => {
            name.clone()
        }
        [first, .., name] if first.starts_with("x-") => name.clone(),
        [components, _, way @ ..] if components == "components" => way.join("-"),
        way => way.join("-"),
    };
    let named = named.rsplit('/').next().unwrap_or_default();
    let named = [".json", ".yaml", ".yml"]
        .iter()
        .find_map(|ending| named.strip_suffix(ending))
        .unwrap_or(named);
    let name: String = named
        .chars()
        .map(|c| match c {
            c if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') => c,
            _ => '_',
        })
        .collect();
    if name.is_empty() {
        "moved".to_owned()
    } else {
        name
    }
}
