//! `reprise mutants`: the suite against every fault that a server can inject, and against harmless variations.

mod page;

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use reprise_core::{Fault, MutantReport, Outcome};
use reprise_engine::mutants::run_mutants;
use reprise_engine::{Environment, RunInput, Session, Settings};
use reprise_report::styles::{Styles, apply_style};
use reprise_report::words::format_duration;

use crate::args::TargetArgs;
use crate::exit::Exit;
use crate::progress::Progress;
use crate::replay::{block_on, wait_for_interrupt};
use crate::write::{is_stdout, write_text};

/// How long to wait for a faulty server unless --timeout says.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(2);

/// Test the suite: does it catch every fault that the server can inject?
///
/// The server lists its faults and variations at URLs next to the state hook: GET faults and GET variations,
/// and a fixture that is posted with "fault" or "variation" is served with it.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Exit codes:
  0    every fault is caught, every case catches one, and there is no false alarm
  1    a fault is missed, a case catches nothing, or there is a false alarm
  2    the input cannot be used
  3    the server cannot be reached
  4    a case fails even without a fault"
)]
pub(crate) struct MutantsArgs {
    #[command(flatten)]
    target: TargetArgs,

    /// Only faults whose name or class contains this text. Can be repeated
    #[arg(long = "fault", value_name = "TEXT")]
    faults: Vec<String>,

    /// Try every case against every fault of its operations, even if enough others have caught it
    #[arg(long)]
    all: bool,

    /// Write which case caught what, as a Markdown page
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,

    /// Write the same as JSON; - is standard output
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// Runs the suite against everything that the server can inject, and reports what is missed.
pub(crate) fn mutants(args: MutantsArgs, out: &mut dyn Write) -> Result<Exit> {
    let begin = Instant::now();
    let timeout = (!args.target.has_timeout()).then_some(DEFAULT_TIMEOUT);
    // a server that fails on purpose is not asked again
    let settings = Settings::resolve(&args.target.into(), &Environment::system())?
        .with_timeout_and_retries(timeout, 0);
    let prepared = RunInput::read(&settings)?;
    let discovery = prepared.discovery(&settings)?;
    let plan = prepared.plan(&settings, &discovery);
    if plan.cases.is_empty() {
        bail!("no case can be sent; mutants need a server with a state hook (--hook URL)");
    }
    let secrets = RefCell::new(settings.secrets.clone());
    let result = block_on(&settings, &prepared, async |transport| {
        let progress = Progress::default();
        let session = Session::open(&settings, &prepared, transport, &progress, &secrets).await?;
        let offer = session.available_mutants(&args.faults).await?;
        let exchanges = session.run_cases(&plan, wait_for_interrupt()).await?;
        let mut judged = plan.cases.iter().zip(&exchanges.judgements);
        let failing = judged
            .find(|(_, judgement)| !matches!(judgement.outcome, Outcome::Passed { .. }))
            .map(|(planned, _)| planned.case.id.to_string());
        Ok(match failing {
            Some(case) => Err(case),
            None => Ok(run_mutants(&session, &plan, &offer, args.all).await?),
        })
    })?;
    let proof = match result {
        Ok(proof) => proof,
        Err(case) => {
            writeln!(
                out,
                "{case} does not pass even without a fault; see `reprise run --only {case}`"
            )?;
            return Ok(Exit::NotJudged);
        }
    };
    if let Some(path) = &args.page {
        write_text(path, &page::render_page(&proof), out)?;
    }
    if let Some(path) = &args.json {
        let text = serde_json::to_string_pretty(&proof)?;
        write_text(path, &format!("{text}\n"), out)?;
    }
    if !args.json.as_deref().is_some_and(is_stdout) {
        render(out, &Styles::colored(), &proof, begin.elapsed())?;
    }
    Ok(if proof.score().is_perfect() {
        Exit::Passed
    } else {
        Exit::Failed
    })
}

fn render(
    out: &mut dyn Write,
    styles: &Styles,
    proof: &MutantReport,
    elapsed: Duration,
) -> io::Result<()> {
    let classes = proof.counts_by_class();
    let width = classes.iter().map(|(class, ..)| class.len()).max();
    let width = width.unwrap_or(0);
    let style = |is_good| if is_good { styles.good } else { styles.bad };
    let heading = "Faults, by class: how many are caught";
    writeln!(out, "{}", apply_style(styles.bold, heading))?;
    for (class, all, caught) in &classes {
        let count = apply_style(style(all == caught), format!("{caught:>4} of {all:>3}"));
        writeln!(out, "  {class:width$}  {count}")?;
    }
    let missed: Vec<&Fault> = proof.missed_faults().collect();
    if !missed.is_empty() {
        let heading = "Missed: no case catches them";
        writeln!(out, "\n{}", apply_style(styles.bold, heading))?;
        for fault in missed {
            writeln!(out, "  {} {}", apply_style(styles.bad, '✗'), fault.name)?;
            writeln!(out, "      {}", apply_style(styles.dim, &fault.breaks))?;
        }
    }
    let idle: Vec<&str> = proof.idle_cases().collect();
    if !idle.is_empty() {
        let heading = "These cases catch no fault";
        writeln!(out, "\n{}", apply_style(styles.bold, heading))?;
        for case in idle {
            writeln!(out, "  {} {case}", apply_style(styles.warn, '!'))?;
        }
    }
    let alarmed = proof.variations.iter().filter(|one| !one.alarms.is_empty());
    for (index, alarmed) in alarmed.enumerate() {
        if index == 0 {
            let heading = "False alarms: harmless variations that a case fails on";
            writeln!(out, "\n{}", apply_style(styles.bold, heading))?;
        }
        let (sign, name) = (apply_style(styles.bad, '✗'), &alarmed.variation.name);
        writeln!(out, "  {sign} {name}: {}", alarmed.alarms.join(", "))?;
    }
    let score = proof.score();
    let line = format!(
        "{} of {} faults caught by {} cases, {} idle; {} false alarms in {} harmless variations; {}",
        score.caught,
        score.faults,
        score.cases,
        score.idle,
        score.alarmed,
        score.variations,
        format_duration(elapsed)
    );
    writeln!(out, "\n{}", apply_style(style(score.is_perfect()), line))
}
