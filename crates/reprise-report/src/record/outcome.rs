//! The outcome of a case.

use openapi_document::Document;
use reprise_core::{CaseReport, Level, Reason, ReasonCode, names};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known_failures::is_accepted;
use super::{Finding, Run, Spot};

/// The outcome of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// The response is as documented.
    Passed {
        /// How much was compared.
        level_reached: Level,
        /// How much could have been compared at most.
        maximum_level: Level,
    },
    /// The response refutes at least one documented claim.
    Failed {
        /// The level that was reached before the first difference; none if the first level differs.
        level_reached: Option<Level>,
        /// The findings.
        #[schemars(length(min = 1))]
        findings: Vec<Finding>,
    },
    /// The request itself violates the document, so it was not sent.
    InvalidCase(Explanation),
    /// Something that the case needs is missing.
    Blocked(Explanation),
    /// The response proves nothing.
    Inconclusive(Explanation),
    /// Left out on purpose.
    Skipped(Explanation),
    /// There was no response.
    Unreachable(Explanation),
}

/// Why a case has no result.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(inline)]
pub struct Explanation {
    /// Why, for programs.
    pub code: ReasonCode,
    /// The parameter, credential or other thing that the code is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Why, as a sentence.
    pub reason: String,
}

impl From<&Reason> for Explanation {
    fn from(reason: &Reason) -> Explanation {
        Explanation {
            code: reason.code(),
            subject: reason.group().subject,
            reason: reason.to_string(),
        }
    }
}

impl Outcome {
    /// Resolves the outcome on a case against its document.
    pub(super) fn new(case: &CaseReport, document: &Document, run: &Run<'_>) -> Outcome {
        let is_accepted = |finding| {
            run.evaluation
                .is_some_and(|evaluation| is_accepted(evaluation, finding))
        };
        match &case.outcome {
            reprise_core::Outcome::Passed {
                level_reached,
                maximum_level,
            } => Outcome::Passed {
                level_reached: *level_reached,
                maximum_level: *maximum_level,
            },
            reprise_core::Outcome::Failed(findings) => Outcome::Failed {
                level_reached: findings
                    .iter()
                    .map(reprise_core::Finding::level)
                    .min()
                    .and_then(Level::below),
                findings: findings
                    .iter()
                    .zip(names(&case.id, findings))
                    .map(|(finding, name)| Finding {
                        id: name.id,
                        class: finding.class(),
                        check: finding.check,
                        level: finding.level(),
                        place: finding.place.clone(),
                        pointer: finding.at.to_string(),
                        kind: finding.kind.clone(),
                        agreement: finding.agreement,
                        accepted: is_accepted(finding),
                        step: (finding.step > 0).then_some(finding.step + 1),
                        claim: Spot::new(document, &finding.claim),
                    })
                    .collect(),
            },
            reprise_core::Outcome::InvalidCase(reason) => Outcome::InvalidCase(reason.into()),
            reprise_core::Outcome::Blocked(reason) => Outcome::Blocked(reason.into()),
            reprise_core::Outcome::Inconclusive(reason) => Outcome::Inconclusive(reason.into()),
            reprise_core::Outcome::Skipped(reason) => Outcome::Skipped(reason.into()),
            reprise_core::Outcome::Unreachable(reason) => Outcome::Unreachable(reason.into()),
        }
    }

    /// The word for it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Outcome::Passed { .. } => "passed",
            Outcome::Failed { .. } => "failed",
            Outcome::InvalidCase { .. } => "invalid-case",
            Outcome::Blocked { .. } => "blocked",
            Outcome::Inconclusive { .. } => "inconclusive",
            Outcome::Skipped { .. } => "skipped",
            Outcome::Unreachable { .. } => "unreachable",
        }
    }

    /// Why there is no result; none if the case passed or failed.
    pub fn explanation(&self) -> Option<&Explanation> {
        match self {
            Outcome::Passed { .. } | Outcome::Failed { .. } => None,
            Outcome::InvalidCase(explanation)
            | Outcome::Blocked(explanation)
            | Outcome::Inconclusive(explanation)
            | Outcome::Skipped(explanation)
            | Outcome::Unreachable(explanation) => Some(explanation),
        }
    }

    /// Why there is no result, as a sentence; none if the case passed or failed.
    pub fn reason(&self) -> Option<&str> {
        self.explanation()
            .map(|explanation| explanation.reason.as_str())
    }

    /// The level that was reached, if one was.
    pub fn level_reached(&self) -> Option<Level> {
        match self {
            Outcome::Passed { level_reached, .. } => Some(*level_reached),
            Outcome::Failed { level_reached, .. } => *level_reached,
            _ => None,
        }
    }

    /// The findings; empty unless the case failed.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Outcome::Failed { findings, .. } => findings,
            _ => &[],
        }
    }
}
