//! `reprise merge`: the reports of all shards in, the outcome of the whole run out.

mod claims;
mod fit;
mod join;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use openapi_document::Document;
use reprise_core::{Secrets, Told};

use crate::exit::{Exit, Standing};
use crate::human::{self, Detail};
use crate::limits::DocumentLimits;
use crate::report::{Output, Record};
use crate::run::tell;
use crate::styles::Styles;
use crate::{embedded, known_failures, read};

/// Join the JSON reports of shards into the outcome that one whole run would have had.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Exit codes are those of `reprise run`; 2 where the reports do not fit together."
)]
pub(crate) struct MergeArgs {
    /// The report of each shard, as `reprise run --shard I/N --report json=PATH` has written it
    #[arg(required = true, value_name = "REPORT.json")]
    from: Vec<PathBuf>,

    /// Write a report of the whole, such as junit=report.xml; - is standard output. May be given several times.
    ///
    /// Formats: json, jsonl, junit, html, markdown, sarif, github, gitlab
    #[arg(long = "report", value_name = "FORMAT=PATH", value_parser = Output::parse)]
    reports: Vec<Output>,

    /// Where the target is known to differ: changes how it ends, never what is told
    #[arg(long, value_name = "FILE")]
    known_failures: Option<PathBuf>,

    /// Where the document lies by now; needed with --known-failures, if not where the reports say
    #[arg(long, value_name = "FILE")]
    document: Option<PathBuf>,

    /// Folder with errata.yaml, cases/ and fixtures/; needed with --known-failures, if the shards were run with one
    #[arg(long, value_name = "DIR")]
    suite: Option<PathBuf>,

    /// Say less: only what needs a look, and the sum
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,

    /// Say more, as `reprise run --verbose` does
    #[arg(short, long)]
    verbose: bool,

    #[command(flatten)]
    limits: DocumentLimits,
}

/// The report of a shard, and where it was read from.
struct Part {
    name: String,
    record: Record,
}

/// Joins the reports and tells what they say together.
pub(crate) fn merge(args: &MergeArgs, out: &mut dyn Write) -> Result<Exit> {
    for output in &args.reports {
        output.check()?;
    }
    let parts = args
        .from
        .iter()
        .map(|path| {
            Ok(Part {
                name: path.display().to_string(),
                record: read::report(path)?,
            })
        })
        .collect::<Result<Vec<Part>>>()?;
    let parts = fit::fitting(parts)?;
    let were_weighed = parts
        .iter()
        .find(|part| part.record.known_failures.is_some());
    if let (Some(part), None) = (were_weighed, &args.known_failures) {
        return Err(anyhow!(
            "{} was weighed against known failures, and whether one is stale shows only in the whole; name their file with --known-failures",
            part.name
        ));
    }
    let mut record = join::joined(parts)?;
    let known = match &args.known_failures {
        Some(path) => known_failures::read(path, false)?,
        None => Vec::new(),
    };
    let detail = Detail::new(args.quiet, args.verbose);
    if args.known_failures.is_none() {
        tell(&args.reports, &record, &Secrets::default(), out, |text| {
            human::report(text, &Styles::colored(), &record, detail)
        })?;
        return Ok(Exit::after(&record.summary, Standing::default()));
    }
    let document = replayed(args, &record)?;
    let cases = record.cases.clone();
    let findings = cases
        .iter()
        .map(|case| case.revived())
        .collect::<Result<Vec<_>>>()?;
    let told: Vec<Told<'_>> = cases
        .iter()
        .zip(&findings)
        .map(|(case, findings)| case.told(findings))
        .collect();
    let version = record.target_version.clone();
    let weighed = known_failures::weigh_today(&known, &document, &told, version.as_ref());
    record.weigh(&findings, &weighed);
    tell(&args.reports, &record, &Secrets::default(), out, |text| {
        human::report(text, &Styles::colored(), &record, detail)?;
        known_failures::tell(text, &Styles::colored(), &weighed)
    })?;
    let standing = Standing {
        accepted: weighed.accepted_cases,
        complaints: weighed.complaints.len(),
    };
    Ok(Exit::after(&record.summary, standing))
}

/// The document that was replayed, with the cases beside it: known failures may speak of places in either.
fn replayed(args: &MergeArgs, record: &Record) -> Result<Document> {
    let path = args.document.as_deref();
    let mut document = read::replayed_document(path, &record.document, args.limits)?;
    let path = path.or_else(|| {
        let is_built_in = document.name() == embedded::DOCUMENT.0 && args.suite.is_none();
        (!is_built_in).then(|| Path::new(&record.document.file))
    });
    read::suite(&mut document, args.suite.as_deref(), path)?;
    Ok(document)
}
