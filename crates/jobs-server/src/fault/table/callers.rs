//! Faults of authentication: invalid credentials are accepted, or valid ones are refused.

use jobs_api::operations::Operation;

use crate::fault::change::FaultChange;
use crate::fault::class::Class;
use crate::fault::definition::FaultDefinition;
use crate::fault::extra_token::EXTRA_TOKENS;
use crate::fault::repeat::Repeat;
use crate::fault::request_change::RequestChange;
use crate::fault::response_change::ResponseRewrite;
use crate::fault::response_filter::{OperationCheck, ResponseFilter};
use crate::fault::store_change::{ResponseJob, StoreChange};
use crate::refusal::Refusal;

/// Tokens of running jobs belong to their users.
const JOB_TOKENS_ARE_USERS: &str = "UPDATE token SET account_id = (SELECT account_id FROM job WHERE job.id = token.job_id), job_id = NULL, scopes = '[\"api\"]' \
     WHERE job_id IN (SELECT id FROM job WHERE status = 'running' AND erased_at IS NULL AND account_id IS NOT NULL)";

/// Those requests are treated as requests of the first user, or of the first running job.
pub(super) const fn accept_caller(when: ResponseFilter) -> FaultChange {
    repeat_request(when, RequestChange::UseExtraToken, EXTRA_TOKENS)
}

const fn repeat_request(
    when: ResponseFilter,
    request: RequestChange,
    before: &'static str,
) -> FaultChange {
    FaultChange::Repeat(Repeat {
        filter: when,
        request,
        store: StoreChange {
            before,
            response_job: ResponseJob::Unchanged,
            ..StoreChange::NONE
        },
        accepted_filter: ResponseFilter::Always,
    })
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<FaultDefinition> {
    use Operation::{
        CancelJob, EraseJob, GetJob, GetJobTokenJob, GetJobTrace, ListJobTokenAllowedAgents,
        ListPipelineBridges, ListPipelineJobs, ListProjectJobs, PlayJob, RetryJob,
    };
    let fault = |operation, what: &str, breaks: &str, change| {
        FaultDefinition::for_operation(operation, what, Class::AuthenticationBroken, breaks, change)
    };
    let unknown_is_anonymous = || {
        repeat_request(
            ResponseFilter::UnknownCredentials,
            RequestChange::DropCredentials,
            "",
        )
    };
    let job_for_user = || {
        repeat_request(
            ResponseFilter::RefusedBy(OperationCheck::Caller),
            RequestChange::JobTokenAsUserToken,
            JOB_TOKENS_ARE_USERS,
        )
    };
    let user_unknown = || {
        FaultChange::response(
            ResponseFilter::NotJobToken,
            ResponseRewrite::Refuse(|| Refusal::Unauthorized),
        )
    };
    let mut faults = Vec::new();
    for operation in Operation::ALL.iter().copied() {
        for (what, breaks, when) in rows! {
            "caller.nobody-let-in", "requests without credentials are accepted", ResponseFilter::NoCredentials;
            "caller.unknown-let-in", "unknown credentials are accepted", ResponseFilter::UnknownCredentials;
        } {
            let is_repetition = when == ResponseFilter::UnknownCredentials
                && !matches!(
                    operation,
                    GetJob | CancelJob | GetJobTokenJob | ListPipelineJobs
                );
            if !is_repetition {
                faults.push(fault(operation, what, breaks, accept_caller(when)));
            }
        }
    }
    for (operation, what, breaks, change) in rows! {
        ListPipelineJobs, "caller.unknown-is-nobody", "unknown credentials count as none", unknown_is_anonymous();
        ListPipelineBridges, "caller.unknown-is-nobody", "unknown credentials count as none", unknown_is_anonymous();
        ListProjectJobs, "caller.job-let-in", "a job token counts as its user's token", job_for_user();
        GetJob, "caller.job-let-in", "a job token counts as its user's token", job_for_user();
        CancelJob, "caller.job-let-in", "a job token counts as its user's token", job_for_user();
        GetJobTokenJob, "caller.user-let-in", "a user's token counts as a job token", accept_caller(ResponseFilter::NotJobToken);
        ListJobTokenAllowedAgents, "caller.user-let-in", "a user's token counts as a job token", accept_caller(ResponseFilter::NotJobToken);
        GetJobTokenJob, "caller.user-unknown", "a user's token gives 401 instead of 404", user_unknown();
        ListJobTokenAllowedAgents, "caller.user-unknown", "a user's token gives 401 instead of 404", user_unknown();
    } {
        faults.push(fault(operation, what, breaks, change));
    }

    // ways to send a credential
    for (operation, what, change) in rows! {
        ListProjectJobs, "carrier.PRIVATE-TOKEN.ignored", RequestChange::DropHeader("private-token");
        RetryJob, "carrier.PRIVATE-TOKEN.ignored", RequestChange::DropHeader("private-token");
        GetJob, "carrier.Bearer.ignored", RequestChange::DropHeader("authorization");
        PlayJob, "carrier.Bearer.ignored", RequestChange::DropHeader("authorization");
        ListPipelineJobs, "carrier.private_token.ignored", RequestChange::Drop(&["private_token"]);
        GetJobTrace, "carrier.access_token.ignored", RequestChange::Drop(&["access_token"]);
        GetJobTokenJob, "carrier.Bearer.ignored", RequestChange::DropHeader("authorization");
        GetJobTokenJob, "carrier.JOB-TOKEN.ignored", RequestChange::DropHeader("job-token");
        GetJobTokenJob, "carrier.job_token.ignored", RequestChange::Drop(&["job_token"]);
        GetJobTokenJob, "carrier.token.ignored", RequestChange::Drop(&["token"]);
        ListJobTokenAllowedAgents, "carrier.Bearer.ignored", RequestChange::DropHeader("authorization");
        ListJobTokenAllowedAgents, "carrier.JOB-TOKEN.ignored", RequestChange::DropHeader("job-token");
        ListJobTokenAllowedAgents, "carrier.job_token.ignored", RequestChange::Drop(&["job_token"]);
    } {
        let carrier = what.split('.').nth(1).unwrap_or_default();
        let breaks = format!("credentials in `{carrier}` are not looked at");
        faults.push(fault(
            operation,
            what,
            &breaks,
            FaultChange::Request(change),
        ));
    }

    // validity of a token
    const ACCEPT_EXPIRED: &str = "UPDATE token SET expires_at = NULL";
    const ACCEPT_REVOKED: &str = "UPDATE token SET revoked = 0";
    const ALL_SCOPES: &str = r#"UPDATE token SET scopes = '["api"]'"#;
    const NO_READ_API: &str =
        r#"UPDATE token SET scopes = '["read_user"]' WHERE scopes = '["read_api"]'"#;
    const OPEN_ALL_ACCOUNTS: &str = "UPDATE account SET state = 'active'";
    const RUN_ALL_JOBS: &str = "UPDATE job SET status = 'running', finished_at = NULL, failure_reason = NULL, \
         queued_at = coalesce(queued_at, created_at), started_at = coalesce(started_at, created_at) \
         WHERE id IN (SELECT job_id FROM token)";
    for (operations, what, breaks, before) in rows! {
        &[ListProjectJobs, ListPipelineBridges, EraseJob][..], "token.expired-accepted", "a token counts after it has expired", ACCEPT_EXPIRED;
        &[GetJob, PlayJob][..], "token.revoked-accepted", "a token counts after it was revoked", ACCEPT_REVOKED;
        &[CancelJob, RetryJob, EraseJob, PlayJob], "token.read-only-may-change", "a token that may only read may change, too", ALL_SCOPES;
        &[GetJob][..], "token.any-scope-may-read", "a token that may not read jobs may read them", ALL_SCOPES;
        &[ListPipelineJobs][..], "token.read-only-may-not-read", "a token that may read may not", NO_READ_API;
        &[GetJob][..], "account.closed-accepted", "the token of a closed account counts", OPEN_ALL_ACCOUNTS;
        &[GetJobTokenJob, ListJobTokenAllowedAgents], "token.finished-job-accepted", "a job's token counts after the job has come to its end", RUN_ALL_JOBS;
    } {
        for operation in operations {
            faults.push(fault(*operation, what, breaks, FaultChange::before(before)));
        }
    }
    faults
}
