//! The requirements and their status.

use reprise_core::{Requirement, RequirementStatus};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A requirement and its status.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RequirementResult {
    /// The requirement.
    #[serde(flatten)]
    pub requirement: Requirement,
    /// Its status.
    pub status: RequirementStatus,
}
