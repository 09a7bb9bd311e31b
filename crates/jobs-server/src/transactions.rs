//! How operations reach the database: the store itself, or a decorator around it.

use jobs_api::model::JobId;
use rusqlite::Connection;

use crate::refusal::Refusal;
use crate::response::OperationResponse;
use crate::store::{self, Store};

/// The work of one operation inside a transaction.
pub(crate) type Work<'a> = dyn Fn(&Connection) -> Result<OperationResponse, Refusal> + 'a;

/// Runs operations in transactions.
pub(crate) trait Transactions: Send + Sync {
    /// Runs an operation that only reads.
    fn read(&self, work: &Work<'_>) -> Result<OperationResponse, Refusal>;

    /// Runs an operation that changes data; a refusal rolls everything back.
    fn change(&self, work: &Work<'_>) -> Result<OperationResponse, Refusal>;

    /// One piece of the log of a job, counted from 0.
    fn log_chunk(&self, job: JobId, position: u64) -> rusqlite::Result<Option<Vec<u8>>>;
}

impl Transactions for Store {
    fn read(&self, work: &Work<'_>) -> Result<OperationResponse, Refusal> {
        Store::read(self, work)
    }

    fn change(&self, work: &Work<'_>) -> Result<OperationResponse, Refusal> {
        Store::change(self, work)
    }

    fn log_chunk(&self, job: JobId, position: u64) -> rusqlite::Result<Option<Vec<u8>>> {
        Store::read(self, |db| store::log_chunk(db, job, position))
    }
}
