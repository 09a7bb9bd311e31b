//! Settings of the operations that operators cannot change.

/// Limits that the operations apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Policy {
    /// Maximum number of items on a page.
    pub(crate) maximum_page_size: i64,
    /// Whether calls count against the rate limit.
    pub(crate) is_rate_limited: bool,
}

impl Policy {
    /// The documented limits.
    pub(crate) const DOCUMENTED: Policy = Policy {
        maximum_page_size: 100,
        is_rate_limited: true,
    };
}
