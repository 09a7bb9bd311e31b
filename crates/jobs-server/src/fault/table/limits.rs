//! Faults of limits: an operation runs with another policy.

use jobs_api::operations::Operation::{self, ListPipelineJobs, ListProjectJobs};

use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::policy::Policy;

/// Calls are not counted.
pub(super) fn rate_limit() -> Vec<FaultDefinition> {
    let policy = Policy {
        is_rate_limited: false,
        ..Policy::DOCUMENTED
    };
    vec![FaultDefinition::for_operation(
        ListProjectJobs,
        "rate-limit.ignored",
        Class::AuthorizationBroken,
        "there is no rate limit",
        FaultChange::Policy(policy),
    )]
}

/// Pages have no maximum size.
pub(super) fn page_size() -> Vec<FaultDefinition> {
    let unbounded = |operation: Operation| {
        let policy = Policy {
            // one less, because the store gets one item more than a page
            maximum_page_size: i64::MAX - 1,
            ..Policy::DOCUMENTED
        };
        FaultDefinition::for_operation(
            operation,
            "per_page.unbounded",
            Class::PageBroken,
            "a page may hold more than 100 items",
            FaultChange::Policy(policy),
        )
    };
    [ListProjectJobs, ListPipelineJobs].map(unbounded).into()
}
