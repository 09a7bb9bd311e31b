//! `reprise report merge`: the reports of all shards in, the outcome of the whole run out.

use std::io::Write;
use std::path::PathBuf;

use anyhow::{Result, bail};
use openapi_document::Document;
use reprise_core::{CaseFindings, Secrets};
use reprise_engine::known_failures;
use reprise_engine::source::SuiteSource;
use reprise_report::RunRecord;
use reprise_report::merge::{ShardReport, merge as join};
use reprise_report::styles::Styles;
use reprise_report::terminal;

use super::report_input;
use crate::args::LimitArgs;
use crate::commands::run::OutputArgs;
use crate::exit::{Exit, KnownFailureCounts};
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
    write::check_reports(&args.output.reports)?;
    let parts = args
        .from
        .iter()
        .map(|path| {
            Ok(ShardReport {
                name: path.display().to_string(),
                record: report_input::read_report(path)?,
            })
        })
        .collect::<Result<Vec<ShardReport>>>()?;
    let compared = parts
        .iter()
        .find(|part| part.record.known_failures.is_some())
        .map(|part| part.name.clone());
    let mut record = join(parts)?;
    match (&args.known_failures, compared) {
        (Some(path), _) => compare_with_known_failures(args, path, &mut record)?,
        (None, Some(name)) => bail!(
            "{name} was compared with known failures, and only the whole run shows whether one is stale; give their file with --known-failures"
        ),
        (None, None) => {}
    }
    let detail = args.output.detail();
    write::write_reports(
        &args.output.reports,
        &record,
        &Secrets::default(),
        out,
        |text| terminal::write_report(text, &Styles::colored(), &record, detail),
    )?;
    Ok(Exit::after_run(
        &record.summary,
        KnownFailureCounts::of(&record),
    ))
}

/// Compares the findings of the whole run with the known failures.
fn compare_with_known_failures(
    args: &MergeArgs,
    path: &std::path::Path,
    record: &mut RunRecord,
) -> Result<()> {
    let known = known_failures::read(path, false)?;
    let document = document(args, record)?;
    let cases = record.cases.clone();
    let findings = cases
        .iter()
        .map(|case| case.to_core_findings())
        .collect::<Result<Vec<_>, _>>()?;
    let case_findings: Vec<CaseFindings<'_>> = cases
        .iter()
        .zip(&findings)
        .map(|(case, findings)| case.to_case_findings(findings))
        .collect();
    let version = record.target_version.clone();
    let evaluation = known_failures::evaluate(&known, &document, &case_findings, version.as_ref());
    record.mark_known_failures(&findings, &evaluation);
    Ok(())
}

/// Reads the document of the reports with its cases, because known failures can refer to both.
fn document(args: &MergeArgs, record: &RunRecord) -> Result<Document> {
    let path = args.document.as_deref();
    let (mut read_document, _) =
        report_input::read_document(path, &record.document, args.limits.into())?;
    let suite = match (
        &args.suite,
        report_input::find_built_in_sources(&record.document),
    ) {
        (Some(folder), _) => SuiteSource::Folder(folder.clone()),
        (None, Some(sources)) if path.is_none() => sources.suite,
        (None, _) => SuiteSource::None,
    };
    suite.read(&mut read_document)?;
    Ok(read_document)
}
