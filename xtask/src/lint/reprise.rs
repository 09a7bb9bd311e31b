//! The findings of `reprise lint`.

use anyhow::{Context, Result};
use reprise_core::lint_document;

use super::finding::Finding;
use super::linted_document::{LintedDocument, PropertyPart};
use super::table::Cell;

/// Checks each document for contradictions; those that an erratum corrects are left out.
pub(super) fn check(subjects: &[LintedDocument]) -> Result<Vec<Cell>> {
    subjects.iter().map(check_one).collect()
}

fn check_one(subject: &LintedDocument) -> Result<Cell> {
    let flaws = lint_document(&subject.document, &subject.errata)
        .with_context(|| format!("{} cannot be checked", subject.document.name()))?;
    let findings = flaws.into_iter().map(|flaw| Finding {
        place: subject.find_place(flaw.place.as_str(), PropertyPart::Value),
        rule: flaw.rule.to_string(),
        message: flaw.message,
    });
    Ok(Cell::Findings(findings.collect()))
}
