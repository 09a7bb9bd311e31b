//! Joins several records that belong together.

use std::collections::HashMap;

use chrono::{DateTime, SecondsFormat, Utc};

use super::claims;
use super::part::Part;
use crate::error::{ReportError, bail};
use crate::record::{Discovered, Outcome, Record, Times};

/// The report that one complete run would have written.
///
/// # Errors
///
/// When the reports do not have the same claims, or have no valid times.
pub(super) fn joined(parts: Vec<Part>) -> Result<Record, ReportError> {
    let claims = claims::joined(&parts)?;
    let times = spanned(&parts)?;
    let mut parts = parts.into_iter();
    let Some(Part {
        record: mut whole, ..
    }) = parts.next()
    else {
        bail!("there are no reports to merge; name one for each shard");
    };
    for part in parts {
        let Some(shard) = part.record.shard else {
            continue;
        };
        for (case, theirs) in whole.cases.iter_mut().zip(part.record.cases) {
            if shard.chooses(&theirs.id) {
                *case = theirs;
            }
        }
        take_up(&mut whole.discovered, part.record.discovered);
        for (erratum, theirs) in whole.errata.iter_mut().zip(part.record.errata) {
            erratum.cases.extend(theirs.cases);
        }
    }
    for erratum in &mut whole.errata {
        let order = |id: &String| whole.cases.iter().position(|case| case.id == *id);
        erratum.cases.sort_by_key(order);
    }
    for case in &mut whole.cases {
        if let Outcome::Failed { findings, .. } = &mut case.outcome {
            findings
                .iter_mut()
                .for_each(|finding| finding.accepted = false);
        }
    }
    whole.summary = whole.counts();
    let conforms: HashMap<&str, bool> = whole
        .cases
        .iter()
        .filter_map(|case| match case.outcome {
            Outcome::Passed { .. } => Some((case.id.as_str(), true)),
            Outcome::Failed { .. } => Some((case.id.as_str(), false)),
            _ => None,
        })
        .collect();
    for result in &mut whole.requirements {
        let known = |case: &str| conforms.get(case).copied();
        result.status = result.requirement.status(known);
    }
    Ok(Record {
        times,
        shard: None,
        claims,
        known_failures: None,
        ..whole
    })
}

/// Merges the discovery results of another shard: each shard only searches for values that its own cases need, in the
/// order of the rules.
fn take_up(known: &mut Vec<Discovered>, theirs: Vec<Discovered>) {
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
fn spanned(parts: &[Part]) -> Result<Times, ReportError> {
    let mut span: Option<(DateTime<Utc>, DateTime<Utc>)> = None;
    for Part { name, record } in parts {
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
        bail!("there are no reports to merge; name one for each shard");
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
        let found = |rules: &[&str]| -> Vec<Discovered> {
            let one = |rule: &&str| Discovered {
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
            take_up(&mut whole, found(&theirs));
            assert_eq!(whole, found(&joined));
        }
    }
}
