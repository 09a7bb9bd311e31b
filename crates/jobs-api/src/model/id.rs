//! Identifiers. Each kind of object has its own type, so that a job's id is never taken for a pipeline's.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(#[schemars(range(min = 1))] pub u64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl From<u64> for $name {
            fn from(number: u64) -> $name {
                $name(number)
            }
        }
    )*};
}

ids! {
    /// Number of a job, unique on the whole server. Bridges take their numbers from the same sequence.
    JobId;
    /// Number of a pipeline, unique on the whole server.
    PipelineId;
    /// Number of a project, unique on the whole server.
    ProjectId;
    /// Number of a user, unique on the whole server.
    UserId;
    /// Number of a group, unique on the whole server.
    GroupId;
    /// Number of a runner, unique on the whole server.
    RunnerId;
    /// Number of an agent for Kubernetes, unique on the whole server.
    AgentId;
}
