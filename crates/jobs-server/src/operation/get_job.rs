//! `GET /projects/{id}/jobs/{job_id}` and `…/trace`: one job, and its log.

use crate::call::{Call, ProjectAccess, authorize};
use crate::refusal::Refusal;
use crate::response::OperationResponse;
use crate::store::{self, Job};

pub(super) fn get_job(call: &Call<'_>) -> Result<OperationResponse, Refusal> {
    let (access, job) = find_readable_job(call)?;
    Ok(OperationResponse::ok(
        call.presenter(access.caller).job(&job)?,
    ))
}

pub(super) fn get_job_trace(call: &Call<'_>) -> Result<OperationResponse, Refusal> {
    let (access, job) = find_readable_job(call)?;
    let debug = job.debug || store::has_debug_variable(call.db, job.id)?;
    authorize(access.permissions.may_read_log(debug))?;
    // the page says 404 without a log; GitLab itself sends 200 with an empty body
    let length = store::log_length(call.db, job.id)?.ok_or(Refusal::NoRecord)?;
    Ok(OperationResponse::log(job.id, length))
}

fn find_readable_job(call: &Call<'_>) -> Result<(ProjectAccess, Job), Refusal> {
    let caller = call.require_user()?;
    let id = call.job_id()?;
    let access = call.require_project(caller)?;
    authorize(access.permissions.may_read_builds())?;
    let job = call.find_build(&access, id)?;
    Ok((access, job))
}
