//! The words for the status of a job.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a job, a bridge or a pipeline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(extend("examples" = ["failed"]))]
pub enum JobStatus {
    /// Waits for earlier stages to finish.
    Created,
    /// Waits for a resource that another job holds.
    WaitingForResource,
    /// Its surroundings are being prepared.
    Preparing,
    /// Queued: any suitable runner may take it.
    Pending,
    /// A runner is working on it.
    Running,
    /// Finished, and all went well.
    Success,
    /// Finished, and something went wrong; `failure_reason` says what.
    Failed,
    /// Stopped by a user or by the server before its end.
    Canceled,
    /// Left out, because an earlier job did not succeed.
    Skipped,
    /// Waits for a user to start it.
    Manual,
    /// Waits for its time to start.
    Scheduled,
}

impl JobStatus {
    /// Every status, in the order of a job's life.
    pub const ALL: [JobStatus; 11] = [
        JobStatus::Created,
        JobStatus::WaitingForResource,
        JobStatus::Preparing,
        JobStatus::Pending,
        JobStatus::Running,
        JobStatus::Success,
        JobStatus::Failed,
        JobStatus::Canceled,
        JobStatus::Skipped,
        JobStatus::Manual,
        JobStatus::Scheduled,
    ];

    /// The word that the API uses.
    pub const fn as_str(self) -> &'static str {
        match self {
            JobStatus::Created => "created",
            JobStatus::WaitingForResource => "waiting_for_resource",
            JobStatus::Preparing => "preparing",
            JobStatus::Pending => "pending",
            JobStatus::Running => "running",
            JobStatus::Success => "success",
            JobStatus::Failed => "failed",
            JobStatus::Canceled => "canceled",
            JobStatus::Skipped => "skipped",
            JobStatus::Manual => "manual",
            JobStatus::Scheduled => "scheduled",
        }
    }

    /// The status that `word` names, if it names one.
    pub fn from_word(word: &str) -> Option<JobStatus> {
        JobStatus::ALL.into_iter().find(|s| s.as_str() == word)
    }
}

/// Why a job failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FailureReason {
    /// The cause is not known.
    UnknownFailure,
    /// The job's own script ended with an error.
    ScriptFailure,
    /// The runner could not talk to the server.
    ApiFailure,
    /// No runner took it in time, or it stopped answering.
    StuckOrTimeoutFailure,
    /// The machine of the runner had a problem.
    RunnerSystemFailure,
    /// Something that an earlier job should have left was not there.
    MissingDependencyFailure,
    /// The runner is too old for what the job asks.
    RunnerUnsupported,
    /// A delayed job could not be started when its time came.
    StaleSchedule,
    /// It ran longer than it may.
    JobExecutionTimeout,
    /// It is archived and may not run any more.
    ArchivedFailure,
    /// What it needs first could not be had.
    UnmetPrerequisites,
    /// The server could not assign it.
    SchedulerFailure,
    /// The server found its own record of the job broken.
    DataIntegrityFailure,
    /// A newer deployment has overtaken it.
    ForwardDeploymentFailure,
    /// The user who started it is blocked.
    UserBlocked,
    /// Its project was deleted.
    ProjectDeleted,
    /// The compute quota is used up.
    CiQuotaExceeded,
    /// Pipelines trigger one another in a circle.
    PipelineLoopDetected,
    /// No runner with the right tags exists.
    NoMatchingRunner,
    /// The log grew larger than it may.
    TraceSizeExceeded,
    /// Jobs are switched off in the project.
    BuildsDisabled,
    /// The environment could not be created.
    EnvironmentCreationFailure,
    /// Bridges only: the user may not start the downstream pipeline.
    InsufficientBridgePermissions,
    /// Bridges only: the downstream project does not exist.
    DownstreamBridgeProjectNotFound,
    /// Bridges only: the trigger is not valid.
    InvalidBridgeTrigger,
    /// Bridges only: a child pipeline may not start another one here.
    BridgePipelineIsChildPipeline,
    /// Bridges only: the downstream pipeline could not be created.
    DownstreamPipelineCreationFailed,
    /// A source of secrets that the job names is not there.
    SecretsProviderNotFound,
    /// Bridges only: pipelines are nested too deeply.
    ReachedMaxDescendantPipelinesDepth,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_of_a_status_is_what_serde_writes() {
        for status in JobStatus::ALL {
            assert_eq!(
                serde_json::to_value(status).unwrap(),
                serde_json::json!(status.as_str())
            );
            assert_eq!(JobStatus::from_word(status.as_str()), Some(status));
        }
        assert_eq!(JobStatus::from_word("bogus"), None);
    }
}
