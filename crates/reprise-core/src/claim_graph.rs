//! The numbered claims of a document, and its schemas as a graph. The graph is built once, so that reading a response
//! follows numbers instead of pointers.

mod read;

use std::collections::{BTreeSet, HashMap};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::claim::{Claim, ClaimKind};

/// Maximum depth to which schemas are followed; deeper schemas refer to themselves.
const DEPTH: usize = 64;

/// The number of a claim.
pub(crate) type ClaimId = u32;

/// The number of a schema.
type SchemaId = u32;

/// The schema that makes no claim.
const NOTHING: SchemaId = 0;

/// Everything that a document claims about responses.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ClaimGraph {
    /// The claims of operations outside their bodies.
    heads: Vec<Claim>,
    sites: Vec<Site>,
    schemas: Vec<Schema>,
    /// Conditions on a value for a branch of a choice to apply.
    choices: HashMap<SchemaId, Choice>,
    operations: HashMap<String, OperationClaims>,
}

/// The place of a claim. A document has many claims in schemas, and a report shows few of them, so pointers are built
/// on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Site {
    /// The claim with this index in `heads`.
    Head(u32),
    /// That a schema is nullable.
    Null(SchemaId),
    /// The property of a schema, by its index.
    Property(SchemaId, u32),
    /// A word of a schema, by its index.
    Word(SchemaId, u32),
}

/// The claims about the responses of one operation.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct OperationClaims {
    /// The operation, its statuses, headers and media types.
    heads: Vec<ClaimId>,
    /// The schemas of its bodies, by their places.
    bodies: Vec<(PointerBuf, SchemaId)>,
}

/// The claims of a schema, and the schemas that it leads to.
#[derive(Debug, Default, PartialEq, Eq)]
struct Schema {
    at: At,
    words: Box<[Word]>,
    null: Option<ClaimId>,
    properties: Box<[Property]>,
    items: Option<SchemaId>,
    additional: Option<SchemaId>,
    /// The branches that apply to the same place.
    branches: Box<[SchemaId]>,
}

/// The place of a schema. Only the entry points have a pointer; all other schemas store the step that leads to them.
#[derive(Debug, PartialEq, Eq)]
enum At {
    Place(PointerBuf),
    In(SchemaId, Step),
}

impl Default for At {
    fn default() -> At {
        At::Place(PointerBuf::root())
    }
}

/// The step from a schema to one that it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// The property of an index.
    Property(u32),
    Items,
    Additional,
    /// The branch with an index, under one of [`CHOICES`].
    Branch(u8, u32),
}

/// The keywords whose schemas apply to the same place.
const CHOICES: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The condition for a branch of a choice to apply.
#[derive(Debug, PartialEq, Eq)]
struct Choice {
    types: Option<Vec<Type>>,
    required: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
struct Word {
    text: Box<str>,
    /// Its index in the enumeration.
    index: usize,
    claim: ClaimId,
}

#[derive(Debug, PartialEq, Eq)]
struct Property {
    name: Box<str>,
    claim: ClaimId,
    schema: SchemaId,
}

/// A type that a schema can name; a type that no value has is not included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Type {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
    Unknown,
}

impl Type {
    fn of_word(word: &Value) -> Type {
        match word.as_str() {
            Some("null") => Type::Null,
            Some("boolean") => Type::Boolean,
            Some("number" | "integer") => Type::Number,
            Some("string") => Type::String,
            Some("array") => Type::Array,
            Some("object") => Type::Object,
            _ => Type::Unknown,
        }
    }

    fn fits(self, value: &Value) -> bool {
        match self {
            Type::Null => value.is_null(),
            Type::Boolean => value.is_boolean(),
            Type::Number => value.is_number(),
            Type::String => value.is_string(),
            Type::Array => value.is_array(),
            Type::Object => value.is_object(),
            Type::Unknown => true,
        }
    }
}

impl ClaimGraph {
    /// The claim of a number.
    pub(crate) fn claim(&self, id: ClaimId) -> Claim {
        let kind = self.kind(id);
        // numbers are only assigned together with their claims
        let pointer = match self.sites[id as usize] {
            Site::Head(head) => self.heads[head as usize].pointer.clone(),
            Site::Null(schema) => self.place(schema).with_trailing_token("type"),
            Site::Property(schema, index) => {
                let mut pointer = self.place(schema);
                self.take(schema, Step::Property(index), &mut pointer);
                pointer
            }
            Site::Word(schema, index) => {
                let mut pointer = self.place(schema);
                pointer.push_back("enum");
                pointer.push_back(self.schema(schema).words[index as usize].index);
                pointer
            }
        };
        Claim { kind, pointer }
    }

    /// The claim with a number.
    pub(crate) fn kind(&self, id: ClaimId) -> ClaimKind {
        match self.sites[id as usize] {
            Site::Head(head) => self.heads[head as usize].kind,
            Site::Null(_) => ClaimKind::Null,
            Site::Property(..) => ClaimKind::Property,
            Site::Word(..) => ClaimKind::EnumWord,
        }
    }

    /// The number of claims.
    pub(crate) fn count(&self) -> usize {
        self.sites.len()
    }

    /// The place of a schema.
    fn place(&self, id: SchemaId) -> PointerBuf {
        let mut steps = Vec::new();
        let mut at = &self.schema(id).at;
        let mut pointer = loop {
            match at {
                At::Place(place) => break place.clone(),
                At::In(holder, step) => {
                    steps.push((*holder, *step));
                    at = &self.schema(*holder).at;
                }
            }
        };
        for (holder, step) in steps.into_iter().rev() {
            self.take(holder, step, &mut pointer);
        }
        pointer
    }

    /// Follows a step from the schema at the place of the pointer.
    fn take(&self, holder: SchemaId, step: Step, pointer: &mut PointerBuf) {
        match step {
            Step::Property(index) => {
                pointer.push_back("properties");
                pointer.push_back(&*self.schema(holder).properties[index as usize].name);
            }
            Step::Items => pointer.push_back("items"),
            Step::Additional => pointer.push_back("additionalProperties"),
            Step::Branch(choice, index) => {
                pointer.push_back(CHOICES[usize::from(choice)]);
                pointer.push_back(index as usize);
            }
        }
    }

    fn schema_mut(&mut self, id: SchemaId) -> &mut Schema {
        &mut self.schemas[id as usize]
    }

    fn schema(&self, id: SchemaId) -> &Schema {
        &self.schemas[id as usize]
    }

    /// The claims about an operation.
    pub(crate) fn of_operation(&self, id: &str) -> Option<&OperationClaims> {
        self.operations.get(id)
    }

    /// The number of the claim that an operation exists.
    pub(crate) fn operation(&self, claimed: &OperationClaims) -> Option<ClaimId> {
        claimed.heads.first().copied()
    }

    /// The number of a claim about an operation outside its bodies.
    pub(crate) fn head(
        &self,
        claimed: &OperationClaims,
        kind: ClaimKind,
        at: &Pointer,
    ) -> Option<ClaimId> {
        let mut heads = claimed.heads.iter().copied();
        heads.find(|id| match self.sites[*id as usize] {
            Site::Head(head) => {
                let claim = &self.heads[head as usize];
                claim.kind == kind && claim.pointer == *at
            }
            _ => false,
        })
    }

    /// Visits every claim of an operation at least once. Calls share `visited` as scratch space.
    pub(crate) fn visit(
        &self,
        claimed: &OperationClaims,
        visited: &mut Visited,
        visit: &mut dyn FnMut(ClaimId),
    ) {
        for id in &claimed.heads {
            visit(*id);
        }
        for (_, schema) in &claimed.bodies {
            visited.begin(self.schemas.len());
            self.visit_schema(*schema, visited, visit, 0);
        }
    }

    fn visit_schema(
        &self,
        id: SchemaId,
        visited: &mut Visited,
        visit: &mut dyn FnMut(ClaimId),
        depth: usize,
    ) {
        if depth > DEPTH || !visited.insert(id) {
            return;
        }
        let schema = self.schema(id);
        for word in &schema.words {
            visit(word.claim);
        }
        if let Some(null) = schema.null {
            visit(null);
        }
        for property in &schema.properties {
            visit(property.claim);
            self.visit_schema(property.schema, visited, visit, depth + 1);
        }
        let elements = schema.items.iter().chain(&schema.additional);
        for child in elements.chain(&*schema.branches) {
            self.visit_schema(*child, visited, visit, depth + 1);
        }
    }

    /// Adds the claims of the schema that a body confirms.
    pub(crate) fn observe(
        &self,
        claimed: &OperationClaims,
        schema: &Pointer,
        body: &Value,
        seen: &mut BTreeSet<ClaimId>,
    ) {
        let root = claimed.bodies.iter().find(|(place, _)| *place == *schema);
        if let Some((_, root)) = root {
            self.observe_schema(*root, body, seen, 0);
        }
    }

    fn observe_schema(
        &self,
        id: SchemaId,
        value: &Value,
        seen: &mut BTreeSet<ClaimId>,
        depth: usize,
    ) {
        if depth > DEPTH || id == NOTHING {
            return;
        }
        let schema = self.schema(id);
        match value {
            Value::String(text) => {
                let word = schema.words.iter().find(|word| *word.text == **text);
                seen.extend(word.map(|word| word.claim));
            }
            Value::Null => seen.extend(schema.null),
            Value::Object(members) => {
                for property in &schema.properties {
                    if let Some(member) = members.get(&*property.name) {
                        seen.insert(property.claim);
                        self.observe_schema(property.schema, member, seen, depth + 1);
                    }
                }
            }
            Value::Array(elements) => {
                for element in elements {
                    let items = schema.items.unwrap_or(NOTHING);
                    self.observe_schema(items, element, seen, depth + 1);
                }
            }
            Value::Bool(_) | Value::Number(_) => {}
        }
        for branch in &schema.branches {
            let choice = self.choices.get(branch);
            if choice.is_none_or(|choice| choice.fits(value)) {
                self.observe_schema(*branch, value, seen, depth + 1);
            }
        }
    }
}

impl Choice {
    /// Whether the branch can apply: the value has its type and its required properties.
    fn fits(&self, value: &Value) -> bool {
        let types = self.types.as_ref();
        let type_fits = types.is_none_or(|types| types.iter().any(|one| one.fits(value)));
        let complete = value
            .as_object()
            .is_none_or(|members| self.required.iter().all(|name| members.contains_key(name)));
        type_fits && complete
    }
}

/// The schemas that a walk has visited. A new walk begins without clearing it.
#[derive(Default)]
pub(crate) struct Visited {
    walk: u32,
    last: Vec<u32>,
}

impl Visited {
    fn begin(&mut self, schemas: usize) {
        self.last.resize(schemas, 0);
        self.walk += 1;
    }

    fn insert(&mut self, id: SchemaId) -> bool {
        std::mem::replace(&mut self.last[id as usize], self.walk) != self.walk
    }
}
