//! `cargo xtask spec --check --against REF`: compares the generated document with the one that clients depend on.
//!
//! The baseline is the document at the commit where this branch left REF. The version must announce the changes since:
//! a breaking change needs a new major version, and so does a renamed operation id or component, since generated
//! clients have these names. A change that the comparison cannot classify needs a review; the reviewer raises the major
//! or the minor version. A new version alone is not a change.

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

/// The path of the document, below the root.
pub const DOCUMENT: &str = "spec/openapi.json";

/// The document that clients depend on.
pub struct Baseline {
    /// The reference and the commit that it is from: `origin/main (0123456)`.
    pub from: String,
    /// The document, if the commit has one.
    pub document: Option<Document>,
}

impl Baseline {
    /// Reads the document at the last commit that `reference` and HEAD have in common.
    ///
    /// # Errors
    ///
    /// When git does not know the reference, or the file is not an OpenAPI document.
    pub fn since(root: &Path, reference: &str) -> Result<Baseline> {
        let commit = git::merge_base(root, reference)?;
        Baseline::at(root, reference, &commit)
    }

    /// Reads the document at a commit.
    ///
    /// # Errors
    ///
    /// As [`since`](Self::since).
    pub fn at(root: &Path, reference: &str, commit: &str) -> Result<Baseline> {
        let short = commit.get(..7).unwrap_or(commit);
        let from = format!("{reference} ({short})");
        let document = match git::file_at(root, commit, DOCUMENT)? {
            Some(text) => Some(parse_document(&format!("{short}:{DOCUMENT}"), &text)?),
            None => None,
        };
        Ok(Baseline { from, document })
    }
}

/// Parses a document under a name.
pub(crate) fn parse_document(name: &str, text: &str) -> Result<Document> {
    Document::parse(name, text).with_context(|| format!("{name} cannot be compared"))
}

/// Compares a generated document with the baseline, and prints the changes.
///
/// # Errors
///
/// When there is no baseline, or a version does not consist of three numbers.
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
            "no baseline: {DOCUMENT} does not exist at {}",
            baseline.from
        )?;
        return Ok(Outcome::Fresh);
    };
    let new = parse_document(DOCUMENT, generated)?;
    let changes = diff(old, &new);
    if changes.is_empty() {
        writeln!(out, "{DOCUMENT} has no changes since {}", baseline.from)?;
        return Ok(Outcome::Fresh);
    }
    writeln!(out, "changes of {DOCUMENT} since {}:\n", baseline.from)?;
    let mut text = String::new();
    render::text(&mut text, &changes, &|_, text| text.to_owned())?;
    out.write_all(text.as_bytes())?;

    let before = Semver::parse(old.info_version())?;
    let after = Semver::parse(new.info_version())?;
    let refused: Vec<&Change> = changes
        .iter()
        .filter(|change| !after.allows(before, change.class))
        .collect();
    let version = if after > before {
        after
    } else {
        before.next_after(&changes)
    };
    let mut entry = format!("## {version} - unreleased\n");
    render::changelog(&mut entry, &changes)?;
    writeln!(
        out,
        "\nentry for {}, which `cargo xtask release` adds:\n\n{}",
        CHANGELOG,
        entry.trim_end()
    )?;
    if refused.is_empty() {
        return Ok(Outcome::Fresh);
    }
    writeln!(out, "\n{}", refusal_message(&refused, before, after)?)?;
    Ok(Outcome::Breaking)
}

/// Why the check fails, and what to do.
fn refusal_message(refused: &[&Change], before: Semver, after: Semver) -> Result<String> {
    let count = |class| {
        refused
            .iter()
            .filter(|change| change.class == class)
            .count()
    };
    let version = if before == after {
        format!("is still {after}")
    } else {
        format!("is only raised from {before} to {after}")
    };
    let mut text = String::new();
    let (breaking, review) = (count(Class::Breaking), count(Class::Review));
    if breaking > 0 {
        let change = if breaking == 1 {
            "breaking change"
        } else {
            "breaking changes"
        };
        write!(
            text,
            "{breaking} {change}, but `info.version` {version}: revert what breaks, or raise the major version with `cargo xtask release`"
        )?;
    } else {
        let change = if review == 1 {
            "change needs"
        } else {
            "changes need"
        };
        write!(
            text,
            "{review} {change} a review, but `info.version` {version}: raise the major version if clients break, or else the minor version (`cargo xtask release --version`)"
        )?;
    }
    Ok(text)
}
