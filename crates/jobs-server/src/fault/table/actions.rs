//! Faults of actions: missing, additional or other effects.

use jobs_api::operations::Operation;

use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::store_change::{ResponseJob, StoreChange};
use crate::refusal::Refusal;

use Operation::{CancelJob, EraseJob, PlayJob, RetryJob};

/// A column of the requested job keeps its value.
macro_rules! kept {
    ($($column:literal),+) => {
        concat!("UPDATE job SET ", kept!(@ $($column),+), " WHERE id = :job")
    };
    (@ $first:literal $(, $column:literal)*) => {
        concat!(
            $first, " = (SELECT ", $first, " FROM was_job WHERE was_job.id = :job)"
            $(, ", ", $column, " = (SELECT ", $column, " FROM was_job WHERE was_job.id = :job)")*
        )
    };
}

/// A column of the new job has the value of the old one.
macro_rules! inherited {
    ($column:literal) => {
        concat!(
            "UPDATE job SET ",
            $column,
            " = (SELECT ",
            $column,
            " FROM was_job WHERE was_job.id = :job) WHERE id = :answered AND id <> :job"
        )
    };
}

/// A change of the job in the response.
macro_rules! answered {
    ($change:literal) => {
        concat!("UPDATE job SET ", $change, " WHERE id = :answered")
    };
}

/// Refused if the job had one of these statuses.
macro_rules! was {
    ($statuses:literal) => {
        concat!(
            "SELECT 1 FROM was_job WHERE id = :job AND status IN (",
            $statuses,
            ")"
        )
    };
}

const END_JOB: &str = "UPDATE job SET status = 'success', failure_reason = NULL, retried = 0, \
     started_at = coalesce(started_at, created_at), finished_at = coalesce(finished_at, created_at) \
     WHERE id = :job AND status NOT IN ('success', 'failed', 'canceled')";
const MAKE_JOB_MANUAL: &str = "UPDATE job SET status = 'manual', started_by = 'manual', failure_reason = NULL, \
     started_at = NULL, finished_at = NULL WHERE id = :job";
/// The wrong effect of an action.
const ROWS: &[(Operation, &str, &str, StoreChange)] = &rows! {
    // cancel
    CancelJob, "status-kept", "a canceled job keeps its status", StoreChange::after(kept!("status", "finished_at"));
    CancelJob, "finished_at-missing", "a canceled job does not say when it came to its end", StoreChange::after("UPDATE job SET finished_at = NULL WHERE id = :job AND status = 'canceled'");
    CancelJob, "started_at-lost", "a canceled job forgets when it was started", StoreChange::after(answered!("started_at = NULL"));
    CancelJob, "status-failed", "a canceled job has failed", StoreChange::after("UPDATE job SET status = 'failed', failure_reason = 'unknown_failure' WHERE id = :job AND status = 'canceled'");
    CancelJob, "status-skipped", "a canceled job was skipped", StoreChange::after("UPDATE job SET status = 'skipped' WHERE id = :job AND status = 'canceled'");
    CancelJob, "others-too", "all jobs of the pipeline are canceled", StoreChange::after("UPDATE job SET status = 'canceled', finished_at = created_at WHERE id <> :job AND pipeline_id = (SELECT pipeline_id FROM job WHERE id = :job) AND status IN ('created', 'pending', 'running', 'manual')");
    CancelJob, "finished-too", "a job that has come to its end is canceled, too", StoreChange::after("UPDATE job SET status = 'canceled', failure_reason = NULL WHERE id = :job AND finished_at IS NOT NULL");
    CancelJob, "finished-touched", "a job that has come to its end comes to its end again", StoreChange::after("UPDATE job SET finished_at = finished_at + 60000 WHERE id = :job AND id IN (SELECT id FROM was_job WHERE finished_at IS NOT NULL)");
    CancelJob, "finished-refused", "a job that has come to its end is refused", refused_if(was!("'success', 'failed', 'canceled', 'skipped'"));
    CancelJob, "manual-refused", "a job that waits for a user is refused", refused_if(was!("'manual', 'scheduled'"));
    CancelJob, "created-refused", "a job that is not in the queue yet is refused", refused_if(was!("'created'"));
    CancelJob, "artifacts-lost", "a canceled job loses its log and its artifacts", StoreChange::after("DELETE FROM artifact WHERE job_id = :job; DELETE FROM log_chunk WHERE job_id = :job");
    // retry
    RetryJob, "same-id", "the job itself starts again, without a new number", StoreChange { response_job: ResponseJob::Requested, ..StoreChange::after("DELETE FROM job_variable WHERE job_id = :answered; DELETE FROM job WHERE id = :answered; UPDATE job SET status = 'pending', failure_reason = NULL, retried = 0, started_at = NULL, finished_at = NULL WHERE id = :job") };
    RetryJob, "old-not-retried", "the old job does not count as retried", StoreChange::after("UPDATE job SET retried = 0 WHERE id = :job");
    RetryJob, "old-shown", "the answer shows the old job", StoreChange { response_job: ResponseJob::Requested, ..StoreChange::NONE };
    RetryJob, "old-pending", "the old job waits again, too", StoreChange::after("UPDATE job SET status = 'pending', failure_reason = NULL, started_at = NULL, finished_at = NULL WHERE id = :job");
    RetryJob, "old-erased", "the old job loses its log and its artifacts", StoreChange::after("DELETE FROM artifact WHERE job_id = :job; DELETE FROM log_chunk WHERE job_id = :job");
    RetryJob, "status-created", "the new job is not in the queue", StoreChange::after(answered!("status = 'created'"));
    RetryJob, "status-running", "the new job runs at once", StoreChange::after(answered!("status = 'running', started_at = created_at"));
    RetryJob, "status-inherited", "the new job has the status of the old one", StoreChange::after("UPDATE job SET (status, failure_reason, started_at, finished_at) = (SELECT status, failure_reason, started_at, finished_at FROM was_job WHERE was_job.id = :job) WHERE id = :answered");
    RetryJob, "started_at-inherited", "the new job was started when the old one was", StoreChange::after(inherited!("started_at"));
    RetryJob, "created_at-inherited", "the new job was created when the old one was", StoreChange::after(inherited!("created_at"));
    RetryJob, "user-inherited", "the new job belongs to the user of the old one", StoreChange::after(inherited!("account_id"));
    RetryJob, "runner-inherited", "the new job has the runner of the old one", StoreChange::after(inherited!("runner_json"));
    RetryJob, "coverage-inherited", "the new job has the coverage of the old one", StoreChange::after(inherited!("coverage"));
    RetryJob, "queued_at-missing", "the new job was never queued", StoreChange::after(answered!("queued_at = NULL"));
    RetryJob, "name-numbered", "the new job has a number in its name", StoreChange::after(answered!("name = name || ' 2/2'"));
    RetryJob, "stage-lost", "the new job is in another stage", StoreChange::after(answered!("stage = 'external'"));
    RetryJob, "allow_failure-inverted", "the new job may fail where the old one may not", StoreChange::after(answered!("allow_failure = NOT allow_failure"));
    RetryJob, "skipped-not-revived", "jobs that were skipped after the failure stay skipped", StoreChange::after("UPDATE job SET status = 'skipped' WHERE id IN (SELECT id FROM was_job WHERE status = 'skipped')");
    RetryJob, "unfinished-allowed", "a job that has not come to its end can be retried", StoreChange { before: END_JOB, ..StoreChange::after(kept!("status", "failure_reason", "started_at", "finished_at")) };
    RetryJob, "twice-allowed", "a job can be retried again and again", StoreChange::before("UPDATE job SET retried = 0 WHERE id = :job");
    RetryJob, "success-refused", "a job that has succeeded is refused", refused_if_with(was!("'success'"), || Refusal::NotRetryable);
    RetryJob, "canceled-refused", "a job that was canceled is refused", refused_if_with(was!("'canceled'"), || Refusal::NotRetryable);
    // erase
    EraseJob, "log-kept", "the log is still there", StoreChange::after("INSERT INTO log_chunk SELECT * FROM was_log_chunk WHERE job_id = :job");
    EraseJob, "artifacts-kept", "the artifacts are still there", StoreChange::after("INSERT INTO artifact SELECT * FROM was_artifact WHERE job_id = :job");
    EraseJob, "trace-kept", "the log is still listed among the artifacts", StoreChange::after("INSERT INTO artifact SELECT * FROM was_artifact WHERE job_id = :job AND file_type = 'trace'");
    EraseJob, "erased_at-missing", "the job does not say when it was erased", StoreChange::after("UPDATE job SET erased_at = NULL WHERE id = :job");
    EraseJob, "erased_at-is-finished_at", "the job was erased when it came to its end", StoreChange::after("UPDATE job SET erased_at = finished_at WHERE id = :job");
    EraseJob, "expiry-kept", "the artifacts still expire", StoreChange::after(kept!("artifacts_expire_at"));
    EraseJob, "status-changed", "an erased job was canceled", StoreChange::after("UPDATE job SET status = CASE status WHEN 'canceled' THEN 'skipped' ELSE 'canceled' END, failure_reason = NULL WHERE id = :job");
    EraseJob, "finished_at-moved", "an erased job comes to its end again", StoreChange::after("UPDATE job SET finished_at = erased_at WHERE id = :job");
    EraseJob, "started_at-lost", "an erased job forgets when it was started", StoreChange::after("UPDATE job SET started_at = NULL WHERE id = :job");
    EraseJob, "runner-lost", "an erased job forgets its runner", StoreChange::after("UPDATE job SET runner_json = NULL WHERE id = :job");
    EraseJob, "others-too", "all jobs of the pipeline are erased", StoreChange::after("DELETE FROM artifact; DELETE FROM log_chunk");
    EraseJob, "unfinished-allowed", "a job that has not come to its end can be erased", StoreChange { before: "INSERT OR IGNORE INTO artifact (job_id, position, file_type, size, filename) VALUES (:job, 99, 'trace', 1, 'job.log'); UPDATE job SET status = 'success', finished_at = created_at WHERE id = :job AND status NOT IN ('success', 'failed', 'canceled', 'skipped')", ..StoreChange::after(kept!("status", "finished_at")) };
    EraseJob, "empty-allowed", "a job that has nothing to erase can be erased", StoreChange::before("INSERT OR IGNORE INTO artifact (job_id, position, file_type, size, filename) SELECT id, 99, 'trace', 1, 'job.log' FROM job WHERE id = :job AND erased_at IS NULL");
    EraseJob, "twice-allowed", "a job can be erased again and again", StoreChange::before("INSERT OR IGNORE INTO artifact (job_id, position, file_type, size, filename) SELECT id, 99, 'trace', 1, 'job.log' FROM job WHERE id = :job AND erased_at IS NOT NULL");
    EraseJob, "log-alone-refused", "a job that has a log and no artifacts is refused", refused_if_with("SELECT 1 WHERE :job NOT IN (SELECT job_id FROM was_artifact)", || Refusal::NotErasable);
    EraseJob, "canceled-refused", "a job that was canceled is refused", refused_if_with(was!("'canceled'"), || Refusal::NotErasable);
    // play
    PlayJob, "status-kept", "a played job still waits", StoreChange::after(kept!("status"));
    PlayJob, "status-created", "a played job is not in the queue", StoreChange::after("UPDATE job SET status = 'created' WHERE id = :job AND status = 'pending'");
    PlayJob, "status-running", "a played job runs at once", StoreChange::after("UPDATE job SET status = 'running', started_at = queued_at WHERE id = :job AND status = 'pending'");
    PlayJob, "new-id", "a played job is a new one", StoreChange { response_job: ResponseJob::Newest, ..StoreChange::after("INSERT INTO job (kind, project_id, pipeline_id, name, stage, stage_index, status, ref, tag, allow_failure, started_by, retried, archived, debug, account_id, created_at, queued_at, tag_list) SELECT kind, project_id, pipeline_id, name, stage, stage_index, status, ref, tag, allow_failure, started_by, retried, archived, debug, account_id, created_at, queued_at, tag_list FROM job WHERE id = :job") };
    PlayJob, "user-kept", "a played job keeps its user", StoreChange::after(kept!("account_id"));
    PlayJob, "user-lost", "a played job has no user", StoreChange::after("UPDATE job SET account_id = NULL WHERE id = :job");
    PlayJob, "queued_at-missing", "a played job was never queued", StoreChange::after("UPDATE job SET queued_at = NULL WHERE id = :job");
    PlayJob, "others-too", "all jobs that wait for a user are played", StoreChange::after("UPDATE job SET status = 'pending', queued_at = created_at WHERE status = 'manual'");
    PlayJob, "unplayable-allowed", "a job that does not wait for a user can be played", StoreChange::before(MAKE_JOB_MANUAL);
    PlayJob, "delayed-refused", "a delayed job is refused", refused_if_with(was!("'scheduled'"), || Refusal::Unplayable);
    PlayJob, "finished-refused", "a job that was played before is refused", refused_if_with(was!("'success', 'failed', 'canceled'"), || { Refusal::Unplayable });
    PlayJob, "finished-shows-new", "a job that was played before is answered with the new one", StoreChange { response_job: ResponseJob::Newest, ..StoreChange::NONE };
};

const fn refused_if(question: &'static str) -> StoreChange {
    StoreChange {
        refused_if: question,
        ..StoreChange::NONE
    }
}

const fn refused_if_with(question: &'static str, refusal: fn() -> Refusal) -> StoreChange {
    StoreChange {
        refusal,
        ..refused_if(question)
    }
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<FaultDefinition> {
    let mut faults: Vec<FaultDefinition> = ROWS
        .iter()
        .map(|(operation, what, breaks, change)| {
            let change = FaultChange::Store(*change);
            FaultDefinition::for_operation(*operation, what, Class::ActionHalved, breaks, change)
        })
        .collect();
    for operation in [CancelJob, RetryJob, EraseJob, PlayJob] {
        faults.push(FaultDefinition::for_operation(
            operation,
            "forgotten",
            Class::ActionHalved,
            "the response is correct, and the change is lost",
            FaultChange::Store(StoreChange::LOST_CHANGES),
        ));
    }
    faults
}
