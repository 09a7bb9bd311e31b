//! Faults that send a request again in another way and return that response instead.

use axum::response::Response;

use super::request_change::RequestChange;
use super::response_filter::ResponseFilter;
use super::store_change::{ChangedStore, StoreChange};
use crate::buffered_response::BufferedResponse;
use crate::refusal::Refusal;
use crate::request::OperationRequest;
use crate::service::Service;

/// A request that is repeated in another way.
#[derive(Debug)]
pub(super) struct Repeat {
    /// Which responses are replaced.
    pub(super) filter: ResponseFilter,
    /// How the repeated request differs.
    pub(super) request: RequestChange,
    /// How the fixture differs for it.
    pub(super) store: StoreChange,
    /// Which of its responses replace the first one.
    pub(super) accepted_filter: ResponseFilter,
}

impl Repeat {
    /// Processes a request.
    pub(super) async fn respond(
        &'static self,
        service: Service,
        request: &OperationRequest,
    ) -> Response {
        self.try_respond(service, request)
            .await
            .unwrap_or_else(|error| {
                Refusal::Internal(error.to_string())
                    .into_operation_response()
                    .into_response_without_log()
            })
    }

    async fn try_respond(
        &'static self,
        service: Service,
        request: &OperationRequest,
    ) -> Result<Response, axum::Error> {
        let first = BufferedResponse::read(service.respond(request).await).await?;
        if !self.filter.matches(request, &first) {
            return Ok(first.into_response());
        }
        let repeated = self.request.apply(request);
        let service = ChangedStore::decorate(service, &self.store, &repeated);
        let second = BufferedResponse::read(service.respond(&repeated).await).await?;
        let is_accepted = self.accepted_filter.matches(&repeated, &second);
        Ok(if is_accepted { second } else { first }.into_response())
    }
}
