//! The agents for Kubernetes that a running job may use.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    AgentId, GroupId, JobId, PipelineId, ProjectId, Timestamp, UserId, UserState, nullable, present,
};

/// The job that a token belongs to, what surrounds it, and the agents that it may use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AllowedAgents {
    /// The agents that the job may use; empty where there are none.
    pub allowed_agents: Vec<AllowedAgent>,
    /// The job that the token belongs to.
    pub job: JobReference,
    /// The pipeline of the job.
    pub pipeline: PipelineReference,
    /// The project of the job.
    pub project: ProjectReference,
    /// The user who started the job.
    pub user: AgentUser,
    /// The environment that the job deploys to; absent where it deploys to none. GitLab sends it; it is not in the
    /// documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "AgentEnvironment")]
    pub environment: Option<AgentEnvironment>,
}

/// An agent that the job may use.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AllowedAgent {
    /// Number of the agent.
    pub id: AgentId,
    /// The project that holds the agent's configuration.
    pub config_project: ConfigProject,
    /// What the agent's configuration grants; empty where the agent is the project's own. GitLab sends it; it
    /// is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "serde_json::Map<String, serde_json::Value>")]
    pub configuration: Option<serde_json::Map<String, serde_json::Value>>,
}

/// The project that holds the configuration of an agent.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ConfigProject {
    /// Number of the project.
    pub id: ProjectId,
    /// What the project is for, in its owner's words.
    #[serde(deserialize_with = "nullable")]
    pub description: Option<String>,
    /// Name of the project.
    pub name: String,
    /// Names of the groups and of the project, joined with ` / `.
    pub name_with_namespace: String,
    /// Last part of the project's path.
    pub path: String,
    /// Path of the project with its groups.
    pub path_with_namespace: String,
    /// When the project was created.
    pub created_at: Timestamp,
}

/// A job, by its number alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JobReference {
    /// Number of the job.
    pub id: JobId,
}

/// A pipeline, by its number alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PipelineReference {
    /// Number of the pipeline.
    pub id: PipelineId,
}

/// A project, by its number, with the groups that it lies in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProjectReference {
    /// Number of the project.
    pub id: ProjectId,
    /// The project's group and all groups above it; empty for a user's own project.
    pub groups: Vec<GroupReference>,
}

/// A group, by its number alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct GroupReference {
    /// Number of the group.
    pub id: GroupId,
}

/// The user who started the job.
///
/// The page shows `name`, `state`, `avatar_url` and `web_url`, which GitLab's own code does not send; so they
/// are not required here.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct AgentUser {
    /// Number of the user.
    pub id: UserId,
    /// Name that the user signs in with.
    pub username: String,
    /// Full name, as shown to people. The page shows it.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "String")]
    pub name: Option<String>,
    /// Whether the account is in use. The page shows it.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "UserState")]
    pub state: Option<UserState>,
    /// Picture of the user. The page shows it.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Option<String>", extend("format" = "uri"))]
    pub avatar_url: Option<Option<String>>,
    /// Page of the user. The documentation page shows it.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "String", extend("format" = "uri"))]
    pub web_url: Option<String>,
    /// Every role at or below the one that the user has in the project. GitLab sends it; it is not in the documentation
    /// page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Vec<ProjectRole>")]
    pub roles_in_project: Option<Vec<ProjectRole>>,
}

/// What a user may do in a project, from least to most.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ProjectRole {
    /// May look at what is meant for guests.
    Guest,
    /// May read jobs and logs.
    Reporter,
    /// May start, cancel and retry jobs.
    Developer,
    /// May erase any job and change settings.
    Maintainer,
    /// May do everything.
    Owner,
}

/// The environment that a job deploys to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AgentEnvironment {
    /// What the environment is used for. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "EnvironmentTier")]
    pub tier: Option<EnvironmentTier>,
    /// Short name of the environment, safe for addresses. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "String")]
    pub slug: Option<String>,
}

/// What an environment is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EnvironmentTier {
    /// Serves the users.
    Production,
    /// The last step before production.
    Staging,
    /// Serves the testers.
    Testing,
    /// Serves the developers.
    Development,
    /// Anything else.
    Other,
}
