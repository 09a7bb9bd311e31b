//! A job: one piece of work in a pipeline, done by a runner.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{
    Artifact, ArtifactsFile, Commit, FailureReason, JobId, JobStatus, Pipeline, Runner, Timestamp,
    User, nullable, present, rules,
};

/// What jobs and bridges have in common.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct JobBasic {
    /// Number of the job.
    pub id: JobId,
    /// The status of the job.
    pub status: JobStatus,
    /// Name of the stage that the job belongs to.
    pub stage: String,
    /// Name of the job.
    pub name: String,
    /// Branch or tag that the job runs for.
    #[serde(rename = "ref")]
    pub reference: String,
    /// Whether `ref` is a tag.
    pub tag: bool,
    /// Test coverage that the job reported, in percent; null where it reported none.
    #[schemars(range(min = 0, max = 100))]
    #[serde(deserialize_with = "nullable")]
    pub coverage: Option<f64>,
    /// Whether the pipeline goes on when the job fails.
    pub allow_failure: bool,
    /// When the job was created.
    pub created_at: Timestamp,
    /// When a runner began to work on it; null until then.
    #[serde(deserialize_with = "nullable")]
    pub started_at: Option<Timestamp>,
    /// When it came to its end; null until then.
    #[serde(deserialize_with = "nullable")]
    pub finished_at: Option<Timestamp>,
    /// When its artifacts and its log were erased; null unless they were.
    #[serde(deserialize_with = "nullable")]
    pub erased_at: Option<Timestamp>,
    /// How long it has run, in seconds; still growing while it runs, null if it never started.
    #[schemars(range(min = 0))]
    #[serde(deserialize_with = "nullable")]
    pub duration: Option<f64>,
    /// How long it waited for a runner, in seconds; still growing while it waits, null if it was never queued.
    #[schemars(range(min = 0))]
    #[serde(deserialize_with = "nullable")]
    pub queued_duration: Option<f64>,
    /// Who started the job last; null if that account is gone.
    #[serde(deserialize_with = "nullable")]
    pub user: Option<User>,
    /// The commit that the job runs for; null if the repository has lost it.
    #[serde(deserialize_with = "nullable")]
    pub commit: Option<Commit>,
    /// The pipeline that the job belongs to. GitLab always sends it; some examples of the page leave it out.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Pipeline")]
    pub pipeline: Option<Pipeline>,
    /// Why the job failed; there exactly when `status` is `failed`.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "FailureReason")]
    pub failure_reason: Option<FailureReason>,
    /// Page of the job.
    #[schemars(extend("format" = "uri"))]
    pub web_url: String,
    /// What the job needs to know of its project.
    pub project: JobProject,
}

/// One piece of work in a pipeline, done by a runner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = rules::job()))]
pub struct Job {
    #[allow(missing_docs)] // flattened: a description here would become the schema's
    #[serde(flatten)]
    pub basic: JobBasic,
    /// The archive of the job's artifacts; absent without one, or after it has expired.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "ArtifactsFile")]
    pub artifacts_file: Option<ArtifactsFile>,
    /// Every file that the job left, its log among them once that is archived; empty if it left no file.
    pub artifacts: Vec<Artifact>,
    /// The runner that works, or worked, on the job; null until one does.
    #[serde(deserialize_with = "nullable")]
    pub runner: Option<Runner>,
    /// When the artifacts will be removed; null where they stay or were erased. GitLab always sends it; some
    /// examples of the page leave it out.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Option<Timestamp>")]
    pub artifacts_expire_at: Option<Option<Timestamp>>,
    /// What a runner must offer to take the job, in ascending order; empty where it asks for nothing. GitLab
    /// always sends it; some examples of the page leave it out.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Vec<String>")]
    pub tag_list: Option<Vec<String>>,
    /// Where the artifacts could be fetched from. Only the page's example of erasing a job shows it, as null.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Option<String>", extend("deprecated" = true, "format" = "uri"))]
    pub download_url: Option<Option<String>>,
}

/// What a job needs to know of its project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JobProject {
    /// Whether the project limits which other projects its job tokens may reach.
    pub ci_job_token_scope_enabled: bool,
}
