//! How the findings stand with the known failures.

use reprise_core::Weighed;
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
    pub(super) fn new(weighed: &Weighed<'_>) -> KnownFailures {
        KnownFailures {
            accepted: weighed.accepted,
            accepted_cases: weighed.accepted_cases,
            complaints: weighed.complaints.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Whether a known failure speaks of a finding; the same finding, not an equal one.
pub(super) fn is_accepted(weighed: &Weighed<'_>, finding: &reprise_core::Finding) -> bool {
    let mut open = weighed.open.iter();
    !open.any(|open| std::ptr::eq(open.finding, finding))
}
