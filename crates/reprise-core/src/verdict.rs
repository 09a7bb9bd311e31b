//! What became of a case.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Finding, Level, Place};

/// What became of a case. That a server differs is a result, not an error.
#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    /// The answer is what is documented.
    Conforms {
        /// How much was compared.
        attained: Level,
        /// How much could have been compared at most, given how the state came about.
        ceiling: Level,
    },
    /// The answer refutes at least one documented fact.
    Differs(Vec<Finding>),
    /// The request itself would break the document, so it was not sent: that is our mistake, not the server's.
    Mistaken(String),
    /// The case applies, but what it needs first could not be had.
    Blocked(String),
    /// An answer came, but there was nothing in it, or nothing documented, to judge by.
    Inconclusive(String),
    /// The case was left out on purpose.
    Skipped(Omission),
    /// No answer came.
    Unreached(String),
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

impl Verdict {
    /// Whether an answer was held against the document.
    pub fn is_judged(&self) -> bool {
        match self {
            Verdict::Conforms { .. } | Verdict::Differs(_) | Verdict::Inconclusive(_) => true,
            Verdict::Mistaken(_)
            | Verdict::Blocked(_)
            | Verdict::Skipped(_)
            | Verdict::Unreached(_) => false,
        }
    }

    /// Whether the answer was as documented; none where that was not found out.
    pub fn conforms(&self) -> Option<bool> {
        match self {
            Verdict::Conforms { .. } => Some(true),
            Verdict::Differs(_) => Some(false),
            _ => None,
        }
    }

    /// Whether something in a body differs.
    pub(crate) fn is_in_body(&self) -> bool {
        match self {
            Verdict::Differs(findings) => {
                findings.iter().any(|finding| finding.place == Place::Body)
            }
            _ => false,
        }
    }

    /// The word for it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Verdict::Conforms { .. } => "conforms",
            Verdict::Differs(_) => "differs",
            Verdict::Mistaken(_) => "mistaken",
            Verdict::Blocked(_) => "blocked",
            Verdict::Inconclusive(_) => "inconclusive",
            Verdict::Skipped(_) => "skipped",
            Verdict::Unreached(_) => "unreached",
        }
    }
}
