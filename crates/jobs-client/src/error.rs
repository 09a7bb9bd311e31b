//! Errors of all operations; errors for single statuses are defined with their operation.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use serde::Serialize;

/// The response is missing or incomplete.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Transport {
    /// The request cannot be sent as it is.
    #[error("nothing was sent: {0}")]
    Unsendable(String),
    /// The connection failed.
    #[error("no connection: {0}; check the address, and whether its certificate is trusted here")]
    NoConnection(String),
    /// The request timed out.
    #[error("no whole answer within {} seconds; `with_timeout` waits longer", .0.as_secs())]
    TooSlow(Duration),
    /// The body is larger than the limit.
    #[error("the body is larger than {0} bytes; allow more, or ask for less")]
    TooLarge(usize),
    /// The connection broke before the response was complete.
    #[error("the answer broke off: {0}; ask again")]
    Broken(String),
    /// The next page is at an address that this client does not request, so that it sends no credential there.
    #[error(
        "the next page is said to be at {0}, which is not what was asked; give the address that the server itself uses"
    )]
    Elsewhere(String),
    /// The next page is one that was read before.
    #[error(
        "the next page is said to be this one again, so the list has no end; tell those who run the server"
    )]
    Circle,
}

/// The response has a documented status but does not match its documentation.
#[derive(Debug, thiserror::Error)]
#[error("the answer with {status} is not as documented: {cause}")]
#[non_exhaustive]
pub struct Decode {
    /// Its status.
    pub status: u16,
    /// The mismatch, with line and column for JSON.
    pub cause: String,
    /// The beginning of the body.
    pub body: String,
}

/// An error of any operation.
#[derive(Debug)]
pub(crate) enum Failure {
    Transport(Transport),
    Undocumented { status: u16, body: String },
    Decode(Decode),
}

impl From<Transport> for Failure {
    fn from(error: Transport) -> Failure {
        Failure::Transport(error)
    }
}

impl From<Decode> for Failure {
    fn from(error: Decode) -> Failure {
        Failure::Decode(error)
    }
}

/// Converts a general error to the error of an operation.
macro_rules! from_failure {
    ($error:ident) => {
        impl From<$crate::error::Failure> for $error {
            fn from(failure: $crate::error::Failure) -> $error {
                match failure {
                    $crate::error::Failure::Transport(error) => $error::Transport(error),
                    $crate::error::Failure::Undocumented { status, body } => {
                        $error::Undocumented { status, body }
                    }
                    $crate::error::Failure::Decode(error) => $error::Decode(error),
                }
            }
        }
    };
}

pub(crate) use from_failure;

/// A body as the server sent it, for messages.
pub(crate) struct Said<'b, T>(pub(crate) &'b T);

impl<T: Serialize> fmt::Display for Said<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self.0).map_err(|_| fmt::Error)?)
    }
}

/// The reason why there is no response, as text, without the address.
pub(crate) fn transport(error: reqwest::Error, timeout: Duration) -> Transport {
    let error = error.without_url();
    if error.is_timeout() {
        return Transport::TooSlow(timeout);
    }
    // the innermost cause is the most precise: "connection refused", "invalid certificate"
    let mut cause: &dyn Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if error.is_connect() {
        Transport::NoConnection(cause.to_string())
    } else {
        Transport::Broken(cause.to_string())
    }
}
