//! Claims: all statements of a document about responses, and the status of each.
//!
//! A claim is a place in the document. Schemas are shared, so a property in the responses of ten operations is one
//! claim, and each of the operations can confirm it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::case::Case;
use crate::case::Step;
use crate::claim::{Claim, ClaimKind};
use crate::claim_graph::{ClaimGraph, ClaimId, VisitedSchemas};
use crate::exchange::Exchange;
use crate::finding::Finding;
use crate::outcome::Outcome;

/// The status of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ClaimStatus {
    /// A response confirmed it.
    Confirmed,
    /// A response refuted it.
    Refuted,
    /// No response confirmed or refuted it, for this reason.
    Untested(UntestedReason),
}

/// Why a claim was not tested.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum UntestedReason {
    /// No example makes a case that could confirm it.
    NoCase,
    /// There are cases, but none was sent, or none got a response.
    NotSent,
    /// There were responses, but none contained it.
    NotSeen,
}

/// The claims that one response confirms and refutes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResponseClaims {
    graph: Arc<ClaimGraph>,
    confirmed: Vec<ClaimId>,
    refuted: Vec<ClaimId>,
}

impl ResponseClaims {
    /// Combines the claims of two responses.
    pub(crate) fn merge(mut self, mut other: ResponseClaims) -> ResponseClaims {
        self.confirmed.append(&mut other.confirmed);
        self.refuted.append(&mut other.refuted);
        self
    }
}

/// Every claim of a document, and its status.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    graph: Arc<ClaimGraph>,
    outcomes: Vec<(ClaimId, ClaimStatus)>,
}

/// The number of claims of a kind, by status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimCount {
    /// Confirmed by a response.
    pub confirmed: usize,
    /// Refuted by a response.
    pub refuted: usize,
    /// Neither confirmed nor refuted.
    pub untested: usize,
}

impl Claims {
    /// The status of every claim, given the responses.
    /// `sent` are the planned cases, each with the claims of its response, or `None` if it got no response.
    pub fn evaluate<'a>(
        document: &Document,
        sent: impl IntoIterator<Item = (&'a Case, Option<&'a ResponseClaims>)>,
    ) -> Claims {
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
        let graph = match answers.first() {
            Some(answer) => Arc::clone(&answer.graph),
            None => Arc::new(ClaimGraph::new(document)),
        };
        let mut shown: Vec<Option<ClaimStatus>> = vec![None; graph.count()];
        for id in answers.iter().flat_map(|answer| &answer.confirmed) {
            shown[*id as usize] = Some(ClaimStatus::Confirmed);
        }
        for id in answers.iter().flat_map(|answer| &answer.refuted) {
            shown[*id as usize] = Some(ClaimStatus::Refuted);
        }
        let mut statuses: Vec<Option<ClaimStatus>> = vec![None; graph.count()];
        let mut visited = VisitedSchemas::default();
        for operation in document.operations() {
            let why = if answered.contains(operation.id.as_str()) {
                UntestedReason::NotSeen
            } else if with_case.contains(operation.id.as_str()) {
                UntestedReason::NotSent
            } else {
                UntestedReason::NoCase
            };
            let Some(claimed) = graph.operation_claims(&operation.id) else {
                continue;
            };
            graph.visit(claimed, &mut visited, &mut |id| {
                let known = &mut statuses[id as usize];
                *known = match (shown[id as usize], *known) {
                    (Some(shown), _) => Some(shown),
                    // if several operations share a claim, the reason of the one that came furthest counts
                    (None, Some(ClaimStatus::Untested(old))) => {
                        Some(ClaimStatus::Untested(old.max(why)))
                    }
                    (None, _) => Some(ClaimStatus::Untested(why)),
                };
            });
        }
        let outcomes = (0..).zip(statuses);
        let outcomes: Vec<(ClaimId, ClaimStatus)> = outcomes
            .filter_map(|(id, outcome)| Some((id, outcome?)))
            .collect();
        Claims { graph, outcomes }
    }

    /// Every claim and its status, by kind and place.
    pub fn all(&self) -> Vec<(Claim, ClaimStatus)> {
        self.filter_by_status(|_| true)
    }

    /// The claims that a response refuted, by kind and place.
    pub fn refuted(&self) -> Vec<Claim> {
        let refuted = self.filter_by_status(|outcome| outcome == ClaimStatus::Refuted);
        refuted.into_iter().map(|(claim, _)| claim).collect()
    }

    fn filter_by_status(&self, wanted: impl Fn(ClaimStatus) -> bool) -> Vec<(Claim, ClaimStatus)> {
        let wanted = self.outcomes.iter().filter(|(_, outcome)| wanted(*outcome));
        let mut those: Vec<(Claim, ClaimStatus)> = wanted
            .map(|(id, outcome)| (self.graph.claim(*id), *outcome))
            .collect();
        those.sort_unstable();
        those
    }

    /// The statuses of the claims of a kind.
    pub fn count(&self, kind: ClaimKind) -> ClaimCount {
        let mut count = ClaimCount::default();
        let outcomes = self.outcomes.iter();
        for (_, outcome) in outcomes.filter(|(id, _)| self.graph.kind(*id) == kind) {
            match outcome {
                ClaimStatus::Confirmed => count.confirmed += 1,
                ClaimStatus::Refuted => count.refuted += 1,
                ClaimStatus::Untested(_) => count.untested += 1,
            }
        }
        count
    }
}

/// The claims of a response, given its findings.
pub(crate) fn response_claims(
    graph: &Arc<ClaimGraph>,
    step: &Step,
    exchange: &Exchange,
    body: Option<&Value>,
    outcome: &Outcome,
) -> ResponseClaims {
    let mut seen = ResponseClaims {
        graph: Arc::clone(graph),
        confirmed: Vec::new(),
        refuted: Vec::new(),
    };
    let Some(claimed) = graph.operation_claims(&step.operation) else {
        return seen;
    };
    let expectation = &step.expected_response;
    let findings: &[Finding] = match outcome {
        Outcome::Failed(findings) => findings,
        _ => &[],
    };
    let status = expectation.status.matches(exchange.status);
    let (mut confirmed, mut refuted) = (BTreeSet::new(), BTreeSet::new());
    let mut record = |id: Option<ClaimId>, holds: bool| {
        if holds {
            confirmed.extend(id);
        } else {
            refuted.extend(id);
        }
    };
    if expectation.undocumented {
        record(graph.operation_claim(claimed), true);
        seen.confirmed.extend(confirmed);
        return seen;
    }
    record(graph.operation_claim(claimed), true);
    record(
        graph.find_head_claim(claimed, ClaimKind::Status, &expectation.response),
        status,
    );
    if status {
        let wrong = |place: &crate::finding::ExchangePart| {
            findings.iter().any(|finding| finding.place == *place)
        };
        if let Some(media_type) = &expectation.media_type {
            let pointer = expectation
                .response
                .with_trailing_token("content")
                .with_trailing_token(media_type);
            let id = graph.find_head_claim(claimed, ClaimKind::MediaType, &pointer);
            record(id, !wrong(&crate::finding::ExchangePart::MediaType));
        }
        for header in &expectation.headers {
            let is_wrong = wrong(&crate::finding::ExchangePart::Header(header.name.clone()));
            if is_wrong || exchange.header(&header.name).is_some() {
                record(
                    graph.find_head_claim(claimed, ClaimKind::Header, &header.claim),
                    !is_wrong,
                );
            }
        }
        if let (Some(schema), Some(body)) = (&expectation.schema, body) {
            graph.collect_confirmed(claimed, schema, body, &mut confirmed);
            refute_by_findings(graph, findings, &mut confirmed, &mut refuted);
        }
    }
    seen.confirmed.extend(confirmed);
    seen.refuted.extend(refuted);
    seen
}

/// A value that violates its schema refutes the claim of the schema, and the claim of the property that contains it.
fn refute_by_findings(
    graph: &ClaimGraph,
    findings: &[Finding],
    confirmed: &mut BTreeSet<ClaimId>,
    refuted: &mut BTreeSet<ClaimId>,
) {
    let mut findings = findings
        .iter()
        .filter(|finding| finding.place == crate::finding::ExchangePart::Body)
        .peekable();
    if findings.peek().is_none() {
        return;
    }
    let mut by_place: HashMap<PointerBuf, Vec<ClaimId>> = HashMap::new();
    for id in confirmed.iter() {
        let claim = graph.claim(*id);
        if matches!(
            claim.kind,
            ClaimKind::Property | ClaimKind::EnumWord | ClaimKind::Null
        ) {
            by_place.entry(claim.pointer).or_default().push(*id);
        }
    }
    for finding in findings {
        let mut at = Some(finding.claim.as_ref());
        while let Some(pointer) = at {
            for id in by_place.remove(pointer).into_iter().flatten() {
                confirmed.remove(&id);
                refuted.insert(id);
            }
            at = pointer.parent().filter(|parent| !is_schema_map(parent));
        }
    }
}

/// Whether a pointer leads outside the schema of one property.
fn is_schema_map(pointer: &Pointer) -> bool {
    pointer.last().is_some_and(|token| {
        matches!(
            token.decoded().as_ref(),
            "properties" | "schemas" | "examples"
        )
    })
}
