//! What a fault changes.

use super::list_change::ListChange;
use super::repeat::Repeat;
use super::request_change::RequestChange;
use super::response_change::{ResponseChange, Rewrite};
use super::store_change::StoreChange;
use super::when::When;
use crate::policy::Policy;

/// What a fault changes.
#[derive(Debug)]
pub(super) enum Change {
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

impl Change {
    /// A rewrite of some responses.
    pub(super) const fn response(when: When, rewrite: Rewrite) -> Change {
        Change::Response(ResponseChange { when, rewrite })
    }

    /// A rewrite of successful responses.
    pub(super) const fn success(rewrite: Rewrite) -> Change {
        Change::response(When::Success, rewrite)
    }

    /// A rewrite of successful responses of lists.
    pub(super) const fn list(change: ListChange) -> Change {
        Change::success(Rewrite::List(change))
    }

    /// Another fixture for the operation.
    pub(super) const fn before(sql: &'static str) -> Change {
        Change::Store(StoreChange::before(sql))
    }
}
