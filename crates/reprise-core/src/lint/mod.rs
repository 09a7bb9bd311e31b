//! Checks a document against itself, without a server: its examples must match its schemas.
//!
//! ```
//! use openapi_document::Document;
//! use reprise_core::lint_document;
//!
//! let document = Document::parse("greeting.yaml", "
//! openapi: 3.1.0
//! paths:
//!   /greetings/{id}:
//!     parameters: [{ name: id, in: path, required: true, schema: { type: integer }, example: first }]
//!     get: { responses: { 204: { description: Nothing } } }
//! ")?;
//! let flaws = lint_document(&document, &[])?;
//! assert_eq!(flaws[0].message, r#""first" is not of type "integer""#);
//! assert_eq!(flaws[0].place.as_str(), "/paths/~1greetings~1{id}/parameters/0/example");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod cases;
mod direction;
mod examples;
mod flaw;
mod lists;
mod types;

use std::collections::HashSet;

use jsonptr::PointerBuf;
use openapi_document::Document;

use crate::case::CaseId;
use crate::erratum::Erratum;
use crate::schemas::SchemaError;
use crate::schemas::Schemas;
use crate::suite::Suite;
use crate::suite::{SuiteError, UNNAMED_EXAMPLE, UnusedReason, build_suite};

pub use cases::lint_cases;
pub use flaw::{Flaw, LintRule};

/// A document that cannot be checked at all.
#[derive(Debug, thiserror::Error)]
pub enum LintError {
    /// Its schemas cannot be used at all.
    #[error(transparent)]
    Schemas(#[from] SchemaError),
    /// Its suite cannot be built.
    #[error(transparent)]
    Suite(#[from] SuiteError),
}

/// Lists the contradictions in a document, rule by rule, each flaw once. An example that `errata` correct has none.
///
/// # Errors
///
/// Returns an error if the schemas of the document cannot be compiled, an `x-reprise` property is not valid, or an
/// erratum is stale.
pub fn lint_document(document: &Document, errata: &[Erratum]) -> Result<Vec<Flaw>, LintError> {
    let mut flaws: Vec<Flaw> = document
        .defects()
        .iter()
        .map(|defect| Flaw {
            rule: LintRule::Document,
            place: defect.pointer.clone(),
            claim: None,
            message: defect.message.clone(),
        })
        .collect();
    let mut suite = build_suite(document, &[], errata)?;
    flaws.extend(unused_flaws(&suite));
    suite.cases.retain(|case| !case.errata.is_empty());
    let examples = examples::collect_examples(document);
    flaws.extend(examples::flaws(document, &examples)?);
    flaws.extend(direction::flaws(document, &examples));
    flaws.extend(types::flaws(document));
    flaws.extend(lists::flaws(document));
    let corrected = corrected_bodies(document, suite)?;
    flaws.retain(|flaw| {
        !corrected
            .iter()
            .any(|example| flaw.place.starts_with(example))
    });
    // shared parts occur once for each operation that uses them
    let mut reported = HashSet::new();
    flaws.retain(|flaw| reported.insert(flaw.clone()));
    Ok(flaws)
}

/// The documented bodies of a suite that errata have corrected.
fn corrected_bodies(document: &Document, mut suite: Suite) -> Result<Vec<PointerBuf>, SchemaError> {
    if suite.cases.is_empty() {
        return Ok(Vec::new());
    }
    let schemas = Schemas::compile(document, &suite)?;
    let broken: HashSet<CaseId> = lint_cases(document, &suite, &schemas)
        .into_iter()
        .map(|(case, _)| case)
        .collect();
    suite.cases.retain(|case| !broken.contains(&case.id));
    let bodies = suite
        .cases
        .into_iter()
        .flat_map(|case| case.steps)
        .filter_map(|step| step.expected_response.body);
    Ok(bodies.map(|documented| documented.claim).collect())
}

/// Examples that make no case. It is not a contradiction if an operation has no example, or if no client calls a
/// webhook. The unnamed example of a header only shows its format, for any response.
fn unused_flaws(suite: &Suite) -> impl Iterator<Item = Flaw> {
    suite
        .unused
        .iter()
        .filter(|unused| match &unused.reason {
            UnusedReason::NoExample | UnusedReason::WebhookOrCallback => false,
            UnusedReason::NoCase(name) => name != UNNAMED_EXAMPLE,
            _ => true,
        })
        .map(|unused| Flaw {
            rule: LintRule::Unused,
            place: unused.pointer.clone(),
            claim: None,
            message: unused.reason.to_string(),
        })
}
