//! Copies of in-memory databases: pages are copied without running SQL.

use std::sync::Mutex;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::{DatabaseLocation, MemoryUse, Store, lock, open_in_memory};

/// A snapshot of a database, which can be copied any number of times.
#[derive(Debug)]
pub(crate) struct DatabaseSnapshot {
    pages: Mutex<Connection>,
    memory_use: MemoryUse,
    size: usize,
}

impl DatabaseSnapshot {
    /// A snapshot of the database; `None` if it has more than `most` bytes or is in a file.
    pub(crate) fn of(store: &Store, most: usize) -> rusqlite::Result<Option<DatabaseSnapshot>> {
        if matches!(store.location, DatabaseLocation::File(_)) {
            return Ok(None);
        }
        let original = lock(&store.writer);
        let size: i64 = original.query_row(
            "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
            [],
            |row| row.get(0),
        )?;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        if size > most {
            return Ok(None);
        }
        let mut pages = Connection::open_in_memory()?;
        copy(&original, &mut pages)?;
        Ok(Some(DatabaseSnapshot {
            pages: Mutex::new(pages),
            memory_use: store.memory_use,
            size,
        }))
    }

    /// Bytes of the database.
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// A separate database with the same content.
    pub(crate) fn restore(&self) -> rusqlite::Result<Store> {
        let mut connection = open_in_memory()?;
        copy(&lock(&self.pages), &mut connection)?;
        connection.set_prepared_statement_cache_capacity(self.memory_use.statements());
        Ok(Store {
            location: DatabaseLocation::Memory,
            memory_use: self.memory_use,
            writer: Mutex::new(connection),
            readers: Mutex::new(Vec::new()),
        })
    }
}

/// Copies all pages; the copy also gets the same page size.
fn copy(from: &Connection, to: &mut Connection) -> rusqlite::Result<()> {
    match Backup::new(from, to)?.step(-1)? {
        StepResult::Done => Ok(()),
        // no other connection uses the two databases, so there is nothing to wait for
        _ => Err(rusqlite::Error::SqliteFailure(
            rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY),
            None,
        )),
    }
}
