//! Starting a job that waits for a user: the request and the response.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Bridge, Job, present};

/// What may be given to a job when it is started by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlayRequest {
    /// Variables that the job gets in addition to its own.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "present"
    )]
    #[schemars(with = "Vec<JobVariable>")]
    pub job_variables_attributes: Option<Vec<JobVariable>>,
}

/// A variable for one run of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct JobVariable {
    /// Name of the variable.
    pub key: String,
    /// Value of the variable.
    pub value: String,
}

/// What was started: a job, or a bridge.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum PlayedJob {
    /// A bridge was started; only a bridge has `downstream_pipeline`.
    Bridge(Box<Bridge>),
    /// A job was started.
    Job(Box<Job>),
}
