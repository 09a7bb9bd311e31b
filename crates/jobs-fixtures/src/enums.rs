//! Words of the format.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who may see that a project exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Visibility {
    /// Its members.
    Private,
    /// Everyone who is signed in.
    Internal,
    /// Everyone.
    Public,
}

/// What makes a job start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StartedBy {
    /// The success of all jobs of the stages before it.
    #[default]
    OnSuccess,
    /// A user.
    Manual,
    /// A delay after the stages before it.
    Delayed,
}

/// What a token was given the right to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TokenScope {
    /// Everything.
    Api,
    /// Reading everything.
    ReadApi,
    /// Reading the own profile, and nothing else.
    ReadUser,
}
