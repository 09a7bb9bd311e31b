//! `reprise prove`: the suite against every fault that a server can be told to have, and against harmless
//! variations.

mod matrix;
mod page;

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use reprise_core::{Fault, Outcome, Plan, Proof, Variation};
use serde::de::DeserializeOwned;

use crate::args::Asking;
use crate::exit::Exit;
use crate::replay::{Replay, with_target};
use crate::run::{Prepared, spoken};
use crate::settings::Settings;
use crate::styles::{Styles, styled};
use crate::target::{Hook, Target};
use crate::whole;

/// How long a faulty server is waited for where nobody says otherwise.
const PATIENCE: Duration = Duration::from_secs(2);

/// Prove that the suite bites: replay it against every fault that the server can be told to have.
///
/// The server offers them beside its state hook: GET faults and GET variations list them,
/// and a fixture that is posted with "fault" or "variation" is served with it.
#[derive(Debug, clap::Args)]
#[command(
    verbatim_doc_comment,
    after_help = "\
Exit codes:
  0    every fault is caught, every case catches one, and no harmless variation raises an alarm
  1    a fault survives, a case is idle, or there is a false alarm
  2    the input cannot be used
  3    the target cannot be reached
  4    a case does not conform even without a fault"
)]
pub(crate) struct ProveArgs {
    #[command(flatten)]
    pub(crate) asking: Asking,

    #[command(flatten)]
    pub(crate) proof: ProofArgs,
}

// What is proven and where it is written; a comment for documentation here would be shown as that of the command.
#[derive(Debug, clap::Args)]
pub(crate) struct ProofArgs {
    /// Only faults whose name or class contains this text. May be given several times
    #[arg(long = "fault", value_name = "TEXT")]
    faults: Vec<String>,

    /// Replay every case against every fault that concerns it, even where enough others have caught it
    #[arg(long)]
    all: bool,

    /// Write which case caught what, as a Markdown page
    #[arg(long, value_name = "FILE")]
    page: Option<PathBuf>,

    /// Write the same as JSON; - is standard output
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
}

/// What the suite is replayed against.
pub(crate) struct Opponents {
    faults: Vec<Fault>,
    variations: Vec<Variation>,
}

/// The settings for servers that fail on purpose: no request is sent again, and unless somebody `waits`, none is
/// waited for long.
pub(crate) fn impatient(mut settings: Settings, waits: bool) -> Settings {
    settings.retries = 0;
    if !waits {
        settings.limits.timeout = PATIENCE;
    }
    settings
}

/// Replays the suite against everything, and tells what survives.
pub(crate) fn prove(settings: &Settings, args: &ProofArgs, out: &mut dyn Write) -> Result<Exit> {
    let begin = Instant::now();
    let prepared = Prepared::new(settings)?;
    let plan = prepared.plan(settings);
    if plan.cases.is_empty() {
        bail!("no case can be sent; a suite is proven against a server with a state hook");
    }
    let secrets = RefCell::new(settings.secrets.clone());
    let proof = with_target(
        settings,
        &prepared.document,
        &prepared.schemas,
        &secrets,
        async |replay| {
            let Target::Hook(hook) = &replay.target else {
                bail!("a suite is proven against a server with a state hook; name it with --hook");
            };
            let opponents = opponents(replay, hook, &args.faults).await?;
            if let Some(broken) = unfit(replay, &plan).await? {
                return Ok(Err(broken));
            }
            Ok(Ok(matrix::fight(replay, &plan, &opponents, args.all).await?))
        },
    )?;
    let proof = match proof {
        Ok(proof) => proof,
        Err(broken) => {
            writeln!(
                out,
                "{broken} does not conform even without a fault; see `reprise run --only {broken}`"
            )?;
            return Ok(Exit::NotJudged);
        }
    };
    if let Some(path) = &args.page {
        write(path, &page::page(&proof))?;
    }
    let json = || serde_json::to_string_pretty(&proof).map(|text| format!("{text}\n"));
    match &args.json {
        Some(path) if path.as_os_str() == "-" => write!(out, "{}", json()?)?,
        Some(path) => write(path, &json()?)?,
        None => {}
    }
    if args
        .json
        .as_deref()
        .is_none_or(|path| path.as_os_str() != "-")
    {
        tell(out, &Styles::colored(), &proof, begin.elapsed())?;
    }
    Ok(if proof.score().is_full() {
        Exit::Passed
    } else {
        Exit::Failed
    })
}

fn write(path: &Path, text: &str) -> Result<()> {
    whole::replace(path, text).with_context(|| format!("{} cannot be written", path.display()))
}

/// What the server offers, as far as it was asked for.
async fn opponents(replay: &Replay<'_>, hook: &Hook, wanted: &[String]) -> Result<Opponents> {
    let mut faults: Vec<Fault> = offered(replay, hook, "faults").await?;
    let variations = if wanted.is_empty() {
        offered(replay, hook, "variations").await?
    } else {
        Vec::new()
    };
    if !wanted.is_empty() {
        faults.retain(|fault| {
            let named = |text: &String| fault.name.contains(text) || fault.class.contains(text);
            wanted.iter().any(named)
        });
    }
    if faults.is_empty() {
        bail!(
            "there is no such fault; `jobs-server --fault list` lists those of the reference server"
        );
    }
    Ok(Opponents { faults, variations })
}

/// A list that lies beside the state hook.
async fn offered<T: DeserializeOwned>(
    replay: &Replay<'_>,
    hook: &Hook,
    name: &str,
) -> Result<Vec<T>> {
    let folder = hook.url.rsplit_once('/').map_or("", |(folder, _)| folder);
    let url = format!("{folder}/{name}");
    let answer = replay.client.get(&url, hook.credential.as_ref()).await;
    let exchange = match answer {
        Ok(exchange) => exchange,
        Err(error) => bail!("{url} cannot be reached: {}", error.cause),
    };
    match serde_json::from_slice(&exchange.body) {
        Ok(offered) if exchange.status == 200 => Ok(offered),
        _ => bail!(
            "{url} lists no {name} (status {}); only a server that can be told to have faults proves a suite",
            exchange.status
        ),
    }
}

/// The first case that does not conform even without a fault.
async fn unfit(replay: &Replay<'_>, plan: &Plan<'_>) -> Result<Option<String>> {
    let replayed = replay.cases(plan).await?;
    let mut judged = plan.cases.iter().zip(&replayed.judgements);
    let unfit = judged.find(|(_, judgement)| !conforms(&judgement.outcome));
    Ok(unfit.map(|(planned, _)| planned.case.id.to_string()))
}

fn conforms(outcome: &Outcome) -> bool {
    matches!(outcome, Outcome::Passed { .. })
}

fn tell(out: &mut dyn Write, styles: &Styles, proof: &Proof, elapsed: Duration) -> io::Result<()> {
    let classes = proof.classes();
    let width = classes
        .iter()
        .map(|(class, ..)| class.len())
        .max()
        .unwrap_or(0);
    writeln!(
        out,
        "{}",
        styled(styles.bold, "Faults, by class: how many are caught")
    )?;
    for (class, all, caught) in &classes {
        let style = if all == caught {
            styles.good
        } else {
            styles.bad
        };
        let count = styled(style, format!("{caught:>4} of {all:>3}"));
        writeln!(out, "  {class:width$}  {count}")?;
    }
    let survivors: Vec<&Fault> = proof.survivors().collect();
    if !survivors.is_empty() {
        writeln!(
            out,
            "\n{}",
            styled(styles.bold, "Survivors: no case catches them")
        )?;
        for fault in survivors {
            writeln!(out, "  {} {}", styled(styles.bad, '✗'), fault.name)?;
            writeln!(out, "      {}", styled(styles.dim, &fault.breaks))?;
        }
    }
    let idle: Vec<&str> = proof.idle().collect();
    if !idle.is_empty() {
        writeln!(
            out,
            "\n{}",
            styled(styles.bold, "Idle: these cases catch no fault")
        )?;
        for case in idle {
            writeln!(out, "  {} {case}", styled(styles.warn, '!'))?;
        }
    }
    let alarmed = proof.variations.iter().filter(|one| !one.alarms.is_empty());
    for (index, alarmed) in alarmed.enumerate() {
        if index == 0 {
            let heading = "False alarms: harmless, and taken for a fault";
            writeln!(out, "\n{}", styled(styles.bold, heading))?;
        }
        let name = &alarmed.variation.name;
        writeln!(
            out,
            "  {} {name}: {}",
            styled(styles.bad, '✗'),
            alarmed.alarms.join(", ")
        )?;
    }
    let score = proof.score();
    let style = if score.is_full() {
        styles.good
    } else {
        styles.bad
    };
    let line = format!(
        "{} of {} faults caught by {} cases, {} idle; {} false alarms in {} harmless variations; {}",
        score.caught,
        score.faults,
        score.cases,
        score.idle,
        score.alarmed,
        score.variations,
        spoken(elapsed)
    );
    writeln!(out, "\n{}", styled(style, line))
}
