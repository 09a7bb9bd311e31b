//! A row of the tables of faults.

use jobs_api::operations::Operation;

use super::change::Change;
use super::class::Class;

/// A fault with all its properties.
pub(super) struct Definition {
    pub(super) name: String,
    pub(super) class: Class,
    pub(super) operations: Vec<Operation>,
    /// The broken requirement, in one line.
    pub(super) breaks: String,
    pub(super) change: Change,
}

impl Definition {
    /// A fault of one operation: `<operationId>.<what>`.
    pub(super) fn of(
        operation: Operation,
        what: &str,
        class: Class,
        breaks: &str,
        change: Change,
    ) -> Definition {
        Definition {
            name: format!("{}.{what}", operation.id()),
            class,
            operations: vec![operation],
            breaks: breaks.to_owned(),
            change,
        }
    }
}
