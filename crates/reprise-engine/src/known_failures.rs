//! Reads and writes known failures on disk: known differences between a target and its document.

use std::path::Path;

use openapi_document::Document;
use reprise_core::{
    CaseFindings, Day, KnownFailure, KnownFailureEvaluation, Secrets, TargetVersion,
    parse_known_failures, render_known_failures,
};

use crate::error::Error;
use crate::guard::check_secrets;
use crate::output::{OutputError, replace_file};
use crate::session::unix_time;
use crate::source::files;

/// How many days an accepted failure stays accepted.
pub const ACCEPTANCE_DAYS: u64 = 30;

/// Reads known failures; a file that does not exist contains none if it `may_be_missing`.
///
/// # Errors
///
/// When the file cannot be read or is not valid.
pub fn read(path: &Path, may_be_missing: bool) -> Result<Vec<KnownFailure>, Error> {
    let text = read_text(path, may_be_missing)?;
    Ok(parse_known_failures(&path.display().to_string(), &text)?)
}

fn read_text(path: &Path, may_be_missing: bool) -> Result<String, Error> {
    if may_be_missing && !path.exists() {
        return Ok(String::new());
    }
    files::read_text(path)
}

/// Compares the outcomes of cases with known failures, as of today.
pub fn evaluate<'r>(
    known_failures: &[KnownFailure],
    document: &Document,
    cases: &[CaseFindings<'r>],
    version: Option<&TargetVersion>,
) -> KnownFailureEvaluation<'r> {
    reprise_core::evaluate_known_failures(
        known_failures,
        document,
        cases,
        version,
        Day::of(unix_time()),
    )
}

/// Adds an entry for each finding that no known failure covers, for [`ACCEPTANCE_DAYS`] days; returns how many.
///
/// # Errors
///
/// When the file cannot be written, or an entry would contain a secret.
pub fn add(
    path: &Path,
    evaluation: &KnownFailureEvaluation<'_>,
    secrets: &Secrets,
) -> Result<usize, Error> {
    let new = render_known_failures(&evaluation.new_findings, Day::of(unix_time()));
    let count = new.lines().filter(|line| line.starts_with("- ")).count();
    if count == 0 {
        return Ok(0);
    }
    check_secrets(&new, secrets).map_err(Error::input)?;
    let mut text = read_text(path, true)?;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text.push_str(&new);
    replace_file(path, &text).map_err(|cause| OutputError::Write {
        file: path.display().to_string(),
        cause,
    })?;
    Ok(count)
}

/// The last day on which an entry that is added today counts.
pub fn acceptance_end() -> Day {
    Day::of(unix_time()).add_days(ACCEPTANCE_DAYS)
}
