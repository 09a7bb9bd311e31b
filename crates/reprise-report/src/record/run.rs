//! What a record has besides the report itself: the run.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use reprise_core::{Evaluation, Release, Shard};
use serde::{Deserialize, Serialize};

/// The digests of what a run reads, by which two reports can be compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digests {
    /// Of the document, and of every file beside it that it refers to.
    pub document: String,
    /// Of the errata, the cases, and every fixture that a case names.
    pub suite: String,
}

/// What a record has besides the report itself.
pub struct Run<'r> {
    /// The digests of what was replayed.
    pub digests: &'r Digests,
    /// The version of the target, where it is told.
    pub target_version: Option<&'r Release>,
    /// Which part of the suite it was for.
    pub shard: Option<Shard>,
    /// Whether undocumented members refuted the document.
    pub strict: bool,
    /// When it was.
    pub times: Times,
    /// Whether it came to its end.
    pub complete: bool,
    /// What was found on the target, without secrets.
    pub discovered: Vec<Discovered>,
    /// How much of it is needed.
    pub extent: Extent,
    /// How the findings stand with the known failures, where there are any.
    pub evaluation: Option<&'r Evaluation<'r>>,
    /// Finds the commands that ask the case of an id again, up to the step at an index.
    pub reproduce: &'r dyn Fn(&str, usize) -> Option<String>,
}

/// How much of a record is needed. In a large document, finding the line of every claim takes longer than the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// What people are told on the terminal.
    Told,
    /// What can be written in every format.
    Whole,
}

/// Something that was found on the target.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Discovered {
    /// What it is, in the words of the target file.
    pub rule: String,
    /// The values that it gives to parameters, by name.
    pub params: serde_json::Map<String, serde_json::Value>,
}

impl Discovered {
    /// What it binds: `id = 7, job_id = 12`.
    pub fn bound(&self) -> String {
        let params = self.params.iter();
        let params: Vec<String> = params
            .map(|(name, value)| format!("{name} = {value}"))
            .collect();
        params.join(", ")
    }
}

/// What has written a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
}

impl Tool {
    /// This program.
    pub(super) fn this() -> Tool {
        Tool {
            name: "reprise".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// When a run was, and how long it took.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Times {
    /// When it began, such as `2026-01-31T09:30:00Z`.
    pub started: String,
    /// How long it took.
    pub milliseconds: u64,
}

impl Times {
    /// The times of a run.
    pub fn new(started: DateTime<Utc>, elapsed: Duration) -> Times {
        Times {
            started: started.to_rfc3339_opts(SecondsFormat::Secs, true),
            milliseconds: u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX),
        }
    }

    /// How long it took.
    pub fn elapsed(&self) -> Duration {
        Duration::from_millis(self.milliseconds)
    }
}
