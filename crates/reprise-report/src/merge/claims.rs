//! The claims that all shards together have confirmed or refuted.
//!
//! A report lists refuted and untested claims; all others are confirmed. So a claim is refuted if one shard refutes
//! it, and untested if it is untested in all shards; otherwise it is confirmed.

use std::collections::{BTreeMap, HashMap};

use jsonptr::PointerBuf;
use reprise_core::{ClaimCount, ClaimKind, UntestedReason};

use super::shard_report::ShardReport;
use crate::error::{ReportError, problem};
use crate::record::SourceLocation;
use crate::record::coverage::{ClaimArea, Coverage, RefutedClaim, UntestedClaim, area_of};

/// A claim by kind and place, in the order in which reports list them.
type ClaimKey = (ClaimKind, PointerBuf);

/// Joins the claims of the shards.
///
/// # Errors
///
/// When they do not count the same claims.
pub(super) fn join_claims(parts: &[ShardReport]) -> Result<Coverage, ReportError> {
    let Some((first, rest)) = parts.split_first() else {
        return Ok(Coverage::default());
    };
    let claims = &first.record.claims;
    for part in rest {
        if !has_same_claims(claims, &part.record.claims) {
            return Err(problem!(
                "{} and {} do not count the same claims; run all shards again, with one document",
                first.name,
                part.name
            ));
        }
    }
    let mut refuted: BTreeMap<ClaimKey, SourceLocation> = BTreeMap::new();
    let mut untested: BTreeMap<ClaimKey, (UntestedReason, SourceLocation, usize)> = BTreeMap::new();
    for ShardReport { name, record } in parts {
        for RefutedClaim { kind, claim } in &record.claims.refuted {
            refuted.insert(claim_key(name, *kind, claim)?, claim.clone());
        }
        for UntestedClaim { kind, why, claim } in &record.claims.untested {
            let entry =
                untested
                    .entry(claim_key(name, *kind, claim)?)
                    .or_insert((*why, claim.clone(), 0));
            // of several runs, the one that came furthest counts
            entry.0 = entry.0.max(*why);
            entry.2 += 1;
        }
    }
    untested.retain(|_, (_, _, shards)| *shards == parts.len());
    Ok(coverage_of(claims, refuted, untested))
}

fn claim_key(name: &str, kind: ClaimKind, claim: &SourceLocation) -> Result<ClaimKey, ReportError> {
    let pointer = PointerBuf::parse(claim.pointer.as_str()).map_err(|_| {
        problem!(
            "{name} is broken: `{}` is not a JSON Pointer; write it again",
            claim.pointer
        )
    })?;
    Ok((kind, pointer))
}

fn count_all(count: &ClaimCount) -> usize {
    count.confirmed + count.refuted + count.untested
}

fn has_same_claims(one: &Coverage, other: &Coverage) -> bool {
    let counts = |claims: &Coverage| -> Vec<(ClaimKind, usize)> {
        let counts = claims.counts.iter();
        counts
            .map(|(kind, count)| (*kind, count_all(count)))
            .collect()
    };
    let areas = |claims: &Coverage| -> Vec<(SourceLocation, usize)> {
        let areas = claims.areas.iter();
        areas
            .map(|area| (area.at.clone(), count_all(&area.count)))
            .collect()
    };
    counts(one) == counts(other) && areas(one) == areas(other)
}

/// The coverage with these claims refuted, these untested and all others confirmed.
fn coverage_of(
    known: &Coverage,
    refuted: BTreeMap<ClaimKey, SourceLocation>,
    untested: BTreeMap<ClaimKey, (UntestedReason, SourceLocation, usize)>,
) -> Coverage {
    let mut of_claim: HashMap<ClaimKind, ClaimCount> = HashMap::new();
    let mut of_area: HashMap<String, ClaimCount> = HashMap::new();
    for (kind, pointer) in refuted.keys() {
        of_claim.entry(*kind).or_default().refuted += 1;
        of_area
            .entry(area_of(pointer).to_string())
            .or_default()
            .refuted += 1;
    }
    for (kind, pointer) in untested.keys() {
        of_claim.entry(*kind).or_default().untested += 1;
        of_area
            .entry(area_of(pointer).to_string())
            .or_default()
            .untested += 1;
    }
    let rest = |before: &ClaimCount, now: Option<&ClaimCount>| {
        let now = now.copied().unwrap_or_default();
        ClaimCount {
            confirmed: count_all(before).saturating_sub(now.refuted + now.untested),
            ..now
        }
    };
    Coverage {
        counts: known
            .counts
            .iter()
            .map(|(kind, before)| (*kind, rest(before, of_claim.get(kind))))
            .collect(),
        areas: known
            .areas
            .iter()
            .map(|area| ClaimArea {
                count: rest(&area.count, of_area.get(&area.at.pointer)),
                ..area.clone()
            })
            .collect(),
        refuted: refuted
            .into_iter()
            .map(|((kind, _), claim)| RefutedClaim { kind, claim })
            .collect(),
        untested: untested
            .into_iter()
            .map(|((kind, _), (why, claim, _))| UntestedClaim { kind, why, claim })
            .collect(),
    }
}
