//! Joins several records that belong together.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, Utc};

use super::claims;
use super::shard_report::ShardReport;
use crate::error::{ReportError, bail};
use crate::record::{DiscoveredParams, OutcomeRecord, RunRecord, Times};

/// The report that one complete run would have written.
///
/// # Errors
///
/// When the reports do not have the same claims, or have no valid times.
pub(super) fn join_reports(parts: Vec<ShardReport>) -> Result<RunRecord, ReportError> {
    let claims = claims::join_claims(&parts)?;
    let times = join_times(&parts)?;
    let mut parts = parts.into_iter();
    let Some(ShardReport {
        record: mut whole, ..
    }) = parts.next()
    else {
        bail!("no reports to merge; pass one report for each shard");
    };
    for part in parts {
        let Some(shard) = part.record.shard else {
            continue;
        };
        for (case, theirs) in whole.cases.iter_mut().zip(part.record.cases) {
            if shard.has_case(&theirs.id) {
                *case = theirs;
            }
        }
        merge_discovered(&mut whole.discovered, part.record.discovered);
        for (erratum, theirs) in whole.errata.iter_mut().zip(part.record.errata) {
            erratum.cases.extend(theirs.cases);
        }
    }
    for erratum in &mut whole.errata {
        let order = |id: &String| whole.cases.iter().position(|case| case.id == *id);
        erratum.cases.sort_by_key(order);
    }
    for case in &mut whole.cases {
        if let OutcomeRecord::Failed { findings, .. } = &mut case.outcome {
            findings
                .iter_mut()
                .for_each(|finding| finding.accepted = false);
        }
    }
    whole.summary = whole.summarize();
    let conforms: HashMap<&str, bool> = whole
        .cases
        .iter()
        .filter_map(|case| match case.outcome {
            OutcomeRecord::Passed { .. } => Some((case.id.as_str(), true)),
            OutcomeRecord::Failed { .. } => Some((case.id.as_str(), false)),
            _ => None,
        })
        .collect();
    for result in &mut whole.requirements {
        let known = |case: &str| conforms.get(case).copied();
        result.status = result.requirement.status(known);
    }
    Ok(RunRecord {
        times,
        shard: None,
        claims,
        known_failures: None,
        ..whole
    })
}

/// Merges the discovery results of another shard: each shard only searches for values that its own cases need, in the
/// order of the rules.
fn merge_discovered(known: &mut Vec<DiscoveredParams>, theirs: Vec<DiscoveredParams>) {
    let mut at = 0;
    for discovered in theirs {
        match known.iter().position(|one| *one == discovered) {
            Some(place) => at = place + 1,
            None => {
                known.insert(at, discovered);
                at += 1;
            }
        }
    }
}

/// From the first start to the last end.
fn join_times(parts: &[ShardReport]) -> Result<Times, ReportError> {
    let mut span: Option<(DateTime<Utc>, DateTime<Utc>)> = None;
    for ShardReport { name, record } in parts {
        let times = &record.times;
        let elapsed = chrono::TimeDelta::from_std(times.elapsed()).ok();
        let started = times.started.parse::<DateTime<Utc>>().ok();
        let ended = started
            .zip(elapsed)
            .and_then(|(started, elapsed)| started.checked_add_signed(elapsed));
        let Some((started, ended)) = started.zip(ended) else {
            bail!("{name} is broken: its times are not valid; write it again");
        };
        span = Some(match span {
            None => (started, ended),
            Some((first, last)) => (first.min(started), last.max(ended)),
        });
    }
    let Some((first, last)) = span else {
        bail!("no reports to merge; pass one report for each shard");
    };
    Ok(Times {
        started: first.to_rfc3339_opts(SecondsFormat::Secs, true),
        milliseconds: u64::try_from((last - first).num_milliseconds()).unwrap_or_default(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn discovery_results_have_the_order_of_the_rules() {
        let found = |rules: &[&str]| -> Vec<DiscoveredParams> {
            let one = |rule: &&str| DiscoveredParams {
                rule: (*rule).to_owned(),
                params: serde_json::Map::new(),
            };
            rules.iter().map(one).collect()
        };
        for (known, theirs, joined) in [
            (vec!["a", "c"], vec!["b", "c"], vec!["b", "a", "c"]),
            (
                vec!["a", "d"],
                vec!["a", "b", "d", "e"],
                vec!["a", "b", "d", "e"],
            ),
            (vec![], vec!["a"], vec!["a"]),
            (vec!["a"], vec![], vec!["a"]),
        ] {
            let mut whole = found(&known);
            merge_discovered(&mut whole, found(&theirs));
            assert_eq!(whole, found(&joined));
        }
    }
}
