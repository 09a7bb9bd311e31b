//! A bridge: a job without a runner, that starts a pipeline elsewhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{JobBasic, Pipeline, nullable, rules};

/// A job that starts another pipeline, downstream, instead of running a script.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = rules::job_basic()))]
pub struct Bridge {
    #[allow(missing_docs)] // flattened: a description here would become the schema's
    #[serde(flatten)]
    pub basic: JobBasic,
    /// The pipeline that the bridge has started; null until it has.
    #[serde(deserialize_with = "nullable")]
    pub downstream_pipeline: Option<Pipeline>,
}
