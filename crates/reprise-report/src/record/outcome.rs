//! What became of a case: the outcome.

use openapi_document::Document;
use reprise_core::{CaseReport, Level, Reason, ReasonCode, names};
use serde::{Deserialize, Serialize};

use super::known_failures::is_accepted;
use super::{Finding, Run, Spot};

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub enum Outcome {
    /// The answer is what is documented.
    Passed {
        /// How much was compared.
        level_reached: Level,
        /// How much could have been compared at most.
        maximum_level: Level,
    },
    /// The answer refutes at least one documented claim.
    Failed {
        /// The level before anything differed; none where the very first did.
        level_reached: Option<Level>,
        /// What differs.
        findings: Vec<Finding>,
    },
    /// The request itself would break the document, so it was not sent.
    InvalidCase {
        /// Why, for programs.
        code: ReasonCode,
        /// The parameter, credential or other thing that the code is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        /// Why, as a sentence.
        reason: String,
    },
    /// What the case needs first could not be had.
    Blocked {
        /// Why, for programs.
        code: ReasonCode,
        /// The parameter, credential or other thing that the code is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        /// Why, as a sentence.
        reason: String,
    },
    /// An answer came, and held nothing to judge.
    Inconclusive {
        /// Why, for programs.
        code: ReasonCode,
        /// The parameter, credential or other thing that the code is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        /// Why, as a sentence.
        reason: String,
    },
    /// Left out on purpose.
    Skipped {
        /// Why, for programs.
        code: ReasonCode,
        /// The parameter, credential or other thing that the code is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        /// Why, as a sentence.
        reason: String,
    },
    /// No answer came.
    Unreachable {
        /// Why, for programs.
        code: ReasonCode,
        /// The parameter, credential or other thing that the code is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        /// Why, as a sentence.
        reason: String,
    },
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
            reprise_core::Outcome::InvalidCase(reason) => {
                let (code, subject, reason) = parts(reason);
                Outcome::InvalidCase {
                    code,
                    subject,
                    reason,
                }
            }
            reprise_core::Outcome::Blocked(reason) => {
                let (code, subject, reason) = parts(reason);
                Outcome::Blocked {
                    code,
                    subject,
                    reason,
                }
            }
            reprise_core::Outcome::Inconclusive(reason) => {
                let (code, subject, reason) = parts(reason);
                Outcome::Inconclusive {
                    code,
                    subject,
                    reason,
                }
            }
            reprise_core::Outcome::Skipped(reason) => {
                let (code, subject, reason) = parts(reason);
                Outcome::Skipped {
                    code,
                    subject,
                    reason,
                }
            }
            reprise_core::Outcome::Unreachable(reason) => {
                let (code, subject, reason) = parts(reason);
                Outcome::Unreachable {
                    code,
                    subject,
                    reason,
                }
            }
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

    /// Why there is nothing more to say, where that is so.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Outcome::Passed { .. } | Outcome::Failed { .. } => None,
            Outcome::InvalidCase { reason, .. }
            | Outcome::Blocked { reason, .. }
            | Outcome::Inconclusive { reason, .. }
            | Outcome::Skipped { reason, .. }
            | Outcome::Unreachable { reason, .. } => Some(reason),
        }
    }

    /// The level that was reached, if one was.
    pub fn level_reached(&self) -> Option<Level> {
        match self {
            Outcome::Passed { level_reached, .. } => Some(*level_reached),
            Outcome::Failed { level_reached, .. } => *level_reached,
            _ => None,
        }
    }

    /// What differs; nothing where nothing does.
    pub fn findings(&self) -> &[Finding] {
        match self {
            Outcome::Failed { findings, .. } => findings,
            _ => &[],
        }
    }
}

/// The code of a reason, what it is about, and its sentence.
fn parts(reason: &Reason) -> (ReasonCode, Option<String>, String) {
    (reason.code(), reason.group().subject, reason.to_string())
}
