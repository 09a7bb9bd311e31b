//! `cargo xtask spec`: model types and documented examples in, `spec/` out.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use jobs_api::SpecFile;
use jobs_api::examples::Examples;
use openapi_diff::DIFF_SCHEMA;
use reprise_core::{CASES_SCHEMA, PROMISES_SCHEMA, TARGET_SCHEMA};

use crate::files::{self, Change, Freshness};
use crate::{Outcome, blessed};

/// Where the documented examples lie, below the root.
const EXAMPLES: &str = "conformance/examples";
/// Where the generated files lie, below the root.
const SPEC: &str = "spec";
/// How many lines of a difference are shown per file.
const SHOWN_LINES: usize = 30;
/// How many lines are shown of a file that is missing, or that nothing makes any more.
const SHOWN_LINES_OF_A_WHOLE: usize = 6;

/// The schema of reports, written by hand beside the code that writes them.
const REPORT_SCHEMA: &str = include_str!("../../crates/reprise/src/report/report.schema.json");

/// What to do with what is stale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Write it.
    Write,
    /// Show it.
    Check,
}

impl Mode {
    /// What `--check` means.
    pub fn of(check: bool) -> Mode {
        if check { Mode::Check } else { Mode::Write }
    }
}

/// Regenerates `spec/` below `root`, or tells what regenerating would change.
///
/// # Errors
///
/// When an example cannot be read or does not fit its operation, or when a file cannot be read or written.
pub fn run(root: &Path, mode: Mode, out: &mut dyn Write) -> Result<Outcome> {
    let generated = generate(&root.join(EXAMPLES))?;
    let changes = files::compare(&root.join(SPEC), &generated)?;
    match mode {
        Mode::Write => {
            files::apply(&root.join(SPEC), &changes)?;
            for change in &changes {
                writeln!(out, "{} {SPEC}/{}", change.freshness.done(), change.path)?;
            }
            writeln!(
                out,
                "{SPEC}/ is fresh: {} files, {} changed",
                generated.len(),
                changes.len()
            )?;
            Ok(Outcome::Fresh)
        }
        Mode::Check if changes.is_empty() => {
            writeln!(out, "{SPEC}/ is fresh: {} files", generated.len())?;
            Ok(Outcome::Fresh)
        }
        Mode::Check => {
            for change in &changes {
                tell(change, out)?;
            }
            writeln!(
                out,
                "{SPEC}/ is stale: {} of {} files; run `cargo xtask spec` and commit the result",
                changes.len(),
                generated.len()
            )?;
            Ok(Outcome::Stale)
        }
    }
}

/// Does the same, and then holds what is generated to what people depend on at a reference, if one is named.
///
/// # Errors
///
/// As [`run`], and when there is nothing to compare with.
pub fn run_against(
    root: &Path,
    mode: Mode,
    against: Option<&str>,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let outcome = run(root, mode, out)?;
    let Some(reference) = against else {
        return Ok(outcome);
    };
    writeln!(out)?;
    match blessed::check(root, reference, &document(root)?, out)? {
        Outcome::Fresh => Ok(outcome),
        worse => Ok(worse),
    }
}

/// The document that is generated now, as JSON.
///
/// # Errors
///
/// As [`generate`].
pub fn document(root: &Path) -> Result<String> {
    let files = generate(&root.join(EXAMPLES))?;
    let document = files
        .into_iter()
        .find(|file| format!("{SPEC}/{}", file.path) == blessed::DOCUMENT);
    document
        .map(|file| file.text)
        .with_context(|| format!("nothing makes {}", blessed::DOCUMENT))
}

/// The files of `spec/`, made from the examples below `folder`.
///
/// # Errors
///
/// When an example cannot be read or does not fit its operation.
pub fn generate(folder: &Path) -> Result<Vec<SpecFile>> {
    let texts = files::read_below(folder).with_context(|| {
        format!(
            "the documented examples in {} cannot be read",
            folder.display()
        )
    })?;
    let examples = Examples::parse(
        texts
            .iter()
            .filter(|(path, _)| path.ends_with(".yaml"))
            .map(|(path, text)| (path.as_str(), text.as_str())),
    )
    .with_context(|| format!("in {}", folder.display()))?;
    let mut generated = jobs_api::spec(&examples)?;
    generated.push(SpecFile::schema("World", jobs_world::world_schema())?);
    for (name, text) in [
        ("Report", REPORT_SCHEMA),
        ("Cases", CASES_SCHEMA),
        ("Promises", PROMISES_SCHEMA),
        ("Target", TARGET_SCHEMA),
        ("Diff", DIFF_SCHEMA),
    ] {
        let schema = serde_json::from_str(text)
            .with_context(|| format!("the schema {name} cannot be read"))?;
        generated.push(SpecFile::schema(name, schema)?);
    }
    Ok(generated)
}

/// One stale file, with the beginning of its difference.
fn tell(change: &Change, out: &mut dyn Write) -> Result<()> {
    let path = format!("{SPEC}/{}", change.path);
    match change.freshness {
        Freshness::Missing => writeln!(out, "missing {path}")?,
        Freshness::Orphan => writeln!(out, "orphan  {path}: nothing makes this file any more")?,
        Freshness::Stale => writeln!(out, "stale   {path}")?,
    }
    let diff = similar::TextDiff::from_lines(change.on_disk.as_str(), change.generated.as_str());
    let unified = diff
        .unified_diff()
        .context_radius(2)
        .header(&path, "generated")
        .to_string();
    // a whole file that is there or not needs no more than a glance
    let shown = if change.freshness == Freshness::Stale {
        SHOWN_LINES
    } else {
        SHOWN_LINES_OF_A_WHOLE
    };
    let lines: Vec<&str> = unified.lines().collect();
    for line in lines.iter().take(shown) {
        writeln!(out, "  {line}")?;
    }
    if lines.len() > shown {
        writeln!(out, "  … {} more lines", lines.len() - shown)?;
    }
    Ok(())
}
