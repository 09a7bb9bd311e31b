//! One of the two documents: its value with schemas as JSON Schema 2020-12, and the operations that use a component.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use jsonptr::{Pointer, PointerBuf};
use openapi_document::upgrade::to_2020_12;
use openapi_document::{Document, Operation, Version};
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::change::{ChangePlace, Direction};

/// One of the two documents.
pub(crate) struct ComparedDocument<'d> {
    pub(crate) document: &'d Document,
    /// The document with every schema as JSON Schema 2020-12; places are those of the document.
    pub(crate) value: Cow<'d, Value>,
    /// Which operations reach a component, and in which direction; by the place of the component.
    component_uses: BTreeMap<PointerBuf, BTreeSet<(usize, Direction)>>,
}

impl<'d> ComparedDocument<'d> {
    pub(crate) fn new(document: &'d Document) -> Self {
        let whole = document.get(Pointer::root()).unwrap_or_default();
        let value = match document.version() {
            Version::V3_0 => Cow::Owned(to_2020_12(&whole)),
            Version::V3_1 | Version::V3_2 => whole,
        };
        let mut side = Self {
            document,
            value,
            component_uses: BTreeMap::new(),
        };
        side.component_uses = side.find_component_uses();
        side
    }

    pub(crate) fn get(&self, at: &Pointer) -> Option<&Value> {
        at.resolve(&*self.value).ok()
    }

    /// A property of an object; `None` if it does not exist.
    pub(crate) fn member(&self, at: &Pointer, key: &str) -> Option<&Value> {
        self.get(at)?.get(key)
    }

    /// The names of the properties of an object; empty if it does not exist.
    pub(crate) fn keys(&self, at: &Pointer) -> Vec<String> {
        let members = self.get(at).and_then(Value::as_object);
        members.map_or_else(Vec::new, |members| members.keys().cloned().collect())
    }

    /// Whether a property of an object is `true`.
    pub(crate) fn is_true(&self, at: &Pointer, key: &str) -> bool {
        self.member(at, key) == Some(&Value::Bool(true))
    }

    /// The place that a reference leads to.
    pub(crate) fn resolve_reference(&self, reference: &str) -> Option<PointerBuf> {
        let fragment = reference.strip_prefix('#')?;
        let decoded = percent_decode_str(fragment).decode_utf8().ok()?;
        let at = PointerBuf::parse(decoded.into_owned()).ok()?;
        self.get(&at).map(|_| at)
    }

    /// The place of a schema behind references without sibling keywords.
    pub(crate) fn follow_references(&self, at: &Pointer) -> PointerBuf {
        let mut at = at.to_buf();
        // a cycle of references is a defect of the document, reported elsewhere
        for _ in 0..64 {
            let Some(Value::Object(members)) = self.get(&at) else {
                return at;
            };
            let Some(Value::String(reference)) = members.get("$ref") else {
                return at;
            };
            if !members
                .keys()
                .all(|key| key == "$ref" || is_text_keyword(key))
            {
                return at;
            }
            match self.resolve_reference(reference) {
                Some(target) => at = target,
                None => return at,
            }
        }
        at
    }

    /// A place with its position in the text; if it does not exist, its nearest existing parent.
    pub(crate) fn place(&self, at: &Pointer) -> ChangePlace {
        let mut around = at.to_buf();
        let position = loop {
            if let Some(position) = self.document.position(&around) {
                break position.to_string();
            }
            if around.pop_back().is_none() {
                break self.document.name().to_owned();
            }
        };
        ChangePlace {
            pointer: at.to_buf(),
            position,
        }
    }

    /// The directions in which operations use a component; both if no operation uses it.
    pub(crate) fn directions(&self, component: &Pointer) -> Vec<Direction> {
        match self.component_uses.get(component) {
            Some(uses) => Direction::ALL
                .into_iter()
                .filter(|direction| uses.iter().any(|(_, used)| used == direction))
                .collect(),
            None => Direction::ALL.to_vec(),
        }
    }

    /// The ids of the operations that reach a component, in a direction or in any.
    pub(crate) fn operations(
        &self,
        component: &Pointer,
        direction: Option<Direction>,
    ) -> Vec<String> {
        let mut ids: Vec<String> = Vec::new();
        for (index, used) in self.component_uses.get(component).into_iter().flatten() {
            let id = &self.document.operations()[*index].id;
            if direction.is_none_or(|direction| direction == *used) && !ids.contains(id) {
                ids.push(id.clone());
            }
        }
        ids
    }

    fn find_component_uses(&self) -> BTreeMap<PointerBuf, BTreeSet<(usize, Direction)>> {
        let mut direct: BTreeMap<PointerBuf, BTreeMap<PointerBuf, bool>> = BTreeMap::new();
        let mut reached: BTreeMap<PointerBuf, BTreeSet<(usize, Direction)>> = BTreeMap::new();
        for (index, operation) in self.document.operations().iter().enumerate() {
            let mut waiting: Vec<(PointerBuf, Direction)> = Vec::new();
            for (schema, direction) in operation_schemas(operation) {
                waiting.push((schema.clone(), direction));
            }
            let mut seen = BTreeSet::new();
            while let Some((at, direction)) = waiting.pop() {
                if !seen.insert((at.clone(), direction)) {
                    continue;
                }
                if let Some(component) = component_of(&at) {
                    reached
                        .entry(component.0)
                        .or_default()
                        .insert((index, direction));
                }
                let targets = direct.entry(at.clone()).or_insert_with(|| {
                    let mut found = BTreeMap::new();
                    if let Some(value) = self.get(&at) {
                        self.collect_references(value, false, false, &mut found);
                    }
                    found
                });
                for (target, turned) in targets {
                    waiting.push((target.clone(), direction));
                    if *turned {
                        waiting.extend(Direction::ALL.map(|any| (target.clone(), any)));
                    }
                }
            }
        }
        reached
    }

    /// The places that a schema refers to, and whether the reference is below `not` or `if`, which reverses the
    /// effect of a change.
    fn collect_references(
        &self,
        value: &Value,
        is_map: bool,
        turned: bool,
        found: &mut BTreeMap<PointerBuf, bool>,
    ) {
        match value {
            Value::Object(members) => {
                if !is_map
                    && let Some(Value::String(reference)) = members.get("$ref")
                    && let Some(target) = self.resolve_reference(reference)
                {
                    *found.entry(target).or_default() |= turned;
                }
                for (key, value) in members {
                    if !is_map
                        && matches!(
                            key.as_str(),
                            "example" | "examples" | "default" | "enum" | "const"
                        )
                    {
                        continue;
                    }
                    let holds_map = !is_map
                        && matches!(
                            key.as_str(),
                            "properties" | "patternProperties" | "$defs" | "dependentSchemas"
                        );
                    let turned = turned || (!is_map && matches!(key.as_str(), "not" | "if"));
                    self.collect_references(value, holds_map, turned, found);
                }
            }
            Value::Array(elements) => {
                for element in elements {
                    self.collect_references(element, false, turned, found);
                }
            }
            _ => {}
        }
    }
}

/// The places of all schemas of an operation, with the direction in which their values are sent.
fn operation_schemas(operation: &Operation) -> Vec<(&PointerBuf, Direction)> {
    let requested = operation
        .parameters
        .iter()
        .filter_map(|parameter| parameter.schema.as_ref())
        .chain(
            operation
                .request_body
                .iter()
                .flat_map(|body| &body.content)
                .filter_map(|media_type| media_type.schema.as_ref()),
        )
        .map(|schema| (schema, Direction::Request));
    let answered = operation
        .responses
        .iter()
        .flat_map(|response| {
            response
                .headers
                .iter()
                .filter_map(|header| header.schema.as_ref())
                .chain(
                    response
                        .content
                        .iter()
                        .filter_map(|media_type| media_type.schema.as_ref()),
                )
        })
        .map(|schema| (schema, Direction::Response));
    requested.chain(answered).collect()
}

/// Whether a keyword of a schema is only a text for people.
pub(crate) fn is_text_keyword(keyword: &str) -> bool {
    matches!(
        keyword,
        "title" | "description" | "summary" | "$comment" | "externalDocs" | "example" | "examples"
    ) || keyword.starts_with("x-")
}

/// The component that a place belongs to: its own place, its kind and its name.
pub(crate) fn component_of(at: &Pointer) -> Option<(PointerBuf, String, String)> {
    let mut tokens = at.tokens().map(|token| token.decoded().into_owned());
    if tokens.next()? != "components" {
        return None;
    }
    let (kind, name) = (tokens.next()?, tokens.next()?);
    let own = PointerBuf::from_tokens(["components", &kind, &name]);
    Some((own, kind, name))
}
