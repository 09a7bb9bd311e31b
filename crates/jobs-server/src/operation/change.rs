//! The four actions: cancel, retry, erase, play. `transition` decides their effect on a job.

use jobs_api::model::{JobId, PlayedJob};

use crate::call::{Call, ProjectAccess, authorize};
use crate::refusal::Refusal;
use crate::response::OperationResponse;
use crate::store::{self, Job, JobKind};
use crate::transition::{self, CancelEffect, PlayEffect};
use crate::validate::Validation;

pub(super) fn cancel_job(call: &Call<'_>) -> Result<OperationResponse, Refusal> {
    let (access, job) = find_changeable_job(call)?;
    authorize_change(call, &access, &job)?;
    match transition::cancel_effect(job.status) {
        CancelEffect::Nothing => {}
        CancelEffect::Stop => {
            store::cancel(call.db, job.id, call.now)?;
            update_pipeline_status(call, &job)?;
        }
    }
    let canceled = reload_job(call, job.id)?;
    Ok(OperationResponse::created(
        call.presenter(access.caller).job(&canceled)?,
    ))
}

pub(super) fn retry_job(call: &Call<'_>) -> Result<OperationResponse, Refusal> {
    let (access, job) = find_changeable_job(call)?;
    authorize_change(call, &access, &job)?;
    if !transition::is_retryable(&job) {
        return Err(Refusal::NotRetryable);
    }
    let new = retry(call, &access, &job)?;
    let retried = reload_job(call, new)?;
    Ok(OperationResponse::created(
        call.presenter(access.caller).job(&retried)?,
    ))
}

pub(super) fn erase_job(call: &Call<'_>) -> Result<OperationResponse, Refusal> {
    let (access, job) = find_changeable_job(call)?;
    let protected = call.protected_refs(&access)?;
    authorize(
        access
            .permissions
            .may_erase_job(&access.job_protection(&job, &protected)),
    )?;
    let left_something = !store::artifacts(call.db, job.id)?.is_empty()
        || store::log_length(call.db, job.id)?.is_some();
    if !transition::is_erasable(job.status, left_something) {
        return Err(Refusal::NotErasable);
    }
    if access.project.statistics_refreshing {
        return Err(Refusal::StatisticsRefresh);
    }
    store::erase(call.db, job.id, call.now)?;
    let mut erased = call
        .presenter(access.caller)
        .job(&reload_job(call, job.id)?)?;
    // only the page's example of erasing has this property, so the server sends it only here
    erased.download_url = Some(None);
    Ok(OperationResponse::created(erased))
}

pub(super) fn play_job(call: &Call<'_>) -> Result<OperationResponse, Refusal> {
    let caller = call.require_user()?;
    let mut validation = Validation::default();
    let id = JobId(validation.id(call.parameters, "job_id"));
    let variables = validation.variables(call.parameters);
    validation.finish()?;
    let access = call.require_project(caller)?;
    authorize(access.permissions.may_read_builds())?;
    let job = call.find_job_or_bridge(&access, id)?;
    authorize_change(call, &access, &job)?;
    let played = transition::play_effect(&job);
    if played == PlayEffect::Refuse {
        return Err(Refusal::Unplayable);
    }
    let takes_variables = job.kind == JobKind::Build && !variables.is_empty();
    if takes_variables {
        let only_maintainers = access.project.variables_for_maintainers_only;
        authorize(access.permissions.may_set_variables(only_maintainers))?;
    }
    let target = match played {
        PlayEffect::Retry => retry(call, &access, &job)?,
        PlayEffect::Enqueue | PlayEffect::Refuse => {
            let user = access.caller.user().ok_or(Refusal::Unauthorized)?;
            store::enqueue(call.db, job.id, user, call.now)?;
            update_pipeline_status(call, &job)?;
            job.id
        }
    };
    if takes_variables {
        store::add_variables(call.db, target, &variables)?;
    }
    // if the job had run before, the response is the old job and not the new one
    let shown = reload_job(call, job.id)?;
    let presenter = call.presenter(access.caller);
    Ok(OperationResponse::ok(match shown.kind {
        JobKind::Build => PlayedJob::Job(Box::new(presenter.job(&shown)?)),
        JobKind::Bridge => PlayedJob::Bridge(Box::new(presenter.bridge(&shown)?)),
    }))
}

/// Runs the checks before the record of a job is read, and returns the job.
fn find_changeable_job(call: &Call<'_>) -> Result<(ProjectAccess, Job), Refusal> {
    let caller = call.require_user()?;
    let id = call.job_id()?;
    let access = call.require_project(caller)?;
    authorize(access.permissions.may_change_builds())?;
    let job = call.find_build(&access, id)?;
    Ok((access, job))
}

fn authorize_change(call: &Call<'_>, access: &ProjectAccess, job: &Job) -> Result<(), Refusal> {
    let protected = call.protected_refs(access)?;
    authorize(
        access
            .permissions
            .may_change_job(&access.job_protection(job, &protected)),
    )
}

fn retry(call: &Call<'_>, access: &ProjectAccess, job: &Job) -> Result<JobId, Refusal> {
    let user = access.caller.user().ok_or(Refusal::Unauthorized)?;
    let new = store::retry(call.db, job.id, user, call.now)?;
    store::revive_skipped(call.db, job.pipeline.id, job.stage_index)?;
    update_pipeline_status(call, job)?;
    Ok(new)
}

/// Updates the status of the pipeline after one of its jobs has changed.
fn update_pipeline_status(call: &Call<'_>, job: &Job) -> Result<(), Refusal> {
    let parts = store::status_inputs(call.db, job.pipeline.id)?;
    if let Some(status) = transition::pipeline_status(&parts) {
        store::set_pipeline_status(call.db, job.pipeline.id, status, call.now)?;
    }
    Ok(())
}

/// The job as it is now.
fn reload_job(call: &Call<'_>, id: JobId) -> Result<Job, Refusal> {
    store::job_by_id(call.db, id)?.ok_or(Refusal::NoRecord)
}
