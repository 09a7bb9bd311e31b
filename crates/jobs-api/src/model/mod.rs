//! The model types: one Rust type per object of the API.
//!
//! Serde defines how a value is written, schemars defines its schema in the document, and three kinds of
//! presence are separate because they are three different requirements:
//!
//! | requirement | type |
//! |---|---|
//! | always there, never null | `T` |
//! | always there, may be null | `Option<T>` with `deserialize_with = "nullable"` |
//! | may be absent, never null | `Option<T>` with `deserialize_with = "present"`, `schemars(with = "T")` |
//! | may be absent, may be null | `Option<Option<T>>` with `deserialize_with = "present"`, `schemars(with = "Option<T>")` |

mod agents;
mod artifact;
mod bridge;
mod commit;
mod error;
mod id;
mod job;
mod parameter;
mod pipeline;
mod play;
mod runner;
mod status;
mod timestamp;
mod user;

mod rules;

pub use agents::{
    AgentEnvironment, AgentUser, AllowedAgent, AllowedAgents, ConfigProject, EnvironmentTier,
    GroupReference, JobReference, PipelineReference, ProjectReference, ProjectRole,
};
pub use artifact::{Artifact, ArtifactFormat, ArtifactType, ArtifactsFile};
pub use bridge::Bridge;
pub use commit::Commit;
pub use error::{
    AccountForbidden, Conflict, ConflictMessage, EraseForbidden, EraseForbiddenBody,
    EraseForbiddenMessage, Forbidden, ForbiddenBody, ForbiddenMessage, InsufficientScope,
    InsufficientScopeError, InvalidParameter, InvalidToken, InvalidTokenDescription,
    InvalidTokenError, JobNotFound, JobNotFoundMessage, KeysetUnavailable, KeysetUnavailableError,
    NotFound, NotFoundMessage, PlayBadRequest, ProjectNotFound, ProjectNotFoundMessage,
    RateLimitError, RateLimitMessage, RetryForbidden, RetryForbiddenBody, RetryForbiddenMessage,
    TooManyRequests, Unauthorized, UnauthorizedBody, UnauthorizedMessage, Unplayable,
    UnplayableMessage,
};
pub use id::{AgentId, GroupId, JobId, PipelineId, ProjectId, RunnerId, UserId};
pub use job::{Job, JobBasic, JobProject};
pub use parameter::{
    Cursor, KeysetOrder, KeysetSort, PageNumber, PaginationMethod, PerPage, ProjectIdOrPath,
};
pub use pipeline::{Pipeline, PipelineSource};
pub use play::{JobVariable, PlayRequest, PlayedJob};
pub use runner::{Runner, RunnerStatus, RunnerType};
pub use status::{FailureReason, JobStatus};
pub use timestamp::{Timestamp, TimestampError};
pub use user::{User, UserState};

/// Reads a member that is there: an absent one stays `None`, a `null` is only accepted where `T` accepts it.
///
/// Without this, serde reads `null` as absent, and "may be absent, never null" would be no requirement at all.
pub(crate) fn present<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::Deserialize<'de>,
{
    T::deserialize(deserializer).map(Some)
}

/// Reads a member that must be there, and may be null. Without this, serde takes an absent one for null.
pub(crate) fn nullable<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: serde::Deserialize<'de>,
{
    <Option<T> as serde::Deserialize>::deserialize(deserializer)
}
