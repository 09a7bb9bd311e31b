//! What all shards together have shown of the document's claims.
//!
//! A report lists what was refuted or never shown; everything else was confirmed. So a fact is refuted where one
//! shard says so, and untested where all of them do; what is left is confirmed.

use std::collections::{BTreeMap, HashMap};

use anyhow::{Result, anyhow};
use jsonptr::PointerBuf;
use reprise_core::{Claim, Count, Why};

use super::Part;
use crate::report::{Area, Coverage, Refuted, Spot, Untested, area};

/// A fact by claim and place, in the order in which reports list them.
type Key = (Claim, PointerBuf);

/// Joins what the shards say of the facts.
///
/// # Errors
///
/// When they do not count the same facts.
pub(super) fn joined(parts: &[Part]) -> Result<Coverage> {
    let Some((first, rest)) = parts.split_first() else {
        return Ok(Coverage::default());
    };
    let facts = &first.record.facts;
    for part in rest {
        if !counts_the_same(facts, &part.record.facts) {
            return Err(anyhow!(
                "{} and {} do not count the same facts; run all shards again, with one document",
                first.name,
                part.name
            ));
        }
    }
    let mut refuted: BTreeMap<Key, Spot> = BTreeMap::new();
    let mut untested: BTreeMap<Key, (Why, Spot, usize)> = BTreeMap::new();
    for Part { name, record } in parts {
        for Refuted { claim, fact } in &record.facts.refuted {
            refuted.insert(key(name, *claim, fact)?, fact.clone());
        }
        for Untested { claim, why, fact } in &record.facts.untested {
            let entry = untested
                .entry(key(name, *claim, fact)?)
                .or_insert((*why, fact.clone(), 0));
            // of several runs, the one that came furthest tells
            entry.0 = entry.0.max(*why);
            entry.2 += 1;
        }
    }
    untested.retain(|_, (_, _, shards)| *shards == parts.len());
    Ok(counted(facts, refuted, untested))
}

fn key(name: &str, claim: Claim, fact: &Spot) -> Result<Key> {
    let pointer = PointerBuf::parse(fact.pointer.as_str()).map_err(|_| {
        anyhow!(
            "{name} is broken: `{}` is no JSON Pointer; write it anew",
            fact.pointer
        )
    })?;
    Ok((claim, pointer))
}

fn all(count: &Count) -> usize {
    count.confirmed + count.refuted + count.untested
}

fn counts_the_same(one: &Coverage, other: &Coverage) -> bool {
    let counts = |facts: &Coverage| -> Vec<(Claim, usize)> {
        let counts = facts.counts.iter();
        counts.map(|(claim, count)| (*claim, all(count))).collect()
    };
    let areas = |facts: &Coverage| -> Vec<(Spot, usize)> {
        let areas = facts.areas.iter();
        areas
            .map(|area| (area.at.clone(), all(&area.count)))
            .collect()
    };
    counts(one) == counts(other) && areas(one) == areas(other)
}

/// The coverage with these facts refuted, these untested and all others confirmed.
fn counted(
    known: &Coverage,
    refuted: BTreeMap<Key, Spot>,
    untested: BTreeMap<Key, (Why, Spot, usize)>,
) -> Coverage {
    let mut of_claim: HashMap<Claim, Count> = HashMap::new();
    let mut of_area: HashMap<String, Count> = HashMap::new();
    for (claim, pointer) in refuted.keys() {
        of_claim.entry(*claim).or_default().refuted += 1;
        of_area
            .entry(area(pointer).to_string())
            .or_default()
            .refuted += 1;
    }
    for (claim, pointer) in untested.keys() {
        of_claim.entry(*claim).or_default().untested += 1;
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
            .map(|(claim, before)| (*claim, rest(before, of_claim.get(claim))))
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
            .map(|((claim, _), fact)| Refuted { claim, fact })
            .collect(),
        untested: untested
            .into_iter()
            .map(|((claim, _), (why, fact, _))| Untested { claim, why, fact })
            .collect(),
    }
}
