//! The schema of OpenAPI.

use anyhow::{Result, anyhow};
use jsonptr::Pointer;
use openapi_document::standard_schema;

use super::finding::Finding;
use super::linted_document::{LintedDocument, PropertyPart};
use super::table::Cell;

/// Checks each document against the schema of its OpenAPI version, if there is one.
pub(super) fn check(subjects: &[LintedDocument]) -> Result<Vec<Cell>> {
    subjects.iter().map(check_one).collect()
}

fn check_one(subject: &LintedDocument) -> Result<Cell> {
    let Some(schema) = standard_schema(subject.document.version()) else {
        return Ok(Cell::NotApplicable);
    };
    let validator = jsonschema::options()
        .offline()
        .build(&schema)
        .map_err(|error| anyhow!("the schema of OpenAPI cannot be used: {error}"))?;
    let document = subject.document.get(Pointer::root()).unwrap_or_default();
    let errors = validator.iter_errors(&document);
    let findings = errors.map(|error| Finding {
        place: subject.find_place(error.instance_path().as_str(), PropertyPart::Value),
        rule: "standard".to_owned(),
        // without the value, which can be half of the document
        message: error.masked().to_string(),
    });
    Ok(Cell::Findings(findings.collect()))
}
