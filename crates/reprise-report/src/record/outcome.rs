//! The outcome of a case.

use openapi_document::Document;
use reprise_core::{CaseReport, Level, Reason, ReasonCode, finding_ids};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::known_failures::is_accepted;
use super::{FindingRecord, RunInfo, SourceLocation};

/// The outcome of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum OutcomeRecord {
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
        findings: Vec<FindingRecord>,
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

impl OutcomeRecord {
    /// Resolves the outcome on a case against its document.
    pub(super) fn new(case: &CaseReport, document: &Document, run: &RunInfo<'_>) -> OutcomeRecord {
        let is_accepted = |finding| {
            run.evaluation
                .is_some_and(|evaluation| is_accepted(evaluation, finding))
        };
        match &case.outcome {
            reprise_core::Outcome::Passed {
                level_reached,
                maximum_level,
            } => OutcomeRecord::Passed {
                level_reached: *level_reached,
                maximum_level: *maximum_level,
            },
            reprise_core::Outcome::Failed(findings) => OutcomeRecord::Failed {
                level_reached: findings
                    .iter()
                    .map(reprise_core::Finding::level)
                    .min()
                    .and_then(Level::next_lower),
                findings: findings
                    .iter()
                    .zip(finding_ids(&case.id, findings))
                    .map(|(finding, name)| FindingRecord {
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
                        claim: SourceLocation::new(document, &finding.claim),
                    })
                    .collect(),
            },
            reprise_core::Outcome::InvalidCase(reason) => OutcomeRecord::InvalidCase(reason.into()),
            reprise_core::Outcome::Blocked(reason) => OutcomeRecord::Blocked(reason.into()),
            reprise_core::Outcome::Inconclusive(reason) => {
                OutcomeRecord::Inconclusive(reason.into())
            }
            reprise_core::Outcome::Skipped(reason) => OutcomeRecord::Skipped(reason.into()),
            reprise_core::Outcome::Unreachable(reason) => OutcomeRecord::Unreachable(reason.into()),
        }
    }

    /// The word for it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            OutcomeRecord::Passed { .. } => "passed",
            OutcomeRecord::Failed { .. } => "failed",
            OutcomeRecord::InvalidCase { .. } => "invalid-case",
            OutcomeRecord::Blocked { .. } => "blocked",
            OutcomeRecord::Inconclusive { .. } => "inconclusive",
            OutcomeRecord::Skipped { .. } => "skipped",
            OutcomeRecord::Unreachable { .. } => "unreachable",
        }
    }

    /// Why there is no result; none if the case passed or failed.
    pub fn explanation(&self) -> Option<&Explanation> {
        match self {
            OutcomeRecord::Passed { .. } | OutcomeRecord::Failed { .. } => None,
            OutcomeRecord::InvalidCase(explanation)
            | OutcomeRecord::Blocked(explanation)
            | OutcomeRecord::Inconclusive(explanation)
            | OutcomeRecord::Skipped(explanation)
            | OutcomeRecord::Unreachable(explanation) => Some(explanation),
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
            OutcomeRecord::Passed { level_reached, .. } => Some(*level_reached),
            OutcomeRecord::Failed { level_reached, .. } => *level_reached,
            _ => None,
        }
    }

    /// The findings; empty unless the case failed.
    pub fn findings(&self) -> &[FindingRecord] {
        match self {
            OutcomeRecord::Failed { findings, .. } => findings,
            _ => &[],
        }
    }
}
