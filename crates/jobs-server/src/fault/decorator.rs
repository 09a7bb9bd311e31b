//! The decorator around the service of the operations: it injects one fault.

use std::sync::Arc;

use axum::response::Response;
use jobs_api::model::JobId;

use super::change::FaultChange;
use super::list::Fault;
use super::store_change::ChangedStore;
use crate::refusal::Refusal;
use crate::request::OperationRequest;
use crate::response::OperationResponse;
use crate::service::Service;
use crate::transactions::{Transactions, Work};

/// Processes a request like the service, with the fault if it applies to the operation.
pub(crate) async fn respond(
    fault: Fault,
    service: Service,
    request: &OperationRequest,
) -> Response {
    let Some(change) = fault.change(request.operation) else {
        return service.respond(request).await;
    };
    match change {
        FaultChange::Request(change) => service.respond(&change.apply(request)).await,
        FaultChange::Response(change) => {
            change.apply(service.respond(request).await, request).await
        }
        FaultChange::Store(change) => {
            let service = ChangedStore::decorate(service, change, request);
            service.respond(request).await
        }
        FaultChange::Repeat(repeat) => repeat.respond(service, request).await,
        FaultChange::Policy(policy) => {
            let policy = *policy;
            Service { policy, ..service }.respond(request).await
        }
        FaultChange::Panic => {
            let store = Arc::new(PanickingStore);
            Service { store, ..service }.respond(request).await
        }
    }
}

/// A store that always panics.
struct PanickingStore;

impl PanickingStore {
    fn panic() -> ! {
        // without the message that a panic prints
        std::panic::resume_unwind(Box::new("injected by a fault"))
    }
}

impl Transactions for PanickingStore {
    fn read(&self, _: &Work<'_>) -> Result<OperationResponse, Refusal> {
        PanickingStore::panic()
    }

    fn change(&self, _: &Work<'_>) -> Result<OperationResponse, Refusal> {
        PanickingStore::panic()
    }

    fn log_chunk(&self, _: JobId, _: u64) -> rusqlite::Result<Option<Vec<u8>>> {
        PanickingStore::panic()
    }
}
