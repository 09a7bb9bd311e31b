//! `GET /projects/{id}/jobs/{job_id}` and `…/trace`: one job, and its log.

use crate::answer::Answer;
use crate::call::{Access, Call, authorize};
use crate::refusal::Refusal;
use crate::store::{self, Job};

pub(super) fn get_job(call: &Call<'_>) -> Result<Answer, Refusal> {
    let (access, job) = readable(call)?;
    Ok(Answer::ok(call.presenter(access.caller).job(&job)?))
}

pub(super) fn get_job_trace(call: &Call<'_>) -> Result<Answer, Refusal> {
    let (access, job) = readable(call)?;
    let debug = job.debug || store::has_debug_variable(call.db, job.id)?;
    authorize(access.standing.reads_log(debug))?;
    // the page says 404 without a log; GitLab itself sends 200 with an empty body
    let length = store::log_length(call.db, job.id)?.ok_or(Refusal::NoRecord)?;
    Ok(Answer::log(job.id, length))
}

fn readable(call: &Call<'_>) -> Result<(Access, Job), Refusal> {
    let caller = call.signed_in()?;
    let id = call.job_id()?;
    let access = call.project(caller)?;
    authorize(access.standing.reads_builds())?;
    let job = call.build(&access, id)?;
    Ok((access, job))
}
