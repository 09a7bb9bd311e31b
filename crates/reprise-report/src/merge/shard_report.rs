//! One of the reports to join.

use crate::record::RunRecord;

/// The report of a shard, and its source.
#[derive(Clone, Debug)]
pub struct ShardReport {
    /// Its source, for messages.
    pub name: String,
    /// The report.
    pub record: RunRecord,
}
