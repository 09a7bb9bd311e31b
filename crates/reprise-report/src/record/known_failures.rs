//! How the findings stand with the known failures.

use reprise_core::Evaluation;
use serde::{Deserialize, Serialize};

/// How the known failures stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFailures {
    /// Findings that known failures speak of.
    pub accepted: usize,
    /// Cases that differ only where known failures say so.
    pub accepted_cases: usize,
    /// What is wrong with the known failures.
    pub complaints: Vec<String>,
}

impl KnownFailures {
    pub(super) fn new(evaluation: &Evaluation<'_>) -> KnownFailures {
        KnownFailures {
            accepted: evaluation.accepted,
            accepted_cases: evaluation.accepted_cases,
            complaints: evaluation
                .problems
                .iter()
                .map(ToString::to_string)
                .collect(),
        }
    }
}

/// Whether a known failure speaks of a finding; the same finding, not an equal one.
pub(super) fn is_accepted(evaluation: &Evaluation<'_>, finding: &reprise_core::Finding) -> bool {
    let mut open = evaluation.new_findings.iter();
    !open.any(|open| std::ptr::eq(open.finding, finding))
}
