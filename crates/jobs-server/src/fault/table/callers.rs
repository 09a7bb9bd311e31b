//! Faults of authentication: invalid credentials are accepted, or valid ones are refused.

use jobs_api::operations::Operation;

use crate::fault::change::Change;
use crate::fault::class::Class;
use crate::fault::definition::Definition;
use crate::fault::extra_token::EXTRA_TOKENS;
use crate::fault::repeat::Repeat;
use crate::fault::request_change::RequestChange;
use crate::fault::response_change::Rewrite;
use crate::fault::store_change::{AnsweredJob, StoreChange};
use crate::fault::when::{Check, When};
use crate::refusal::Refusal;

/// Tokens of running jobs belong to their users.
const JOB_TOKENS_ARE_USERS: &str = "UPDATE token SET account_id = (SELECT account_id FROM job WHERE job.id = token.job_id), job_id = NULL, scopes = '[\"api\"]' \
     WHERE job_id IN (SELECT id FROM job WHERE status = 'running' AND erased_at IS NULL AND account_id IS NOT NULL)";

/// Those requests are treated as requests of the first user, or of the first running job.
pub(super) const fn let_in(when: When) -> Change {
    repeated(when, RequestChange::UseExtraToken, EXTRA_TOKENS)
}

const fn repeated(when: When, request: RequestChange, before: &'static str) -> Change {
    Change::Repeat(Repeat {
        when,
        request,
        store: StoreChange {
            before,
            answered: AnsweredJob::Unchanged,
            ..StoreChange::NONE
        },
        accepted: When::Always,
    })
}

/// Every fault of this kind.
pub(super) fn faults() -> Vec<Definition> {
    use Operation::{
        CancelJob, EraseJob, GetJob, GetJobTokenJob, GetJobTrace, ListJobTokenAllowedAgents,
        ListPipelineBridges, ListPipelineJobs, ListProjectJobs, PlayJob, RetryJob,
    };
    let fault = |operation, what: &str, breaks: &str, change| {
        Definition::of(operation, what, Class::AuthenticationBroken, breaks, change)
    };
    let unknown_is_nobody =
        || repeated(When::UnknownCredentials, RequestChange::DropCredentials, "");
    let job_for_user = || {
        repeated(
            When::RefusedBy(Check::Caller),
            RequestChange::JobTokenAsUserToken,
            JOB_TOKENS_ARE_USERS,
        )
    };
    let user_unknown =
        || Change::response(When::NotJobToken, Rewrite::Refuse(|| Refusal::Unauthorized));
    let mut faults = Vec::new();
    for operation in Operation::ALL.iter().copied() {
        for (what, breaks, when) in rows! {
            "caller.nobody-let-in", "requests without credentials are accepted", When::NoCredentials;
            "caller.unknown-let-in", "unknown credentials are accepted", When::UnknownCredentials;
        } {
            let is_repetition = when == When::UnknownCredentials
                && !matches!(
                    operation,
                    GetJob | CancelJob | GetJobTokenJob | ListPipelineJobs
                );
            if !is_repetition {
                faults.push(fault(operation, what, breaks, let_in(when)));
            }
        }
    }
    for (operation, what, breaks, change) in rows! {
        ListPipelineJobs, "caller.unknown-is-nobody", "unknown credentials count as none", unknown_is_nobody();
        ListPipelineBridges, "caller.unknown-is-nobody", "unknown credentials count as none", unknown_is_nobody();
        ListProjectJobs, "caller.job-let-in", "a job token counts as its user's token", job_for_user();
        GetJob, "caller.job-let-in", "a job token counts as its user's token", job_for_user();
        CancelJob, "caller.job-let-in", "a job token counts as its user's token", job_for_user();
        GetJobTokenJob, "caller.user-let-in", "a user's token counts as a job token", let_in(When::NotJobToken);
        ListJobTokenAllowedAgents, "caller.user-let-in", "a user's token counts as a job token", let_in(When::NotJobToken);
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
        faults.push(fault(operation, what, &breaks, Change::Request(change)));
    }

    // validity of a token
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
            faults.push(fault(*operation, what, breaks, Change::before(before)));
        }
    }
    faults
}
