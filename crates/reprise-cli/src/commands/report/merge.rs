//! `reprise report merge`: the reports of all shards in, the outcome of the whole run out.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use openapi_document::Document;
use reprise_core::{CaseFindings, Secrets};
use reprise_engine::known_failures;
use reprise_engine::source::SuiteSource;
use reprise_report::Record;
use reprise_report::merge::{Part, merge as join};
use reprise_report::styles::Styles;
use reprise_report::terminal;

use super::replayed;
use crate::args::LimitArgs;
use crate::commands::run::OutputArgs;
use crate::exit::{Exit, KnownFailures};
use crate::write;

/// Join the JSON reports of shards into the report of one run
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes are those of `reprise run`; 2 if the reports do not belong together."
)]
pub(super) struct MergeArgs {
    /// The report of each shard, as `reprise run --shard I/N --report json=PATH` has written it
    #[arg(required = true, value_name = "REPORT.json")]
    from: Vec<PathBuf>,

    #[command(flatten)]
    output: OutputArgs,

    /// File that lists where the server is known to differ; affects only the exit code
    #[arg(long, value_name = "FILE")]
    known_failures: Option<PathBuf>,

    /// Where the document is, if not where the reports say; needed with --known-failures
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,

    /// Folder with errata.yaml, cases/ and fixtures/; needed with --known-failures if the shards were run with one
    #[arg(long, value_name = "DIR")]
    suite: Option<PathBuf>,

    #[command(flatten)]
    limits: LimitArgs,
}

/// Joins reports and writes the report of the whole run.
pub(super) fn merge(args: &MergeArgs, out: &mut dyn Write) -> Result<Exit> {
    write::check(&args.output.reports)?;
    let parts = args
        .from
        .iter()
        .map(|path| {
            Ok(Part {
                name: path.display().to_string(),
                record: replayed::report(path)?,
            })
        })
        .collect::<Result<Vec<Part>>>()?;
    let compared = parts
        .iter()
        .find(|part| part.record.known_failures.is_some())
        .map(|part| part.name.clone());
    let mut record = join(parts)?;
    match (&args.known_failures, compared) {
        (Some(path), _) => compare(args, path, &mut record)?,
        (None, Some(name)) => bail!(
            "{name} was compared with known failures, and only the whole run shows whether one is stale; give their file with --known-failures"
        ),
        (None, None) => {}
    }
    let detail = args.output.detail();
    write::write(
        &args.output.reports,
        &record,
        &Secrets::default(),
        out,
        |text| terminal::report(text, &Styles::colored(), &record, detail),
    )?;
    Ok(Exit::after(&record.summary, KnownFailures::of(&record)))
}

/// Compares the findings of the whole run with the known failures.
fn compare(args: &MergeArgs, path: &std::path::Path, record: &mut Record) -> Result<()> {
    let known = known_failures::read(path, false)?;
    let document = document(args, record)?;
    let cases = record.cases.clone();
    let findings = cases
        .iter()
        .map(|case| case.revived())
        .collect::<Result<Vec<_>, _>>()?;
    let told: Vec<CaseFindings<'_>> = cases
        .iter()
        .zip(&findings)
        .map(|(case, findings)| case.told(findings))
        .collect();
    let version = record.target_version.clone();
    let evaluation = known_failures::evaluate(&known, &document, &told, version.as_ref());
    record.evaluate(&findings, &evaluation);
    Ok(())
}

/// The document of the reports, with the cases beside it: known failures may name places in either.
fn document(args: &MergeArgs, record: &Record) -> Result<Document> {
    let path = args.document.as_deref();
    let (mut document, _) = replayed::document(path, &record.document, args.limits.into())?;
    let suite = match (&args.suite, replayed::built_in(&record.document)) {
        (Some(folder), _) => SuiteSource::Folder(folder.clone()),
        (None, Some(sources)) if path.is_none() => sources.suite,
        (None, _) => SuiteSource::None,
    };
    suite.read(&mut document)?;
    Ok(document)
}
