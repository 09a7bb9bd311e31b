//! The reports of all shards of one run in, the report that one whole run would have written out.

mod claims;
mod fit;
mod join;
mod part;

use crate::error::ReportError;
use crate::record::Record;

pub use part::Part;

/// Joins the reports of all shards of one run.
///
/// # Errors
///
/// When a report is incomplete, is of no shard, or of another run; when one is missing or there twice.
pub fn merge(parts: Vec<Part>) -> Result<Record, ReportError> {
    join::joined(fit::fitting(parts)?)
}
