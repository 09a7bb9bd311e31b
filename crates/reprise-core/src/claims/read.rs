//! Reads the claims of a document.

use std::collections::HashMap;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::{Document, Operation};
use serde_json::Value;

use super::{Claimed, Claims, FactId, NOTHING, Property, Schema, SchemaId, Type};
use crate::{Claim, Fact};

impl Claims {
    /// Reads the claims of a document.
    pub(crate) fn new(document: &Document) -> Claims {
        let mut reader = Reader {
            document,
            facts: Vec::new(),
            schemas: vec![Schema::default()],
            heads: HashMap::new(),
            known: HashMap::new(),
            waiting: Vec::new(),
        };
        let operations = document.operations().iter();
        let operations = operations
            .map(|operation| (operation.id.clone(), reader.operation(operation)))
            .collect();
        Claims {
            facts: reader.facts,
            schemas: reader.schemas,
            operations,
        }
    }
}

/// Reads each schema once, however many ways lead to it.
struct Reader<'d> {
    document: &'d Document,
    facts: Vec<Fact>,
    schemas: Vec<Schema>,
    /// What operations claim outside their bodies; they share responses.
    heads: HashMap<Fact, FactId>,
    /// Schemas by where their values lie in memory, which is one place for each place in the document.
    known: HashMap<*const Value, SchemaId>,
    /// Schemas that have a number and were not read yet.
    waiting: Vec<(SchemaId, PointerBuf, &'d Value)>,
}

impl<'d> Reader<'d> {
    fn operation(&mut self, operation: &Operation) -> Claimed {
        let mut claimed = Claimed::default();
        let mut add = |claim, pointer: &PointerBuf| {
            let fact = Fact {
                claim,
                pointer: pointer.clone(),
            };
            let id = match self.heads.get(&fact) {
                Some(id) => *id,
                None => {
                    let id = number(&mut self.facts, fact.clone());
                    self.heads.insert(fact, id);
                    id
                }
            };
            claimed.heads.push(id);
        };
        add(Claim::Operation, &operation.pointer);
        for response in &operation.responses {
            add(Claim::Status, &response.pointer);
            for header in &response.headers {
                add(Claim::Header, &header.pointer);
            }
            for media_type in &response.content {
                add(Claim::MediaType, &media_type.pointer);
            }
        }
        let content = operation.responses.iter().flat_map(|one| &one.content);
        for place in content.filter_map(|media_type| media_type.schema.as_ref()) {
            let root = match self.document.resolve(place) {
                Some((at, value)) => self.schema(at, value),
                None => NOTHING,
            };
            claimed.bodies.push((place.clone(), root));
        }
        while let Some((id, at, value)) = self.waiting.pop() {
            self.schemas[id] = self.read(&at, value);
        }
        claimed
    }

    /// The number of the schema at a place that is no reference.
    fn schema(&mut self, at: PointerBuf, value: &'d Value) -> SchemaId {
        let next = self.schemas.len();
        let id = *self.known.entry(value).or_insert(next);
        if id == next {
            self.schemas.push(Schema::default());
            self.waiting.push((id, at, value));
        }
        id
    }

    /// The number of a schema behind its references.
    fn child(&mut self, at: PointerBuf, value: &'d Value) -> SchemaId {
        if !value.get("$ref").is_some_and(Value::is_string) {
            return self.schema(at, value);
        }
        match self.document.resolve(&at) {
            Some((at, value)) => self.schema(at, value),
            None => NOTHING,
        }
    }

    fn read(&mut self, at: &Pointer, value: &'d Value) -> Schema {
        let mut schema = Schema::default();
        let Value::Object(keywords) = value else {
            return schema;
        };
        let mut null = |words: &[Value]| {
            let types: Vec<Type> = words.iter().map(Type::of_word).collect();
            if types.contains(&Type::Null) {
                schema.null = Some(number(
                    &mut self.facts,
                    Fact {
                        claim: Claim::Null,
                        pointer: at.with_trailing_token("type"),
                    },
                ));
            }
            schema.types = Some(types);
        };
        match keywords.get("type") {
            Some(Value::Array(words)) => null(words),
            Some(word) => null(std::slice::from_ref(word)),
            None => {}
        }
        let required = keywords.get("required").and_then(Value::as_array);
        let required = required.into_iter().flatten().filter_map(Value::as_str);
        schema.required = required.map(str::to_owned).collect();

        let words = keywords.get("enum").and_then(Value::as_array);
        for (index, word) in words.into_iter().flatten().enumerate() {
            if let Value::String(word) = word {
                let pointer = at.with_trailing_token("enum").with_trailing_token(index);
                let claim = Claim::EnumWord;
                let fact = number(&mut self.facts, Fact { claim, pointer });
                schema.words.push((word.clone(), fact));
            }
        }
        let properties = keywords.get("properties").and_then(Value::as_object);
        for (name, member) in properties.into_iter().flatten() {
            let pointer = at
                .with_trailing_token("properties")
                .with_trailing_token(name);
            let child = self.plain_or(member, || pointer.clone());
            let claim = Claim::Property;
            schema.properties.push(Property {
                name: name.clone(),
                fact: number(&mut self.facts, Fact { claim, pointer }),
                schema: child,
            });
        }
        let mut element = |keyword: &str| {
            let member = keywords.get(keyword).filter(|member| member.is_object())?;
            Some(self.plain_or(member, || at.with_trailing_token(keyword)))
        };
        schema.items = element("items");
        schema.additional = element("additionalProperties");
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let branches = keywords.get(keyword).and_then(Value::as_array);
            for (index, branch) in branches.into_iter().flatten().enumerate() {
                let at = at.with_trailing_token(keyword).with_trailing_token(index);
                schema.branches.push(self.child(at, branch));
            }
        }
        schema
    }

    /// The number of a schema that is no branch: most are plain, and share the one that claims nothing.
    fn plain_or(&mut self, value: &'d Value, at: impl FnOnce() -> PointerBuf) -> SchemaId {
        const TELLING: [&str; 8] = [
            "$ref",
            "enum",
            "properties",
            "items",
            "additionalProperties",
            "allOf",
            "anyOf",
            "oneOf",
        ];
        let is_null = |types: &Value| {
            types == "null"
                || types
                    .as_array()
                    .is_some_and(|types| types.iter().any(|one| one == "null"))
        };
        let tells = TELLING.iter().any(|keyword| value.get(keyword).is_some())
            || value.get("type").is_some_and(is_null);
        if tells {
            self.child(at(), value)
        } else {
            NOTHING
        }
    }
}

fn number(facts: &mut Vec<Fact>, fact: Fact) -> FactId {
    let id = FactId::try_from(facts.len()).unwrap_or(FactId::MAX);
    facts.push(fact);
    id
}
