//! Whether what was chosen with `--only` is there.

use anyhow::{Result, anyhow};
use reprise_core::{Case, Suite, nearest};

/// Looks whether each text is part of the id of a case.
///
/// # Errors
///
/// When one is part of none; the error names the nearest case, operation or example.
pub(crate) fn known(only: &[String], suite: &Suite) -> Result<()> {
    let is_there = |text: &&String| {
        let mut cases = suite.cases.iter();
        cases.any(|case| case.id.as_str().contains(text.as_str()))
    };
    match only.iter().find(|text| !is_there(text)) {
        None => Ok(()),
        Some(text) => Err(unknown(text, suite)),
    }
}

fn unknown(text: &str, suite: &Suite) -> anyhow::Error {
    let words = |of: fn(&Case) -> &str| suite.cases.iter().map(of);
    let known = words(|case| &case.operation)
        .chain(words(|case| &case.example))
        .chain(words(|case| case.id.as_str()));
    match nearest(text, known) {
        Some(word) => anyhow!("--only {text}: no case is called that; did you mean `{word}`?"),
        None => anyhow!("--only {text}: no case is called that; `reprise list` lists all"),
    }
}
