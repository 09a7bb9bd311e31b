//! Joins the reports of all shards into the report that one complete run would have written.

mod check_shards;
mod claims;
mod join;
mod shard_report;

use crate::error::ReportError;
use crate::record::RunRecord;

pub use shard_report::ShardReport;

/// Joins the reports of all shards of one run.
///
/// # Errors
///
/// When a report is incomplete, has no shard, or belongs to another run; or if a report is missing or duplicate.
pub fn merge(parts: Vec<ShardReport>) -> Result<RunRecord, ReportError> {
    join::join_reports(check_shards::sort_and_check(parts)?)
}
