//! What became of a case: the verdict.

use openapi_document::Document;
use reprise_core::{CaseReport, Level, Omission, names};
use serde::{Deserialize, Serialize};

use super::deviations::is_accepted;
use super::{Finding, Run, Spot};

/// What became of a case.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "kebab-case")]
pub(crate) enum Verdict {
    /// The answer is what is documented.
    Conforms {
        /// How much was compared.
        attained: Level,
        /// How much could have been compared at most.
        ceiling: Level,
    },
    /// The answer refutes at least one documented fact.
    Differs {
        /// The level before anything differed; none where the very first did.
        attained: Option<Level>,
        /// What differs.
        findings: Vec<Finding>,
    },
    /// The request itself would break the document, so it was not sent.
    Mistaken {
        /// What is wrong with it.
        reason: String,
    },
    /// What the case needs first could not be had.
    Blocked {
        /// Why.
        reason: String,
    },
    /// An answer came, and held nothing to judge.
    Inconclusive {
        /// Why.
        reason: String,
    },
    /// Left out on purpose.
    Skipped {
        /// Why, as a word.
        omission: Omission,
        /// Why, as a sentence.
        reason: String,
    },
    /// No answer came.
    Unreached {
        /// Why.
        reason: String,
    },
}

impl Verdict {
    /// Resolves the verdict on a case against its document.
    pub(super) fn new(case: &CaseReport, document: &Document, run: &Run<'_>) -> Verdict {
        let is_accepted = |finding| {
            run.weighed
                .is_some_and(|weighed| is_accepted(weighed, finding))
        };
        match &case.verdict {
            reprise_core::Verdict::Conforms { attained, ceiling } => Verdict::Conforms {
                attained: *attained,
                ceiling: *ceiling,
            },
            reprise_core::Verdict::Differs(findings) => Verdict::Differs {
                attained: findings
                    .iter()
                    .map(|finding| finding.level)
                    .min()
                    .and_then(Level::below),
                findings: findings
                    .iter()
                    .zip(names(&case.id, findings))
                    .map(|(finding, name)| Finding {
                        id: name.id,
                        class: finding.class(),
                        level: finding.level,
                        place: finding.place.clone(),
                        pointer: finding.at.to_string(),
                        kind: finding.kind.clone(),
                        agreement: finding.agreement,
                        accepted: is_accepted(finding),
                        step: (finding.step > 0).then_some(finding.step + 1),
                        fact: Spot::new(document, &finding.fact),
                    })
                    .collect(),
            },
            reprise_core::Verdict::Mistaken(reason) => Verdict::Mistaken {
                reason: reason.clone(),
            },
            reprise_core::Verdict::Blocked(reason) => Verdict::Blocked {
                reason: reason.clone(),
            },
            reprise_core::Verdict::Inconclusive(reason) => Verdict::Inconclusive {
                reason: reason.clone(),
            },
            reprise_core::Verdict::Skipped(omission) => Verdict::Skipped {
                omission: *omission,
                reason: omission.to_string(),
            },
            reprise_core::Verdict::Unreached(reason) => Verdict::Unreached {
                reason: reason.clone(),
            },
        }
    }

    /// The word for it.
    pub(crate) const fn as_str(&self) -> &'static str {
        match self {
            Verdict::Conforms { .. } => "conforms",
            Verdict::Differs { .. } => "differs",
            Verdict::Mistaken { .. } => "mistaken",
            Verdict::Blocked { .. } => "blocked",
            Verdict::Inconclusive { .. } => "inconclusive",
            Verdict::Skipped { .. } => "skipped",
            Verdict::Unreached { .. } => "unreached",
        }
    }

    /// Why there is nothing more to say, where that is so.
    pub(crate) fn reason(&self) -> Option<&str> {
        match self {
            Verdict::Conforms { .. } | Verdict::Differs { .. } => None,
            Verdict::Mistaken { reason }
            | Verdict::Blocked { reason }
            | Verdict::Inconclusive { reason }
            | Verdict::Skipped { reason, .. }
            | Verdict::Unreached { reason } => Some(reason),
        }
    }

    /// The level that was attained, if one was.
    pub(crate) fn attained(&self) -> Option<Level> {
        match self {
            Verdict::Conforms { attained, .. } => Some(*attained),
            Verdict::Differs { attained, .. } => *attained,
            _ => None,
        }
    }

    /// What differs; nothing where nothing does.
    pub(crate) fn findings(&self) -> &[Finding] {
        match self {
            Verdict::Differs { findings, .. } => findings,
            _ => &[],
        }
    }
}
