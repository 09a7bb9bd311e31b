//! How the findings compare with the known failures.

use reprise_core::Weighed;
use serde::{Deserialize, Serialize};

/// How the findings compare with the known failures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KnownFailures {
    /// Findings that are known failures.
    pub accepted: usize,
    /// Cases whose findings all are known failures.
    pub accepted_cases: usize,
    /// Entries that are stale, match nothing or have expired.
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

/// Whether a finding is a known failure; compares by identity.
pub(super) fn is_accepted(weighed: &Weighed<'_>, finding: &reprise_core::Finding) -> bool {
    let mut open = weighed.open.iter();
    !open.any(|open| std::ptr::eq(open.finding, finding))
}
