//! `cargo xtask release`: the version that what has changed asks for, and the entry of the document's changelog.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Utc};
use openapi_diff::{Change, Class, diff, gravest, render};

use crate::baseline::{Baseline, DOCUMENT, parse};
use crate::changelog::{CHANGELOG, with_entry};
use crate::git;
use crate::semver::Semver;

/// The code that says the version of the document, below the root.
pub const VERSION: &str = "crates/jobs-api/src/document.rs";

/// Raises the version of the document and writes down what has changed since the last one.
///
/// Without a reference, what has changed since the commit that gave the document its present version.
///
/// # Errors
///
/// When git does not know since when, when the version that is asked for does not do, or when a file cannot be changed.
pub fn run(
    root: &Path,
    against: Option<&str>,
    version: Option<&str>,
    generated: &str,
    out: &mut dyn Write,
) -> Result<()> {
    let new = parse(DOCUMENT, generated)?;
    let baseline = match against {
        Some(reference) => Baseline::since(root, reference)?,
        None => last_release(root)?,
    };
    let Some(old) = &baseline.document else {
        bail!(
            "there is no {DOCUMENT} at {}; name a reference that has one, with --against",
            baseline.from
        );
    };
    let changes = diff(old, &new);
    let Some(class) = gravest(&changes) else {
        writeln!(
            out,
            "nothing to release: {DOCUMENT} means the same as at {}",
            baseline.from
        )?;
        return Ok(());
    };
    let (before, now) = (
        Semver::parse(old.info_version())?,
        Semver::parse(new.info_version())?,
    );
    let wanted = match version {
        Some(version) => Semver::parse(version)?,
        // what was raised far enough by hand, or by this command before, stays
        None if now > before && now >= before.after(class) => now,
        None => before.after_all(&changes),
    };
    if wanted <= before
        || !changes
            .iter()
            .all(|change| wanted.admits(before, change.class))
    {
        bail!(
            "{wanted} does not do after {before}: there are {}; {} does",
            render::counted(&changes),
            before.after_all(&changes)
        );
    }
    writeln!(out, "{} since {}", render::counted(&changes), baseline.from)?;
    if class == Class::Review && version.is_none() {
        writeln!(
            out,
            "what is to be reviewed counts as breaking; where nobody breaks, say so with --version"
        )?;
    }
    raise(root, now, wanted)?;
    log(root, before, wanted, &changes)?;
    writeln!(
        out,
        "{VERSION}: {before} -> {wanted}\n{CHANGELOG}: the entry for {wanted}"
    )?;
    writeln!(
        out,
        "now run `cargo xtask spec`, read the entry, and commit all of it"
    )?;
    Ok(())
}

/// The document as it was when it got its present version.
fn last_release(root: &Path) -> Result<Baseline> {
    let head = Baseline::at(root, "HEAD", "HEAD")?;
    let Some(document) = head.document else {
        // git says why, where it is git that does not know
        git::merge_base(root, "HEAD")?;
        return Ok(head);
    };
    let version = document.info_version();
    let text = format!("\"version\": \"{version}\"");
    match git::last_change(root, &text, DOCUMENT)? {
        Some(commit) => Baseline::at(root, &format!("the commit of {version}"), &commit),
        None => bail!(
            "no commit gave {DOCUMENT} its version {version}; name a reference with --against"
        ),
    }
}

/// Changes the version in the code, which must say it in exactly one place.
fn raise(root: &Path, from: Semver, to: Semver) -> Result<()> {
    if from == to {
        return Ok(());
    }
    let path = root.join(VERSION);
    let text = fs::read_to_string(&path).with_context(|| format!("{VERSION} cannot be read"))?;
    let line = |version: Semver| format!("const VERSION: &str = \"{version}\";");
    if text.matches(&line(from)).count() != 1 {
        bail!(
            "{VERSION} does not say `{}` once; build again, or write {to} there yourself",
            line(from)
        );
    }
    fs::write(&path, text.replace(&line(from), &line(to)))
        .with_context(|| format!("{VERSION} cannot be changed"))
}

/// Puts the entry of a version in front of those that were released; what was written since `before` is replaced.
fn log(root: &Path, before: Semver, version: Semver, changes: &[Change]) -> Result<()> {
    let path = root.join(CHANGELOG);
    let text = fs::read_to_string(&path).with_context(|| format!("{CHANGELOG} cannot be read"))?;
    let today = DateTime::<Utc>::from(SystemTime::now()).format("%Y-%m-%d");
    let mut entry = format!("## {version} - {today}\n");
    render::changelog(&mut entry, changes)?;
    fs::write(&path, with_entry(&text, before, &entry))
        .with_context(|| format!("{CHANGELOG} cannot be changed"))
}
