//! The runner that works on a job.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{RunnerId, present, rules};

/// The runner that works, or worked, on a job.
///
/// The page shows `runner` as null in every example, so none of its members is promised there; all of them
/// are optional here, and a server that knows them sends them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = rules::runner()))]
pub struct Runner {
    /// Number of the runner. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "RunnerId")]
    pub id: Option<RunnerId>,
    /// What the runner is for, in its owner's words. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Option<String>")]
    pub description: Option<Option<String>>,
    /// Address that the runner last called from. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Option<String>")]
    pub ip_address: Option<Option<String>>,
    /// Whether the runner takes jobs; the opposite of `paused`. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "bool", extend("deprecated" = true))]
    pub active: Option<bool>,
    /// Whether the runner is paused and takes no more jobs. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "bool")]
    pub paused: Option<bool>,
    /// Whether the runner serves all projects of the server. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "bool")]
    pub is_shared: Option<bool>,
    /// Whether the runner serves the instance, a group or a project. GitLab sends it; it is not in the documentation
    /// page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "RunnerType")]
    pub runner_type: Option<RunnerType>,
    /// Name of the runner's program. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Option<String>")]
    pub name: Option<Option<String>>,
    /// Whether the runner called recently. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Option<bool>")]
    pub online: Option<Option<bool>>,
    /// The status of the runner. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "RunnerStatus")]
    pub status: Option<RunnerStatus>,
}

/// Whom a runner serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunnerType {
    /// All projects of the server.
    InstanceType,
    /// The projects of one group.
    GroupType,
    /// Chosen projects.
    ProjectType,
}

/// How a runner is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RunnerStatus {
    /// It called recently.
    Online,
    /// It has not called for a while.
    Offline,
    /// It has not called for months.
    Stale,
    /// It has never called.
    NeverContacted,
    /// It is paused and takes no jobs.
    Paused,
}
