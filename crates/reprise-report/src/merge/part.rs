//! One of the reports to join.

use crate::record::Record;

/// The report of a shard, and its source.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its source, for messages.
    pub name: String,
    /// The report.
    pub record: Record,
}
