//! Checks whether reports are those of all shards of one run.

use reprise_core::{ReasonCode, Shard};

use super::shard_report::ShardReport;
use crate::error::{ReportError, bail, problem};
use crate::record::{CaseRecord, OutcomeRecord, RunRecord};

/// The reports in the order of their shards.
///
/// # Errors
///
/// Returns an error if a report is not a complete report of a shard, one is missing or duplicate, or they are not of
/// one run.
pub(super) fn sort_and_check(parts: Vec<ShardReport>) -> Result<Vec<ShardReport>, ReportError> {
    let mut sorted: Vec<(Shard, ShardReport)> = Vec::new();
    for part in parts {
        let shard = complete_shard(&part)?;
        if let Some((first, known)) = sorted.first()
            && first.count() != shard.count()
        {
            bail!(
                "{} is shard {shard} and {} is shard {first}; give the shards of one run, with the same number of shards",
                part.name,
                known.name
            );
        }
        if let Some((_, known)) = sorted.iter().find(|(known, _)| *known == shard) {
            bail!(
                "{} and {} are both shard {shard}; give only one of them",
                known.name,
                part.name
            );
        }
        sorted.push((shard, part));
    }
    sorted.sort_by_key(|(shard, _)| shard.index());
    let count = sorted.first().map_or(0, |(shard, _)| shard.count());
    let is_there = |index: u64| sorted.iter().any(|(shard, _)| shard.index() == index);
    // if no report is missing, their number is the number of shards, so this ends soon
    if let Some(missing) = (1..=count).find(|index| !is_there(*index)) {
        bail!("shard {missing}/{count} is missing; add its report, or run it again");
    }
    let Some(((_, first), rest)) = sorted.split_first() else {
        bail!("no reports to merge; pass one report for each shard");
    };
    for (_, other) in rest {
        check_same_run(first, other)?;
    }
    for (shard, part) in &sorted {
        check_own_cases(*shard, part, &sorted)?;
    }
    Ok(sorted.into_iter().map(|(_, part)| part).collect())
}

fn complete_shard(part: &ShardReport) -> Result<Shard, ReportError> {
    let ShardReport { name, record } = part;
    if !record.complete {
        bail!("{name} is incomplete, because its run was interrupted; run that shard again");
    }
    record.shard.ok_or_else(|| {
        problem!("{name} is not the report of a shard; write one with `reprise run --shard I/N --report json=PATH`")
    })
}

/// Checks that two reports have the same document, suite and target.
fn check_same_run(first: &ShardReport, other: &ShardReport) -> Result<(), ReportError> {
    let (a, b) = (&first.record, &other.record);
    let differ = |what: &str, one: &str, another: &str, advice: &str| {
        problem!(
            "{} and {} are of different {what}: {one} and {another}; {advice}",
            first.name,
            other.name
        )
    };
    let again = "run all shards again, with one of them";
    if a.tool != b.tool {
        let tool = |record: &RunRecord| format!("{} {}", record.tool.name, record.tool.version);
        return Err(differ("programs", &tool(a), &tool(b), again));
    }
    if a.document != b.document {
        let document = |record: &RunRecord| {
            let digest = record.document.digest.as_deref().unwrap_or("no digest");
            format!("{} ({digest})", record.document.file)
        };
        return Err(differ("documents", &document(a), &document(b), again));
    }
    if a.suite != b.suite {
        let suite = |record: &RunRecord| match &record.suite {
            Some(suite) => suite.digest.clone(),
            None => "an unknown suite".to_owned(),
        };
        return Err(differ("suites", &suite(a), &suite(b), again));
    }
    if (&a.target, &a.target_version) != (&b.target, &b.target_version) {
        let target = |record: &RunRecord| match &record.target_version {
            Some(version) => format!("`{}` in version {version}", record.target),
            None => format!("`{}`", record.target),
        };
        return Err(differ("targets", &target(a), &target(b), again));
    }
    if a.strict != b.strict {
        let strict = |record: &RunRecord| if record.strict { "--strict" } else { "without" };
        return Err(differ("strictness", strict(a), strict(b), again));
    }
    let ids = |record: &RunRecord| -> Vec<String> {
        record.cases.iter().map(|case| case.id.clone()).collect()
    };
    if ids(a) != ids(b) {
        bail!(
            "{} and {} do not have the same cases; {again}",
            first.name,
            other.name
        );
    }
    Ok(())
}

/// Checks that each shard has a result for each of its cases, and no other shard has.
fn check_own_cases(
    shard: Shard,
    part: &ShardReport,
    all: &[(Shard, ShardReport)],
) -> Result<(), ReportError> {
    for (index, case) in part.record.cases.iter().enumerate() {
        if !shard.has_case(&case.id) {
            continue;
        }
        if skip_code(case) == Some(ReasonCode::OtherShard) {
            bail!(
                "{} is shard {shard} and has no result for its case {}; run that shard again",
                part.name,
                case.id
            );
        }
        let not_chosen = skip_code(case) == Some(ReasonCode::NotChosen);
        for (_, other) in all.iter().filter(|(other, _)| *other != shard) {
            let theirs = other.record.cases.get(index).and_then(skip_code);
            let fits = match theirs {
                Some(ReasonCode::NotChosen) => not_chosen,
                Some(ReasonCode::OtherShard) => !not_chosen,
                _ => false,
            };
            if !fits {
                bail!(
                    "{} and {} disagree about which of them has the result of {}; run all shards again, with the same --only",
                    part.name,
                    other.name,
                    case.id
                );
            }
        }
    }
    Ok(())
}

fn skip_code(case: &CaseRecord) -> Option<ReasonCode> {
    match &case.outcome {
        OutcomeRecord::Skipped(explanation) => Some(explanation.code),
        _ => None,
    }
}
