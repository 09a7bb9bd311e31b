//! Faults that send a request again in another way and return that response instead.

use axum::response::Response;

use super::request_change::RequestChange;
use super::store_change::{ChangedStore, StoreChange};
use super::when::When;
use crate::buffered::Buffered;
use crate::refusal::Refusal;
use crate::request::OperationRequest;
use crate::service::Service;

/// A request that is repeated in another way.
#[derive(Debug)]
pub(super) struct Repeat {
    /// Which responses are replaced.
    pub(super) when: When,
    /// How the repeated request differs.
    pub(super) request: RequestChange,
    /// How the fixture differs for it.
    pub(super) store: StoreChange,
    /// Which of its responses replace the first one.
    pub(super) accepted: When,
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
            .unwrap_or_else(|error| Refusal::Internal(error.to_string()).into_answer().respond())
    }

    async fn try_respond(
        &'static self,
        service: Service,
        request: &OperationRequest,
    ) -> Result<Response, axum::Error> {
        let first = Buffered::read(service.respond(request).await).await?;
        if !self.when.matches(request, &first) {
            return Ok(first.into_response());
        }
        let repeated = self.request.apply(request);
        let service = ChangedStore::decorate(service, &self.store, &repeated);
        let second = Buffered::read(service.respond(&repeated).await).await?;
        let is_accepted = self.accepted.matches(&repeated, &second);
        Ok(if is_accepted { second } else { first }.into_response())
    }
}
