//! What became of a case.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Finding, Level, Place};

/// What became of a case. That a server differs is a result, not an error.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The answer is what is documented.
    Passed {
        /// How much was compared.
        level_reached: Level,
        /// How much could have been compared at most, given how the state came about.
        maximum_level: Level,
    },
    /// The answer refutes at least one documented claim.
    Failed(Vec<Finding>),
    /// The request itself would break the document, so it was not sent: that is our mistake, not the server's.
    InvalidCase(String),
    /// The case applies, but what it needs first could not be had.
    Blocked(String),
    /// An answer came, but there was nothing in it, or nothing documented, to judge by.
    Inconclusive(String),
    /// The case was left out on purpose.
    Skipped(Omission),
    /// No answer came.
    Unreachable(String),
}

/// Why a case was left out on purpose.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Omission {
    /// Nobody asked for it.
    NotChosen,
    /// It would change the target, whose state is not ours.
    ChangesState,
    /// It belongs to another shard.
    OtherShard,
    /// The run was interrupted before it was sent.
    Interrupted,
}

impl fmt::Display for Omission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Omission::NotChosen => "not chosen",
            Omission::OtherShard => "it belongs to another shard",
            Omission::Interrupted => "the run was interrupted before it was sent",
            Omission::ChangesState => "it changes state, and this target has no state hook",
        })
    }
}

impl Outcome {
    /// Whether an answer was held against the document.
    pub fn is_judged(&self) -> bool {
        match self {
            Outcome::Passed { .. } | Outcome::Failed(_) | Outcome::Inconclusive(_) => true,
            Outcome::InvalidCase(_)
            | Outcome::Blocked(_)
            | Outcome::Skipped(_)
            | Outcome::Unreachable(_) => false,
        }
    }

    /// Whether the answer was as documented; none where that was not found out.
    pub fn conforms(&self) -> Option<bool> {
        match self {
            Outcome::Passed { .. } => Some(true),
            Outcome::Failed(_) => Some(false),
            _ => None,
        }
    }

    /// Whether something in a body differs.
    pub(crate) fn is_in_body(&self) -> bool {
        match self {
            Outcome::Failed(findings) => {
                findings.iter().any(|finding| finding.place == Place::Body)
            }
            _ => false,
        }
    }

    /// The word for it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Outcome::Passed { .. } => "passed",
            Outcome::Failed(_) => "failed",
            Outcome::InvalidCase(_) => "invalid-case",
            Outcome::Blocked(_) => "blocked",
            Outcome::Inconclusive(_) => "inconclusive",
            Outcome::Skipped(_) => "skipped",
            Outcome::Unreachable(_) => "unreachable",
        }
    }
}
