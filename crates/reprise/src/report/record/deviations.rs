//! How the findings stand with the deviations.

use reprise_core::Weighed;
use serde::{Deserialize, Serialize};

/// How the deviations stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Deviations {
    /// Findings that deviations speak of.
    pub(crate) accepted: usize,
    /// Cases that differ only where deviations say so.
    pub(crate) accepted_cases: usize,
    /// What is wrong with the deviations.
    pub(crate) complaints: Vec<String>,
}

impl Deviations {
    pub(super) fn new(weighed: &Weighed<'_>) -> Deviations {
        Deviations {
            accepted: weighed.accepted,
            accepted_cases: weighed.accepted_cases,
            complaints: weighed.complaints.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Whether a deviation speaks of a finding; the same finding, not an equal one.
pub(super) fn is_accepted(weighed: &Weighed<'_>, finding: &reprise_core::Finding) -> bool {
    let mut open = weighed.open.iter();
    !open.any(|open| std::ptr::eq(open.finding, finding))
}
