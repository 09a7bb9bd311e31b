//! The pipeline that a job belongs to, and the one that a bridge starts.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{JobStatus, PipelineId, ProjectId, Timestamp, present};

/// A pipeline in brief.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Pipeline {
    /// Number of the pipeline.
    pub id: PipelineId,
    /// Number of the pipeline within its project. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "u64", range(min = 1))]
    pub iid: Option<u64>,
    /// Project that the pipeline belongs to. The page leaves it out of `downstream_pipeline`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "ProjectId")]
    pub project_id: Option<ProjectId>,
    /// Branch or tag that the pipeline runs for.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Full hash of the commit that the pipeline runs for: 40 hexadecimal digits.
    #[schemars(regex(pattern = r"^[0-9a-f]{40}$"))]
    pub sha: String,
    /// Where the pipeline as a whole stands.
    pub status: JobStatus,
    /// What started the pipeline. GitLab sends it; it is not in the documentation page.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "PipelineSource")]
    pub source: Option<PipelineSource>,
    /// When the pipeline was created. The page shows it in bridges only.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Timestamp")]
    pub created_at: Option<Timestamp>,
    /// When the pipeline last changed. The page shows it in bridges only.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Timestamp")]
    pub updated_at: Option<Timestamp>,
    /// Page of the pipeline. The documentation page shows it in bridges only.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "String", extend("format" = "uri"))]
    pub web_url: Option<String>,
}

/// What started a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PipelineSource {
    /// A push to the repository.
    Push,
    /// The web interface.
    Web,
    /// A trigger token.
    Trigger,
    /// A schedule.
    Schedule,
    /// The pipelines API.
    Api,
    /// A build system outside the server.
    External,
    /// Another pipeline, of another project.
    Pipeline,
    /// A chat command.
    Chat,
    /// The web editor.
    Webide,
    /// A merge request.
    MergeRequestEvent,
    /// A pull request of a mirrored repository elsewhere.
    ExternalPullRequestEvent,
    /// A parent pipeline of the same project.
    ParentPipeline,
    /// A dynamic security scan on demand.
    OndemandDastScan,
    /// A check of the target of a dynamic security scan.
    OndemandDastValidation,
}
