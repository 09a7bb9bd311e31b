//! A run from settings to report. Each step is one call, and none looks back:
//!
//! ```text
//! Settings -> Prepared (document, suite, schemas) -> Session (server reachable) -> Discovery -> Plan -> Exchanges -> Record
//! ```

use std::cell::RefCell;
use std::future::Future;
use std::time::{Instant, SystemTime};

use reprise_core::{CaseFindings, Plan, Report, Secrets};
use reprise_report::record::{Extent, Record, Run, Times};

use crate::discover::discovered;
use crate::error::Error;
use crate::known_failures;
use crate::observer::Observer;
use crate::prepared::Prepared;
use crate::reproduce::reproduce_on;
use crate::session::Session;
use crate::settings::Settings;
use crate::transport::Transport;

/// A run that came to its end, or was interrupted.
#[derive(Debug)]
pub struct Finished {
    /// The report, without secrets.
    pub record: Record,
    /// Every secret of the run, for a last check of its output.
    pub secrets: Secrets,
    /// How many entries were added to the known failures, if that was asked for.
    pub added: Option<usize>,
}

/// The options of a front end for a run, besides its report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wishes {
    /// How much of the report is needed.
    pub extent: Extent,
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
    wishes: Wishes,
    prepared: &Prepared,
    transport: &dyn Transport,
    observer: &dyn Observer,
    interrupt: impl Future<Output = ()>,
) -> Result<Finished, Error> {
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
    let exchanges = session.cases(&plan, interrupt).await?;
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
    let told: Vec<CaseFindings<'_>> = report.cases.iter().map(CaseFindings::from).collect();
    let version = settings.version.as_ref();
    let evaluation = known_failures::evaluate(&known, &prepared.document, &told, version);
    let record = Record::new(
        &report,
        &prepared.document,
        &Run {
            digests: &digests,
            target_version: version,
            shard: settings.shard,
            strict: settings.strict,
            times: Times::new(started, begin.elapsed()),
            complete: !exchanges.interrupted,
            discovered: discovered(&discovery, &secrets),
            extent: wishes.extent,
            evaluation: settings.known_failures.is_some().then_some(&evaluation),
            reproduce: &|id, last| command(settings, prepared, &plan, &secrets, id, last),
        },
    );
    let added = match &settings.known_failures {
        Some(path) if wishes.update_known_failures && !exchanges.interrupted => {
            Some(known_failures::add(path, &evaluation, &secrets)?)
        }
        _ => None,
    };
    Ok(Finished {
        record,
        secrets,
        added,
    })
}

/// The commands that send the case of an id again, up to its step at `last`.
fn command(
    settings: &Settings,
    prepared: &Prepared,
    plan: &Plan<'_>,
    secrets: &Secrets,
    id: &str,
    last: usize,
) -> Option<String> {
    let mut planned = plan.cases.iter();
    let planned = planned.find(|planned| planned.case.id.as_str() == id)?;
    let case = (planned.case, last);
    let (document, suite) = (&prepared.document, &settings.sources.suite);
    let commands = reproduce_on(
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
