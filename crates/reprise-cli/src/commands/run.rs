//! `reprise run`: arguments -> settings -> the engine's run -> written reports -> exit code.

use std::io::Write;
use std::mem::ManuallyDrop;
use std::path::PathBuf;

use anyhow::{Result, bail};
use reprise_engine::guard::write_without_secrets;
use reprise_engine::output::Output;
use reprise_engine::run::{RunOptions, RunResult, run as engine_run};
use reprise_engine::{Environment, Options, RunInput, Settings, known_failures};
use reprise_report::Format;
use reprise_report::record::RecordDetail;
use reprise_report::styles::Styles;
use reprise_report::terminal::{self, Detail};

use crate::args::TargetArgs;
use crate::exit::{Exit, KnownFailureCounts};
use crate::progress::Progress;
use crate::replay::{block_on, wait_for_interrupt};
use crate::{defects, write};

/// Send the examples of a document to a server and compare the responses
///
/// The document, the suite and the server come from reprise.yaml, or from the arguments.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Examples:
  reprise run                                                     as reprise.yaml says
  reprise run openapi.yaml --target http://127.0.0.1:3000 --param id=42
  reprise run --target staging --report junit=junit.xml --report html=report.html

Exit codes:
  0    every response is as documented
  1    at least one response differs
  2    the input cannot be used: arguments, configuration, document or suite
  3    the server cannot be reached
  4    nothing was compared, something was blocked, or a request had to be sent more than once
  5    a known failure no longer happens, matches nothing or has expired
  130  interrupted; partial results are reported"
)]
pub(crate) struct RunArgs {
    #[command(flatten)]
    target: TargetArgs,

    /// File that lists where the server is known to differ; affects only the exit code
    #[arg(long, value_name = "FILE")]
    known_failures: Option<PathBuf>,

    /// Add the current failures to the known failures, for 30 days
    #[arg(long)]
    update_known_failures: bool,

    /// Fail on undocumented properties
    #[arg(long)]
    strict: bool,

    /// List what would be sent, and send nothing
    #[arg(long)]
    dry_run: bool,

    #[command(flatten)]
    output: OutputArgs,
}

/// What is written, and where.
#[derive(Clone, Debug, clap::Args)]
pub(crate) struct OutputArgs {
    /// Write a report, such as junit=report.xml; - is standard output. Can be repeated
    #[arg(long = "report", value_name = "FORMAT=PATH", value_parser = Output::parse, long_help = reports_help())]
    pub(crate) reports: Vec<Output>,

    /// Print failures and the summary only
    #[arg(short, long, conflicts_with = "verbose")]
    quiet: bool,

    /// Print every case, undocumented properties and refuted claims, too
    #[arg(short, long)]
    verbose: bool,
}

/// The help of `--report`, with every format.
fn reports_help() -> String {
    let width = Format::ALL.iter().map(|format| format.as_str().len()).max();
    let mut help =
        "Write a report, such as junit=report.xml; - is standard output. Can be repeated\n"
            .to_owned();
    for format in Format::ALL {
        let (name, width) = (format.as_str(), width.unwrap_or_default());
        help.push_str(&format!("\n- {name:width$}  {}", format.summary()));
    }
    help
}

impl OutputArgs {
    /// How much is printed.
    pub(crate) fn detail(&self) -> Detail {
        Detail::new(self.quiet, self.verbose)
    }
}

/// Runs a suite against a server.
pub(crate) fn run(args: RunArgs, out: &mut dyn Write) -> Result<Exit> {
    write::check_reports(&args.output.reports)?;
    let options = Options {
        known_failures: args.known_failures,
        strict: args.strict,
        ..args.target.into()
    };
    let settings = Settings::resolve(&options, &Environment::system())?;
    if args.update_known_failures && settings.known_failures.is_none() {
        bail!(
            "--update-known-failures needs a file; give it with --known-failures FILE, or `known_failures:` in reprise.yaml"
        );
    }
    let prepared = RunInput::read(&settings)?;
    if args.dry_run {
        return dry_run(&settings, &prepared, out);
    }
    // the process ends with the run, and freeing a large document piece by piece takes longer than reading it
    let prepared = ManuallyDrop::new(prepared.with_requirements(&settings)?);
    replay(
        &settings,
        &prepared,
        args.update_known_failures,
        &args.output,
        out,
    )
}

/// Prints what would be sent.
fn dry_run(settings: &Settings, prepared: &RunInput, out: &mut dyn Write) -> Result<Exit> {
    let discovery = prepared.discovery(settings)?;
    let plan = prepared.plan(settings, &discovery);
    defects::print_defects(&prepared.document)?;
    write_without_secrets(out, &settings.secrets, |text| {
        terminal::write_plan(
            text,
            &Styles::colored(),
            &prepared.document,
            &prepared.suite,
            &plan,
        )
    })?;
    Ok(Exit::Passed)
}

/// Sends the plan and writes the results.
pub(crate) fn replay(
    settings: &Settings,
    prepared: &RunInput,
    update_known_failures: bool,
    output: &OutputArgs,
    out: &mut dyn Write,
) -> Result<Exit> {
    let wishes = RunOptions {
        extent: if output.reports.is_empty() {
            RecordDetail::Terminal
        } else {
            RecordDetail::Full
        },
        update_known_failures,
    };
    let RunResult {
        record,
        secrets,
        added_known_failures: added,
    } = block_on(settings, prepared, async |transport| {
        let progress = Progress::default();
        engine_run(
            settings,
            wishes,
            prepared,
            transport,
            &progress,
            wait_for_interrupt(),
        )
        .await
    })?;
    write::write_reports(&output.reports, &record, &secrets, out, |text| {
        terminal::write_report(text, &Styles::colored(), &record, output.detail())?;
        if let (Some(added), Some(path)) = (added, &settings.known_failures) {
            let entries = if added == 1 { "entry" } else { "entries" };
            let until = known_failures::acceptance_end();
            writeln!(
                text,
                "{added} {entries} added to {}, until {until}",
                path.display()
            )?;
        }
        if !record.complete {
            writeln!(text, "interrupted: the report is incomplete")?;
        }
        Ok(())
    })?;
    if !record.complete {
        return Ok(Exit::Interrupted);
    }
    if added.is_some() {
        return Ok(Exit::Passed);
    }
    Ok(Exit::after_run(
        &record.summary,
        KnownFailureCounts::of(&record),
    ))
}
