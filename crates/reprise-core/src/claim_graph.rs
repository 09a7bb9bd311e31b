//! The numbered claims of a document, and its schemas as a graph. The graph is built once, so that reading a response
//! follows numbers instead of pointers.

mod read;

use std::collections::{BTreeSet, HashMap};

use jsonptr::{Pointer, PointerBuf};
use serde_json::Value;

use crate::claim::{Claim, ClaimKind};

/// Maximum depth to which schemas are followed; deeper schemas refer to themselves.
const MAX_DEPTH: usize = 64;

/// The number of a claim.
pub(crate) type ClaimId = u32;

/// The number of a schema.
type SchemaId = u32;

/// The schema that makes no claim.
const EMPTY_SCHEMA: SchemaId = 0;

/// Everything that a document claims about responses.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct ClaimGraph {
    /// The claims of operations outside their bodies.
    heads: Vec<Claim>,
    places: Vec<ClaimPlace>,
    schemas: Vec<ClaimSchema>,
    /// Conditions on a value for a branch of a choice to apply.
    branch_conditions: HashMap<SchemaId, BranchCondition>,
    operations: HashMap<String, OperationClaims>,
}

/// The place of a claim. A document has many claims in schemas, and a report shows few of them, so pointers are built
/// on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ClaimPlace {
    /// The claim with this index in `heads`.
    Head(u32),
    /// That a schema is nullable.
    Null(SchemaId),
    /// The property of a schema, by its index.
    Property(SchemaId, u32),
    /// A word of a schema, by its index.
    EnumValue(SchemaId, u32),
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
struct ClaimSchema {
    address: SchemaAddress,
    enum_values: Box<[EnumValue]>,
    null_claim: Option<ClaimId>,
    properties: Box<[Property]>,
    items: Option<SchemaId>,
    additional_properties: Option<SchemaId>,
    /// The branches that apply to the same place.
    branches: Box<[SchemaId]>,
}

/// The place of a schema. Only the entry points have a pointer; all other schemas store the step that leads to them.
#[derive(Debug, PartialEq, Eq)]
enum SchemaAddress {
    Pointer(PointerBuf),
    Child(SchemaId, SchemaStep),
}

impl Default for SchemaAddress {
    fn default() -> SchemaAddress {
        SchemaAddress::Pointer(PointerBuf::root())
    }
}

/// The step from a schema to one that it leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SchemaStep {
    /// The property of an index.
    Property(u32),
    Items,
    AdditionalProperties,
    /// The branch with an index, under one of [`CHOICES`].
    Branch(u8, u32),
}

/// The keywords whose schemas apply to the same place.
const BRANCH_KEYWORDS: [&str; 3] = ["allOf", "anyOf", "oneOf"];

/// The condition for a branch of a choice to apply.
#[derive(Debug, PartialEq, Eq)]
struct BranchCondition {
    types: Option<Vec<JsonType>>,
    required: Vec<String>,
}

#[derive(Debug, PartialEq, Eq)]
struct EnumValue {
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
enum JsonType {
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
    Unknown,
}

impl JsonType {
    fn from_keyword(word: &Value) -> JsonType {
        match word.as_str() {
            Some("null") => JsonType::Null,
            Some("boolean") => JsonType::Boolean,
            Some("number" | "integer") => JsonType::Number,
            Some("string") => JsonType::String,
            Some("array") => JsonType::Array,
            Some("object") => JsonType::Object,
            _ => JsonType::Unknown,
        }
    }

    fn matches(self, value: &Value) -> bool {
        match self {
            JsonType::Null => value.is_null(),
            JsonType::Boolean => value.is_boolean(),
            JsonType::Number => value.is_number(),
            JsonType::String => value.is_string(),
            JsonType::Array => value.is_array(),
            JsonType::Object => value.is_object(),
            JsonType::Unknown => true,
        }
    }
}

impl ClaimGraph {
    /// The claim with this number.
    pub(crate) fn claim(&self, id: ClaimId) -> Claim {
        let kind = self.kind(id);
        // numbers are only assigned together with their claims
        let pointer = match self.places[id as usize] {
            ClaimPlace::Head(head) => self.heads[head as usize].pointer.clone(),
            ClaimPlace::Null(schema) => self.schema_pointer(schema).with_trailing_token("type"),
            ClaimPlace::Property(schema, index) => {
                let mut pointer = self.schema_pointer(schema);
                self.push_step(schema, SchemaStep::Property(index), &mut pointer);
                pointer
            }
            ClaimPlace::EnumValue(schema, index) => {
                let mut pointer = self.schema_pointer(schema);
                pointer.push_back("enum");
                pointer.push_back(self.schema(schema).enum_values[index as usize].index);
                pointer
            }
        };
        Claim { kind, pointer }
    }

    /// The kind of the claim with this number.
    pub(crate) fn kind(&self, id: ClaimId) -> ClaimKind {
        match self.places[id as usize] {
            ClaimPlace::Head(head) => self.heads[head as usize].kind,
            ClaimPlace::Null(_) => ClaimKind::Null,
            ClaimPlace::Property(..) => ClaimKind::Property,
            ClaimPlace::EnumValue(..) => ClaimKind::EnumWord,
        }
    }

    /// The number of claims.
    pub(crate) fn count(&self) -> usize {
        self.places.len()
    }

    /// The place of a schema.
    fn schema_pointer(&self, id: SchemaId) -> PointerBuf {
        let mut steps = Vec::new();
        let mut at = &self.schema(id).address;
        let mut pointer = loop {
            match at {
                SchemaAddress::Pointer(place) => break place.clone(),
                SchemaAddress::Child(holder, step) => {
                    steps.push((*holder, *step));
                    at = &self.schema(*holder).address;
                }
            }
        };
        for (holder, step) in steps.into_iter().rev() {
            self.push_step(holder, step, &mut pointer);
        }
        pointer
    }

    /// Follows a step from the schema at the place of the pointer.
    fn push_step(&self, holder: SchemaId, step: SchemaStep, pointer: &mut PointerBuf) {
        match step {
            SchemaStep::Property(index) => {
                pointer.push_back("properties");
                pointer.push_back(&*self.schema(holder).properties[index as usize].name);
            }
            SchemaStep::Items => pointer.push_back("items"),
            SchemaStep::AdditionalProperties => pointer.push_back("additionalProperties"),
            SchemaStep::Branch(choice, index) => {
                pointer.push_back(BRANCH_KEYWORDS[usize::from(choice)]);
                pointer.push_back(index as usize);
            }
        }
    }

    fn schema_mut(&mut self, id: SchemaId) -> &mut ClaimSchema {
        &mut self.schemas[id as usize]
    }

    fn schema(&self, id: SchemaId) -> &ClaimSchema {
        &self.schemas[id as usize]
    }

    /// The claims about an operation.
    pub(crate) fn operation_claims(&self, id: &str) -> Option<&OperationClaims> {
        self.operations.get(id)
    }

    /// The number of the claim that an operation exists.
    pub(crate) fn operation_claim(&self, claimed: &OperationClaims) -> Option<ClaimId> {
        claimed.heads.first().copied()
    }

    /// The number of a claim about an operation outside its bodies.
    pub(crate) fn find_head_claim(
        &self,
        claimed: &OperationClaims,
        kind: ClaimKind,
        at: &Pointer,
    ) -> Option<ClaimId> {
        let mut heads = claimed.heads.iter().copied();
        heads.find(|id| match self.places[*id as usize] {
            ClaimPlace::Head(head) => {
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
        visited: &mut VisitedSchemas,
        visit: &mut dyn FnMut(ClaimId),
    ) {
        for id in &claimed.heads {
            visit(*id);
        }
        for (_, schema) in &claimed.bodies {
            visited.start_walk(self.schemas.len());
            self.visit_schema(*schema, visited, visit, 0);
        }
    }

    fn visit_schema(
        &self,
        id: SchemaId,
        visited: &mut VisitedSchemas,
        visit: &mut dyn FnMut(ClaimId),
        depth: usize,
    ) {
        if depth > MAX_DEPTH || !visited.insert(id) {
            return;
        }
        let schema = self.schema(id);
        for word in &schema.enum_values {
            visit(word.claim);
        }
        if let Some(null) = schema.null_claim {
            visit(null);
        }
        for property in &schema.properties {
            visit(property.claim);
            self.visit_schema(property.schema, visited, visit, depth + 1);
        }
        let elements = schema.items.iter().chain(&schema.additional_properties);
        for child in elements.chain(&*schema.branches) {
            self.visit_schema(*child, visited, visit, depth + 1);
        }
    }

    /// Adds the claims of the schema that a body confirms.
    pub(crate) fn collect_confirmed(
        &self,
        claimed: &OperationClaims,
        schema: &Pointer,
        body: &Value,
        seen: &mut BTreeSet<ClaimId>,
    ) {
        let root = claimed.bodies.iter().find(|(place, _)| *place == *schema);
        if let Some((_, root)) = root {
            self.collect_confirmed_by_schema(*root, body, seen, 0);
        }
    }

    fn collect_confirmed_by_schema(
        &self,
        id: SchemaId,
        value: &Value,
        seen: &mut BTreeSet<ClaimId>,
        depth: usize,
    ) {
        if depth > MAX_DEPTH || id == EMPTY_SCHEMA {
            return;
        }
        let schema = self.schema(id);
        match value {
            Value::String(text) => {
                let word = schema.enum_values.iter().find(|word| *word.text == **text);
                seen.extend(word.map(|word| word.claim));
            }
            Value::Null => seen.extend(schema.null_claim),
            Value::Object(members) => {
                for property in &schema.properties {
                    if let Some(member) = members.get(&*property.name) {
                        seen.insert(property.claim);
                        self.collect_confirmed_by_schema(property.schema, member, seen, depth + 1);
                    }
                }
            }
            Value::Array(elements) => {
                for element in elements {
                    let items = schema.items.unwrap_or(EMPTY_SCHEMA);
                    self.collect_confirmed_by_schema(items, element, seen, depth + 1);
                }
            }
            Value::Bool(_) | Value::Number(_) => {}
        }
        for branch in &schema.branches {
            let choice = self.branch_conditions.get(branch);
            if choice.is_none_or(|choice| choice.matches(value)) {
                self.collect_confirmed_by_schema(*branch, value, seen, depth + 1);
            }
        }
    }
}

impl BranchCondition {
    /// Whether the branch can apply: the value has its type and its required properties.
    fn matches(&self, value: &Value) -> bool {
        let types = self.types.as_ref();
        let type_fits = types.is_none_or(|types| types.iter().any(|one| one.matches(value)));
        let complete = value
            .as_object()
            .is_none_or(|members| self.required.iter().all(|name| members.contains_key(name)));
        type_fits && complete
    }
}

/// The schemas that a walk has visited. A new walk begins without clearing it.
#[derive(Default)]
pub(crate) struct VisitedSchemas {
    walk: u32,
    last_walks: Vec<u32>,
}

impl VisitedSchemas {
    fn start_walk(&mut self, schemas: usize) {
        self.last_walks.resize(schemas, 0);
        self.walk += 1;
    }

    fn insert(&mut self, id: SchemaId) -> bool {
        std::mem::replace(&mut self.last_walks[id as usize], self.walk) != self.walk
    }
}
