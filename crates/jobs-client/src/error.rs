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
    InvalidRequest(String),
    /// The connection failed.
    #[error("no connection: {0}; check the address, and whether its certificate is trusted here")]
    NoConnection(String),
    /// The request timed out.
    #[error("no whole answer within {} seconds; `with_timeout` waits longer", .0.as_secs())]
    Timeout(Duration),
    /// The body is larger than the limit.
    #[error("the body is larger than {0} bytes; allow more, or ask for less")]
    TooLarge(usize),
    /// The connection broke before the response was complete.
    #[error("the answer broke off: {0}; ask again")]
    ConnectionLost(String),
    /// The next page is at an address that this client does not request, so that it sends no credential there.
    #[error(
        "the link to the next page leads to another address ({0}); use the base URL that the server uses in its links"
    )]
    UnexpectedAddress(String),
    /// The next page is one that was read before.
    #[error(
        "the link to the next page leads to the same page; report this to the operator of the server"
    )]
    RepeatedPage,
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
pub(crate) struct JsonDisplay<'b, T>(pub(crate) &'b T);

impl<T: Serialize> fmt::Display for JsonDisplay<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&serde_json::to_string(self.0).map_err(|_| fmt::Error)?)
    }
}

/// The reason why there is no response, as text, without the address.
pub(crate) fn transport_error(error: reqwest::Error, timeout: Duration) -> Transport {
    let error = error.without_url();
    if error.is_timeout() {
        return Transport::Timeout(timeout);
    }
    // the innermost cause is the most precise: "connection refused", "invalid certificate"
    let mut cause: &dyn Error = &error;
    while let Some(inner) = cause.source() {
        cause = inner;
    }
    if error.is_connect() {
        Transport::NoConnection(cause.to_string())
    } else {
        Transport::ConnectionLost(cause.to_string())
    }
}
