//! Reads the claims of a document.

use std::borrow::Cow;
use std::collections::HashMap;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::{Document, Operation};
use serde_json::Value;

use super::{
    At, CHOICES, Choice, ClaimGraph, ClaimId, NOTHING, OperationClaims, Property, Schema, SchemaId,
    Site, Step, Type, Word,
};
use crate::claim::{Claim, ClaimKind};

impl ClaimGraph {
    /// Reads the claims of a document.
    pub(crate) fn new(document: &Document) -> ClaimGraph {
        let mut reader = Reader {
            document,
            graph: ClaimGraph {
                heads: Vec::new(),
                sites: Vec::new(),
                schemas: vec![Schema::default()],
                choices: HashMap::new(),
                operations: HashMap::new(),
            },
            known_heads: HashMap::new(),
            known: HashMap::new(),
            waiting: Vec::new(),
        };
        for operation in document.operations() {
            let claimed = reader.operation(operation);
            let operations = &mut reader.graph.operations;
            operations.insert(operation.id.clone(), claimed);
        }
        reader.graph
    }
}

/// Reads each schema once, even if several paths lead to it.
struct Reader<'d> {
    document: &'d Document,
    graph: ClaimGraph,
    /// The heads that have a number: operations share responses.
    known_heads: HashMap<(ClaimKind, &'d Pointer), ClaimId>,
    /// Schemas by the memory address of their values; each place in the document has one address.
    known: HashMap<*const Value, SchemaId>,
    /// Schemas that have a number but are not read yet.
    waiting: Vec<(SchemaId, &'d Value)>,
}

impl<'d> Reader<'d> {
    fn operation(&mut self, operation: &'d Operation) -> OperationClaims {
        let mut claimed = OperationClaims::default();
        let mut add = |kind, pointer: &'d PointerBuf| {
            let known = self.known_heads.entry((kind, pointer));
            claimed.heads.push(*known.or_insert_with(|| {
                let ClaimGraph { heads, sites, .. } = &mut self.graph;
                let id = number(sites, Site::Head(index(heads.len())));
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
                Some((at, value)) => self.schema(At::Place(at), value),
                None => NOTHING,
            };
            claimed.bodies.push((place.clone(), root));
        }
        while let Some((id, value)) = self.waiting.pop() {
            self.read(id, value);
        }
        claimed
    }

    /// The number of the schema at a place that is not a reference.
    fn schema(&mut self, at: At, value: &'d Value) -> SchemaId {
        let next = index(self.graph.schemas.len());
        let id = *self.known.entry(value).or_insert(next);
        if id == next {
            self.graph.schemas.push(Schema {
                at,
                ..Schema::default()
            });
            self.waiting.push((id, value));
        }
        id
    }

    /// The number of a schema that another one leads to.
    fn child(&mut self, holder: SchemaId, step: Step, value: &'d Value) -> SchemaId {
        match self.behind(holder, step, value) {
            Some((at, value)) => self.schema(at, value),
            None => NOTHING,
        }
    }

    /// The same for a schema that applies to the same place, if it can.
    fn branch(&mut self, holder: SchemaId, step: Step, value: &'d Value) -> SchemaId {
        let Some((at, value)) = self.behind(holder, step, value) else {
            return NOTHING;
        };
        let id = self.schema(at, value);
        self.graph.choices.entry(id).or_insert_with(|| {
            let required = value.get("required").and_then(Value::as_array);
            let required = required.into_iter().flatten().filter_map(Value::as_str);
            Choice {
                types: types(value),
                required: required.map(str::to_owned).collect(),
            }
        });
        id
    }

    /// The schema behind the references at a step.
    fn behind(&self, holder: SchemaId, step: Step, value: &'d Value) -> Option<(At, &'d Value)> {
        if !value.get("$ref").is_some_and(Value::is_string) {
            return Some((At::In(holder, step), value));
        }
        let mut at = self.graph.place(holder);
        self.graph.take(holder, step, &mut at);
        let (at, value) = self.resolve(&at)?;
        Some((At::Place(at), value))
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
    fn read(&mut self, id: SchemaId, value: &'d Value) {
        let Value::Object(keywords) = value else {
            return;
        };
        if types(value).is_some_and(|types| types.contains(&Type::Null)) {
            let claim = self.number(Site::Null(id));
            self.graph.schema_mut(id).null = Some(claim);
        }
        let listed = keywords.get("enum").and_then(Value::as_array);
        let mut words = Vec::new();
        for (index, word) in listed.into_iter().flatten().enumerate() {
            if let Value::String(word) = word {
                let site = Site::Word(id, self::index(words.len()));
                words.push(Word {
                    text: word.as_str().into(),
                    index,
                    claim: self.number(site),
                });
            }
        }
        self.graph.schema_mut(id).words = words.into();

        let listed = keywords.get("properties").and_then(Value::as_object);
        let named = (0..).zip(listed.into_iter().flatten());
        let properties = named.clone().map(|(index, (name, _))| Property {
            name: name.as_str().into(),
            claim: self.number(Site::Property(id, index)),
            schema: NOTHING,
        });
        self.graph.schema_mut(id).properties = properties.collect();
        for (index, (_, member)) in named {
            let child = self.plain_or(id, Step::Property(index), member);
            self.graph.schema_mut(id).properties[index as usize].schema = child;
        }
        let mut element = |keyword: &str, step| {
            let member = keywords.get(keyword).filter(|member| member.is_object())?;
            Some(self.plain_or(id, step, member))
        };
        let items = element("items", Step::Items);
        let additional = element("additionalProperties", Step::Additional);
        let mut branches = Vec::new();
        for (choice, keyword) in (0..).zip(CHOICES) {
            let listed = keywords.get(keyword).and_then(Value::as_array);
            for (index, branch) in (0..).zip(listed.into_iter().flatten()) {
                branches.push(self.branch(id, Step::Branch(choice, index), branch));
            }
        }
        let schema = self.graph.schema_mut(id);
        (schema.items, schema.additional) = (items, additional);
        schema.branches = branches.into();
    }

    /// The number of a schema that is not a branch: most make no claims, and share the empty entry.
    fn plain_or(&mut self, holder: SchemaId, step: Step, value: &'d Value) -> SchemaId {
        let is_null = |types: &Value| match types {
            Value::Array(types) => types.iter().any(|one| one == "null"),
            one => one == "null",
        };
        let tells = |(keyword, value): (&String, &Value)| match keyword.as_str() {
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
        if keywords.any(tells) {
            self.child(holder, step, value)
        } else {
            NOTHING
        }
    }

    /// Gives a claim its number.
    fn number(&mut self, site: Site) -> ClaimId {
        number(&mut self.graph.sites, site)
    }
}

/// The types that a schema names, if it does.
fn types(schema: &Value) -> Option<Vec<Type>> {
    Some(match schema.get("type")? {
        Value::Array(words) => words.iter().map(Type::of_word).collect(),
        word => vec![Type::of_word(word)],
    })
}

/// Gives a claim its number.
fn number(sites: &mut Vec<Site>, site: Site) -> ClaimId {
    let id = index(sites.len());
    sites.push(site);
    id
}

/// An index with half the size. No document has nearly as many claims or schemas.
fn index(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(u32::MAX)
}
