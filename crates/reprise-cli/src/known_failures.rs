//! `reprise known_failures`: where a target is known to differ.

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use openapi_document::Document;
use reprise_core::{
    Day, KnownFailure, Release, Told, Weighed, known_failure_entries, parse_known_failures, weigh,
};

use crate::discover::discover;
use crate::exit::{Exit, Standing};
use crate::guard::{guarded, searched};
use crate::read as disk;
use crate::replay::now;
use crate::run::{Prepared, replayed};
use crate::settings::Settings;
use crate::styles::{Styles, styled};
use crate::whole;

/// Weighs what a run finds against the known failures of a target, or with `accept` adds to them what they lack.
pub(crate) fn known_failures(
    settings: &Settings,
    path: &Path,
    accept: bool,
    out: &mut dyn Write,
) -> Result<Exit> {
    let known = read(path, accept)?;
    let mut prepared = Prepared::new(settings)?;
    let secrets = RefCell::new(settings.secrets.clone());
    discover(settings, &mut prepared, &secrets)?;
    let plan = prepared.plan(settings);
    let found = replayed(settings, &prepared, &plan, &secrets)?;
    if found.interrupted {
        bail!("interrupted; {} stays as it was", path.display());
    }
    let told: Vec<Told<'_>> = found.report.cases.iter().map(Told::from).collect();
    let weighed = weigh_today(&known, &prepared.document, &told, settings.version.as_ref());
    if accept {
        let added = add(path, &weighed, &secrets.borrow())?;
        let (path, until) = (path.display(), Day::of(now()).after(30));
        writeln!(
            out,
            "{added} {} added to {path}, until {until}",
            entries(added)
        )?;
        return Ok(Exit::Passed);
    }
    guarded(out, &secrets.borrow(), |text| {
        tell(text, &Styles::colored(), &weighed)
    })?;
    let standing = Standing {
        accepted: weighed.accepted_cases,
        complaints: weighed.complaints.len(),
    };
    Ok(Exit::after(&found.report.summary(), standing))
}

fn entries(count: usize) -> &'static str {
    if count == 1 { "entry" } else { "entries" }
}

/// Reads known failures from disk; a file that is not there holds none where `may_lack`.
pub(crate) fn read(path: &Path, may_lack: bool) -> Result<Vec<KnownFailure>> {
    let text = disk::known_failures(path, may_lack)?;
    Ok(parse_known_failures(&path.display().to_string(), &text)?)
}

/// Weighs what became of cases against known failures, as of today.
pub(crate) fn weigh_today<'r>(
    known_failures: &[KnownFailure],
    document: &Document,
    cases: &[Told<'r>],
    version: Option<&Release>,
) -> Weighed<'r> {
    weigh(known_failures, document, cases, version, Day::of(now()))
}

/// Writes how the known failures stand.
pub(crate) fn tell(out: &mut dyn Write, styles: &Styles, weighed: &Weighed<'_>) -> io::Result<()> {
    writeln!(
        out,
        "known_failures: {} of {} findings accepted",
        weighed.accepted,
        weighed.accepted + weighed.open.len()
    )?;
    for complaint in &weighed.complaints {
        writeln!(out, "{} {complaint}", styled(styles.warn, '!'))?;
    }
    Ok(())
}

/// Adds entries for findings that no known failure speaks of; says how many.
fn add(path: &Path, weighed: &Weighed<'_>, secrets: &reprise_core::Secrets) -> Result<usize> {
    let new = known_failure_entries(&weighed.open, Day::of(now()));
    let count = new.lines().filter(|line| line.starts_with("- ")).count();
    if count == 0 {
        return Ok(0);
    }
    searched(&new, secrets)?;
    let mut text = disk::known_failures(path, true)?;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&new);
    whole::replace(path, &text).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(count)
}
