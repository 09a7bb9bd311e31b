//! What became of the requirements.

use reprise_core::{Requirement, RequirementStatus};
use serde::{Deserialize, Serialize};

/// A requirement, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequirementResult {
    /// The requirement.
    #[serde(flatten)]
    pub requirement: Requirement,
    /// What became of it.
    pub fulfilment: RequirementStatus,
}
