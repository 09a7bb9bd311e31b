//! How the findings compare with the known failures.

use reprise_core::KnownFailureEvaluation;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How the findings compare with the known failures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KnownFailureResult {
    /// Findings that are known failures.
    pub accepted: usize,
    /// Cases whose findings all are known failures.
    pub accepted_cases: usize,
    /// Entries that are stale, match nothing or have expired.
    pub complaints: Vec<String>,
}

impl KnownFailureResult {
    pub(super) fn new(evaluation: &KnownFailureEvaluation<'_>) -> KnownFailureResult {
        KnownFailureResult {
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

/// Whether a finding is a known failure; compares by identity.
pub(super) fn is_accepted(
    evaluation: &KnownFailureEvaluation<'_>,
    finding: &reprise_core::Finding,
) -> bool {
    let mut open = evaluation.new_findings.iter();
    !open.any(|open| std::ptr::eq(open.finding, finding))
}
