//! The settings of a run. No later step reads arguments, environment or configuration.

use std::path::PathBuf;
use std::time::Duration;

use reprise_core::{Case, Secrets, Shard, TargetVersion};

use super::target::TargetSettings;
use crate::limits::Limits;
use crate::process::StartCommand;
use crate::source::Sources;

/// The settings of a run.
#[derive(Debug)]
pub struct Settings {
    /// The document and the suite.
    pub sources: Sources,
    /// The server under test.
    pub target: TargetSettings,
    /// What reports call it instead of its URL; none to show the URL.
    pub label: Option<String>,
    /// How it is started, if the run starts it.
    pub start: Option<StartCommand>,
    /// Certificates that are trusted instead of the system's, in PEM form.
    pub trusted: Option<Vec<u8>>,
    /// The version of the target, if it is known.
    pub version: Option<TargetVersion>,
    /// Every secret that is known before anything is sent.
    pub secrets: Secrets,
    /// Parts of the ids of the cases to send; all cases if there are none.
    pub only: Vec<String>,
    /// The part of the suite to send.
    pub shard: Option<Shard>,
    /// How many cases are sent at once.
    pub jobs: usize,
    /// How often a safe request is sent again at most.
    pub retries: u32,
    /// How much of a response or a document is read.
    pub limits: Limits,
    /// The file of known failures.
    pub known_failures: Option<PathBuf>,
    /// Whether properties that no schema mentions are failures.
    pub strict: bool,
    /// Whether cases that change something and are not allowed to are skipped instead of blocked.
    pub skips_changes: bool,
}

impl Settings {
    /// Whether a case is chosen.
    pub fn selects(&self, case: &Case) -> bool {
        self.only.is_empty() || self.only.iter().any(|text| case.id.as_str().contains(text))
    }

    /// The same settings with another timeout and number of retries.
    pub fn with_timeout_and_retries(mut self, timeout: Option<Duration>, retries: u32) -> Settings {
        self.retries = retries;
        if let Some(timeout) = timeout {
            self.limits.timeout = timeout;
        }
        self
    }
}
