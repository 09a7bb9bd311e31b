//! Faults of authentication: who calls, and whether that is believed.

use jobs_api::operations::Operation;

use super::falsehood::Falsehood;
use super::{Breach, Broad, Class, Known, Misread};
use crate::authenticate::Caller;
use crate::call::Call;
use crate::refusal::Refusal;
use crate::store::{self, Job};

/// Who is let in, or kept out, against the rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Whoever has no credentials is taken for the first user, or for the first job.
    Nobody,
    /// Whoever has unknown credentials is taken for the first user, or for the first job.
    Unknown,
    /// Either.
    Anyone,
    /// Whoever has unknown credentials is taken for somebody without any.
    UnknownIsNobody,
    /// A job's token counts where only users' tokens should.
    JobForUser,
    /// A user's token counts where only jobs' tokens should.
    UserForJob,
    /// A user's token is not known where only jobs' tokens count.
    UserUnknown,
}

impl Breach {
    fn admission(&self) -> Option<Admission> {
        match self {
            Breach::Broad(Broad::NoAuthentication) => Some(Admission::Anyone),
            Breach::Admission(admission) => Some(*admission),
            _ => None,
        }
    }

    /// Decides again who calls.
    pub(crate) fn admit(
        &self,
        call: &Call<'_>,
        found: Result<Caller, Refusal>,
    ) -> Result<Caller, Refusal> {
        use Admission::{Anyone, JobForUser, Nobody, Unknown, UnknownIsNobody};
        match (self.admission(), &found) {
            (Some(Nobody | Anyone), Ok(Caller::Anonymous))
            | (Some(Unknown | Anyone), Err(Refusal::Unauthorized)) => {
                let first = store::first_account(call.db)?;
                Ok(first.map_or(Caller::Anonymous, Caller::User))
            }
            (Some(UnknownIsNobody), Err(Refusal::Unauthorized)) => Ok(Caller::Anonymous),
            (Some(JobForUser), _) => match call.credentials.job(call.db, call.now) {
                Ok(job) => Ok(job
                    .account
                    .map_or(Caller::Anonymous, |account| Caller::User(account.id))),
                Err(_) => found,
            },
            _ => found,
        }
    }

    /// Decides again which job calls.
    pub(crate) fn admit_job(
        &self,
        call: &Call<'_>,
        found: Result<Job, Refusal>,
    ) -> Result<Job, Refusal> {
        use Admission::{Anyone, Nobody, Unknown, UserForJob, UserUnknown};
        let first = || store::first_running_job(call.db)?.ok_or(Refusal::Unauthorized);
        match (self.admission(), &found) {
            (Some(Anyone), Err(Refusal::Unauthorized)) => first(),
            (Some(Nobody), Err(Refusal::Unauthorized)) if call.credentials.is_empty() => first(),
            (Some(Unknown), Err(Refusal::Unauthorized)) if !call.credentials.is_empty() => first(),
            (Some(UserForJob), Err(Refusal::NoJob)) => first(),
            (Some(UserUnknown), Err(Refusal::NoJob)) => Err(Refusal::Unauthorized),
            _ => found,
        }
    }
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<Known> {
    use Operation::{
        CancelJob, EraseJob, GetJob, GetJobTokenJob, GetJobTrace, ListJobTokenAllowedAgents,
        ListPipelineBridges, ListPipelineJobs, ListProjectJobs, PlayJob, RetryJob,
    };
    let fault = |operation, what: &str, breaks: &str, breach| {
        Known::of(operation, what, Class::AuthenticationBroken, breaks, breach)
    };
    let mut faults = Vec::new();
    for operation in Operation::ALL.iter().copied() {
        for (what, breaks, admission) in rows! {
            "caller.nobody-let-in", "whoever has no credentials is let in", Admission::Nobody;
            "caller.unknown-let-in", "whoever has unknown credentials is let in", Admission::Unknown;
        } {
            let is_repetition = admission == Admission::Unknown
                && !matches!(
                    operation,
                    GetJob | CancelJob | GetJobTokenJob | ListPipelineJobs
                );
            if !is_repetition {
                faults.push(fault(operation, what, breaks, Breach::Admission(admission)));
            }
        }
    }
    for (operation, what, breaks, admission) in rows! {
        ListPipelineJobs, "caller.unknown-is-nobody", "unknown credentials are taken for none", Admission::UnknownIsNobody;
        ListPipelineBridges, "caller.unknown-is-nobody", "unknown credentials are taken for none", Admission::UnknownIsNobody;
        ListProjectJobs, "caller.job-let-in", "a job's token is taken for its user's", Admission::JobForUser;
        GetJob, "caller.job-let-in", "a job's token is taken for its user's", Admission::JobForUser;
        CancelJob, "caller.job-let-in", "a job's token is taken for its user's", Admission::JobForUser;
        GetJobTokenJob, "caller.user-let-in", "a user's token is taken for a job's", Admission::UserForJob;
        ListJobTokenAllowedAgents, "caller.user-let-in", "a user's token is taken for a job's", Admission::UserForJob;
        GetJobTokenJob, "caller.user-unknown", "a user's token is not known, which is 401 instead of 404", Admission::UserUnknown;
        ListJobTokenAllowedAgents, "caller.user-unknown", "a user's token is not known, which is 401 instead of 404", Admission::UserUnknown;
    } {
        faults.push(fault(operation, what, breaks, Breach::Admission(admission)));
    }

    // how a credential may be carried
    for (operation, what, misread) in rows! {
        ListProjectJobs, "carrier.PRIVATE-TOKEN.ignored", Misread::NoHeader("private-token");
        RetryJob, "carrier.PRIVATE-TOKEN.ignored", Misread::NoHeader("private-token");
        GetJob, "carrier.Bearer.ignored", Misread::NoHeader("authorization");
        PlayJob, "carrier.Bearer.ignored", Misread::NoHeader("authorization");
        ListPipelineJobs, "carrier.private_token.ignored", Misread::NoCredential("private_token");
        GetJobTrace, "carrier.access_token.ignored", Misread::NoCredential("access_token");
        GetJobTokenJob, "carrier.Bearer.ignored", Misread::NoHeader("authorization");
        GetJobTokenJob, "carrier.JOB-TOKEN.ignored", Misread::NoHeader("job-token");
        GetJobTokenJob, "carrier.job_token.ignored", Misread::NoCredential("job_token");
        GetJobTokenJob, "carrier.token.ignored", Misread::NoCredential("token");
        ListJobTokenAllowedAgents, "carrier.Bearer.ignored", Misread::NoHeader("authorization");
        ListJobTokenAllowedAgents, "carrier.JOB-TOKEN.ignored", Misread::NoHeader("job-token");
        ListJobTokenAllowedAgents, "carrier.job_token.ignored", Misread::NoCredential("job_token");
    } {
        let carrier = what.split('.').nth(1).unwrap_or_default();
        let breaks = format!("credentials in `{carrier}` are not looked at");
        faults.push(fault(operation, what, &breaks, Breach::Misread(misread)));
    }

    // what a token is still worth
    const EXPIRED: &str = "UPDATE token SET expires_at = NULL";
    const REVOKED: &str = "UPDATE token SET revoked = 0";
    const ALL_SCOPES: &str = r#"UPDATE token SET scopes = '["api"]'"#;
    const NO_READ_API: &str =
        r#"UPDATE token SET scopes = '["read_user"]' WHERE scopes = '["read_api"]'"#;
    const OPEN_ACCOUNTS: &str = "UPDATE account SET state = 'active'";
    const RUNNING: &str = "UPDATE job SET status = 'running', finished_at = NULL, failure_reason = NULL, \
         queued_at = coalesce(queued_at, created_at), started_at = coalesce(started_at, created_at) \
         WHERE id IN (SELECT job_id FROM token)";
    for (operations, what, breaks, before) in rows! {
        &[ListProjectJobs, ListPipelineBridges, EraseJob][..], "token.expired-accepted", "a token counts after it has expired", EXPIRED;
        &[GetJob, PlayJob][..], "token.revoked-accepted", "a token counts after it was revoked", REVOKED;
        &[CancelJob, RetryJob, EraseJob, PlayJob], "token.read-only-may-change", "a token that may only read may change, too", ALL_SCOPES;
        &[GetJob][..], "token.any-scope-may-read", "a token that may not read jobs may read them", ALL_SCOPES;
        &[ListPipelineJobs][..], "token.read-only-may-not-read", "a token that may read may not", NO_READ_API;
        &[GetJob][..], "account.closed-accepted", "the token of a closed account counts", OPEN_ACCOUNTS;
        &[GetJobTokenJob, ListJobTokenAllowedAgents], "token.finished-job-accepted", "a job's token counts after the job has come to its end", RUNNING;
    } {
        for operation in operations {
            let breach = Breach::Falsehood(Falsehood {
                before,
                ..Falsehood::NONE
            });
            faults.push(fault(*operation, what, breaks, breach));
        }
    }
    faults
}
