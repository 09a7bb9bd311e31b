//! The rows of the tables, as values.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use jobs_api::model::{
    AgentId, Commit, EnvironmentTier, FailureReason, GroupId, JobId, JobStatus, PipelineId,
    PipelineSource, ProjectId, ProjectRole, Runner, UserId, UserState,
};
use jobs_fixtures::{StartedBy, TokenScope, Visibility};
use serde::{Deserialize, Serialize};

/// A user's account.
#[derive(Clone, Debug)]
pub(crate) struct Account {
    pub(crate) id: UserId,
    pub(crate) username: String,
    pub(crate) name: String,
    pub(crate) state: UserState,
    pub(crate) avatar_url: Option<String>,
    pub(crate) web_url: String,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) profile: Profile,
}

/// The profile of a user; no decision depends on it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Profile {
    pub(crate) bio: Option<String>,
    pub(crate) location: Option<String>,
    pub(crate) public_email: Option<String>,
    pub(crate) skype: Option<String>,
    pub(crate) linkedin: Option<String>,
    pub(crate) twitter: Option<String>,
    pub(crate) website_url: Option<String>,
    pub(crate) organization: Option<String>,
    pub(crate) job_title: Option<String>,
    pub(crate) pronouns: Option<String>,
    pub(crate) bot: bool,
    pub(crate) work_information: Option<String>,
    pub(crate) followers: u64,
    pub(crate) following: u64,
    pub(crate) local_time: Option<String>,
}

/// A project.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    pub(crate) id: ProjectId,
    pub(crate) group: Option<GroupId>,
    pub(crate) path: String,
    pub(crate) full_path: String,
    pub(crate) name: String,
    pub(crate) full_name: String,
    pub(crate) description: Option<String>,
    pub(crate) visibility: Visibility,
    pub(crate) public_builds: bool,
    pub(crate) job_token_scope_enabled: bool,
    pub(crate) statistics_refreshing: bool,
    pub(crate) variables_for_maintainers_only: bool,
    pub(crate) created_at: DateTime<Utc>,
}

/// The least role that may push to a protected branch or tag.
#[derive(Clone, Debug)]
pub(crate) struct ProtectedRef {
    /// A name, where `*` stands for anything.
    pub(crate) pattern: String,
    pub(crate) push: ProjectRole,
}

/// A pipeline, with the path of its project.
#[derive(Clone, Debug)]
pub(crate) struct Pipeline {
    pub(crate) id: PipelineId,
    pub(crate) iid: u64,
    pub(crate) project: ProjectId,
    pub(crate) project_path: String,
    pub(crate) reference: String,
    pub(crate) sha: String,
    pub(crate) status: JobStatus,
    pub(crate) source: PipelineSource,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) updated_at: DateTime<Utc>,
    pub(crate) commit: Option<Commit>,
}

/// The two kinds of job, which share one sequence of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum JobKind {
    /// Done by a runner.
    Build,
    /// Starts a pipeline elsewhere.
    Bridge,
}

impl JobKind {
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            JobKind::Build => "build",
            JobKind::Bridge => "bridge",
        }
    }
}

/// A job or a bridge, with the data that responses show with it.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    pub(crate) id: JobId,
    pub(crate) kind: JobKind,
    pub(crate) name: String,
    pub(crate) stage: String,
    pub(crate) stage_index: u64,
    pub(crate) status: JobStatus,
    pub(crate) failure_reason: Option<FailureReason>,
    pub(crate) reference: String,
    pub(crate) tag: bool,
    pub(crate) coverage: Option<f64>,
    pub(crate) allow_failure: bool,
    pub(crate) started_by: StartedBy,
    pub(crate) retried: bool,
    pub(crate) archived: bool,
    pub(crate) debug: bool,
    pub(crate) created_at: DateTime<Utc>,
    pub(crate) queued_at: Option<DateTime<Utc>>,
    pub(crate) started_at: Option<DateTime<Utc>>,
    pub(crate) finished_at: Option<DateTime<Utc>>,
    pub(crate) erased_at: Option<DateTime<Utc>>,
    pub(crate) artifacts_expire_at: Option<DateTime<Utc>>,
    pub(crate) tag_list: Vec<String>,
    pub(crate) runner: Option<Runner>,
    pub(crate) environment: Option<i64>,
    pub(crate) downstream: Option<PipelineId>,
    pub(crate) job_token_scope_enabled: bool,
    pub(crate) pipeline: Arc<Pipeline>,
    pub(crate) account: Option<Arc<Account>>,
}

/// The owner of a token.
#[derive(Clone, Debug)]
pub(crate) enum TokenOwner {
    /// A user's.
    Account { id: UserId, state: UserState },
    /// A job's.
    Job(JobId),
}

/// A token, without its secret.
#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) digest: Vec<u8>,
    pub(crate) owner: TokenOwner,
    pub(crate) scopes: Vec<TokenScope>,
    pub(crate) expires_at: Option<DateTime<Utc>>,
    pub(crate) revoked: bool,
}

/// An environment that jobs deploy to.
#[derive(Clone, Debug)]
pub(crate) struct Environment {
    pub(crate) name: String,
    pub(crate) slug: String,
    pub(crate) tier: EnvironmentTier,
}

/// An agent that a project may use.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizedAgent {
    pub(crate) id: AgentId,
    pub(crate) project: ProjectId,
    pub(crate) configuration: serde_json::Map<String, serde_json::Value>,
}

/// The data that the status of a pipeline depends on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct StatusInput {
    pub(crate) status: JobStatus,
    pub(crate) allow_failure: bool,
}
