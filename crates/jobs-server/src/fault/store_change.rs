//! The decorator around the store: an operation sees another fixture, or what it wrote is changed.
//!
//! Most faults of behaviour use it: a missing check finds nothing to refuse, and a missing effect is
//! undone. Changes to the data that an operation reads are undone after it has run.

use std::sync::Arc;

use jobs_api::model::JobId;
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::extra_token::{EXTRA_JOB_TOKEN, EXTRA_USER_TOKEN};
use crate::instance::Instance;
use crate::presenter::Presenter;
use crate::refusal::Refusal;
use crate::request::OperationRequest;
use crate::response::{OperationResponse, ResponseBody};
use crate::service::Service;
use crate::store::{self, JobKind, Secret, Store};
use crate::transactions::{Transactions, Work};

/// How the store differs while an operation runs.
///
/// Statements may use `:job`, `:pipeline` and `:project`, the ids in the path; `:answered`, the job in the response of
/// an action; and the selectors and digests of the extra tokens. The content of a table before an action is in the
/// table of the same name with the prefix `was_`.
#[derive(Clone, Copy, Debug)]
pub(super) struct StoreChange {
    /// Changes the fixture before the operation runs.
    pub(super) before: &'static str,
    /// Changes what an action has written.
    pub(super) after: &'static str,
    /// A query; if it has a result, the action is refused.
    pub(super) refused_if: &'static str,
    /// The error of the refused action.
    pub(super) refusal: fn() -> Refusal,
    /// The job in the response of an action.
    pub(super) response_job: ResponseJob,
    /// Whether the changes of an action are kept.
    pub(super) is_kept: bool,
}

/// The job in the response of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ResponseJob {
    /// The response of the operation, unchanged.
    Unchanged,
    /// The same job, as it is after all changes.
    Same,
    /// The job of the request.
    Requested,
    /// The job with the highest id.
    Newest,
}

/// Tables that no operation changes; they are restored as a whole.
const READ_ONLY_TABLES: [&str; 5] = ["account", "project", "member", "protected_ref", "token"];

/// Tables that actions change.
const WRITABLE_TABLES: [&str; 4] = ["job", "pipeline", "artifact", "log_chunk"];

impl StoreChange {
    /// No change.
    pub(super) const NONE: StoreChange = StoreChange {
        before: "",
        after: "",
        refused_if: "",
        refusal: || Refusal::Forbidden,
        response_job: ResponseJob::Same,
        is_kept: true,
    };

    /// The changes of an action are lost.
    pub(super) const LOST_CHANGES: StoreChange = StoreChange {
        response_job: ResponseJob::Unchanged,
        is_kept: false,
        ..StoreChange::NONE
    };

    /// Another fixture.
    pub(super) const fn before(before: &'static str) -> StoreChange {
        StoreChange {
            before,
            ..StoreChange::NONE
        }
    }

    /// Other effects of an action.
    pub(super) const fn after(after: &'static str) -> StoreChange {
        StoreChange {
            after,
            ..StoreChange::NONE
        }
    }
}

/// The store of an instance, changed for one request.
pub(super) struct ChangedStore {
    instance: Arc<Instance>,
    store: Arc<Store>,
    change: &'static StoreChange,
    job: Option<i64>,
    pipeline: Option<i64>,
    project: Option<String>,
}

impl ChangedStore {
    /// The service with the changed store.
    pub(super) fn decorate(
        service: Service,
        change: &'static StoreChange,
        request: &OperationRequest,
    ) -> Service {
        let number = |name: &str| request.path_parameter(name)?.parse().ok();
        let store = Arc::new(ChangedStore {
            instance: Arc::clone(&service.instance),
            store: Arc::clone(&service.instance.store),
            change,
            job: number("job_id"),
            pipeline: number("pipeline_id"),
            project: request.path_parameter("id").map(str::to_owned),
        });
        Service { store, ..service }
    }

    /// Runs an action and changes its result in the store.
    fn run_action(&self, db: &Connection, work: &Work<'_>) -> Result<OperationResponse, Refusal> {
        let tables = || READ_ONLY_TABLES.iter().chain(&WRITABLE_TABLES);
        for table in tables() {
            let copy = format!("CREATE TEMP TABLE was_{table} AS SELECT * FROM {table}");
            db.execute_batch(&copy)?;
        }
        self.run_sql(db, self.change.before, None)?;
        let answer = work(db)?.serialize()?;
        let answered = response_job_id(&answer);
        if !self.change.refused_if.is_empty() && self.has_result(db, self.change.refused_if)? {
            return Err((self.change.refusal)());
        }
        self.run_sql(db, self.change.after, answered)?;
        let answer = self.build_response(db, answer, answered)?;
        db.execute_batch("DELETE FROM member; DELETE FROM token;")?;
        for table in READ_ONLY_TABLES {
            let restore = format!("REPLACE INTO {table} SELECT * FROM was_{table}");
            db.execute_batch(&restore)?;
        }
        for table in tables() {
            db.execute_batch(&format!("DROP TABLE was_{table}"))?;
        }
        Ok(answer)
    }

    /// The response of an action, with the job that the fault selects.
    fn build_response(
        &self,
        db: &Connection,
        answer: OperationResponse,
        answered: Option<JobId>,
    ) -> Result<OperationResponse, Refusal> {
        let id = match self.change.response_job {
            ResponseJob::Unchanged => return Ok(answer),
            ResponseJob::Same => answered,
            ResponseJob::Requested => self.job.and_then(job_id),
            ResponseJob::Newest => {
                job_id(db.query_row("SELECT max(id) FROM job", [], |row| row.get(0))?)
            }
        };
        let Some(id) = id else { return Ok(answer) };
        let job = store::job_by_id(db, id)?.ok_or(Refusal::NoRecord)?;
        let presenter = Presenter {
            db,
            now: self.instance.clock.now(),
            external_url: &self.instance.external_url,
            // only users can run actions
            signed_in: true,
        };
        let body = match job.kind {
            JobKind::Build => {
                let mut job = presenter.job(&job)?;
                // only erased jobs have a download address
                let is_erased =
                    json_body(&answer).is_some_and(|job| job.get("download_url").is_some());
                job.download_url = is_erased.then_some(None);
                serde_json::to_vec(&job)?
            }
            JobKind::Bridge => serde_json::to_vec(&presenter.bridge(&job)?)?,
        };
        Ok(OperationResponse {
            body: ResponseBody::Whole(body),
            ..answer
        })
    }

    /// Runs statements one after the other.
    fn run_sql(
        &self,
        db: &Connection,
        sql: &str,
        answered: Option<JobId>,
    ) -> Result<(), rusqlite::Error> {
        for statement in sql.split(';').filter(|text| !text.trim().is_empty()) {
            let mut statement = db.prepare(statement)?;
            self.bind(db, &mut statement, answered)?;
            statement.raw_execute()?;
        }
        Ok(())
    }

    /// Whether a query has a result.
    fn has_result(&self, db: &Connection, sql: &str) -> Result<bool, rusqlite::Error> {
        let mut statement = db.prepare(sql)?;
        self.bind(db, &mut statement, None)?;
        let mut rows = statement.raw_query();
        Ok(rows.next()?.is_some())
    }

    fn bind(
        &self,
        db: &Connection,
        statement: &mut rusqlite::Statement<'_>,
        answered: Option<JobId>,
    ) -> Result<(), rusqlite::Error> {
        let user_token = Secret::of(EXTRA_USER_TOKEN);
        let job_token = Secret::of(EXTRA_JOB_TOKEN);
        let numbers: [(&str, Option<i64>); 6] = [
            (":job", self.job),
            (":pipeline", self.pipeline),
            (":project", self.project_id(db)?),
            (
                ":answered",
                answered.and_then(|id| i64::try_from(id.0).ok()),
            ),
            (":user_selector", Some(user_token.selector())),
            (":job_selector", Some(job_token.selector())),
        ];
        for (name, value) in numbers {
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, value)?;
            }
        }
        for (name, token) in [(":user_digest", &user_token), (":job_digest", &job_token)] {
            if let Some(index) = statement.parameter_index(name)? {
                statement.raw_bind_parameter(index, token.digest())?;
            }
        }
        Ok(())
    }

    fn project_id(&self, db: &Connection) -> Result<Option<i64>, rusqlite::Error> {
        db.query_row(
            "SELECT id FROM project WHERE full_path = ?1 OR CAST(id AS TEXT) = ?1",
            [&self.project],
            |row| row.get(0),
        )
        .optional()
    }
}

impl Transactions for ChangedStore {
    fn read(&self, work: &Work<'_>) -> Result<OperationResponse, Refusal> {
        self.store.run_and_roll_back(|db| {
            without_constraints(db, || {
                self.run_sql(db, self.change.before, None)?;
                work(db)
            })
        })
    }

    fn change(&self, work: &Work<'_>) -> Result<OperationResponse, Refusal> {
        if self.change.is_kept {
            return self
                .store
                .change(|db| without_constraints(db, || self.run_action(db, work)));
        }
        let answer = self.read(&|db| Ok(work(db)?.serialize()?))?;
        self.store.read(|db| self.build_response(db, answer, None))
    }

    fn log_chunk(&self, job: JobId, position: u64) -> rusqlite::Result<Option<Vec<u8>>> {
        self.store.run_and_roll_back(|db| {
            self.run_sql(db, self.change.before, None)?;
            store::log_chunk(db, job, position)
        })
    }
}

/// Allows rows that the constraints of the database reject: some faults write them.
fn without_constraints(
    db: &Connection,
    run: impl FnOnce() -> Result<OperationResponse, Refusal>,
) -> Result<OperationResponse, Refusal> {
    db.pragma_update(None, "ignore_check_constraints", true)?;
    let result = run();
    db.pragma_update(None, "ignore_check_constraints", false)?;
    result
}

fn job_id(number: i64) -> Option<JobId> {
    u64::try_from(number).ok().map(JobId)
}

/// The body of a response.
fn json_body(answer: &OperationResponse) -> Option<Value> {
    match &answer.body {
        ResponseBody::Whole(bytes) => serde_json::from_slice(bytes).ok(),
        _ => None,
    }
}

/// The id of the job in the response of an action.
fn response_job_id(answer: &OperationResponse) -> Option<JobId> {
    json_body(answer)?["id"].as_u64().map(JobId)
}
