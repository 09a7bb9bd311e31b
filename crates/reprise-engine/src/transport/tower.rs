//! Requests to a `tower::Service` in the same process: no port, no protocol.

use std::cell::RefCell;
use std::error::Error;
use std::future::poll_fn;

use bytes::{Buf as _, Bytes};
use futures_util::future::LocalBoxFuture;
use http_body_util::{BodyExt, Full};
use reprise_core::Exchange;
use tower_service::Service;

use super::decode::{decode, too_large};
use super::{Request, Transport, TransportError, TransportErrorKind};
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
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    B: BodyExt + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    async fn exchange(&self, request: Request) -> Result<Exchange, TransportError> {
        let request = convert(request)?;
        let mut service = self.service.borrow().clone();
        let broken = |error: Box<dyn Error + Send + Sync>| TransportError {
            kind: TransportErrorKind::Broken,
            message: error.to_string(),
        };
        poll_fn(|context| service.poll_ready(context))
            .await
            .map_err(|error| broken(error.into()))?;
        let response = service
            .call(request)
            .await
            .map_err(|error| broken(error.into()))?;
        let (head, body) = response.into_parts();
        let mut bytes = Vec::new();
        let mut body = Box::pin(body);
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| broken(error.into()))?;
            if let Ok(mut data) = frame.into_data() {
                let length = data.remaining();
                let data = data.copy_to_bytes(length);
                if bytes.len() + data.len() > self.limits.body {
                    return Err(too_large(&self.limits));
                }
                bytes.extend_from_slice(&data);
            }
        }
        let headers = head
            .headers
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        decode(
            Exchange {
                status: head.status.as_u16(),
                headers,
                body: bytes,
            },
            &self.limits,
        )
    }
}

impl<S, B> Transport for TowerTransport<S>
where
    S: Service<http::Request<Full<Bytes>>, Response = http::Response<B>> + Clone + 'static,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    B: BodyExt + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    fn send(&self, request: Request) -> LocalBoxFuture<'_, Result<Exchange, TransportError>> {
        Box::pin(self.exchange(request))
    }
}

/// The request as a service takes it: path and query as the URI, the host in its header.
fn convert(request: Request) -> Result<http::Request<Full<Bytes>>, TransportError> {
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
