//! Claim coverage as it is written: counts, a map of the document, and every claim that was not confirmed.
//!
//! What is confirmed is counted, not listed: it is everything else.

use std::collections::{BTreeMap, HashMap};

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use reprise_core::{ClaimKind, ClaimStatus, Claims, Count, UntestedReason};
use serde::{Deserialize, Serialize};

use super::spot::Spot;

/// What became of the document's kinds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Coverage {
    /// How the claims of each kind came out.
    pub counts: BTreeMap<ClaimKind, Count>,
    /// How the claims of each operation and each shared part came out: operations in the order of the document,
    /// then the rest by name.
    pub areas: Vec<Area>,
    /// Claims that an answer has shown to be otherwise.
    pub refuted: Vec<Refuted>,
    /// Claims that no answer has shown.
    pub untested: Vec<Untested>,
}

/// An operation, or a part of the document that operations share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// `GET /jobs`, or `schemas/Job`.
    pub name: String,
    /// Where it stands.
    pub at: Spot,
    /// How its claims came out.
    #[serde(flatten)]
    pub count: Count,
}

/// A claim that an answer has shown to be otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refuted {
    /// What it kinds.
    pub kind: ClaimKind,
    /// Where.
    pub claim: Spot,
}

/// A claim that no answer has shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Untested {
    /// What it kinds.
    pub kind: ClaimKind,
    /// Why it was not tested.
    pub why: UntestedReason,
    /// Where.
    pub claim: Spot,
}

/// Why a claim was not tested, in words.
pub const fn why(why: UntestedReason) -> &'static str {
    match why {
        UntestedReason::NoCase => "no example could show it",
        UntestedReason::NotSent => "no case of it was answered",
        UntestedReason::NotSeen => "no answer had it",
    }
}

impl Coverage {
    /// Counts claims, and finds those that were refuted in their document.
    pub fn told(claims: &Claims, document: &Document) -> Coverage {
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

    /// The same, with a map of the document, and every claim that was not tested.
    pub fn whole(claims: &Claims, document: &Document) -> Coverage {
        let mut coverage = Coverage::told(claims, document);
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

    /// How all claims came out.
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
