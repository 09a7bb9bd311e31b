//! Outcomes, errata and counts, independent of a format.

use std::collections::HashMap;

use openapi_document::{Defect, Document, Method};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::case::{Case, CaseOrigin, DocumentationSource};
use crate::checks::{BodyPair, Judgement, PlaceCounts};
use crate::claims::Claims;
use crate::erratum::ErratumUse;
use crate::finding::ExtraProperty;
use crate::level::Level;
use crate::outcome::Outcome;
use crate::plan::Plan;
use crate::requirement::{Requirement, RequirementStatus};
use crate::suite::{Suite, UnusedExample};

/// The result of a run.
#[derive(Clone, Debug)]
pub struct Report {
    /// Title and version of the document.
    pub title: String,
    /// Source of the document.
    pub document: String,
    /// The options of the run.
    pub target: String,
    /// The cases, in the order of the suite.
    pub cases: Vec<CaseReport>,
    /// The errata of the suite.
    pub errata: Vec<ErratumUse>,
    /// Errors in the document, with their places; each removes an operation, or makes one unreliable.
    pub defects: Vec<Defect>,
    /// Every claim of the document about responses, and its status.
    pub claims: Claims,
    /// Examples of the document that make no case.
    pub unused: Vec<UnusedExample>,
    /// All requirements, and their status.
    pub requirements: Vec<(Requirement, RequirementStatus)>,
}

/// The result of one case.
#[derive(Clone, Debug)]
pub struct CaseReport {
    /// Its stable name.
    pub id: String,
    /// Operation id.
    pub operation: String,
    /// HTTP method.
    pub method: Method,
    /// Path template.
    pub path: String,
    /// Name of the example.
    pub example: String,
    /// Source of the example.
    pub source: Option<DocumentationSource>,
    /// The outcome.
    pub outcome: Outcome,
    /// Properties of the response that are not in the example.
    pub notes: Vec<ExtraProperty>,
    /// The number of compared documented places, by strictness.
    pub places: PlaceCounts,
    /// Both bodies, if they differ.
    pub bodies: Option<BodyPair>,
    /// The errata that change it.
    pub errata: Vec<String>,
    /// Where its request and its expected response come from.
    pub origin: CaseOrigin,
    /// How often the request was sent; 0 if it was not sent.
    pub attempts: u32,
}

/// An erratum with the cases that it changes, in the order of the suite.
fn restrict_to_checked_cases(erratum: &ErratumUse, cases: &[CaseReport]) -> ErratumUse {
    let judged = cases
        .iter()
        .filter(|case| case.outcome.is_checked() && erratum.cases.contains(&case.id));
    ErratumUse {
        cases: judged.map(|case| case.id.clone()).collect(),
        ..erratum.clone()
    }
}

impl CaseReport {
    /// Whether its request had to be sent more than once.
    pub fn is_flaky(&self) -> bool {
        self.attempts > 1
    }

    fn new(case: &Case, judgement: Judgement) -> CaseReport {
        CaseReport {
            id: case.id.to_string(),
            operation: case.operation.clone(),
            method: case.method,
            path: case.path.clone(),
            example: case.example.clone(),
            source: case.source.clone(),
            bodies: judgement
                .bodies
                .filter(|_| judgement.outcome.has_body_finding()),
            outcome: judgement.outcome,
            notes: judgement.notes,
            places: judgement.places,
            errata: case.errata.clone(),
            origin: case.origin,
            attempts: judgement.attempts,
        }
    }
}

/// The report in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Summary {
    /// Cases in all.
    pub cases: usize,
    /// Cases whose responses are as documented.
    pub passed: usize,
    /// The number of these that were compared at level value.
    pub passed_by_value: usize,
    /// Cases whose responses refute a claim.
    pub failed: usize,
    /// Cases whose own requests violate the document.
    pub invalid: usize,
    /// Cases without a precondition that they need.
    pub blocked: usize,
    /// Cases whose responses prove nothing.
    pub inconclusive: usize,
    /// The number of these whose response has no example in the document; they do not change the exit code.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub inconclusive_without_example: usize,
    /// Cases left out on purpose.
    pub skipped: usize,
    /// Cases without a response.
    pub unreachable: usize,
    /// Findings in all.
    pub findings: usize,
    /// Properties that no example mentions.
    pub notes: usize,
    /// The number of these that are in no schema either.
    pub undocumented: usize,
    /// The number of compared documented places, by strictness.
    pub places: PlaceCounts,
    /// Errata that changed a case.
    pub errata: usize,
    /// Defects of the document.
    pub defects: usize,
    /// Cases whose requests were sent more than once.
    pub flaky: usize,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Summary {
    /// Cases that should have been checked but were not.
    pub fn without_result(&self) -> usize {
        self.invalid + self.blocked + self.inconclusive + self.unreachable
    }
}

impl Report {
    /// Combines the judgements of a plan, in the order of the suite.
    pub fn new(
        document: &Document,
        suite: &Suite,
        plan: &Plan<'_>,
        judgements: Vec<Judgement>,
        target: String,
    ) -> Report {
        let mut judged = plan.cases.iter().zip(judgements).peekable();
        let mut skipped = plan.skips.iter();
        let judged: Vec<(&Case, Judgement)> = suite
            .cases
            .iter()
            .filter_map(
                |case| match judged.next_if(|(planned, _)| planned.case.id == case.id) {
                    Some((_, judgement)) => Some((case, judgement)),
                    None => Some((
                        case,
                        Judgement::without_response(skipped.next()?.outcome.clone()),
                    )),
                },
            )
            .collect();
        let claims = Claims::evaluate(
            document,
            judged
                .iter()
                .map(|(case, judgement)| (*case, judgement.claims.as_ref())),
        );
        let cases: Vec<CaseReport> = judged
            .into_iter()
            .map(|(case, judgement)| CaseReport::new(case, judgement))
            .collect();
        let conforms: HashMap<&str, bool> = cases
            .iter()
            .filter_map(|case| Some((case.id.as_str(), case.outcome.has_passed()?)))
            .collect();
        let requirements = suite
            .requirements
            .iter()
            .map(|requirement| {
                let status = requirement.status(|case| conforms.get(case).copied());
                (requirement.clone(), status)
            })
            .collect();
        Report {
            title: format!("{} {}", document.title(), document.info_version()),
            document: document.name().to_owned(),
            target,
            errata: suite
                .errata
                .iter()
                .map(|erratum| restrict_to_checked_cases(erratum, &cases))
                .collect(),
            cases,
            defects: document.defects().to_vec(),
            claims,
            unused: suite.unused.clone(),
            requirements,
        }
    }

    /// The report in numbers.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary {
            cases: self.cases.len(),
            notes: self.cases.iter().map(|case| case.notes.len()).sum(),
            errata: self
                .errata
                .iter()
                .filter(|erratum| !erratum.cases.is_empty())
                .count(),
            defects: self.defects.len(),
            flaky: self.cases.iter().filter(|case| case.is_flaky()).count(),
            ..Summary::default()
        };
        for case in &self.cases {
            summary.undocumented += case.notes.iter().filter(|note| note.undocumented).count();
            summary.places.exact += case.places.exact;
            summary.places.tolerated += case.places.tolerated;
            summary.places.unchecked += case.places.unchecked;
            match &case.outcome {
                Outcome::Passed { level_reached, .. } => {
                    summary.passed += 1;
                    summary.passed_by_value += usize::from(*level_reached == Level::Value);
                }
                Outcome::Failed(findings) => {
                    summary.failed += 1;
                    summary.findings += findings.len();
                }
                Outcome::InvalidCase(_) => summary.invalid += 1,
                Outcome::Blocked(_) => summary.blocked += 1,
                Outcome::Inconclusive(_) => {
                    summary.inconclusive += 1;
                    summary.inconclusive_without_example +=
                        usize::from(case.origin != CaseOrigin::Documented);
                }
                Outcome::Skipped(_) => summary.skipped += 1,
                Outcome::Unreachable(_) => summary.unreachable += 1,
            }
        }
        summary
    }
}
