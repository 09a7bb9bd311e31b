//! Facts: every claim that a document makes about answers, and what became of each.
//!
//! A fact is a place in the document. Schemas are shared, so a property that ten operations answer with is one
//! fact; any of them can confirm it.

use std::collections::{BTreeMap, BTreeSet};

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::Step;
use crate::{Case, Exchange, Finding, Verdict};

/// How deep schemas are followed; deeper ones refer to themselves.
const DEPTH: usize = 64;

/// What a fact claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// The operation is there.
    Operation,
    /// It answers with this status.
    Status,
    /// The answer has this media type.
    MediaType,
    /// The answer carries this header.
    Header,
    /// An object has this member.
    Property,
    /// A text can be this word.
    EnumWord,
    /// A value can be null.
    Null,
}

impl Claim {
    /// Every kind of claim, from the outside in.
    pub const ALL: [Claim; 7] = [
        Claim::Operation,
        Claim::Status,
        Claim::MediaType,
        Claim::Header,
        Claim::Property,
        Claim::EnumWord,
        Claim::Null,
    ];

    /// The word for several of them.
    pub const fn plural(self) -> &'static str {
        match self {
            Claim::Operation => "operations",
            Claim::Status => "statuses",
            Claim::MediaType => "media types",
            Claim::Header => "headers",
            Claim::Property => "properties",
            Claim::EnumWord => "enum words",
            Claim::Null => "nulls",
        }
    }
}

/// A claim, by its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fact {
    /// What it claims.
    pub claim: Claim,
    /// Where the document makes the claim.
    pub pointer: PointerBuf,
}

/// What became of a fact.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// An answer showed it.
    Confirmed,
    /// An answer showed otherwise.
    Refuted,
    /// No answer said anything about it, and this is why.
    Untested(Why),
}

/// Why a fact was not tested.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// No example makes a case that could show it.
    NoCase,
    /// There are cases, but none was sent, or none was answered.
    NotSent,
    /// There were answers, and none had it.
    NotSeen,
}

/// What one answer has shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seen {
    confirmed: BTreeSet<Fact>,
    refuted: BTreeSet<Fact>,
}

impl Seen {
    /// What two answers have shown together.
    pub(crate) fn and(mut self, mut other: Seen) -> Seen {
        self.confirmed.append(&mut other.confirmed);
        self.refuted.append(&mut other.refuted);
        self
    }
}

/// Every fact of a document, and what became of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts(BTreeMap<Fact, Outcome>);

/// How many facts of a kind came out how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Shown by an answer.
    pub confirmed: usize,
    /// Shown to be otherwise.
    pub refuted: usize,
    /// Not shown.
    pub untested: usize,
}

impl Facts {
    /// What the answers have shown of everything that the document claims.
    ///
    /// `sent` are the cases that were planned, each with what its answer has shown; none where there was none.
    pub fn gather<'a>(
        document: &Document,
        sent: impl IntoIterator<Item = (&'a Case, Option<&'a Seen>)>,
    ) -> Facts {
        let mut with_case = BTreeSet::new();
        let mut answered = BTreeSet::new();
        let mut seen = Seen::default();
        for (case, shown) in sent {
            let operations = || case.steps.iter().map(|step| step.operation.clone());
            with_case.extend(operations());
            if let Some(shown) = shown {
                answered.extend(operations());
                seen.confirmed.extend(shown.confirmed.iter().cloned());
                seen.refuted.extend(shown.refuted.iter().cloned());
            }
        }
        let mut facts = BTreeMap::new();
        for operation in document.operations() {
            let why = if answered.contains(&operation.id) {
                Why::NotSeen
            } else if with_case.contains(&operation.id) {
                Why::NotSent
            } else {
                Why::NoCase
            };
            for fact in claims(document, operation) {
                let outcome = if seen.refuted.contains(&fact) {
                    Outcome::Refuted
                } else if seen.confirmed.contains(&fact) {
                    Outcome::Confirmed
                } else {
                    Outcome::Untested(why)
                };
                // of several operations that share a fact, the one that came furthest tells
                let known = facts.entry(fact).or_insert(outcome);
                if let (Outcome::Untested(old), Outcome::Untested(new)) = (*known, outcome) {
                    *known = Outcome::Untested(old.max(new));
                }
            }
        }
        Facts(facts)
    }

    /// Every fact and what became of it, by kind and place.
    pub fn iter(&self) -> impl Iterator<Item = (&Fact, Outcome)> {
        self.0.iter().map(|(fact, outcome)| (fact, *outcome))
    }

    /// How the facts of a kind came out.
    pub fn count(&self, claim: Claim) -> Count {
        let mut count = Count::default();
        for (_, outcome) in self.iter().filter(|(fact, _)| fact.claim == claim) {
            match outcome {
                Outcome::Confirmed => count.confirmed += 1,
                Outcome::Refuted => count.refuted += 1,
                Outcome::Untested(_) => count.untested += 1,
            }
        }
        count
    }
}

/// Everything that a document claims about the answers of an operation.
fn claims(document: &Document, operation: &openapi_document::Operation) -> BTreeSet<Fact> {
    let mut facts = BTreeSet::new();
    let mut add = |claim, pointer: &Pointer| {
        facts.insert(Fact {
            claim,
            pointer: pointer.to_buf(),
        })
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
    for media_type in operation
        .responses
        .iter()
        .flat_map(|response| &response.content)
    {
        if let Some(schema) = &media_type.schema {
            Schema::at(document, schema).claims(document, &mut facts, &mut BTreeSet::new(), 0);
        }
    }
    facts
}

/// What an answer shows, given what was found wrong with it.
pub(crate) fn observe(
    document: &Document,
    step: &Step,
    exchange: &Exchange,
    body: Option<&Value>,
    verdict: &Verdict,
) -> Seen {
    let mut seen = Seen::default();
    let expectation = &step.expectation;
    let findings: &[Finding] = match verdict {
        Verdict::Differs(findings) => findings,
        _ => &[],
    };
    let status = expectation.status.matches(exchange.status);
    let mut tell = |claim, pointer: &Pointer, holds: bool| {
        let fact = Fact {
            claim,
            pointer: pointer.to_buf(),
        };
        if holds {
            seen.confirmed.insert(fact)
        } else {
            seen.refuted.insert(fact)
        };
    };
    if let Some(operation) = document
        .operations()
        .iter()
        .find(|operation| operation.id == step.operation)
    {
        tell(Claim::Operation, &operation.pointer, true);
    }
    if expectation.undocumented {
        return seen;
    }
    tell(Claim::Status, &expectation.response, status);
    if !status {
        return seen;
    }
    let wrong = |place: &crate::Place| findings.iter().any(|finding| finding.place == *place);
    if let Some(media_type) = &expectation.media_type {
        let pointer = expectation
            .response
            .with_trailing_token("content")
            .with_trailing_token(media_type);
        tell(Claim::MediaType, &pointer, !wrong(&crate::Place::MediaType));
    }
    for header in &expectation.headers {
        let refuted = wrong(&crate::Place::Header(header.name.clone()));
        if refuted || exchange.header(&header.name).is_some() {
            tell(Claim::Header, &header.fact, !refuted);
        }
    }
    let (Some(schema), Some(body)) = (&expectation.schema, body) else {
        return seen;
    };
    Schema::at(document, schema).observe(document, body, &mut seen.confirmed, 0);
    // what the schema refuses is refuted at its own place, and at that of the property that holds it
    for finding in findings
        .iter()
        .filter(|finding| finding.place == crate::Place::Body)
    {
        let mut at = Some(finding.fact.as_ref());
        while let Some(pointer) = at {
            for claim in [Claim::Property, Claim::EnumWord, Claim::Null] {
                let fact = Fact {
                    claim,
                    pointer: pointer.to_buf(),
                };
                if seen.confirmed.remove(&fact) {
                    seen.refuted.insert(fact);
                }
            }
            at = pointer.parent().filter(|parent| !is_schema_map(parent));
        }
    }
    seen
}

/// Whether a pointer has left the schema of one property.
fn is_schema_map(pointer: &Pointer) -> bool {
    pointer.last().is_some_and(|token| {
        matches!(
            token.decoded().as_ref(),
            "properties" | "schemas" | "examples"
        )
    })
}

/// A schema and where it stands.
struct Schema<'d> {
    pointer: PointerBuf,
    value: &'d Value,
}

impl<'d> Schema<'d> {
    /// The schema at a place, behind its references.
    fn at(document: &'d Document, pointer: &Pointer) -> Schema<'d> {
        match document.resolve(pointer) {
            Some((pointer, value)) => Schema { pointer, value },
            None => Schema {
                pointer: pointer.to_buf(),
                value: &Value::Null,
            },
        }
    }

    fn child(&self, document: &'d Document, keyword: &str, key: Option<&str>) -> Schema<'d> {
        let mut pointer = self.pointer.with_trailing_token(keyword);
        if let Some(key) = key {
            pointer.push_back(key);
        }
        Schema::at(document, &pointer)
    }

    fn properties(&self) -> impl Iterator<Item = &'d str> {
        let properties = self.value.get("properties").and_then(Value::as_object);
        properties
            .into_iter()
            .flatten()
            .map(|(name, _)| name.as_str())
    }

    /// The branches that speak of the same place.
    fn branches(&self, document: &'d Document) -> Vec<Schema<'d>> {
        let mut branches = Vec::new();
        for keyword in ["allOf", "anyOf", "oneOf"] {
            let count = self
                .value
                .get(keyword)
                .and_then(Value::as_array)
                .map_or(0, Vec::len);
            branches.extend(
                (0..count).map(|index| self.child(document, keyword, Some(&index.to_string()))),
            );
        }
        branches
    }

    fn words(&self) -> impl Iterator<Item = (usize, &'d Value)> {
        let words = self.value.get("enum").and_then(Value::as_array);
        words
            .into_iter()
            .flatten()
            .enumerate()
            .filter(|(_, word)| word.is_string())
    }

    /// Where the schema says that null is fine, if it does.
    fn null(&self) -> Option<PointerBuf> {
        let types = self.value.get("type")?;
        let null = types == "null"
            || types
                .as_array()
                .is_some_and(|types| types.iter().any(|word| word == "null"));
        null.then(|| self.pointer.with_trailing_token("type"))
    }

    fn claims(
        &self,
        document: &'d Document,
        facts: &mut BTreeSet<Fact>,
        visited: &mut BTreeSet<PointerBuf>,
        depth: usize,
    ) {
        if depth > DEPTH || !visited.insert(self.pointer.clone()) {
            return;
        }
        facts.extend(self.words().map(|(index, _)| self.word(index)));
        facts.extend(self.null().map(|pointer| Fact {
            claim: Claim::Null,
            pointer,
        }));
        for name in self.properties() {
            facts.insert(self.property(name));
            self.child(document, "properties", Some(name)).claims(
                document,
                facts,
                visited,
                depth + 1,
            );
        }
        for keyword in ["items", "additionalProperties"] {
            if self.value.get(keyword).is_some_and(Value::is_object) {
                self.child(document, keyword, None)
                    .claims(document, facts, visited, depth + 1);
            }
        }
        for branch in self.branches(document) {
            branch.claims(document, facts, visited, depth + 1);
        }
    }

    fn observe(
        &self,
        document: &'d Document,
        value: &Value,
        seen: &mut BTreeSet<Fact>,
        depth: usize,
    ) {
        if depth > DEPTH {
            return;
        }
        if let Some((index, _)) = self.words().find(|(_, word)| *word == value) {
            seen.insert(self.word(index));
        }
        if value.is_null() {
            seen.extend(self.null().map(|pointer| Fact {
                claim: Claim::Null,
                pointer,
            }));
        }
        match value {
            Value::Object(object) => {
                for name in self.properties() {
                    if let Some(value) = object.get(name) {
                        seen.insert(self.property(name));
                        self.child(document, "properties", Some(name)).observe(
                            document,
                            value,
                            seen,
                            depth + 1,
                        );
                    }
                }
            }
            Value::Array(elements) if self.value.get("items").is_some() => {
                let items = self.child(document, "items", None);
                for element in elements {
                    items.observe(document, element, seen, depth + 1);
                }
            }
            _ => {}
        }
        for branch in self.branches(document) {
            if branch.fits(value) {
                branch.observe(document, value, seen, depth + 1);
            }
        }
    }

    /// Whether a branch of a choice can be meant: its type is the value's, and what it requires is there.
    fn fits(&self, value: &Value) -> bool {
        let of_type = |word: &Value| match word.as_str() {
            Some("null") => value.is_null(),
            Some("boolean") => value.is_boolean(),
            Some("number" | "integer") => value.is_number(),
            Some("string") => value.is_string(),
            Some("array") => value.is_array(),
            Some("object") => value.is_object(),
            _ => true,
        };
        let type_fits = match self.value.get("type") {
            Some(Value::Array(words)) => words.iter().any(of_type),
            Some(word) => of_type(word),
            None => true,
        };
        let required = self.value.get("required").and_then(Value::as_array);
        let complete = required
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .all(|name| !value.is_object() || value.get(name).is_some());
        type_fits && complete
    }

    fn word(&self, index: usize) -> Fact {
        let pointer = self
            .pointer
            .with_trailing_token("enum")
            .with_trailing_token(index);
        Fact {
            claim: Claim::EnumWord,
            pointer,
        }
    }

    fn property(&self, name: &str) -> Fact {
        let pointer = self
            .pointer
            .with_trailing_token("properties")
            .with_trailing_token(name);
        Fact {
            claim: Claim::Property,
            pointer,
        }
    }
}
