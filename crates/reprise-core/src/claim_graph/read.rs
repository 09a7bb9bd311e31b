//! Reads the claims of a document.

use std::borrow::Cow;
use std::collections::HashMap;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::{Document, Operation};
use serde_json::Value;

use super::{
    BRANCH_KEYWORDS, BranchCondition, ClaimGraph, ClaimId, ClaimPlace, ClaimSchema, EMPTY_SCHEMA,
    EnumValue, JsonType, OperationClaims, Property, SchemaAddress, SchemaId, SchemaStep,
};
use crate::claim::{Claim, ClaimKind};

impl ClaimGraph {
    /// Reads the claims of a document.
    pub(crate) fn new(document: &Document) -> ClaimGraph {
        let mut reader = ClaimReader {
            document,
            graph: ClaimGraph {
                heads: Vec::new(),
                places: Vec::new(),
                schemas: vec![ClaimSchema::default()],
                branch_conditions: HashMap::new(),
                operations: HashMap::new(),
            },
            known_heads: HashMap::new(),
            known: HashMap::new(),
            pending: Vec::new(),
        };
        for operation in document.operations() {
            let claimed = reader.read_operation(operation);
            let operations = &mut reader.graph.operations;
            operations.insert(operation.id.clone(), claimed);
        }
        reader.graph
    }
}

/// Reads each schema once, even if several paths lead to it.
struct ClaimReader<'d> {
    document: &'d Document,
    graph: ClaimGraph,
    /// The heads that have a number: operations share responses.
    known_heads: HashMap<(ClaimKind, &'d Pointer), ClaimId>,
    /// Schemas by the memory address of their values; each place in the document has one address.
    known: HashMap<*const Value, SchemaId>,
    /// Schemas that have a number but are not read yet.
    pending: Vec<(SchemaId, &'d Value)>,
}

impl<'d> ClaimReader<'d> {
    fn read_operation(&mut self, operation: &'d Operation) -> OperationClaims {
        let mut claimed = OperationClaims::default();
        let mut add = |kind, pointer: &'d PointerBuf| {
            let known = self.known_heads.entry((kind, pointer));
            claimed.heads.push(*known.or_insert_with(|| {
                let ClaimGraph {
                    heads,
                    places: sites,
                    ..
                } = &mut self.graph;
                let id = push_claim(sites, ClaimPlace::Head(to_index(heads.len())));
                heads.push(Claim {
                    kind,
                    pointer: pointer.clone(),
                });
                id
            }));
        };
        add(ClaimKind::Operation, &operation.pointer);
        for response in &operation.responses {
            add(ClaimKind::Status, &response.pointer);
            for header in &response.headers {
                add(ClaimKind::Header, &header.pointer);
            }
            for media_type in &response.content {
                add(ClaimKind::MediaType, &media_type.pointer);
            }
        }
        let content = operation.responses.iter().flat_map(|one| &one.content);
        for place in content.filter_map(|media_type| media_type.schema.as_ref()) {
            let root = match self.resolve(place) {
                Some((at, value)) => self.schema_id(SchemaAddress::Pointer(at), value),
                None => EMPTY_SCHEMA,
            };
            claimed.bodies.push((place.clone(), root));
        }
        while let Some((id, value)) = self.pending.pop() {
            self.read_schema(id, value);
        }
        claimed
    }

    /// The number of the schema at a place that is not a reference.
    fn schema_id(&mut self, at: SchemaAddress, value: &'d Value) -> SchemaId {
        let next = to_index(self.graph.schemas.len());
        let id = *self.known.entry(value).or_insert(next);
        if id == next {
            self.graph.schemas.push(ClaimSchema {
                address: at,
                ..ClaimSchema::default()
            });
            self.pending.push((id, value));
        }
        id
    }

    /// The number of a schema that another one leads to.
    fn child_id(&mut self, holder: SchemaId, step: SchemaStep, value: &'d Value) -> SchemaId {
        match self.resolve_reference(holder, step, value) {
            Some((at, value)) => self.schema_id(at, value),
            None => EMPTY_SCHEMA,
        }
    }

    /// The same for a schema that applies to the same place, if it can.
    fn branch_id(&mut self, holder: SchemaId, step: SchemaStep, value: &'d Value) -> SchemaId {
        let Some((at, value)) = self.resolve_reference(holder, step, value) else {
            return EMPTY_SCHEMA;
        };
        let id = self.schema_id(at, value);
        self.graph.branch_conditions.entry(id).or_insert_with(|| {
            let required = value.get("required").and_then(Value::as_array);
            let required = required.into_iter().flatten().filter_map(Value::as_str);
            BranchCondition {
                types: schema_types(value),
                required: required.map(str::to_owned).collect(),
            }
        });
        id
    }

    /// The schema behind the references at a step.
    fn resolve_reference(
        &self,
        holder: SchemaId,
        step: SchemaStep,
        value: &'d Value,
    ) -> Option<(SchemaAddress, &'d Value)> {
        if !value.get("$ref").is_some_and(Value::is_string) {
            return Some((SchemaAddress::Child(holder, step), value));
        }
        let mut at = self.graph.schema_pointer(holder);
        self.graph.push_step(holder, step, &mut at);
        let (at, value) = self.resolve(&at)?;
        Some((SchemaAddress::Pointer(at), value))
    }

    /// The schema behind the references at a place, and its own place.
    fn resolve(&self, at: &Pointer) -> Option<(PointerBuf, &'d Value)> {
        let at = self.document.resolve(at)?;
        match self.document.get(&at)? {
            Cow::Borrowed(value) => Some((at, value)),
            // only examples and what contains them are parsed for each call
            Cow::Owned(_) => None,
        }
    }

    /// Reads the claims of a schema whose place is known.
    fn read_schema(&mut self, id: SchemaId, value: &'d Value) {
        let Value::Object(keywords) = value else {
            return;
        };
        if schema_types(value).is_some_and(|types| types.contains(&JsonType::Null)) {
            let claim = self.add_claim(ClaimPlace::Null(id));
            self.graph.schema_mut(id).null_claim = Some(claim);
        }
        let listed = keywords.get("enum").and_then(Value::as_array);
        let mut words = Vec::new();
        for (index, word) in listed.into_iter().flatten().enumerate() {
            if let Value::String(word) = word {
                let site = ClaimPlace::EnumValue(id, self::to_index(words.len()));
                words.push(EnumValue {
                    text: word.as_str().into(),
                    index,
                    claim: self.add_claim(site),
                });
            }
        }
        self.graph.schema_mut(id).enum_values = words.into();

        let listed = keywords.get("properties").and_then(Value::as_object);
        let named = (0..).zip(listed.into_iter().flatten());
        let properties = named.clone().map(|(index, (name, _))| Property {
            name: name.as_str().into(),
            claim: self.add_claim(ClaimPlace::Property(id, index)),
            schema: EMPTY_SCHEMA,
        });
        self.graph.schema_mut(id).properties = properties.collect();
        for (index, (_, member)) in named {
            let child = self.child_id_or_empty(id, SchemaStep::Property(index), member);
            self.graph.schema_mut(id).properties[index as usize].schema = child;
        }
        let mut element = |keyword: &str, step| {
            let member = keywords.get(keyword).filter(|member| member.is_object())?;
            Some(self.child_id_or_empty(id, step, member))
        };
        let items = element("items", SchemaStep::Items);
        let additional = element("additionalProperties", SchemaStep::AdditionalProperties);
        let mut branches = Vec::new();
        for (choice, keyword) in (0..).zip(BRANCH_KEYWORDS) {
            let listed = keywords.get(keyword).and_then(Value::as_array);
            for (index, branch) in (0..).zip(listed.into_iter().flatten()) {
                branches.push(self.branch_id(id, SchemaStep::Branch(choice, index), branch));
            }
        }
        let schema = self.graph.schema_mut(id);
        (schema.items, schema.additional_properties) = (items, additional);
        schema.branches = branches.into();
    }

    /// The number of a schema that is not a branch: most make no claims, and share the empty entry.
    fn child_id_or_empty(
        &mut self,
        holder: SchemaId,
        step: SchemaStep,
        value: &'d Value,
    ) -> SchemaId {
        let is_null = |types: &Value| match types {
            Value::Array(types) => types.iter().any(|one| one == "null"),
            one => one == "null",
        };
        let is_claim = |(keyword, value): (&String, &Value)| match keyword.as_str() {
            "$ref"
            | "enum"
            | "properties"
            | "items"
            | "additionalProperties"
            | "allOf"
            | "anyOf"
            | "oneOf" => true,
            "type" => is_null(value),
            _ => false,
        };
        let mut keywords = value.as_object().into_iter().flatten();
        if keywords.any(is_claim) {
            self.child_id(holder, step, value)
        } else {
            EMPTY_SCHEMA
        }
    }

    /// Gives a claim its number.
    fn add_claim(&mut self, site: ClaimPlace) -> ClaimId {
        push_claim(&mut self.graph.places, site)
    }
}

/// The types that a schema names, if it does.
fn schema_types(schema: &Value) -> Option<Vec<JsonType>> {
    Some(match schema.get("type")? {
        Value::Array(words) => words.iter().map(JsonType::from_keyword).collect(),
        word => vec![JsonType::from_keyword(word)],
    })
}

/// Gives a claim its number.
fn push_claim(sites: &mut Vec<ClaimPlace>, site: ClaimPlace) -> ClaimId {
    let id = to_index(sites.len());
    sites.push(site);
    id
}

/// An index with half the size. No document has nearly as many claims or schemas.
fn to_index(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
