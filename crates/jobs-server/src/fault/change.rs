//! What a fault changes.

use super::list_change::ListChange;
use super::repeat::Repeat;
use super::request_change::RequestChange;
use super::response_change::{ResponseChange, ResponseRewrite};
use super::response_filter::ResponseFilter;
use super::store_change::StoreChange;
use crate::policy::Policy;

/// What a fault changes.
#[derive(Debug)]
pub(super) enum FaultChange {
    /// The request is rewritten before the service reads it.
    Request(RequestChange),
    /// The response is rewritten.
    Response(ResponseChange),
    /// The operation runs on another fixture.
    Store(StoreChange),
    /// The request is repeated in another way.
    Repeat(Repeat),
    /// The operation has other limits.
    Policy(Policy),
    /// The store panics.
    Panic,
}

impl FaultChange {
    /// A rewrite of some responses.
    pub(super) const fn response(when: ResponseFilter, rewrite: ResponseRewrite) -> FaultChange {
        FaultChange::Response(ResponseChange {
            filter: when,
            rewrite,
        })
    }

    /// A rewrite of successful responses.
    pub(super) const fn success(rewrite: ResponseRewrite) -> FaultChange {
        FaultChange::response(ResponseFilter::Success, rewrite)
    }

    /// A rewrite of successful responses of lists.
    pub(super) const fn list(change: ListChange) -> FaultChange {
        FaultChange::success(ResponseRewrite::List(change))
    }

    /// Another fixture for the operation.
    pub(super) const fn before(sql: &'static str) -> FaultChange {
        FaultChange::Store(StoreChange::before(sql))
    }
}
