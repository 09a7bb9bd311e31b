//! `reprise deviations`: where a target is known to differ.

use std::cell::RefCell;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result, bail};
use openapi_document::Document;
use reprise_core::{
    Day, Deviation, Release, Told, Weighed, deviation_entries, parse_deviations, weigh,
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

/// Weighs what a run finds against the deviations of a target, or with `accept` adds to them what they lack.
pub(crate) fn deviations(
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
        return Ok(Exit::Conforms);
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

/// Reads deviations from disk; a file that is not there holds none where `may_lack`.
pub(crate) fn read(path: &Path, may_lack: bool) -> Result<Vec<Deviation>> {
    let text = disk::deviations(path, may_lack)?;
    Ok(parse_deviations(&path.display().to_string(), &text)?)
}

/// Weighs what became of cases against deviations, as of today.
pub(crate) fn weigh_today<'r>(
    deviations: &[Deviation],
    document: &Document,
    cases: &[Told<'r>],
    version: Option<&Release>,
) -> Weighed<'r> {
    weigh(deviations, document, cases, version, Day::of(now()))
}

/// Writes how the deviations stand.
pub(crate) fn tell(out: &mut dyn Write, styles: &Styles, weighed: &Weighed<'_>) -> io::Result<()> {
    writeln!(
        out,
        "deviations: {} of {} findings accepted",
        weighed.accepted,
        weighed.accepted + weighed.open.len()
    )?;
    for complaint in &weighed.complaints {
        writeln!(out, "{} {complaint}", styled(styles.warn, '!'))?;
    }
    Ok(())
}

/// Adds entries for findings that no deviation speaks of; says how many.
fn add(path: &Path, weighed: &Weighed<'_>, secrets: &reprise_core::Secrets) -> Result<usize> {
    let new = deviation_entries(&weighed.open, Day::of(now()));
    let count = new.lines().filter(|line| line.starts_with("- ")).count();
    if count == 0 {
        return Ok(0);
    }
    searched(&new, secrets)?;
    let mut text = disk::deviations(path, true)?;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&new);
    whole::replace(path, &text).with_context(|| format!("{} cannot be written", path.display()))?;
    Ok(count)
}
