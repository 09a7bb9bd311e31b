//! Facts: every claim that a document makes about answers, and what became of each.
//!
//! A fact is a place in the document. Schemas are shared, so a property that ten operations answer with is one
//! fact; any of them can confirm it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::Step;
use crate::claims::{Claims, FactId, Visited};
use crate::{Case, Exchange, Finding, Verdict};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    claims: Arc<Claims>,
    confirmed: Vec<FactId>,
    refuted: Vec<FactId>,
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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    claims: Arc<Claims>,
    outcomes: Vec<(FactId, Outcome)>,
}

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
        let mut with_case = HashSet::new();
        let mut answered = HashSet::new();
        let mut answers = Vec::new();
        for (case, shown) in sent {
            let operations = case.steps.iter().map(|step| step.operation.as_str());
            with_case.extend(operations.clone());
            if let Some(shown) = shown {
                answered.extend(operations);
                answers.push(shown);
            }
        }
        let claims = match answers.first() {
            Some(answer) => Arc::clone(&answer.claims),
            None => Arc::new(Claims::new(document)),
        };
        let mut shown: Vec<Option<Outcome>> = vec![None; claims.count()];
        for id in answers.iter().flat_map(|answer| &answer.confirmed) {
            shown[*id as usize] = Some(Outcome::Confirmed);
        }
        for id in answers.iter().flat_map(|answer| &answer.refuted) {
            shown[*id as usize] = Some(Outcome::Refuted);
        }
        let mut outcomes: Vec<Option<Outcome>> = vec![None; claims.count()];
        let mut visited = Visited::default();
        for operation in document.operations() {
            let why = if answered.contains(operation.id.as_str()) {
                Why::NotSeen
            } else if with_case.contains(operation.id.as_str()) {
                Why::NotSent
            } else {
                Why::NoCase
            };
            let Some(claimed) = claims.of_operation(&operation.id) else {
                continue;
            };
            claims.visit(claimed, &mut visited, &mut |id| {
                let known = &mut outcomes[id as usize];
                *known = match (shown[id as usize], *known) {
                    (Some(shown), _) => Some(shown),
                    // of several operations that share a fact, the one that came furthest tells
                    (None, Some(Outcome::Untested(old))) => Some(Outcome::Untested(old.max(why))),
                    (None, _) => Some(Outcome::Untested(why)),
                };
            });
        }
        let outcomes = (0..).zip(outcomes);
        let outcomes: Vec<(FactId, Outcome)> = outcomes
            .filter_map(|(id, outcome)| Some((id, outcome?)))
            .collect();
        Facts { claims, outcomes }
    }

    /// Every fact and what became of it, by kind and place.
    pub fn all(&self) -> Vec<(Fact, Outcome)> {
        self.those(|_| true)
    }

    /// The facts that an answer refuted, by kind and place.
    pub fn refuted(&self) -> Vec<Fact> {
        let refuted = self.those(|outcome| outcome == Outcome::Refuted);
        refuted.into_iter().map(|(fact, _)| fact).collect()
    }

    fn those(&self, wanted: impl Fn(Outcome) -> bool) -> Vec<(Fact, Outcome)> {
        let wanted = self.outcomes.iter().filter(|(_, outcome)| wanted(*outcome));
        let mut those: Vec<(Fact, Outcome)> = wanted
            .map(|(id, outcome)| (self.claims.fact(*id), *outcome))
            .collect();
        those.sort_unstable();
        those
    }

    /// How the facts of a kind came out.
    pub fn count(&self, claim: Claim) -> Count {
        let mut count = Count::default();
        let outcomes = self.outcomes.iter();
        for (_, outcome) in outcomes.filter(|(id, _)| self.claims.claim(*id) == claim) {
            match outcome {
                Outcome::Confirmed => count.confirmed += 1,
                Outcome::Refuted => count.refuted += 1,
                Outcome::Untested(_) => count.untested += 1,
            }
        }
        count
    }
}

/// What an answer shows, given what was found wrong with it.
pub(crate) fn observe(
    claims: &Arc<Claims>,
    step: &Step,
    exchange: &Exchange,
    body: Option<&Value>,
    verdict: &Verdict,
) -> Seen {
    let mut seen = Seen {
        claims: Arc::clone(claims),
        confirmed: Vec::new(),
        refuted: Vec::new(),
    };
    let Some(claimed) = claims.of_operation(&step.operation) else {
        return seen;
    };
    let expectation = &step.expectation;
    let findings: &[Finding] = match verdict {
        Verdict::Differs(findings) => findings,
        _ => &[],
    };
    let status = expectation.status.matches(exchange.status);
    let (mut confirmed, mut refuted) = (BTreeSet::new(), BTreeSet::new());
    let mut tell = |id: Option<FactId>, holds: bool| {
        if holds {
            confirmed.extend(id);
        } else {
            refuted.extend(id);
        }
    };
    if expectation.undocumented {
        tell(claims.operation(claimed), true);
        seen.confirmed.extend(confirmed);
        return seen;
    }
    tell(claims.operation(claimed), true);
    tell(
        claims.head(claimed, Claim::Status, &expectation.response),
        status,
    );
    if status {
        let wrong = |place: &crate::Place| findings.iter().any(|finding| finding.place == *place);
        if let Some(media_type) = &expectation.media_type {
            let pointer = expectation
                .response
                .with_trailing_token("content")
                .with_trailing_token(media_type);
            let id = claims.head(claimed, Claim::MediaType, &pointer);
            tell(id, !wrong(&crate::Place::MediaType));
        }
        for header in &expectation.headers {
            let is_wrong = wrong(&crate::Place::Header(header.name.clone()));
            if is_wrong || exchange.header(&header.name).is_some() {
                tell(claims.head(claimed, Claim::Header, &header.fact), !is_wrong);
            }
        }
        if let (Some(schema), Some(body)) = (&expectation.schema, body) {
            claims.observe(claimed, schema, body, &mut confirmed);
            refute(claims, findings, &mut confirmed, &mut refuted);
        }
    }
    seen.confirmed.extend(confirmed);
    seen.refuted.extend(refuted);
    seen
}

/// What the schema refuses is refuted at its own place, and at that of the property that holds it.
fn refute(
    claims: &Claims,
    findings: &[Finding],
    confirmed: &mut BTreeSet<FactId>,
    refuted: &mut BTreeSet<FactId>,
) {
    let mut findings = findings
        .iter()
        .filter(|finding| finding.place == crate::Place::Body)
        .peekable();
    if findings.peek().is_none() {
        return;
    }
    let mut by_place: HashMap<PointerBuf, Vec<FactId>> = HashMap::new();
    for id in confirmed.iter() {
        let fact = claims.fact(*id);
        if matches!(fact.claim, Claim::Property | Claim::EnumWord | Claim::Null) {
            by_place.entry(fact.pointer).or_default().push(*id);
        }
    }
    for finding in findings {
        let mut at = Some(finding.fact.as_ref());
        while let Some(pointer) = at {
            for id in by_place.remove(pointer).into_iter().flatten() {
                confirmed.remove(&id);
                refuted.insert(id);
            }
            at = pointer.parent().filter(|parent| !is_schema_map(parent));
        }
    }
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
