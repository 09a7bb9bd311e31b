//! Requests over the network. The only file that knows the HTTP library.

use std::error::Error as _;
use std::io;

use futures_util::future::LocalBoxFuture;
use reprise_core::Exchange;
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::{Certificate, Method, redirect};

use super::decode::receive;
use super::{HttpRequest, Transport, TransportError, TransportErrorKind};
use crate::error::Error;
use crate::limits::{CONNECT_TIMEOUT, Limits};

/// Sends requests over HTTP/1.1, with or without TLS.
#[derive(Clone, Debug)]
pub struct HttpTransport {
    http: reqwest::Client,
    limits: Limits,
}

impl HttpTransport {
    /// A transport that keeps to limits. Certificates are always checked: against those in `trusted` (PEM), if there
    /// are any, else against the system's.
    ///
    /// # Errors
    ///
    /// When `trusted` contains no certificate.
    pub fn new(limits: Limits, trusted: Option<&[u8]>) -> Result<HttpTransport, Error> {
        // an error here only says that a provider is installed already
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let mut builder = reqwest::Client::builder()
            .timeout(limits.timeout)
            .connect_timeout(limits.timeout.min(CONNECT_TIMEOUT))
            .http1_max_headers(limits.headers)
            .default_headers(headers)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("reprise/", env!("CARGO_PKG_VERSION")));
        if let Some(pem) = trusted {
            let certificates = Certificate::from_pem_bundle(pem)
                .ok()
                .filter(|certificates| !certificates.is_empty())
                .ok_or_else(|| Error::input("`ca_file` contains no certificate; give a PEM file that begins with `-----BEGIN CERTIFICATE-----`"))?;
            builder = builder.tls_certs_only(certificates);
        }
        let http = builder
            .build()
            .map_err(|error| Error::input(format!("the HTTP client cannot be set up: {error}")))?;
        Ok(HttpTransport { http, limits })
    }

    async fn exchange(&self, request: HttpRequest) -> Result<Exchange, TransportError> {
        let method = Method::from_bytes(request.method.as_bytes()).map_err(|_| {
            TransportError::unusable(format!("`{}` is not an HTTP method", request.method))
        })?;
        let mut builder = self.http.request(method, &request.url);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = request.body {
            builder = builder.body(body);
        }
        let response = builder
            .send()
            .await
            .map_err(|error| self.transport_error(error))?;
        receive(
            response.into(),
            &self.limits,
            |error| match error.downcast::<reqwest::Error>() {
                Ok(error) => self.transport_error(*error),
                Err(error) => TransportError::unusable(error.to_string()),
            },
        )
        .await
    }

    fn transport_error(&self, error: reqwest::Error) -> TransportError {
        let error = error.without_url();
        if error.is_timeout() && !error.is_connect() {
            return TransportError {
                kind: TransportErrorKind::Timeout,
                message: format!(
                    "no complete response within {} seconds; --timeout waits longer",
                    self.limits.timeout.as_secs()
                ),
            };
        }
        let causes = ErrorCauses::of(&error);
        if causes.head_too_large {
            return TransportError::unusable(format!(
                "the response has more than {} headers, or headers that are too large; --max-headers allows more",
                self.limits.headers
            ));
        }
        let kind = if error.is_connect() {
            TransportErrorKind::NoConnection
        } else {
            TransportErrorKind::ConnectionLost
        };
        let mut message = causes.innermost;
        if causes.certificate_refused {
            message.push_str(
                "; trust its authority with `tls: { ca_file: … }` in the target, or fix the server",
            );
        }
        TransportError { kind, message }
    }
}

impl Transport for HttpTransport {
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<Exchange, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// The messages in the chain of an error's causes.
struct ErrorCauses {
    /// The innermost cause, which is the most precise: "connection refused", "invalid certificate".
    innermost: String,
    /// Whether the status line and the headers exceed the limit.
    head_too_large: bool,
    /// Whether the server's certificate was refused.
    certificate_refused: bool,
}

impl ErrorCauses {
    fn of(error: &reqwest::Error) -> ErrorCauses {
        let mut causes = ErrorCauses {
            innermost: error.to_string(),
            head_too_large: false,
            certificate_refused: false,
        };
        let mut next = error.source();
        while let Some(cause) = next {
            causes.innermost = cause.to_string();
            if let Some(hyper) = cause.downcast_ref::<hyper::Error>() {
                causes.head_too_large |= hyper.is_parse_too_large();
            }
            causes.certificate_refused |= matches!(
                cause.downcast_ref::<rustls::Error>(),
                Some(rustls::Error::InvalidCertificate(_))
            );
            // an I/O error hides the error that it wraps from `source`
            next = match cause
                .downcast_ref::<io::Error>()
                .and_then(io::Error::get_ref)
            {
                Some(wrapped) => Some(wrapped),
                None => cause.source(),
            };
        }
        causes
    }
}
