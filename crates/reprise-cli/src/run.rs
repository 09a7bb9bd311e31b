//! `reprise run`: document -> suite -> plan -> exchanges -> outcomes -> report -> exit.

use std::cell::RefCell;
use std::io::{self, Write};
use std::mem::ManuallyDrop;
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Result;
use openapi_document::Document;
use reprise_core::{Discovery, Plan, Report, Schemas, Secrets, Suite, Told, only_shard, plan};

use crate::chosen::known;
use crate::digest::Digests;
use crate::discover::{discover, held};
use crate::exit::{Exit, Standing};
use crate::guard::{guarded, searched};
use crate::known_failures;
use crate::outlet::Outlet;
use crate::replay::with_target;
use crate::report::{Extent, Output, Record, Run, Times};
use crate::reproduce::reproduce;
use crate::settings::{Settings, TargetSettings};
use crate::styles::Styles;
use crate::{defects, human, read, report};

/// A document and everything that is made of it before anything is sent.
pub(crate) struct Prepared {
    /// The document.
    pub(crate) document: Document,
    /// Its cases.
    pub(crate) suite: Suite,
    /// Its validators.
    pub(crate) schemas: Schemas,
    /// The digests of all that was read.
    pub(crate) digests: Digests,
    /// What finds things on the target, and what was found.
    pub(crate) discovery: Discovery,
}

impl Prepared {
    /// Reads what the settings name.
    pub(crate) fn new(settings: &Settings) -> Result<Prepared> {
        let (suite_folder, document_path) =
            (settings.suite.as_deref(), settings.document.as_deref());
        let (mut document, digest) =
            read::document_and_digest(document_path, settings.limits.document)?;
        let (suite, _) = read::suite(&mut document, suite_folder, document_path)?;
        known(&settings.only, &suite)?;
        let schemas = Schemas::compile(&document, &suite)?;
        let fixtures = suite
            .cases
            .iter()
            .filter_map(|case| case.fixture.as_deref());
        let digests = Digests {
            document: digest,
            suite: read::suite_digest(suite_folder, document_path, fixtures)?,
        };
        let discovery = held(settings, &document, &suite)?;
        Ok(Prepared {
            document,
            suite,
            schemas,
            digests,
            discovery,
        })
    }

    /// What is sent to the target of the settings.
    pub(crate) fn plan(&self, settings: &Settings) -> Plan<'_> {
        let plan = plan(
            &self.document,
            &self.suite,
            &self.schemas,
            &settings.target.state(&self.discovery),
            &|case| settings.chooses(case),
        );
        match settings.shard {
            Some(shard) => only_shard(plan, &self.suite, shard),
            None => plan,
        }
    }
}

/// What a run has found, and whether somebody interrupted it.
pub(crate) struct Found {
    /// What was found, without secrets.
    pub(crate) report: Report,
    /// Whether cases are left out because of an interruption.
    pub(crate) interrupted: bool,
}

/// Replays a document and tells what was found.
pub(crate) fn run(settings: &Settings, out: &mut dyn Write) -> Result<Exit> {
    let (started, begin) = (SystemTime::now(), Instant::now());
    for output in &settings.reports {
        output.check()?;
    }
    // the process ends with the run, and giving back a large document piece by piece takes longer than reading it
    let mut prepared = ManuallyDrop::new(Prepared::new(settings)?);
    let secrets = RefCell::new(settings.secrets.clone());
    let known = match &settings.known_failures {
        Some(path) => known_failures::read(path, false)?,
        None => Vec::new(),
    };
    if settings.dry_run {
        let plan = prepared.plan(settings);
        defects::warn(&prepared.document)?;
        guarded(out, &secrets.borrow(), |text| {
            human::plan(
                text,
                &Styles::colored(),
                &prepared.document,
                &prepared.suite,
                &plan,
            )
        })?;
        return Ok(Exit::Passed);
    }

    prepared.suite.requirements =
        read::requirements(settings.suite.as_deref(), settings.document.as_deref())?;
    discover(settings, &mut prepared, &secrets)?;
    let plan = prepared.plan(settings);
    let found = replayed(settings, &prepared, &plan, &secrets)?;
    let told: Vec<Told<'_>> = found.report.cases.iter().map(Told::from).collect();
    let version = settings.version.as_ref();
    let weighed = known_failures::weigh_today(&known, &prepared.document, &told, version);
    let record = Record::new(
        &found.report,
        &prepared.document,
        &Run {
            digests: &prepared.digests,
            target_version: version,
            shard: settings.shard,
            strict: settings.strict,
            times: Times::new(started, begin.elapsed()),
            complete: !found.interrupted,
            discovered: crate::discover::told(&prepared.discovery, &secrets.borrow()),
            extent: if settings.reports.is_empty() {
                Extent::Told
            } else {
                Extent::Whole
            },
            weighed: settings.known_failures.is_some().then_some(&weighed),
            reproduce: &|id, last| command(settings, &prepared, &plan, &secrets.borrow(), id, last),
        },
    );
    tell(&settings.reports, &record, &secrets.borrow(), out, |text| {
        human::report(text, &Styles::colored(), &record, settings.detail)?;
        if settings.known_failures.is_some() {
            known_failures::tell(text, &Styles::colored(), &weighed)?;
        }
        if found.interrupted {
            writeln!(text, "interrupted: the report is incomplete")?;
        }
        Ok(())
    })?;
    if found.interrupted {
        return Ok(Exit::Interrupted);
    }
    let standing = Standing {
        accepted: weighed.accepted_cases,
        complaints: weighed.complaints.len(),
    };
    Ok(Exit::after(&found.report.summary(), standing))
}

/// Tells people first, then writes the reports. Where a report goes to standard output, people are told on standard
/// error, so that whoever reads the report gets nothing else.
pub(crate) fn tell(
    reports: &[Output],
    record: &Record,
    secrets: &Secrets,
    out: &mut dyn Write,
    people: impl FnOnce(&mut Vec<u8>) -> io::Result<()>,
) -> Result<()> {
    if reports.iter().any(|output| output.file.is_none()) {
        guarded(&mut Outlet::new(anstream::stderr().lock()), secrets, people)?;
    } else {
        guarded(out, secrets, people)?;
    }
    for output in reports {
        let text = report::render(output.format, record);
        searched(&text, secrets)?;
        output.write(&text, out)?;
    }
    Ok(())
}

/// The commands that ask the case of an id again, up to its step at `last`.
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
    let case = planned.case;
    let commands = match &settings.target {
        TargetSettings::Url { base, params, .. } => {
            let mut params = [params.as_slice(), &planned.discovered].concat();
            for param in &mut params {
                secrets.mask_value(&mut param.value);
            }
            reproduce(&prepared.document, case, last, Some(base), &params)
        }
        TargetSettings::Embedded | TargetSettings::Hook { .. } => {
            reproduce(&prepared.document, case, last, None, &[])
        }
    };
    // a case may write down a secret that its fixture gives away
    commands.map(|commands| secrets.mask(&commands).into_owned())
}

/// Sends a plan and puts together what was found. What state hooks give out is added to the secrets.
pub(crate) fn replayed(
    settings: &Settings,
    prepared: &Prepared,
    plan: &Plan<'_>,
    secrets: &RefCell<reprise_core::Secrets>,
) -> Result<Found> {
    let Prepared {
        document,
        suite,
        schemas,
        digests: _,
        ..
    } = prepared;
    let replayed = thread::scope(|scope| {
        scope.spawn(|| schemas.read_claims(document));
        with_target(settings, document, schemas, secrets, async |replay| {
            replay.cases(plan).await
        })
    })?;
    let mut report = Report::new(
        document,
        suite,
        plan,
        replayed.judgements,
        settings.target.in_words(),
    );
    report.mask(&secrets.borrow());
    Ok(Found {
        report,
        interrupted: replayed.interrupted,
    })
}

/// A duration as a person says it: milliseconds below a second, seconds above.
pub(crate) fn spoken(elapsed: Duration) -> String {
    if elapsed < Duration::from_secs(1) {
        format!("{} ms", elapsed.as_millis())
    } else {
        format!("{:.1} s", elapsed.as_secs_f64())
    }
}
