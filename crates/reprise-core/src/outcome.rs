//! The outcome of a case.

use crate::finding::{ExchangePart, Finding};
use crate::level::Level;
use crate::reason::{Reason, ReasonCode};

/// The outcome of a case. A difference of the server is a result, not an error.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// The response matches the document.
    Passed {
        /// How much was compared.
        level_reached: Level,
        /// The maximum level, which depends on the source of the state.
        maximum_level: Level,
    },
    /// The response refutes at least one documented claim.
    Failed(Vec<Finding>),
    /// The request itself would violate the document, so it was not sent: this is a mistake in the case, not in the
    /// server.
    InvalidCase(Reason),
    /// The case applies, but one of its preconditions could not be established.
    Blocked(Reason),
    /// There was a response, but it or the document has too little content to compare.
    Inconclusive(Reason),
    /// The case was left out on purpose.
    Skipped(Reason),
    /// There was no response.
    Unreachable(Reason),
}

impl From<Reason> for Outcome {
    /// The outcome that a reason leads to: each reason leads to exactly one.
    fn from(reason: Reason) -> Outcome {
        match reason.code() {
            ReasonCode::InvalidRequest => Outcome::InvalidCase(reason),
            ReasonCode::NoValueForParameter
            | ReasonCode::NothingDiscovered
            | ReasonCode::ChangesState
            | ReasonCode::NeedsState
            | ReasonCode::MissingCredential
            | ReasonCode::UnknownSecurityScheme
            | ReasonCode::UnsupportedSecurityScheme
            | ReasonCode::UnserializableParameter
            | ReasonCode::UnserializableBody
            | ReasonCode::LiteralValueInPath
            | ReasonCode::UnusableSchema
            | ReasonCode::ResetFailed
            | ReasonCode::NothingToSend => Outcome::Blocked(reason),
            ReasonCode::EmptyList
            | ReasonCode::EmptyObject
            | ReasonCode::NoExampleAndOpenSchema
            | ReasonCode::OtherDocumentedStatus
            | ReasonCode::TooFewElements => Outcome::Inconclusive(reason),
            ReasonCode::NotChosen
            | ReasonCode::ChangesSkipped
            | ReasonCode::NoRequestForResponse
            | ReasonCode::OtherShard
            | ReasonCode::Interrupted => Outcome::Skipped(reason),
            ReasonCode::HookFailed
            | ReasonCode::ConnectionFailed
            | ReasonCode::ConnectionLost
            | ReasonCode::Timeout
            | ReasonCode::UnusableResponse
            | ReasonCode::TooManyFailures => Outcome::Unreachable(reason),
        }
    }
}

impl Outcome {
    /// Whether a response was checked against the document.
    pub fn is_checked(&self) -> bool {
        match self {
            Outcome::Passed { .. } | Outcome::Failed(_) | Outcome::Inconclusive(_) => true,
            Outcome::InvalidCase(_)
            | Outcome::Blocked(_)
            | Outcome::Skipped(_)
            | Outcome::Unreachable(_) => false,
        }
    }

    /// Whether the response was as documented; `None` if that is unknown.
    pub fn has_passed(&self) -> Option<bool> {
        match self {
            Outcome::Passed { .. } => Some(true),
            Outcome::Failed(_) => Some(false),
            _ => None,
        }
    }

    /// Whether a body differs.
    pub(crate) fn has_body_finding(&self) -> bool {
        match self {
            Outcome::Failed(findings) => findings
                .iter()
                .any(|finding| finding.place == ExchangePart::Body),
            _ => false,
        }
    }

    /// Why there is no result; `None` if the case passed or failed.
    pub fn reason(&self) -> Option<&Reason> {
        match self {
            Outcome::Passed { .. } | Outcome::Failed(_) => None,
            Outcome::InvalidCase(reason)
            | Outcome::Blocked(reason)
            | Outcome::Inconclusive(reason)
            | Outcome::Skipped(reason)
            | Outcome::Unreachable(reason) => Some(reason),
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
