//! Why a target cannot be used.

use reprise_core::Secrets;

/// A target that a run cannot begin with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// It does not respond.
    #[error("{url} cannot be reached: {cause}; is the server running there?")]
    Unreachable {
        /// Where.
        url: String,
        /// Why not.
        cause: String,
    },
    /// The state hook responds, but not as a state hook does.
    #[error("the state hook at {url} {cause}")]
    InvalidHookResponse {
        /// Where.
        url: String,
        /// What is wrong with the response.
        cause: String,
    },
}

impl TargetError {
    /// The same error without secrets.
    pub fn mask(&mut self, secrets: &Secrets) {
        match self {
            TargetError::Unreachable { url, cause }
            | TargetError::InvalidHookResponse { url, cause } => {
                secrets.mask_text(url);
                secrets.mask_text(cause);
            }
        }
    }
}
