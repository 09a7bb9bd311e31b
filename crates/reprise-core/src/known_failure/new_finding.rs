//! A finding without a known failure.

use crate::finding::{Finding, FindingIds};

/// A finding that no known failure covers.
#[derive(Clone, Debug, PartialEq)]
pub struct NewFinding<'r> {
    /// The id of its case.
    pub case: &'r str,
    /// The id.
    pub ids: FindingIds,
    /// The finding.
    pub finding: &'r Finding,
}
