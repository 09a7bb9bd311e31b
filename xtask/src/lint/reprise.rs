//! The findings of `reprise lint`.

use anyhow::{Context, Result};
use reprise_core::lint_document;

use super::finding::Finding;
use super::subject::{Part, Subject};
use super::table::Cell;

/// Checks each document for contradictions; those that an erratum corrects are left out.
pub(super) fn check(subjects: &[Subject]) -> Result<Vec<Cell>> {
    subjects.iter().map(check_one).collect()
}

fn check_one(subject: &Subject) -> Result<Cell> {
    let flaws = lint_document(&subject.document, &subject.errata)
        .with_context(|| format!("{} cannot be checked", subject.document.name()))?;
    let findings = flaws.into_iter().map(|flaw| Finding {
        place: subject.place(flaw.place.as_str(), Part::Value),
        rule: flaw.rule.to_string(),
        message: flaw.message,
    });
    Ok(Cell::Findings(findings.collect()))
}
