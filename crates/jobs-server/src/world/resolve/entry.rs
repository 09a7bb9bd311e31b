//! What the entries of jobs and of bridges have in common, and which states of it are impossible.

use chrono::{DateTime, Utc};
use jobs_api::model::{FailureReason, JobStatus, Timestamp};

use crate::store::{Kind, StartedBy};
use crate::world::problem::{Problem, Trail};
use jobs_world::format;

/// What the entries of jobs and bridges have in common.
pub(super) struct Entry<'a> {
    pub(super) kind: Kind,
    pub(super) id: Option<u64>,
    pub(super) pipeline: Option<u64>,
    pub(super) name: &'a str,
    pub(super) stage: &'a str,
    pub(super) status: JobStatus,
    pub(super) failure_reason: Option<FailureReason>,
    pub(super) reference: Option<&'a String>,
    pub(super) tag: Option<bool>,
    pub(super) coverage: Option<f64>,
    pub(super) allow_failure: bool,
    pub(super) when: Option<StartedBy>,
    pub(super) retried: bool,
    pub(super) user: Option<&'a Option<String>>,
    pub(super) created_at: Option<Timestamp>,
    pub(super) queued_at: Option<Option<Timestamp>>,
    pub(super) started_at: Option<Option<Timestamp>>,
    pub(super) finished_at: Option<Option<Timestamp>>,
    pub(super) trail: Trail,
}

/// The members that jobs and bridges have by one name, though they are two types: what is unknown in a world is
/// refused, which rules out a type inside of both.
macro_rules! entry {
    ($entry:ident, $trail:ident, $kind:expr, $name:literal, $stage:literal) => {
        Entry {
            kind: $kind,
            id: $entry.id,
            pipeline: $entry.pipeline,
            name: $entry.name.as_deref().unwrap_or($name),
            stage: $entry.stage.as_deref().unwrap_or($stage),
            status: $entry.status.unwrap_or(JobStatus::Success),
            failure_reason: $entry.failure_reason,
            reference: $entry.reference.as_ref(),
            tag: $entry.tag,
            coverage: $entry.coverage,
            allow_failure: $entry.allow_failure,
            when: $entry.when,
            retried: $entry.retried,
            user: $entry.user.as_ref(),
            created_at: $entry.created_at,
            queued_at: $entry.queued_at,
            started_at: $entry.started_at,
            finished_at: $entry.finished_at,
            trail: $trail,
        }
    };
}

/// A job as an entry.
pub(super) fn of_job(entry: &format::Job, trail: Trail) -> Entry<'_> {
    entry!(entry, trail, Kind::Build, "job", "test")
}

/// A bridge as an entry.
pub(super) fn of_bridge(entry: &format::Bridge, trail: Trail) -> Entry<'_> {
    entry!(entry, trail, Kind::Bridge, "bridge", "deploy")
}

/// When a job was queued, started and finished.
pub(super) struct Times {
    pub(super) queued: Option<DateTime<Utc>>,
    pub(super) started: Option<DateTime<Utc>>,
    pub(super) finished: Option<DateTime<Utc>>,
}

impl Times {
    /// What the entry says, and the defaults where it says nothing.
    pub(super) fn of(entry: &Entry<'_>, created_at: DateTime<Utc>) -> Times {
        use JobStatus::{Canceled, Failed, Pending, Running, Success};
        let ran = matches!(entry.status, Running | Success | Failed);
        let was_queued = ran || matches!(entry.status, Pending | Canceled);
        let ended = matches!(entry.status, Success | Failed | Canceled);
        let said = |time: Option<Timestamp>| time.map(Timestamp::instant);
        let start_said = entry.started_at.and_then(said);
        let queued = match entry.queued_at {
            Some(time) => said(time),
            None => {
                was_queued.then(|| start_said.map_or(created_at, |start| start.min(created_at)))
            }
        };
        let started = match entry.started_at {
            Some(time) => said(time),
            None if ran => queued.or(Some(created_at)),
            None => None,
        };
        let finished = match entry.finished_at {
            Some(time) => said(time),
            None if ended => started.or(queued).or(Some(created_at)),
            None => None,
        };
        Times {
            queued,
            started,
            finished,
        }
    }

    /// Refuses times that do not fit the status or one another.
    pub(super) fn check(&self, entry: &Entry<'_>) -> Result<(), Problem> {
        use JobStatus::{
            Canceled, Created, Failed, Manual, Pending, Preparing, Running, Scheduled, Success,
            WaitingForResource,
        };
        let status = entry.status.as_str();
        let problem = |key: &str, cause: String| {
            Err(Problem {
                trail: entry.trail.key(key),
                cause,
            })
        };
        let waits = matches!(
            entry.status,
            Created | WaitingForResource | Preparing | Pending | Manual | Scheduled
        );
        if waits && self.started.is_some() {
            return problem(
                "started_at",
                format!("a job that is {status} has not started; leave it out"),
            );
        }
        if (waits || entry.status == Running) && self.finished.is_some() {
            return problem(
                "finished_at",
                format!("a job that is {status} has not finished; leave it out"),
            );
        }
        if matches!(entry.status, Pending | Running) && self.queued.is_none() {
            return problem(
                "queued_at",
                format!("a job that is {status} was queued; say when"),
            );
        }
        if entry.status == Running && self.started.is_none() {
            return problem(
                "started_at",
                "a job that is running has started; say when".to_owned(),
            );
        }
        if matches!(entry.status, Success | Failed | Canceled) && self.finished.is_none() {
            return problem(
                "finished_at",
                format!("a job that is {status} has finished; say when"),
            );
        }
        if let (Some(queued), Some(started)) = (self.queued, self.started)
            && queued > started
        {
            return problem("started_at", "it started before it was queued".to_owned());
        }
        if let (Some(started), Some(finished)) = (self.started, self.finished)
            && started > finished
        {
            return problem("finished_at", "it finished before it started".to_owned());
        }
        if entry.retried && !matches!(entry.status, Success | Failed | Canceled) {
            return problem(
                "retried",
                format!("a job that is {status} cannot have been retried"),
            );
        }
        Ok(())
    }
}

/// Refuses a failure without a reason, and a reason without a failure.
pub(super) fn check_failure(entry: &Entry<'_>) -> Result<(), Problem> {
    let cause = match (entry.status, entry.failure_reason) {
        (JobStatus::Failed, None) => {
            "a failed job has a reason; write for example `script_failure`"
        }
        (JobStatus::Failed, Some(_)) | (_, None) => return Ok(()),
        (_, Some(_)) => "only a failed job has a reason; leave it out",
    };
    Err(Problem {
        trail: entry.trail.key("failure_reason"),
        cause: cause.to_owned(),
    })
}
