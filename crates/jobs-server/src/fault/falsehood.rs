//! Faults that let an operation run in a fixture that is not the true one.
//!
//! What the operation looks at is changed before it runs and put right after it has run; what it has done can be
//! changed, too. That is how most faults of behaviour are made: a missing check finds nothing to refuse, a
//! forgotten effect is taken back. The operation itself knows nothing of it.

use jobs_api::model::JobId;
use rusqlite::{Connection, OptionalExtension};
use serde_json::Value;

use super::perform::Scene;
use crate::answer::{Answer, AnswerBody};
use crate::authenticate::Effect;
use crate::call::Call;
use crate::operation::shown_as_it_is;
use crate::refusal::Refusal;

/// What is untrue in the fixture of a fault.
///
/// Statements may use `:job`, `:pipeline` and `:project`, the numbers that the path names, and `:shown`, the job
/// that an action has answered with. What a table held before an action is in the table of the same name with
/// `was_` in front.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Falsehood {
    /// Changes the fixture before the operation runs.
    pub(super) before: &'static str,
    /// Changes what an action has done.
    pub(super) after: &'static str,
    /// Where this question has an answer, an action is refused.
    pub(super) refused_where: &'static str,
    /// What it is refused with.
    pub(super) refusal: fn() -> Refusal,
    /// Which job an action answers with.
    pub(super) shown: Shown,
}

/// Which job an action answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shown {
    /// The one that it should, as it is now.
    Same,
    /// The one that was asked for.
    Asked,
    /// The one with the highest number.
    Newest,
    /// The answer is sent as it was before anything was changed.
    AsAnswered,
}

/// Tables whose content no operation changes, so that they can be put right as a whole.
const UNTOUCHED: [&str; 5] = ["account", "project", "member", "protected_ref", "token"];
/// Tables that actions change.
const TOUCHED: [&str; 4] = ["job", "pipeline", "artifact", "log_chunk"];

impl Falsehood {
    /// Nothing is untrue.
    pub(super) const NONE: Falsehood = Falsehood {
        before: "",
        after: "",
        refused_where: "",
        refusal: || Refusal::Forbidden,
        shown: Shown::Same,
    };

    /// Runs the operation in the other fixture.
    pub(super) fn perform(&self, scene: &Scene<'_>) -> Result<Answer, Refusal> {
        match scene.effect {
            Effect::Reads => scene.try_out(|call| {
                run_sql(call, self.before, None)?;
                (scene.serve)(call)?.written()
            }),
            Effect::Changes => scene.change(|call| self.act(scene, call)),
        }
    }

    fn act(&self, scene: &Scene<'_>, call: &Call<'_>) -> Result<Answer, Refusal> {
        for table in UNTOUCHED.iter().chain(&TOUCHED) {
            let copy = format!("CREATE TEMP TABLE was_{table} AS SELECT * FROM {table}");
            call.db.execute_batch(&copy)?;
        }
        run_sql(call, self.before, None)?;
        let answer = (scene.serve)(call)?.written()?;
        let shown = id_of(&answer);
        if !self.refused_where.is_empty() && asked(call, self.refused_where)? {
            return Err((self.refusal)());
        }
        run_sql(call, self.after, shown)?;
        // who calls is asked again there, so only afterwards callers are who they were
        let answer = self.show(call, answer, shown)?;
        call.db
            .execute_batch("DELETE FROM member; DELETE FROM token;")?;
        for table in UNTOUCHED {
            let restore = format!("REPLACE INTO {table} SELECT * FROM was_{table}");
            call.db.execute_batch(&restore)?;
        }
        for table in UNTOUCHED.iter().chain(&TOUCHED) {
            call.db.execute_batch(&format!("DROP TABLE was_{table}"))?;
        }
        Ok(answer)
    }

    /// The answer again, now that other things are true.
    fn show(
        &self,
        call: &Call<'_>,
        answer: Answer,
        shown: Option<JobId>,
    ) -> Result<Answer, Refusal> {
        let id = match self.shown {
            Shown::AsAnswered => return Ok(answer),
            Shown::Same => shown,
            Shown::Asked => call.job_id().ok(),
            Shown::Newest => {
                let newest: i64 = call
                    .db
                    .query_row("SELECT max(id) FROM job", [], |row| row.get(0))?;
                u64::try_from(newest).ok().map(JobId)
            }
        };
        let Some(id) = id else { return Ok(answer) };
        let mut again = shown_as_it_is(call, id)?.written()?;
        if is_erased(&answer) {
            again.change_json(|value| value["download_url"] = Value::Null);
        }
        again.status = answer.status;
        Ok(again)
    }
}

/// Only the answer of erasing has a download address.
fn is_erased(answer: &Answer) -> bool {
    let AnswerBody::Whole(bytes) = &answer.body else {
        return false;
    };
    serde_json::from_slice(bytes).is_ok_and(|value: Value| value.get("download_url").is_some())
}

/// The number of the job that was answered.
fn id_of(answer: &Answer) -> Option<JobId> {
    let AnswerBody::Whole(bytes) = &answer.body else {
        return None;
    };
    let value: Value = serde_json::from_slice(bytes).ok()?;
    value["id"].as_u64().map(JobId)
}

/// Runs statements one after the other.
pub(super) fn run_sql(call: &Call<'_>, sql: &str, shown: Option<JobId>) -> Result<(), Refusal> {
    for statement in sql.split(';').filter(|text| !text.trim().is_empty()) {
        let mut statement = call.db.prepare(statement)?;
        bind(call, &mut statement, shown)?;
        statement.raw_execute()?;
    }
    Ok(())
}

/// Whether a question has an answer.
fn asked(call: &Call<'_>, sql: &str) -> Result<bool, Refusal> {
    let mut statement = call.db.prepare(sql)?;
    bind(call, &mut statement, None)?;
    let mut rows = statement.raw_query();
    Ok(rows.next()?.is_some())
}

fn bind(
    call: &Call<'_>,
    statement: &mut rusqlite::Statement<'_>,
    shown: Option<JobId>,
) -> Result<(), Refusal> {
    let number = |name: &str| {
        call.parameters
            .text(name)
            .and_then(|text| text.parse().ok())
    };
    let values: [(&str, Option<i64>); 4] = [
        (":job", number("job_id")),
        (":pipeline", number("pipeline_id")),
        (":project", project(call.db, call.parameters.text("id"))?),
        (":shown", shown.and_then(|id| i64::try_from(id.0).ok())),
    ];
    for (name, value) in values {
        if let Some(index) = statement.parameter_index(name)? {
            statement.raw_bind_parameter(index, value)?;
        }
    }
    Ok(())
}

fn project(db: &Connection, named: Option<&str>) -> Result<Option<i64>, Refusal> {
    let found = db
        .query_row(
            "SELECT id FROM project WHERE full_path = ?1 OR CAST(id AS TEXT) = ?1",
            [named],
            |row| row.get(0),
        )
        .optional()?;
    Ok(found)
}
