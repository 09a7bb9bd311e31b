//! Claim coverage: counts, a map of the document, and every claim that was not confirmed.
//!
//! Confirmed claims are counted, not listed.

use std::collections::{BTreeMap, HashMap};

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use reprise_core::{ClaimCount, ClaimKind, ClaimStatus, Claims, UntestedReason};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::source_location::SourceLocation;

/// The claims of the document and their status.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Coverage {
    /// Claims by kind.
    #[schemars(extend("minProperties" = ClaimKind::ALL.len()))]
    pub counts: BTreeMap<ClaimKind, ClaimCount>,
    /// Claims by operation and by shared part: operations in the order of the document, then the rest by name.
    pub areas: Vec<ClaimArea>,
    /// Claims that a response refutes.
    pub refuted: Vec<RefutedClaim>,
    /// Claims that no response confirms or refutes.
    pub untested: Vec<UntestedClaim>,
}

/// An operation, or a part of the document that operations share.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClaimArea {
    /// `GET /jobs`, or `schemas/Job`.
    pub name: String,
    /// Where it is.
    pub at: SourceLocation,
    /// Its claims by status.
    #[serde(flatten)]
    pub count: ClaimCount,
}

/// A claim that a response refutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct RefutedClaim {
    /// The kind of the claim.
    pub kind: ClaimKind,
    /// Where.
    pub claim: SourceLocation,
}

/// A claim that no response confirms or refutes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct UntestedClaim {
    /// The kind of the claim.
    pub kind: ClaimKind,
    /// Why it was not tested.
    pub why: UntestedReason,
    /// Where.
    pub claim: SourceLocation,
}

/// Why a claim was not tested, in words.
pub const fn describe_untested(why: UntestedReason) -> &'static str {
    match why {
        UntestedReason::NoCase => "no example covers it",
        UntestedReason::NotSent => "no case that covers it got a response",
        UntestedReason::NotSeen => "no response contained it",
    }
}

impl Coverage {
    /// The counts and the refuted claims, which is all that a terminal needs.
    pub fn for_terminal(claims: &Claims, document: &Document) -> Coverage {
        let refuted = claims.refuted().into_iter().map(|claim| RefutedClaim {
            kind: claim.kind,
            claim: SourceLocation::new(document, &claim.pointer),
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
    pub fn full(claims: &Claims, document: &Document) -> Coverage {
        let mut coverage = Coverage::for_terminal(claims, document);
        let mut counts: HashMap<PointerBuf, ClaimCount> = HashMap::new();
        for (claim, outcome) in claims.all() {
            let count = counts.entry(area_of(&claim.pointer)).or_default();
            match outcome {
                ClaimStatus::Confirmed => count.confirmed += 1,
                ClaimStatus::Refuted => count.refuted += 1,
                ClaimStatus::Untested(why) => {
                    count.untested += 1;
                    coverage.untested.push(UntestedClaim {
                        kind: claim.kind,
                        why,
                        claim: SourceLocation::new(document, &claim.pointer),
                    });
                }
            }
        }
        for operation in document.operations() {
            if let Some(count) = counts.remove(&operation.pointer) {
                coverage
                    .areas
                    .push(self::named_area(document, &operation.pointer, count));
            }
        }
        let rest: BTreeMap<PointerBuf, ClaimCount> = counts.into_iter().collect();
        coverage.areas.extend(
            rest.into_iter()
                .map(|(pointer, count)| named_area(document, &pointer, count)),
        );
        coverage
    }

    /// All claims by status.
    pub fn total(&self) -> ClaimCount {
        self.counts
            .values()
            .fold(ClaimCount::default(), |total, count| ClaimCount {
                confirmed: total.confirmed + count.confirmed,
                refuted: total.refuted + count.refuted,
                untested: total.untested + count.untested,
            })
    }
}

/// The operation or the shared part that a place belongs to: `/paths/~1jobs/get`, `/components/schemas/Job`.
pub fn area_of(pointer: &Pointer) -> PointerBuf {
    let mut tokens = pointer.tokens().peekable();
    let depth = match tokens.peek().map(|token| token.decoded()).as_deref() {
        Some("paths" | "components" | "webhooks") => 3,
        _ => 2,
    };
    PointerBuf::from_tokens(tokens.take(depth))
}

fn named_area(document: &Document, pointer: &Pointer, count: ClaimCount) -> ClaimArea {
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
    ClaimArea {
        name,
        at: SourceLocation::new(document, pointer),
        count,
    }
}
