//! Claim coverage: counts, a map of the document, and every claim that was not confirmed.
//!
//! Confirmed claims are counted, not listed.

use std::collections::{BTreeMap, HashMap};

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use reprise_core::{ClaimKind, ClaimStatus, Claims, Count, UntestedReason};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::spot::Spot;

/// The claims of the document and their status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// Claims by kind.
    #[schemars(extend("minProperties" = ClaimKind::ALL.len()))]
    pub counts: BTreeMap<ClaimKind, Count>,
    /// Claims by operation and by shared part: operations in the order of the document, then the rest by name.
    pub areas: Vec<Area>,
    /// Claims that a response refutes.
    pub refuted: Vec<Refuted>,
    /// Claims that no response confirms or refutes.
    pub untested: Vec<Untested>,
}

/// An operation, or a part of the document that operations share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Area {
    /// `GET /jobs`, or `schemas/Job`.
    pub name: String,
    /// Where it is.
    pub at: Spot,
    /// Its claims by status.
    #[serde(flatten)]
    pub count: Count,
}

/// A claim that a response refutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Refuted {
    /// The kind of the claim.
    pub kind: ClaimKind,
    /// Where.
    pub claim: Spot,
}

/// A claim that no response confirms or refutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Untested {
    /// The kind of the claim.
    pub kind: ClaimKind,
    /// Why it was not tested.
    pub why: UntestedReason,
    /// Where.
    pub claim: Spot,
}

/// Why a claim was not tested, in words.
pub const fn why(why: UntestedReason) -> &'static str {
    match why {
        UntestedReason::NoCase => "no example covers it",
        UntestedReason::NotSent => "no case that covers it got a response",
        UntestedReason::NotSeen => "no response contained it",
    }
}

impl Coverage {
    /// The counts and the refuted claims, which is all that a terminal needs.
    pub fn of_terminal(claims: &Claims, document: &Document) -> Coverage {
        let refuted = claims.refuted().into_iter().map(|claim| Refuted {
            kind: claim.kind,
            claim: Spot::new(document, &claim.pointer),
        });
        Coverage {
            counts: ClaimKind::ALL
                .into_iter()
                .map(|kind| (kind, claims.count(kind)))
                .collect(),
            areas: Vec::new(),
            refuted: refuted.collect(),
            untested: Vec::new(),
        }
    }

    /// The same, with a map of the document and every untested claim.
    pub fn whole(claims: &Claims, document: &Document) -> Coverage {
        let mut coverage = Coverage::of_terminal(claims, document);
        let mut counts: HashMap<PointerBuf, Count> = HashMap::new();
        for (claim, outcome) in claims.all() {
            let count = counts.entry(area(&claim.pointer)).or_default();
            match outcome {
                ClaimStatus::Confirmed => count.confirmed += 1,
                ClaimStatus::Refuted => count.refuted += 1,
                ClaimStatus::Untested(why) => {
                    count.untested += 1;
                    coverage.untested.push(Untested {
                        kind: claim.kind,
                        why,
                        claim: Spot::new(document, &claim.pointer),
                    });
                }
            }
        }
        for operation in document.operations() {
            if let Some(count) = counts.remove(&operation.pointer) {
                coverage
                    .areas
                    .push(self::named(document, &operation.pointer, count));
            }
        }
        let rest: BTreeMap<PointerBuf, Count> = counts.into_iter().collect();
        coverage.areas.extend(
            rest.into_iter()
                .map(|(pointer, count)| named(document, &pointer, count)),
        );
        coverage
    }

    /// All claims by status.
    pub fn total(&self) -> Count {
        self.counts
            .values()
            .fold(Count::default(), |total, count| Count {
                confirmed: total.confirmed + count.confirmed,
                refuted: total.refuted + count.refuted,
                untested: total.untested + count.untested,
            })
    }
}

/// The operation or the shared part that a place belongs to: `/paths/~1jobs/get`, `/components/schemas/Job`.
pub fn area(pointer: &Pointer) -> PointerBuf {
    let mut tokens = pointer.tokens().peekable();
    let depth = match tokens.peek().map(|token| token.decoded()).as_deref() {
        Some("paths" | "components" | "webhooks") => 3,
        _ => 2,
    };
    PointerBuf::from_tokens(tokens.take(depth))
}

fn named(document: &Document, pointer: &Pointer, count: Count) -> Area {
    let tokens: Vec<String> = pointer
        .tokens()
        .map(|token| token.decoded().into_owned())
        .collect();
    let name = match tokens.as_slice() {
        [first, path, method] if first == "paths" => {
            format!("{} {path}", method.to_ascii_uppercase())
        }
        [first, rest @ ..] if first == "components" || first == "x-files" => rest.join("/"),
        all => all.join("/"),
    };
    Area {
        name,
        at: Spot::new(document, pointer),
        count,
    }
}
