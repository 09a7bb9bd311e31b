//! A run from settings to report. Each step is one call, and none looks back:
//!
//! ```text
//! Settings -> Prepared (document, suite, schemas) -> Session (server reachable) -> Discovery -> Plan -> Exchanges -> Record
//! ```

use std::cell::RefCell;
use std::future::Future;
use std::time::{Instant, SystemTime};

use reprise_core::{CaseFindings, Plan, Report, Secrets};
use reprise_report::record::{RecordDetail, RunInfo, RunRecord, Times};

use crate::discover::discovered_values;
use crate::error::Error;
use crate::known_failures;
use crate::observer::Observer;
use crate::reproduce::reproduce_on_target;
use crate::run_input::RunInput;
use crate::session::Session;
use crate::settings::Settings;
use crate::transport::Transport;

/// A run that came to its end, or was interrupted.
#[derive(Debug)]
pub struct RunResult {
    /// The report, without secrets.
    pub record: RunRecord,
    /// Every secret of the run, for a last check of its output.
    pub secrets: Secrets,
    /// How many entries were added to the known failures, if that was asked for.
    pub added_known_failures: Option<usize>,
}

/// The options of a front end for a run, besides its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunOptions {
    /// How much of the report is needed.
    pub extent: RecordDetail,
    /// Whether failures that are not known yet are added to the known failures.
    pub update_known_failures: bool,
}

/// Runs: starts the server if the settings say how, sends the plan, and makes the report.
///
/// # Errors
///
/// When the input cannot be used, the target cannot be reached, or the state hook fails.
pub async fn run(
    settings: &Settings,
    wishes: RunOptions,
    prepared: &RunInput,
    transport: &dyn Transport,
    observer: &dyn Observer,
    interrupt: impl Future<Output = ()>,
) -> Result<RunResult, Error> {
    let known = match &settings.known_failures {
        Some(path) => known_failures::read(path, wishes.update_known_failures)?,
        None => Vec::new(),
    };
    let digests = prepared.digests(settings)?;
    let secrets = RefCell::new(settings.secrets.clone());
    let session = Session::open(settings, prepared, transport, observer, &secrets).await?;
    let (started, begin) = (SystemTime::now(), Instant::now());
    let discovery = session.discover().await?;
    let plan = prepared.plan(settings, &discovery);
    let exchanges = session.run_cases(&plan, interrupt).await?;
    drop(session);

    let mut report = Report::new(
        &prepared.document,
        &prepared.suite,
        &plan,
        exchanges.judgements,
        settings
            .target
            .describe(settings.label.as_deref(), &prepared.document),
    );
    let secrets = secrets.into_inner();
    report.mask(&secrets);
    let cases: Vec<CaseFindings<'_>> = report.cases.iter().map(CaseFindings::from).collect();
    let version = settings.version.as_ref();
    let evaluation = known_failures::evaluate(&known, &prepared.document, &cases, version);
    let record = RunRecord::new(
        &report,
        &prepared.document,
        &RunInfo {
            digests: &digests,
            target_version: version,
            shard: settings.shard,
            strict: settings.strict,
            times: Times::new(started, begin.elapsed()),
            complete: !exchanges.interrupted,
            discovered: discovered_values(&discovery, &secrets),
            detail: wishes.extent,
            evaluation: settings.known_failures.is_some().then_some(&evaluation),
            reproduce: &|id, last| {
                reproduction_commands(settings, prepared, &plan, &secrets, id, last)
            },
        },
    );
    let added = match &settings.known_failures {
        Some(path) if wishes.update_known_failures && !exchanges.interrupted => {
            Some(known_failures::add(path, &evaluation, &secrets)?)
        }
        _ => None,
    };
    Ok(RunResult {
        record,
        secrets,
        added_known_failures: added,
    })
}

/// The commands that send the case of an id again, up to its step at `last`.
fn reproduction_commands(
    settings: &Settings,
    prepared: &RunInput,
    plan: &Plan<'_>,
    secrets: &Secrets,
    id: &str,
    last: usize,
) -> Option<String> {
    let mut planned = plan.cases.iter();
    let planned = planned.find(|planned| planned.case.id.as_str() == id)?;
    let case = (planned.case, last);
    let (document, suite) = (&prepared.document, &settings.sources.suite);
    let commands = reproduce_on_target(
        &settings.target,
        document,
        suite,
        case,
        &planned.discovered,
        secrets,
    );
    // a case may contain a secret that its fixture gives away
    commands.map(|commands| secrets.mask(&commands).into_owned())
}
