//! The run that a report is of.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use reprise_core::{KnownFailureEvaluation, Shard, TargetVersion};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The digests of what a run reads, by which two reports can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digests {
    /// Of the document, and of every file that it refers to.
    pub document: String,
    /// Of the errata, the cases, and every fixture that a case names.
    pub suite: String,
}

/// The run that a report is of.
pub struct RunInfo<'r> {
    /// The digests of the input.
    pub digests: &'r Digests,
    /// The version of the target, if it is configured.
    pub target_version: Option<&'r TargetVersion>,
    /// Which part of the suite was run.
    pub shard: Option<Shard>,
    /// Whether undocumented properties are findings.
    pub strict: bool,
    /// When it started, and how long it took.
    pub times: Times,
    /// Whether it was completed.
    pub complete: bool,
    /// Parameter values that were discovered on the target; secrets are masked.
    pub discovered: Vec<DiscoveredParams>,
    /// How much of it is needed.
    pub detail: RecordDetail,
    /// How the findings compare with the known failures, if there are any.
    pub evaluation: Option<&'r KnownFailureEvaluation<'r>>,
    /// The command that sends the case with an id again, up to the step at an index.
    pub reproduce: &'r dyn Fn(&str, usize) -> Option<String>,
}

/// The parts of a record that are needed. In a large document, finding the line of every claim takes longer than the
/// run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordDetail {
    /// What the terminal shows.
    Terminal,
    /// What the formats contain.
    Full,
}

/// Parameter values that were discovered on the target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiscoveredParams {
    /// The discovery rule.
    pub rule: String,
    /// The values, by the name of the parameter.
    pub params: serde_json::Map<String, serde_json::Value>,
}

impl DiscoveredParams {
    /// The values as text: `id = 7, job_id = 12`.
    pub fn params_text(&self) -> String {
        let params = self.params.iter();
        let params: Vec<String> = params
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        params.join(", ")
    }
}

/// The program that wrote a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Tool {
    /// This program.
    pub(super) fn current() -> Tool {
        Tool {
            name: "reprise".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// When a run was, and how long it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Times {
    /// When it began, such as `2026-01-31T09:30:00Z`.
    #[schemars(extend("format" = "date-time"))]
    pub started: String,
    /// How long it took.
    pub milliseconds: u64,
}

impl Times {
    /// The times of a run.
    pub fn new(started: impl Into<DateTime<Utc>>, elapsed: Duration) -> Times {
        Times {
            started: started.into().to_rfc3339_opts(SecondsFormat::Secs, true),
            milliseconds: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// How long it took.
    pub fn elapsed(&self) -> Duration {
        Duration::from_millis(self.milliseconds)
    }
}
