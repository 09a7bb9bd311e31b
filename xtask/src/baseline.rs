//! `cargo xtask spec --check --against REF`: what is generated now against what people depend on.
//!
//! *Baseline* is the document as it is committed where this branch left REF. Who breaks by what is generated now must
//! be told by its version: a breaking change, and with them every change of an operation id or of a component's name,
//! since clients made from the document have these names, needs a raised major version; what cannot be decided needs
//! a person, who says by a raised major or minor version what it is. The version itself is no change.

use std::fmt::Write as _;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use openapi_diff::{Change, Class, diff, render};
use openapi_document::Document;

use crate::changelog::CHANGELOG;
use crate::git;
use crate::semver::Semver;
use crate::task::Outcome;

/// The document that people depend on, below the root.
pub const DOCUMENT: &str = "spec/openapi.json";

/// The document that people depend on.
pub struct Baseline {
    /// The reference it comes from, with the commit: `origin/main (0123456)`.
    pub from: String,
    /// It, or none where there was none yet.
    pub document: Option<Document>,
}

impl Baseline {
    /// Reads the document of the commit that `reference` and HEAD have in common.
    ///
    /// # Errors
    ///
    /// When git does not know it, with what to do; or when what is there is no OpenAPI document.
    pub fn since(root: &Path, reference: &str) -> Result<Baseline> {
        let commit = git::merge_base(root, reference)?;
        Baseline::at(root, reference, &commit)
    }

    /// Reads the document of a commit.
    ///
    /// # Errors
    ///
    /// As [`since`](Self::since).
    pub fn at(root: &Path, reference: &str, commit: &str) -> Result<Baseline> {
        let short = commit.get(..7).unwrap_or(commit);
        let from = format!("{reference} ({short})");
        let document = match git::file_at(root, commit, DOCUMENT)? {
            Some(text) => Some(parse(&format!("{short}:{DOCUMENT}"), &text)?),
            None => None,
        };
        Ok(Baseline { from, document })
    }
}

/// Reads a document, whatever its name says.
pub(crate) fn parse(name: &str, text: &str) -> Result<Document> {
    Document::parse(name, text).with_context(|| format!("{name} cannot be compared"))
}

/// Holds a generated document to the blessed one, and tells what has changed.
///
/// # Errors
///
/// When there is nothing to compare with, or a version is not three numbers.
pub fn check(
    root: &Path,
    reference: &str,
    generated: &str,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let baseline = Baseline::since(root, reference)?;
    let Some(old) = &baseline.document else {
        writeln!(
            out,
            "nothing is blessed yet: there is no {DOCUMENT} at {}",
            baseline.from
        )?;
        return Ok(Outcome::Fresh);
    };
    let new = parse(DOCUMENT, generated)?;
    let changes = diff(old, &new);
    if changes.is_empty() {
        writeln!(out, "{DOCUMENT} means the same as at {}", baseline.from)?;
        return Ok(Outcome::Fresh);
    }
    writeln!(out, "{DOCUMENT} against {}:\n", baseline.from)?;
    let mut text = String::new();
    render::text(&mut text, &changes, &|_, text| text.to_owned())?;
    out.write_all(text.as_bytes())?;

    let before = Semver::parse(old.info_version())?;
    let after = Semver::parse(new.info_version())?;
    let refused: Vec<&Change> = changes
        .iter()
        .filter(|change| !after.admits(before, change.class))
        .collect();
    let version = if after > before {
        after
    } else {
        before.after_all(&changes)
    };
    let mut entry = format!("## {version} - unreleased\n");
    render::changelog(&mut entry, &changes)?;
    writeln!(
        out,
        "\nto be added to {} (`cargo xtask release` does):\n\n{}",
        CHANGELOG,
        entry.trim_end()
    )?;
    if refused.is_empty() {
        return Ok(Outcome::Fresh);
    }
    writeln!(out, "\n{}", refusal(&refused, before, after)?)?;
    Ok(Outcome::Breaking)
}

/// Why the check fails, and what there is to do.
fn refusal(refused: &[&Change], before: Semver, after: Semver) -> Result<String> {
    let count = |class| {
        refused
            .iter()
            .filter(|change| change.class == class)
            .count()
    };
    let version = if before == after {
        format!("is still {after}")
    } else {
        format!("goes only from {before} to {after}")
    };
    let mut text = String::new();
    let (breaking, review) = (count(Class::Breaking), count(Class::Review));
    if breaking > 0 {
        let change = if breaking == 1 {
            "change breaks"
        } else {
            "changes break"
        };
        write!(
            text,
            "{breaking} {change} somebody, and `info.version` {version}: take back what breaks, or raise the major version with `cargo xtask release`"
        )?;
    } else {
        let change = if review == 1 {
            "change has"
        } else {
            "changes have"
        };
        write!(
            text,
            "{review} {change} to be reviewed, and `info.version` {version}: raise the major version if somebody breaks, the minor version if nobody does (`cargo xtask release --version`)"
        )?;
    }
    Ok(text)
}
