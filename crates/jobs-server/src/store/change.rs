//! Writes of the operations. Other modules check whether a change is allowed; this one only writes it.

use chrono::{DateTime, Utc};
use jobs_api::model::{JobId, JobStatus, JobVariable, PipelineId, UserId};
use rusqlite::{Connection, params};

use super::column::{to_key, to_milliseconds};

/// Stops a job.
pub(crate) fn cancel(db: &Connection, job: JobId, now: DateTime<Utc>) -> rusqlite::Result<()> {
    db.prepare_cached("UPDATE job SET status = 'canceled', finished_at = ?2 WHERE id = ?1")?
        .execute(params![to_key(job.0), to_milliseconds(now)])?;
    Ok(())
}

/// Puts a job into the queue, in the name of `user`.
pub(crate) fn enqueue(
    db: &Connection,
    job: JobId,
    user: UserId,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE job SET status = 'pending', queued_at = ?3, account_id = ?2 WHERE id = ?1",
    )?
    .execute(params![to_key(job.0), to_key(user.0), to_milliseconds(now)])?;
    Ok(())
}

/// Adds variables to a job; a name that it already has gets the new value.
pub(crate) fn add_variables(
    db: &Connection,
    job: JobId,
    variables: &[JobVariable],
) -> rusqlite::Result<()> {
    let mut statement = db.prepare_cached(
        "INSERT INTO job_variable (job_id, key, value) VALUES (?1, ?2, ?3) \
         ON CONFLICT (job_id, key) DO UPDATE SET value = excluded.value",
    )?;
    for variable in variables {
        statement.execute(params![to_key(job.0), variable.key, variable.value])?;
    }
    Ok(())
}

/// Creates a new job that runs the same again, and marks the old one as retried.
///
/// The data of the old run is not copied: its times, its artifacts, its log, its runner, its coverage.
pub(crate) fn retry(
    db: &Connection,
    job: JobId,
    user: UserId,
    now: DateTime<Utc>,
) -> rusqlite::Result<JobId> {
    db.prepare_cached("UPDATE job SET retried = 1 WHERE id = ?1")?
        .execute([to_key(job.0)])?;
    db.prepare_cached(
        "INSERT INTO job (kind, project_id, pipeline_id, name, stage, stage_index, status, ref, tag, allow_failure, \
         started_by, retried, archived, debug, account_id, created_at, queued_at, tag_list, environment_id) \
         SELECT kind, project_id, pipeline_id, name, stage, stage_index, 'pending', ref, tag, allow_failure, \
         started_by, 0, 0, debug, ?2, ?3, ?3, tag_list, environment_id FROM job WHERE id = ?1",
    )?
    .execute(params![to_key(job.0), to_key(user.0), to_milliseconds(now)])?;
    let new = db.last_insert_rowid();
    db.prepare_cached(
        "INSERT INTO job_variable (job_id, key, value) SELECT ?2, key, value FROM job_variable WHERE job_id = ?1",
    )?
    .execute(params![to_key(job.0), new])?;
    Ok(JobId(u64::try_from(new).unwrap_or_default()))
}

/// Resets the jobs that were skipped after a failure: those of later stages wait again.
pub(crate) fn revive_skipped(
    db: &Connection,
    pipeline: PipelineId,
    after_stage: u64,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE job SET status = 'created' \
         WHERE pipeline_id = ?1 AND stage_index > ?2 AND status = 'skipped' AND retried = 0 AND finished_at IS NULL",
    )?
    .execute([to_key(pipeline.0), to_key(after_stage)])?;
    Ok(())
}

/// Removes the artifacts and the log of a job.
pub(crate) fn erase(db: &Connection, job: JobId, now: DateTime<Utc>) -> rusqlite::Result<()> {
    db.prepare_cached("DELETE FROM artifact WHERE job_id = ?1")?
        .execute([to_key(job.0)])?;
    db.prepare_cached("DELETE FROM log_chunk WHERE job_id = ?1")?
        .execute([to_key(job.0)])?;
    db.prepare_cached("UPDATE job SET erased_at = ?2, artifacts_expire_at = NULL WHERE id = ?1")?
        .execute(params![to_key(job.0), to_milliseconds(now)])?;
    Ok(())
}

/// Stores the status of a pipeline.
pub(crate) fn set_pipeline_status(
    db: &Connection,
    pipeline: PipelineId,
    status: JobStatus,
    now: DateTime<Utc>,
) -> rusqlite::Result<()> {
    db.prepare_cached(
        "UPDATE pipeline SET status = ?2, updated_at = ?3 WHERE id = ?1 AND status <> ?2",
    )?
    .execute(params![
        to_key(pipeline.0),
        status.as_str(),
        to_milliseconds(now)
    ])?;
    Ok(())
}
