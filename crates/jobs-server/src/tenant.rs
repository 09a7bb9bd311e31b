//! One served fixture with the decorators around its operations.

use std::sync::Arc;

use axum::response::Response;

use crate::fault::{self, Fault};
use crate::instance::Instance;
use crate::request::OperationRequest;
use crate::service::Service;
use crate::variation::Variation;

/// One served fixture.
#[derive(Debug)]
pub(crate) struct Tenant {
    pub(crate) instance: Arc<Instance>,
    /// The fault that is injected.
    pub(crate) fault: Option<Fault>,
    /// The variation of all responses.
    pub(crate) variation: Option<Variation>,
}

impl Tenant {
    /// Processes a request for an operation.
    pub(crate) async fn respond(&self, request: OperationRequest) -> Response {
        let service = Service::of(Arc::clone(&self.instance));
        let response = match self.fault {
            None => service.respond(&request).await,
            Some(fault) => fault::respond(fault, service, &request).await,
        };
        match self.variation {
            None => response,
            Some(variation) => variation.apply(response, &request.headers).await,
        }
    }
}
