//! A row of the tables of faults.

use jobs_api::operations::Operation;

use super::change::FaultChange;
use super::class::Class;

/// A fault with all its properties.
pub(super) struct FaultDefinition {
    pub(super) name: String,
    pub(super) class: Class,
    pub(super) operations: Vec<Operation>,
    /// The broken requirement, in one line.
    pub(super) breaks: String,
    pub(super) change: FaultChange,
}

impl FaultDefinition {
    /// A fault of one operation: `<operationId>.<what>`.
    pub(super) fn for_operation(
        operation: Operation,
        what: &str,
        class: Class,
        breaks: &str,
        change: FaultChange,
    ) -> FaultDefinition {
        FaultDefinition {
            name: format!("{}.{what}", operation.id()),
            class,
            operations: vec![operation],
            breaks: breaks.to_owned(),
            change,
        }
    }
}
