//! The four actions: cancel, retry, erase, play. `transition` decides their effect on a job.

use jobs_api::model::{JobId, PlayedJob};

use crate::answer::Answer;
use crate::call::{Access, Call, authorize};
use crate::refusal::Refusal;
use crate::store::{self, Job, Kind};
use crate::transition::{self, Cancel, Play};
use crate::validate::Validation;

pub(super) fn cancel_job(call: &Call<'_>) -> Result<Answer, Refusal> {
    let (access, job) = changeable(call)?;
    authorize_change(call, &access, &job)?;
    match transition::cancel(job.status) {
        Cancel::Leave => {}
        Cancel::Stop => {
            store::cancel(call.db, job.id, call.now)?;
            settle(call, &job)?;
        }
    }
    let canceled = again(call, job.id)?;
    Ok(Answer::created(
        call.presenter(access.caller).job(&canceled)?,
    ))
}

pub(super) fn retry_job(call: &Call<'_>) -> Result<Answer, Refusal> {
    let (access, job) = changeable(call)?;
    authorize_change(call, &access, &job)?;
    if !transition::is_retryable(&job) {
        return Err(Refusal::NotRetryable);
    }
    let new = retry(call, &access, &job)?;
    let retried = again(call, new)?;
    Ok(Answer::created(
        call.presenter(access.caller).job(&retried)?,
    ))
}

pub(super) fn erase_job(call: &Call<'_>) -> Result<Answer, Refusal> {
    let (access, job) = changeable(call)?;
    let protected = call.protected_refs(&access)?;
    authorize(access.standing.erases(&access.guarded(&job, &protected)))?;
    let left_something = !store::artifacts(call.db, job.id)?.is_empty()
        || store::log_length(call.db, job.id)?.is_some();
    if !transition::is_erasable(job.status, left_something) {
        return Err(Refusal::NotErasable);
    }
    if access.project.statistics_refreshing {
        return Err(Refusal::StatisticsRefresh);
    }
    store::erase(call.db, job.id, call.now)?;
    let mut erased = call.presenter(access.caller).job(&again(call, job.id)?)?;
    // only the page's example of erasing has this property, so the server sends it only here
    erased.download_url = Some(None);
    Ok(Answer::created(erased))
}

pub(super) fn play_job(call: &Call<'_>) -> Result<Answer, Refusal> {
    let caller = call.signed_in()?;
    let mut validation = Validation::default();
    let id = JobId(validation.id(call.parameters, "job_id"));
    let variables = validation.variables(call.parameters);
    validation.finish()?;
    let access = call.project(caller)?;
    authorize(access.standing.reads_builds())?;
    let job = call.job_or_bridge(&access, id)?;
    authorize_change(call, &access, &job)?;
    let played = transition::play(&job);
    if played == Play::Refuse {
        return Err(Refusal::Unplayable);
    }
    let takes_variables = job.kind == Kind::Build && !variables.is_empty();
    if takes_variables {
        let only_maintainers = access.project.variables_for_maintainers_only;
        authorize(access.standing.sets_variables(only_maintainers))?;
    }
    let target = match played {
        Play::Retry => retry(call, &access, &job)?,
        Play::Enqueue | Play::Refuse => {
            let user = access.caller.user().ok_or(Refusal::Unauthorized)?;
            store::enqueue(call.db, job.id, user, call.now)?;
            settle(call, &job)?;
            job.id
        }
    };
    if takes_variables {
        store::add_variables(call.db, target, &variables)?;
    }
    // if the job had run before, the response is the old job and not the new one
    let shown = again(call, job.id)?;
    let presenter = call.presenter(access.caller);
    Ok(Answer::ok(match shown.kind {
        Kind::Build => PlayedJob::Job(Box::new(presenter.job(&shown)?)),
        Kind::Bridge => PlayedJob::Bridge(Box::new(presenter.bridge(&shown)?)),
    }))
}

/// Runs the checks before the record of a job is read, and returns the job.
fn changeable(call: &Call<'_>) -> Result<(Access, Job), Refusal> {
    let caller = call.signed_in()?;
    let id = call.job_id()?;
    let access = call.project(caller)?;
    authorize(access.standing.changes_builds())?;
    let job = call.build(&access, id)?;
    Ok((access, job))
}

fn authorize_change(call: &Call<'_>, access: &Access, job: &Job) -> Result<(), Refusal> {
    let protected = call.protected_refs(access)?;
    authorize(access.standing.changes(&access.guarded(job, &protected)))
}

fn retry(call: &Call<'_>, access: &Access, job: &Job) -> Result<JobId, Refusal> {
    let user = access.caller.user().ok_or(Refusal::Unauthorized)?;
    let new = store::retry(call.db, job.id, user, call.now)?;
    store::revive_skipped(call.db, job.pipeline.id, job.stage_index)?;
    settle(call, job)?;
    Ok(new)
}

/// Updates the status of the pipeline after one of its jobs has changed.
fn settle(call: &Call<'_>, job: &Job) -> Result<(), Refusal> {
    let parts = store::parts_of_pipeline(call.db, job.pipeline.id)?;
    if let Some(status) = transition::pipeline_status(&parts) {
        store::set_pipeline_status(call.db, job.pipeline.id, status, call.now)?;
    }
    Ok(())
}

/// The job as it is now.
fn again(call: &Call<'_>, id: JobId) -> Result<Job, Refusal> {
    store::job_by_id(call.db, id)?.ok_or(Refusal::NoRecord)
}
