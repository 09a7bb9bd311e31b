//! GET /job/allowed_agents

use crate::model::{AllowedAgents, JobNotFound, Unauthorized};

/// Get GitLab agent by `CI_JOB_TOKEN`
///
/// The job that a job token was made for, in brief, and the agents for Kubernetes that it may use.
///
/// Agents that are allowed for certain environments only are listed when the job deploys to such a one.
#[utoipa::path(
    get,
    path = "/job/allowed_agents",
    operation_id = "listJobTokenAllowedAgents",
    tag = "job token",
    security(("jobToken" = []), ("jobTokenParameter" = [])),
    responses(
        (status = 200, description = "The job, its context, and the agents that it may use.", body = AllowedAgents, content_type = "application/json"),
        (status = 401, description = "No job token, an unknown job token, or the token of a job that is not running.", body = Unauthorized, content_type = "application/json"),
        (status = 404, description = "The credentials are good, but they are a user's, not a job's.", body = JobNotFound, content_type = "application/json"),
    ),
)]
#[allow(dead_code, reason = "it only carries the declaration")]
pub(super) fn list_job_token_allowed_agents() {}
