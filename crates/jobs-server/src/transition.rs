//! Status changes of jobs: one table for all actions.
//!
//! | status | cancel | retry | erase | play (started by hand or delayed) |
//! |---|---|---|---|---|
//! | created, waiting for resource, preparing, pending, running | canceled | refused | refused | refused |
//! | manual, scheduled | canceled | refused | refused | the same job, pending |
//! | success, failed, canceled | unchanged | a new job, pending | artifacts and log gone | a new job, pending |
//! | skipped | unchanged | refused | artifacts and log gone | refused |
//!
//! Retry needs a job that was not retried before; erase needs something that can be erased; a bridge can only
//! be played while it waits for a user.

use jobs_api::model::JobStatus;

use crate::store::{Job, JobKind, StartedBy, StatusInput};

/// The effect of canceling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CancelEffect {
    /// The job is stopped.
    Stop,
    /// The job has already finished; nothing changes, and this is not an error.
    Nothing,
}

/// The effect of canceling a job in this status.
pub(crate) fn cancel_effect(status: JobStatus) -> CancelEffect {
    match status {
        JobStatus::Created
        | JobStatus::WaitingForResource
        | JobStatus::Preparing
        | JobStatus::Pending
        | JobStatus::Running
        | JobStatus::Manual
        | JobStatus::Scheduled => CancelEffect::Stop,
        JobStatus::Success | JobStatus::Failed | JobStatus::Canceled | JobStatus::Skipped => {
            CancelEffect::Nothing
        }
    }
}

/// Whether a job can be retried.
pub(crate) fn is_retryable(job: &Job) -> bool {
    let ended = matches!(
        job.status,
        JobStatus::Success | JobStatus::Failed | JobStatus::Canceled
    );
    ended && !job.retried && !job.archived
}

/// Whether a job can be erased; `left_something` says whether it has artifacts or a log.
pub(crate) fn is_erasable(status: JobStatus, left_something: bool) -> bool {
    let complete = matches!(
        status,
        JobStatus::Success | JobStatus::Failed | JobStatus::Canceled | JobStatus::Skipped
    );
    complete && left_something
}

/// The effect of playing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PlayEffect {
    /// The waiting job is put into the queue.
    Enqueue,
    /// The job has run before; a new job runs the same again.
    Retry,
    /// It cannot be played.
    Refuse,
}

/// The effect of playing a job.
pub(crate) fn play_effect(job: &Job) -> PlayEffect {
    let waits = matches!(job.status, JobStatus::Manual | JobStatus::Scheduled);
    match (job.kind, job.started_by) {
        _ if job.archived => PlayEffect::Refuse,
        (_, StartedBy::OnSuccess) => PlayEffect::Refuse,
        (JobKind::Bridge, StartedBy::Manual) if job.status == JobStatus::Manual => {
            PlayEffect::Enqueue
        }
        (JobKind::Bridge, _) => PlayEffect::Refuse,
        (JobKind::Build, _) if waits => PlayEffect::Enqueue,
        (JobKind::Build, _) if is_retryable(job) => PlayEffect::Retry,
        (JobKind::Build, _) => PlayEffect::Refuse,
    }
}

/// The status of a pipeline, given its jobs; `None` without jobs.
///
/// An allowed failure counts as a success, an optional manual job as skipped.
pub(crate) fn pipeline_status(parts: &[StatusInput]) -> Option<JobStatus> {
    use JobStatus::{
        Canceled, Created, Failed, Manual, Pending, Preparing, Running, Scheduled, Skipped,
        Success, WaitingForResource,
    };
    let statuses: Vec<JobStatus> = parts
        .iter()
        .map(|part| match (part.status, part.allow_failure) {
            (Failed | Canceled, true) => Success,
            (Manual, true) => Skipped,
            (status, _) => status,
        })
        .collect();
    let only = |words: &[JobStatus]| statuses.iter().all(|status| words.contains(status));
    let any = |words: &[JobStatus]| statuses.iter().any(|status| words.contains(status));
    let status = if statuses.is_empty() {
        return None;
    } else if only(&[Skipped]) {
        Skipped
    } else if only(&[Success, Skipped]) {
        Success
    } else if only(&[Created]) {
        Created
    } else if only(&[Preparing]) {
        Preparing
    } else if only(&[Canceled, Success, Skipped]) {
        Canceled
    } else if only(&[Pending, Created, Skipped, Success]) && any(&[Pending]) {
        Pending
    } else if any(&[Running, Pending]) {
        Running
    } else if any(&[WaitingForResource]) {
        WaitingForResource
    } else if any(&[Manual]) {
        Manual
    } else if any(&[Scheduled]) {
        Scheduled
    } else if any(&[Preparing]) {
        Preparing
    } else if any(&[Created]) {
        Running
    } else {
        Failed
    };
    Some(status)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pipeline_stands_where_its_jobs_stand() {
        use JobStatus::{Canceled, Created, Failed, Manual, Pending, Running, Skipped, Success};
        let must = |status| StatusInput {
            status,
            allow_failure: false,
        };
        let may = |status| StatusInput {
            status,
            allow_failure: true,
        };
        for (parts, expected) in [
            (vec![], None),
            (vec![must(Success), must(Skipped)], Some(Success)),
            (vec![must(Success), must(Failed)], Some(Failed)),
            (vec![must(Success), may(Failed)], Some(Success)),
            (vec![must(Failed), must(Pending)], Some(Running)),
            (
                vec![must(Success), must(Pending), must(Created)],
                Some(Pending),
            ),
            (vec![must(Success), must(Running)], Some(Running)),
            (vec![must(Success), must(Canceled)], Some(Canceled)),
            (vec![must(Success), must(Manual)], Some(Manual)),
            (vec![must(Success), may(Manual)], Some(Success)),
            (vec![must(Created), must(Created)], Some(Created)),
            (vec![must(Success), must(Created)], Some(Running)),
            (vec![must(Skipped)], Some(Skipped)),
        ] {
            assert_eq!(pipeline_status(&parts), expected, "{parts:?}");
        }
    }
}
