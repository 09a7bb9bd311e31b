//! The database of one fixture: SQLite, in memory or in a file. No other module writes SQL, except for faults,
//! which change the fixture.
//!
//! Reads and changes take a function that gets the connection. A change is one transaction that locks
//! the database from its first query on, so that its decisions are still valid when it writes.

mod change;
mod column;
mod insert;
mod list;
mod read;
mod row;
mod schema;
mod secret;
mod snapshot;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};

pub(crate) use change::{
    add_variables, cancel, enqueue, erase, retry, revive_skipped, set_pipeline_status,
};
pub(crate) use insert::{AgentGrantee, NewTokenOwner};
pub(crate) use jobs_fixtures::{StartedBy, TokenScope, Visibility};
pub(crate) use list::{
    PipelineFilter, Window, builds_of_project, count_jobs_of_pipeline, jobs_of_pipeline,
};
pub(crate) use read::{
    agents_authorized_for_group, agents_authorized_for_project, agents_of_project, artifacts,
    environment_by_id, group_and_ancestors, has_debug_variable, has_fixture, has_pipeline,
    job_by_id, jobs_by_ids, log_chunk, log_length, pipeline_by_id, project_by_former_path,
    project_by_id, project_by_path, protected_refs, role, setting, status_inputs,
    tokens_by_selector,
};
pub(crate) use row::{
    Account, AuthorizedAgent, Environment, Job, JobKind, Pipeline, Profile, Project, ProtectedRef,
    StatusInput, Token, TokenOwner,
};
pub(crate) use secret::Secret;
pub(crate) use snapshot::DatabaseSnapshot;

/// The functions that write a fixture into an empty database.
pub(crate) mod load {
    pub(crate) use super::insert::{
        insert_account, insert_agent, insert_agent_authorization, insert_artifacts,
        insert_environment, insert_former_path, insert_group, insert_job, insert_log_chunk,
        insert_member, insert_pipeline, insert_project, insert_protected_ref, insert_setting,
        insert_token, renew_token, set_next_job_id,
    };
}

/// How long a change waits for another process that locks the same file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// Connections that are kept open for readers of a file.
const MAX_IDLE_READERS: usize = 8;

/// Errors of a database.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file cannot be used at all.
    #[error("cannot open the database {path}: {cause}; use a file in a writable folder")]
    Open {
        /// The file.
        path: PathBuf,
        /// The error of SQLite.
        cause: rusqlite::Error,
    },
    /// The file was written by a later version.
    #[error(
        "the database has version {found}; this program supports versions up to {known}: update it or use another file"
    )]
    TooNew {
        /// Version of the file.
        found: i64,
        /// Latest supported version.
        known: i64,
    },
    /// A query or a change failed.
    #[error("database: {0}")]
    Sqlite(#[from] rusqlite::Error),
}

/// The location of the database.
#[derive(Debug)]
enum DatabaseLocation {
    /// In memory, with only one connection.
    Memory,
    /// In a file, that any number of connections may read at once.
    File(PathBuf),
}

/// The memory that a database may use for speed.
#[derive(Clone, Copy, Debug)]
pub(crate) enum MemoryUse {
    /// Enough for a fixture with many requests: every statement stays prepared.
    Large,
    /// Little, for one of a thousand fixtures with few requests: small pages, few prepared statements.
    Small,
}

impl MemoryUse {
    /// Statements that stay prepared; each takes some kilobytes and saves some microseconds.
    fn statements(self) -> usize {
        match self {
            MemoryUse::Large => 128,
            MemoryUse::Small => 3,
        }
    }

    /// Bytes of a page; every table and every index takes at least one.
    fn page_size(self) -> u32 {
        match self {
            MemoryUse::Large => 4096,
            MemoryUse::Small => 512,
        }
    }
}

/// A database that holds one fixture.
#[derive(Debug)]
pub(crate) struct Store {
    location: DatabaseLocation,
    memory_use: MemoryUse,
    // dropped before the writer: the last connection to a file cleans it up, which a reader cannot do
    readers: Mutex<Vec<Connection>>,
    writer: Mutex<Connection>,
}

impl Store {
    /// An empty database in memory.
    pub(crate) fn in_memory(footprint: MemoryUse) -> Result<Store, StoreError> {
        let mut connection = open_in_memory()?;
        connection.set_prepared_statement_cache_capacity(MemoryUse::Large.statements());
        connection.pragma_update(None, "page_size", footprint.page_size())?;
        migrate(&mut connection)?;
        Ok(Store {
            location: DatabaseLocation::Memory,
            memory_use: footprint,
            writer: Mutex::new(connection),
            readers: Mutex::new(Vec::new()),
        })
    }

    /// The database in the file `path`, which is created if it does not exist.
    pub(crate) fn open(path: &Path) -> Result<Store, StoreError> {
        let open = || -> Result<Connection, rusqlite::Error> {
            let connection = Connection::open(path)?;
            connection.busy_timeout(BUSY_TIMEOUT)?;
            keep_plans(&connection)?;
            connection.set_prepared_statement_cache_capacity(MemoryUse::Large.statements());
            connection.execute_batch(
                "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;",
            )?;
            Ok(connection)
        };
        let mut connection = open().map_err(|cause| StoreError::Open {
            path: path.to_owned(),
            cause,
        })?;
        migrate(&mut connection).map_err(|error| match error {
            StoreError::Sqlite(cause) => StoreError::Open {
                path: path.to_owned(),
                cause,
            },
            other => other,
        })?;
        Ok(Store {
            location: DatabaseLocation::File(path.to_owned()),
            memory_use: MemoryUse::Large,
            writer: Mutex::new(connection),
            readers: Mutex::new(Vec::new()),
        })
    }

    /// Whether a response may have to wait for a disk.
    pub(crate) fn may_wait(&self) -> bool {
        matches!(self.location, DatabaseLocation::File(_))
    }

    /// Reads from the database; all queries see the same state of it.
    pub(crate) fn read<T, E: From<rusqlite::Error>>(
        &self,
        question: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        match &self.location {
            DatabaseLocation::Memory => question(&lock(&self.writer)),
            DatabaseLocation::File(path) => {
                let reader = lock(&self.readers).pop();
                let mut reader = match reader {
                    Some(reader) => reader,
                    None => open_reader(path)?,
                };
                let transaction = reader.transaction()?;
                let answer = question(&transaction);
                transaction.rollback()?;
                let mut idle = lock(&self.readers);
                if idle.len() < MAX_IDLE_READERS {
                    idle.push(reader);
                }
                drop(idle);
                answer
            }
        }
    }

    /// Frees the memory that was only needed to load a fixture.
    pub(crate) fn free_load_memory(&self) -> Result<(), rusqlite::Error> {
        let writer = lock(&self.writer);
        writer.flush_prepared_statement_cache();
        writer.set_prepared_statement_cache_capacity(self.memory_use.statements());
        writer.execute_batch("PRAGMA shrink_memory")
    }

    /// Runs a change and rolls it back.
    pub(crate) fn run_and_roll_back<T, E: From<rusqlite::Error>>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = lock(&self.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let answer = change(&transaction)?;
        transaction.rollback()?;
        Ok(answer)
    }

    /// Runs a change, which is rolled back on an error.
    pub(crate) fn change<T, E: From<rusqlite::Error>>(
        &self,
        change: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = lock(&self.writer);
        let transaction = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let answer = change(&transaction)?;
        transaction.commit()?;
        Ok(answer)
    }
}

/// A lock that stays usable after a panic of its owner: SQLite has rolled the transaction back.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A connection to an in-memory database without any pages.
fn open_in_memory() -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_in_memory()?;
    keep_plans(&connection)?;
    connection.execute_batch(
        "PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;",
    )?;
    Ok(connection)
}

fn open_reader(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    keep_plans(&connection)?;
    connection.set_prepared_statement_cache_capacity(MemoryUse::Large.statements());
    Ok(connection)
}

/// Keeps the plan of a prepared statement for all parameters. Otherwise SQLite plans most statements again each
/// time they run, which takes longer than running them.
fn keep_plans(connection: &Connection) -> Result<(), rusqlite::Error> {
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map(drop)
}

/// Migrates a database to the current version, one atomic step at a time.
fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let known = i64::try_from(schema::MIGRATIONS.len()).unwrap_or(i64::MAX);
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let found: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    let done = usize::try_from(found).unwrap_or_default();
    for (version, step) in (1_i64..).zip(schema::MIGRATIONS).skip(done) {
        transaction.execute_batch(step)?;
        transaction.pragma_update(None, "user_version", version)?;
    }
    transaction.commit()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use jobs_api::model::ProjectId;

    use super::*;

    #[test]
    fn a_file_of_the_first_version_keeps_what_it_holds_and_learns_former_paths() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("fixture.db");
        let moved = Project {
            id: ProjectId(7),
            group: None,
            path: "bar".to_owned(),
            full_path: "foo/bar".to_owned(),
            name: "bar".to_owned(),
            full_name: "foo / bar".to_owned(),
            description: None,
            visibility: Visibility::Private,
            public_builds: true,
            job_token_scope_enabled: false,
            statistics_refreshing: false,
            variables_for_maintainers_only: false,
            created_at: DateTime::UNIX_EPOCH,
        };
        let old = Connection::open(&path).unwrap();
        old.execute_batch(schema::MIGRATIONS[0]).unwrap();
        old.pragma_update(None, "user_version", 1).unwrap();
        load::insert_project(&old, &moved).unwrap();
        drop(old);

        // the second time there is nothing left to migrate
        for round in 0..2 {
            let store = Store::open(&path).unwrap();
            store
                .change(|db| -> rusqlite::Result<()> {
                    let version: i64 = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
                    assert_eq!(version, 2);
                    assert!(project_by_path(db, "foo/bar")?.is_some());
                    let found = project_by_former_path(db, "OLD/bar")?;
                    assert_eq!(found.map(|project| project.id.0), [None, Some(7)][round]);
                    if round == 0 {
                        load::insert_former_path(db, moved.id, "old/bar")?;
                    }
                    Ok(())
                })
                .unwrap();
        }
    }
}
