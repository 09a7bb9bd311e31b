//! Requests to a `tower::Service` in the same process: no port, no protocol.

use std::cell::RefCell;
use std::future::poll_fn;

use bytes::Bytes;
use futures_util::future::LocalBoxFuture;
use http_body_util::{BodyExt, Full};
use reprise_core::Exchange;
use tower_service::Service;

use super::decode::{BoxError, receive};
use super::{HttpRequest, Transport, TransportError, TransportErrorKind};
use crate::limits::Limits;

/// Sends requests to a service such as an axum `Router`. The service gets the absolute URL as the request's URI
/// without scheme and host, and these in the `Host` header, as it would over HTTP/1.1.
pub struct TowerTransport<S> {
    service: RefCell<S>,
    limits: Limits,
}

impl<S> TowerTransport<S> {
    /// A transport that clones the service for each request.
    pub fn new(service: S, limits: Limits) -> TowerTransport<S> {
        TowerTransport {
            service: RefCell::new(service),
            limits,
        }
    }
}

impl<S, B> TowerTransport<S>
where
    S: Service<http::Request<Full<Bytes>>, Response = http::Response<B>> + Clone + 'static,
    S::Error: Into<BoxError>,
    B: BodyExt + 'static,
    B::Error: Into<BoxError>,
{
    async fn exchange(&self, request: HttpRequest) -> Result<Exchange, TransportError> {
        let request = to_http_request(request)?;
        let mut service = self.service.borrow().clone();
        let broken = |error: BoxError| TransportError {
            kind: TransportErrorKind::ConnectionLost,
            message: error.to_string(),
        };
        let ready = poll_fn(|context| service.poll_ready(context)).await;
        ready.map_err(|error| broken(error.into()))?;
        let response = service.call(request).await;
        let response = response.map_err(|error| broken(error.into()))?;
        receive(response, &self.limits, broken).await
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<http::Request<Full<Bytes>>, Response = http::Response<B>> + Clone + 'static,
    S::Error: Into<BoxError>,
    B: BodyExt + 'static,
    B::Error: Into<BoxError>,
{
    fn send(&self, request: HttpRequest) -> LocalBoxFuture<'_, Result<Exchange, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// The request as a service takes it: path and query as the URI, the host in its header.
fn to_http_request(request: HttpRequest) -> Result<http::Request<Full<Bytes>>, TransportError> {
    let unusable =
        |error: http::Error| TransportError::unusable(format!("cannot be sent: {error}"));
    let url: http::Uri = request
        .url
        .parse()
        .map_err(|error: http::uri::InvalidUri| unusable(error.into()))?;
    let target = url.path_and_query().map_or("/", |target| target.as_str());
    let mut builder = http::Request::builder()
        .method(request.method.as_str())
        .uri(target);
    if let Some(authority) = url.authority() {
        builder = builder.header("host", authority.as_str());
    }
    for (name, value) in &request.headers {
        builder = builder.header(name, value);
    }
    let body = request.body.unwrap_or_default();
    if !body.is_empty() {
        builder = builder.header("content-length", body.len());
    }
    builder.body(Full::new(Bytes::from(body))).map_err(unusable)
}
