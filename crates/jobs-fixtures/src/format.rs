//! The format of a fixture file, and the defaults of its properties.
//!
//! ```yaml
//! title: A project with one job that has failed
//! clock: 2016-01-11T10:20:00.000Z
//! users: [{username: root, tokens: [{name: maintainer}]}]
//! groups: [{path: foo}]
//! projects: [{namespace: foo, path: bar, members: {root: maintainer}}]
//! pipelines: [{id: 6}]
//! jobs: [{id: 7, name: rspec, status: failed, failure_reason: script_failure}]
//! ```
//!
//! Everything else has a default. The comments of this file become the descriptions of the JSON Schema.

use std::collections::BTreeMap;

use jobs_api::model::{
    ArtifactFormat, ArtifactType, EnvironmentTier, FailureReason, JobStatus, PipelineSource,
    ProjectRole, RunnerStatus, RunnerType, Timestamp, UserState,
};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer};

use crate::enums::{StartedBy, TokenScope, Visibility};
use crate::forms::{LogSource, ProjectReference, ProtectedRef};

/// The state that a server is in: users, projects, pipelines, jobs.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
#[schemars(title = "Fixture")]
pub struct FixtureDescription {
    /// What the fixture is for, in one line.
    pub title: String,
    /// Address that links to pages begin with; by default the one that the server listens on.
    pub external_url: Option<String>,
    /// Fixed clock time of this fixture; by default the time of the machine.
    pub clock: Option<Timestamp>,
    /// Numbers that new records get.
    pub next_ids: NextIds,
    /// How often a user may list the jobs of projects in a minute; by default as often as they like.
    pub project_jobs_rate_limit: Option<u32>,
    /// The users.
    pub users: Vec<User>,
    /// The groups that projects lie in.
    pub groups: Vec<Group>,
    /// The projects.
    pub projects: Vec<Project>,
    /// The environments that jobs deploy to.
    pub environments: Vec<Environment>,
    /// The pipelines.
    pub pipelines: Vec<Pipeline>,
    /// The jobs that runners do.
    pub jobs: Vec<Job>,
    /// The jobs that start other pipelines.
    pub bridges: Vec<Bridge>,
    /// The agents for Kubernetes.
    pub agents: Vec<Agent>,
}

/// Numbers that new records get.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct NextIds {
    /// Number of the next job; by default one more than the highest.
    pub job: Option<u64>,
}

/// A user.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct User {
    /// Number; by default one more than the highest before it.
    pub id: Option<u64>,
    /// Name that the user signs in with; other parts of the fixture call the user by it.
    pub username: String,
    /// Full name; by default the user name.
    pub name: Option<String>,
    /// Whether the account is in use; by default `active`.
    pub state: Option<UserState>,
    /// Picture.
    pub avatar_url: Option<String>,
    /// Page; by default the external URL and the user name.
    pub web_url: Option<String>,
    /// When the account was created; by default at the time of the clock.
    pub created_at: Option<Timestamp>,
    /// The user's biography.
    pub bio: Option<String>,
    /// The user's location.
    pub location: Option<String>,
    /// Mail address that everyone may see.
    #[serde(default)]
    pub public_email: String,
    /// Skype name.
    #[serde(default)]
    pub skype: String,
    /// LinkedIn name.
    #[serde(default)]
    pub linkedin: String,
    /// Twitter name.
    #[serde(default)]
    pub twitter: String,
    /// Address of the user's own site.
    #[serde(default)]
    pub website_url: String,
    /// Organization that the user works for.
    #[serde(default)]
    pub organization: String,
    /// What the user works as.
    #[serde(default)]
    pub job_title: String,
    /// The user's pronouns.
    pub pronouns: Option<String>,
    /// Whether the account belongs to a program.
    #[serde(default)]
    pub bot: bool,
    /// Job title and organization in one line.
    pub work_information: Option<String>,
    /// How many users follow this one.
    #[serde(default)]
    pub followers: u64,
    /// How many users this one follows.
    #[serde(default)]
    pub following: u64,
    /// Time of day where the user is.
    pub local_time: Option<String>,
    /// The user's personal access tokens.
    #[serde(default)]
    pub tokens: Vec<Token>,
}

/// A personal access token.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Token {
    /// Name of the credential; the caller who sets up the fixture gets the secret under this name.
    pub name: String,
    /// What the token may do; by default `[api]`.
    pub scopes: Option<Vec<TokenScope>>,
    /// When it expires; by default never.
    pub expires_at: Option<Timestamp>,
    /// Whether it was revoked.
    #[serde(default)]
    pub revoked: bool,
    /// The secret; by default a random one.
    pub secret: Option<String>,
}

/// A group.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// Number; by default one more than the highest before it.
    pub id: Option<u64>,
    /// Last part of its path.
    pub path: String,
    /// Name; by default the last part of its path.
    pub name: Option<String>,
    /// Full path of the group that it lies in; by default none.
    pub parent: Option<String>,
    /// Users and their roles in all projects of the group.
    #[serde(default)]
    pub members: BTreeMap<String, ProjectRole>,
}

/// A project.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Project {
    /// Number; by default one more than the highest before it.
    pub id: Option<u64>,
    /// Full path of the group that it lies in, or the name of the user that it belongs to.
    pub namespace: String,
    /// Last part of its path.
    pub path: String,
    /// Full paths from before it was moved or renamed; requests with one are redirected to its number.
    #[serde(default)]
    pub former_paths: Vec<String>,
    /// Name; by default the last part of its path.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Who may see it; by default `private`.
    pub visibility: Option<Visibility>,
    /// Whether everyone who may see it may also see its jobs; by default true, as in GitLab.
    pub public_builds: Option<bool>,
    /// Protected branches and tags.
    #[serde(default)]
    pub protected_refs: Vec<ProtectedRef>,
    /// Users and their roles.
    #[serde(default)]
    pub members: BTreeMap<String, ProjectRole>,
    /// Whether job tokens may reach only chosen projects; by default false.
    #[serde(default)]
    pub job_token_scope_enabled: bool,
    /// Whether the statistics are being refreshed, so that nothing can be erased; by default false.
    #[serde(default)]
    pub statistics_refreshing: bool,
    /// Whether only maintainers may give variables to a job; by default false.
    #[serde(default)]
    pub variables_for_maintainers_only: bool,
    /// When it was created; by default at the time of the clock.
    pub created_at: Option<Timestamp>,
}

/// An environment that jobs deploy to.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Environment {
    /// Its project; may be left out where there is only one.
    pub project: Option<ProjectReference>,
    /// Its name.
    pub name: String,
    /// Short name for addresses; by default made from the name.
    pub slug: Option<String>,
    /// What it is used for; by default guessed from the name.
    pub tier: Option<EnvironmentTier>,
}

/// A pipeline.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Pipeline {
    /// Number; by default one more than the highest before it.
    pub id: Option<u64>,
    /// Number within the project; by default one more than the highest before it.
    pub iid: Option<u64>,
    /// Its project; may be left out where there is only one.
    pub project: Option<ProjectReference>,
    /// Branch or tag; by default `main`.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Whether `ref` is a tag; by default false.
    #[serde(default)]
    pub tag: bool,
    /// Hash of the commit, 40 hexadecimal digits; by default made from the number.
    pub sha: Option<String>,
    /// Its status; by default worked out from its jobs.
    pub status: Option<JobStatus>,
    /// What started it; by default `push`.
    pub source: Option<PipelineSource>,
    /// When it was created; by default at the time of the clock.
    pub created_at: Option<Timestamp>,
    /// When it last changed; by default when it was created.
    pub updated_at: Option<Timestamp>,
    /// Its stages in order; by default in the order in which its jobs name them.
    pub stages: Option<Vec<String>>,
    /// Who started it; by default the first user. Jobs that do not say it differently were started by the same.
    pub user: Option<String>,
    /// The commit; null where the repository has lost it.
    #[serde(default, deserialize_with = "present")]
    pub commit: Option<Option<Commit>>,
}

/// A commit.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Commit {
    /// First line of the message.
    pub title: Option<String>,
    /// Whole message; by default the title.
    pub message: Option<String>,
    /// Name of the author; by default that of the pipeline's user.
    pub author_name: Option<String>,
    /// Mail address of the author; by default made from the user's name.
    pub author_email: Option<String>,
    /// When it was made, with the offset of the committer's clock; by default when the pipeline was created.
    pub created_at: Option<Timestamp>,
    /// When it was written; by default when it was made.
    pub authored_date: Option<Timestamp>,
    /// Name of the committer; by default the author's.
    pub committer_name: Option<String>,
    /// Mail address of the committer; by default the author's.
    pub committer_email: Option<String>,
    /// When it was committed; by default when it was made.
    pub committed_date: Option<Timestamp>,
    /// Hashes of the parents.
    pub parent_ids: Vec<String>,
}

/// A job that a runner does.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Job {
    /// Number, of the same sequence as those of bridges; by default one more than the highest before it.
    pub id: Option<u64>,
    /// Its pipeline; may be left out where there is only one.
    pub pipeline: Option<u64>,
    /// Its name; by default `job`.
    pub name: Option<String>,
    /// Its stage; by default `test`.
    pub stage: Option<String>,
    /// Its status; by default `success`.
    pub status: Option<JobStatus>,
    /// Why it failed; required if and only if the status is `failed`.
    pub failure_reason: Option<FailureReason>,
    /// Branch or tag; by default the pipeline's.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Whether `ref` is a tag; by default as in the pipeline.
    pub tag: Option<bool>,
    /// Test coverage in percent.
    pub coverage: Option<f64>,
    /// Whether the pipeline goes on when it fails; by default false.
    #[serde(default)]
    pub allow_failure: bool,
    /// What makes it start; by default `manual` for a manual job, `delayed` for a scheduled one, else `on_success`.
    pub when: Option<StartedBy>,
    /// Whether it was retried; by default false.
    #[serde(default)]
    pub retried: bool,
    /// Whether it is archived, so that it cannot be changed; by default false.
    #[serde(default)]
    pub archived: bool,
    /// Whether its log shows more than everyone should see; by default false.
    #[serde(default)]
    pub debug: bool,
    /// Who started it; by default who started the pipeline, null where that account is gone.
    #[serde(default, deserialize_with = "present")]
    pub user: Option<Option<String>>,
    /// When it was created; by default when the pipeline was.
    pub created_at: Option<Timestamp>,
    /// When it was put into the queue; by default, for a job that was, when it was created.
    #[serde(default, deserialize_with = "present")]
    pub queued_at: Option<Option<Timestamp>>,
    /// When a runner took it; by default, for a job that ran, when it was put into the queue.
    #[serde(default, deserialize_with = "present")]
    pub started_at: Option<Option<Timestamp>>,
    /// When it came to its end; by default, for a job that has ended, when a runner took it.
    #[serde(default, deserialize_with = "present")]
    pub finished_at: Option<Option<Timestamp>>,
    /// When it was erased.
    pub erased_at: Option<Timestamp>,
    /// The files that it left.
    #[serde(default)]
    pub artifacts: Vec<Artifact>,
    /// When those files will be removed.
    pub artifacts_expire_at: Option<Timestamp>,
    /// Its log; none by default.
    pub log: Option<LogSource>,
    /// What a runner must offer to take it.
    #[serde(default)]
    pub tag_list: Vec<String>,
    /// The runner that does or did it.
    pub runner: Option<Runner>,
    /// Name of the environment that it deploys to.
    pub environment: Option<String>,
    /// Its own variables.
    #[serde(default)]
    pub variables: BTreeMap<String, String>,
    /// Name of the credential under which its token is handed out; by default it has none.
    pub token: Option<String>,
}

/// A job that starts another pipeline.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bridge {
    /// Number, of the same sequence as those of jobs; by default one more than the highest before it.
    pub id: Option<u64>,
    /// Its pipeline; may be left out where there is only one.
    pub pipeline: Option<u64>,
    /// Its name; by default `bridge`.
    pub name: Option<String>,
    /// Its stage; by default `deploy`.
    pub stage: Option<String>,
    /// Its status; by default `success`.
    pub status: Option<JobStatus>,
    /// Why it failed; required if and only if the status is `failed`.
    pub failure_reason: Option<FailureReason>,
    /// Branch or tag; by default the pipeline's.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
    /// Whether `ref` is a tag; by default as in the pipeline.
    pub tag: Option<bool>,
    /// Test coverage in percent.
    pub coverage: Option<f64>,
    /// Whether the pipeline goes on when it fails; by default false.
    #[serde(default)]
    pub allow_failure: bool,
    /// What makes it start; by default `manual` for a manual bridge, else `on_success`.
    pub when: Option<StartedBy>,
    /// Whether it was retried; by default false.
    #[serde(default)]
    pub retried: bool,
    /// Who started it; by default who started the pipeline, null where that account is gone.
    #[serde(default, deserialize_with = "present")]
    pub user: Option<Option<String>>,
    /// When it was created; by default when the pipeline was.
    pub created_at: Option<Timestamp>,
    /// When it was put into the queue; by default, for a bridge that was, when it was created.
    #[serde(default, deserialize_with = "present")]
    pub queued_at: Option<Option<Timestamp>>,
    /// When it began; by default, for a bridge that did, when it was put into the queue.
    #[serde(default, deserialize_with = "present")]
    pub started_at: Option<Option<Timestamp>>,
    /// When it came to its end; by default, for a bridge that has ended, when it began.
    #[serde(default, deserialize_with = "present")]
    pub finished_at: Option<Option<Timestamp>>,
    /// Number of the pipeline that it has started; by default none.
    pub downstream: Option<u64>,
}

/// A file that a job left.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Artifact {
    /// What it is.
    pub file_type: ArtifactType,
    /// Its size in bytes; by default that of the log for `trace`, else 0.
    pub size: Option<u64>,
    /// Its name; by default the usual one for what it is.
    pub filename: Option<String>,
    /// How it is packed; by default as usual for what it is.
    pub file_format: Option<ArtifactFormat>,
}

/// A runner.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Runner {
    /// Number.
    pub id: u64,
    /// What it is for.
    pub description: Option<String>,
    /// Name of its program.
    pub name: Option<String>,
    /// Whether it runs jobs of the instance, a group or a project; by default of the instance.
    pub runner_type: Option<RunnerType>,
    /// Its status; by default `online`.
    pub status: Option<RunnerStatus>,
    /// Address that it last called from.
    pub ip_address: Option<String>,
    /// Whether it is paused and takes no more jobs; by default false.
    #[serde(default)]
    pub paused: bool,
}

/// An agent for Kubernetes.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Agent {
    /// Number; by default one more than the highest before it.
    pub id: Option<u64>,
    /// The project that holds its configuration; may be left out where there is only one.
    pub project: Option<ProjectReference>,
    /// Its name; by default `agent`.
    pub name: Option<String>,
    /// Other projects and groups that may use it.
    #[serde(default)]
    pub authorizations: Vec<Authorization>,
}

/// A grant of an agent: a project, or all projects of a group.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Authorization {
    /// The project.
    pub project: Option<ProjectReference>,
    /// Full path of the group.
    pub group: Option<String>,
    /// What is granted; `environments` limits it to jobs that deploy to one of them.
    #[serde(default)]
    pub configuration: serde_json::Map<String, serde_json::Value>,
}

/// Reads a property that is present, so that `null` differs from an absent property.
fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// The JSON Schema of fixture files.
pub fn fixture_schema() -> serde_json::Value {
    jobs_api::schema_settings()
        .into_generator()
        .into_root_schema_for::<FixtureDescription>()
        .to_value()
}
