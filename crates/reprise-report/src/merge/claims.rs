//! The claims that all shards together have confirmed or refuted.
//!
//! A report lists refuted and untested claims; all others are confirmed. So a claim is refuted if one shard refutes
//! it, and untested if it is untested in all shards; otherwise it is confirmed.

use std::collections::{BTreeMap, HashMap};

use jsonptr::PointerBuf;
use reprise_core::{ClaimKind, Count, UntestedReason};

use super::part::Part;
use crate::error::{ReportError, problem};
use crate::record::Spot;
use crate::record::coverage::{Area, Coverage, Refuted, Untested, area};

/// A claim by kind and place, in the order in which reports list them.
type Key = (ClaimKind, PointerBuf);

/// Joins the claims of the shards.
///
/// # Errors
///
/// When they do not count the same claims.
pub(super) fn joined(parts: &[Part]) -> Result<Coverage, ReportError> {
    let Some((first, rest)) = parts.split_first() else {
        return Ok(Coverage::default());
    };
    let claims = &first.record.claims;
    for part in rest {
        if !counts_the_same(claims, &part.record.claims) {
            return Err(problem!(
                "{} and {} do not count the same claims; run all shards again, with one document",
                first.name,
                part.name
            ));
        }
    }
    let mut refuted: BTreeMap<Key, Spot> = BTreeMap::new();
    let mut untested: BTreeMap<Key, (UntestedReason, Spot, usize)> = BTreeMap::new();
    for Part { name, record } in parts {
        for Refuted { kind, claim } in &record.claims.refuted {
            refuted.insert(key(name, *kind, claim)?, claim.clone());
        }
        for Untested { kind, why, claim } in &record.claims.untested {
            let entry =
                untested
                    .entry(key(name, *kind, claim)?)
                    .or_insert((*why, claim.clone(), 0));
            // of several runs, the one that came furthest counts
            entry.0 = entry.0.max(*why);
            entry.2 += 1;
        }
    }
    untested.retain(|_, (_, _, shards)| *shards == parts.len());
    Ok(counted(claims, refuted, untested))
}

fn key(name: &str, kind: ClaimKind, claim: &Spot) -> Result<Key, ReportError> {
    let pointer = PointerBuf::parse(claim.pointer.as_str()).map_err(|_| {
        problem!(
            "{name} is broken: `{}` is not a JSON Pointer; write it again",
            claim.pointer
        )
    })?;
    Ok((kind, pointer))
}

fn all(count: &Count) -> usize {
    count.confirmed + count.refuted + count.untested
}

fn counts_the_same(one: &Coverage, other: &Coverage) -> bool {
    let counts = |claims: &Coverage| -> Vec<(ClaimKind, usize)> {
        let counts = claims.counts.iter();
        counts.map(|(kind, count)| (*kind, all(count))).collect()
    };
    let areas = |claims: &Coverage| -> Vec<(Spot, usize)> {
        let areas = claims.areas.iter();
        areas
            .map(|area| (area.at.clone(), all(&area.count)))
            .collect()
    };
    counts(one) == counts(other) && areas(one) == areas(other)
}

/// The coverage with these claims refuted, these untested and all others confirmed.
fn counted(
    known: &Coverage,
    refuted: BTreeMap<Key, Spot>,
    untested: BTreeMap<Key, (UntestedReason, Spot, usize)>,
) -> Coverage {
    let mut of_claim: HashMap<ClaimKind, Count> = HashMap::new();
    let mut of_area: HashMap<String, Count> = HashMap::new();
    for (kind, pointer) in refuted.keys() {
        of_claim.entry(*kind).or_default().refuted += 1;
        of_area
            .entry(area(pointer).to_string())
            .or_default()
            .refuted += 1;
    }
    for (kind, pointer) in untested.keys() {
        of_claim.entry(*kind).or_default().untested += 1;
        of_area
            .entry(area(pointer).to_string())
            .or_default()
            .untested += 1;
    }
    let rest = |before: &Count, now: Option<&Count>| {
        let now = now.copied().unwrap_or_default();
        Count {
            confirmed: all(before).saturating_sub(now.refuted + now.untested),
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
            .map(|area| Area {
                count: rest(&area.count, of_area.get(&area.at.pointer)),
                ..area.clone()
            })
            .collect(),
        refuted: refuted
            .into_iter()
            .map(|((kind, _), claim)| Refuted { kind, claim })
            .collect(),
        untested: untested
            .into_iter()
            .map(|((kind, _), (why, claim, _))| Untested { kind, why, claim })
            .collect(),
    }
}
