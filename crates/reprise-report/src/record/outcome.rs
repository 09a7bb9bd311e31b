//! The outcome of a case.

use openapi_document::Document;
use reprise_core::{CaseReport, Level, Reason, ReasonCode, names};
use serde::{Deserialize, Serialize};

use super::known_failures::is_accepted;
use super::{Finding, Run, Spot};

/// The outcome of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
        findings: Vec<Finding>,
    },
    /// The request itself violates the document, so it was not sent.
    InvalidCase {
        /// Why, for programs.
        code: ReasonCode,
        /// The parameter, credential or other thing that the code is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        /// Why, as a sentence.
        reason: String,
    },
    /// Something that the case needs is missing.
    Blocked {
        /// Why, for programs.
        code: ReasonCode,
        /// The parameter, credential or other thing that the code is about.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subject: Option<String>,
        /// Why, as a sentence.
        reason: String,
    },
    /// The response proves nothing.
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
    /// There was no response.
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

    /// Why there is no result: the code, what it is about, and the sentence; none if the case passed or failed.
    pub fn why(&self) -> Option<(ReasonCode, Option<&str>, &str)> {
        match self {
            Outcome::Passed { .. } | Outcome::Failed { .. } => None,
            Outcome::InvalidCase {
                code,
                subject,
                reason,
            }
            | Outcome::Blocked {
                code,
                subject,
                reason,
            }
            | Outcome::Inconclusive {
                code,
                subject,
                reason,
            }
            | Outcome::Skipped {
                code,
                subject,
                reason,
            }
            | Outcome::Unreachable {
                code,
                subject,
                reason,
            } => Some((*code, subject.as_deref(), reason)),
        }
    }

    /// Why there is no result, as a sentence; none if the case passed or failed.
    pub fn reason(&self) -> Option<&str> {
        self.why().map(|(_, _, reason)| reason)
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

/// The code of a reason, what it is about, and its sentence.
fn parts(reason: &Reason) -> (ReasonCode, Option<String>, String) {
    (reason.code(), reason.group().subject, reason.to_string())
}
