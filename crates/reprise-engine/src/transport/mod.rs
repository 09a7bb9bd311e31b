//! How a request reaches the server: one request value in, one response or error out.

#[cfg(any(feature = "http", feature = "tower"))]
mod decode;
#[cfg(feature = "http")]
mod http;
#[cfg(feature = "tower")]
mod tower;

use futures_util::future::LocalBoxFuture;
use reprise_core::{Exchange, Reason};

#[cfg(feature = "http")]
pub use self::http::HttpTransport;
#[cfg(feature = "tower")]
pub use self::tower::TowerTransport;

/// A request, as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HttpRequest {
    /// HTTP method, in capitals.
    pub method: String,
    /// Absolute URL.
    pub url: String,
    /// Headers, in the order to send them.
    pub headers: Vec<(String, String)>,
    /// The body, if there is one.
    pub body: Option<Vec<u8>>,
}

impl HttpRequest {
    /// The request of a case, sent to a base URL.
    pub fn new(base: &str, request: &reprise_core::Request) -> HttpRequest {
        HttpRequest {
            method: request.method.clone(),
            url: format!("{base}{}", request.target),
            headers: request.headers.clone(),
            body: request.body.clone(),
        }
    }
}

/// Why no response came, without the URL, which may contain a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TransportError {
    /// What went wrong.
    pub kind: TransportErrorKind,
    /// Why, and what can be done.
    pub message: String,
}

/// What went wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportErrorKind {
    /// There was no connection.
    NoConnection,
    /// The connection broke before the response was complete.
    ConnectionLost,
    /// The response did not arrive in time.
    Timeout,
    /// The response is not HTTP, or exceeds a limit.
    Unusable,
}

impl From<TransportError> for Reason {
    fn from(error: TransportError) -> Reason {
        let message = error.message;
        match error.kind {
            TransportErrorKind::NoConnection => Reason::ConnectionFailed { message },
            TransportErrorKind::ConnectionLost => Reason::ConnectionLost { message },
            TransportErrorKind::Timeout => Reason::Timeout { message },
            TransportErrorKind::Unusable => Reason::UnusableResponse { message },
        }
    }
}

#[cfg(any(feature = "http", feature = "tower"))]
impl TransportError {
    pub(crate) fn unusable(message: impl Into<String>) -> TransportError {
        TransportError {
            kind: TransportErrorKind::Unusable,
            message: message.into(),
        }
    }
}

/// Sends requests. Implementations follow no redirect: a redirect is a response like any other, and credentials must
/// not travel to another server.
pub trait Transport {
    /// Sends one request and returns its response, with the content encoding removed.
    ///
    /// # Errors
    ///
    /// When there is no connection, it breaks, or the response exceeds a limit.
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<Exchange, TransportError>>;
}
