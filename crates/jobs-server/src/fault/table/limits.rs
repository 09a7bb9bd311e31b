//! Faults of limits: an operation runs with another policy.

use jobs_api::operations::Operation::{self, ListPipelineJobs, ListProjectJobs};

use crate::fault::change::Change;
use crate::fault::class::Class;
use crate::fault::definition::Definition;
use crate::policy::Policy;

/// Calls are not counted.
pub(super) fn rate_limit() -> Vec<Definition> {
    let policy = Policy {
        is_rate_limited: false,
        ..Policy::DOCUMENTED
    };
    vec![Definition::of(
        ListProjectJobs,
        "rate-limit.ignored",
        Class::AuthorizationBroken,
        "there is no rate limit",
        Change::Policy(policy),
    )]
}

/// Pages have no maximum size.
pub(super) fn page_size() -> Vec<Definition> {
    let unbounded = |operation: Operation| {
        let policy = Policy {
            // one less, because the store gets one item more than a page
            maximum_page_size: i64::MAX - 1,
            ..Policy::DOCUMENTED
        };
        Definition::of(
            operation,
            "per_page.unbounded",
            Class::PageBroken,
            "a page may hold more than 100 items",
            Change::Policy(policy),
        )
    };
    [ListProjectJobs, ListPipelineJobs].map(unbounded).into()
}
