//! `cargo xtask release`: raises the version of the document according to its changes, and writes the entry of its
//! changelog.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, Result, bail};
use chrono::{DateTime, Utc};
use openapi_diff::{Change, Class, diff, most_serious_class, render};

use crate::baseline::{Baseline, DOCUMENT, parse_document};
use crate::changelog::{CHANGELOG, insert_entry};
use crate::git;
use crate::semver::Semver;

/// The path of the code with the version of the document, below the root.
pub const VERSION_FILE: &str = "crates/jobs-api/src/document.rs";

/// Raises the version of the document and writes the changes since `against` to the changelog; without a reference,
/// the changes since the commit that set the current version.
///
/// # Errors
///
/// When git does not know that commit, the requested version is too low, or a file cannot be changed.
pub fn run(
    root: &Path,
    against: Option<&str>,
    version: Option<&str>,
    generated: &str,
    out: &mut dyn Write,
) -> Result<()> {
    let new = parse_document(DOCUMENT, generated)?;
    let baseline = match against {
        Some(reference) => Baseline::since(root, reference)?,
        None => last_release(root)?,
    };
    let Some(old) = &baseline.document else {
        bail!(
            "{DOCUMENT} does not exist at {}; pass a reference that has it with --against",
            baseline.from
        );
    };
    let changes = diff(old, &new);
    let Some(class) = most_serious_class(&changes) else {
        writeln!(
            out,
            "nothing to release: {DOCUMENT} has no changes since {}",
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
        // a version that is high enough already stays, whether raised by hand or by an earlier run
        None if now > before && now >= before.next(class) => now,
        None => before.next_after(&changes),
    };
    if wanted <= before
        || !changes
            .iter()
            .all(|change| wanted.allows(before, change.class))
    {
        bail!(
            "{wanted} is too low after {before} with {}; use {}",
            render::change_summary(&changes),
            before.next_after(&changes)
        );
    }
    writeln!(
        out,
        "{} since {}",
        render::change_summary(&changes),
        baseline.from
    )?;
    if class == Class::Review && version.is_none() {
        writeln!(
            out,
            "changes that need a review count as breaking; if no client breaks, pass a lower version with --version"
        )?;
    }
    raise_version(root, now, wanted)?;
    write_entry(root, before, wanted, &changes)?;
    writeln!(
        out,
        "{VERSION_FILE}: {before} -> {wanted}\n{CHANGELOG}: entry for {wanted}"
    )?;
    writeln!(
        out,
        "now run `cargo xtask spec`, read the entry, and commit everything"
    )?;
    Ok(())
}

/// The document at the commit that set its current version.
fn last_release(root: &Path) -> Result<Baseline> {
    let head = Baseline::at(root, "HEAD", "HEAD")?;
    let Some(document) = head.document else {
        // if git is the reason, its message is the better one
        git::merge_base(root, "HEAD")?;
        return Ok(head);
    };
    let version = document.info_version();
    let text = format!("\"version\": \"{version}\"");
    match git::last_change(root, &text, DOCUMENT)? {
        Some(commit) => Baseline::at(root, &format!("the commit of {version}"), &commit),
        None => bail!(
            "no commit set the version {version} of {DOCUMENT}; pass a reference with --against"
        ),
    }
}

/// Changes the version in the code, which must contain it exactly once.
fn raise_version(root: &Path, from: Semver, to: Semver) -> Result<()> {
    if from == to {
        return Ok(());
    }
    let path = root.join(VERSION_FILE);
    let text =
        fs::read_to_string(&path).with_context(|| format!("{VERSION_FILE} cannot be read"))?;
    let line = |version: Semver| format!("const VERSION: &str = \"{version}\";");
    if text.matches(&line(from)).count() != 1 {
        bail!(
            "{VERSION_FILE} does not contain `{}` exactly once; build again, or set {to} there yourself",
            line(from)
        );
    }
    fs::write(&path, text.replace(&line(from), &line(to)))
        .with_context(|| format!("{VERSION_FILE} cannot be changed"))
}

/// Writes the entry of a version to the changelog.
fn write_entry(root: &Path, before: Semver, version: Semver, changes: &[Change]) -> Result<()> {
    let path = root.join(CHANGELOG);
    let text = fs::read_to_string(&path).with_context(|| format!("{CHANGELOG} cannot be read"))?;
    let today = DateTime::<Utc>::from(SystemTime::now()).format("%Y-%m-%d");
    let mut entry = format!("## {version} - {today}\n");
    render::changelog(&mut entry, changes)?;
    fs::write(&path, insert_entry(&text, before, &entry))
        .with_context(|| format!("{CHANGELOG} cannot be changed"))
}
