//! Combines options and configuration. No later step reads arguments, environment or configuration.

mod choose;
mod options;
mod target;

use std::path::{Path, PathBuf};
use std::time::Duration;

use reprise_core::{Case, Release, Secrets, Shard};

use crate::config::Config;
use crate::environment::Environment;
use crate::error::Error;
use crate::limits::Limits;
use crate::process::Start;
use crate::source::{DocumentSource, Sources, SuiteSource};

pub use options::Options;
pub use target::{Hook, Rules, TargetSettings};

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
    pub start: Option<Start>,
    /// Certificates that are trusted instead of the system's, in PEM form.
    pub trusted: Option<Vec<u8>>,
    /// The version of the target, if it is known.
    pub version: Option<Release>,
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
}

impl Settings {
    /// Combines options with the configuration.
    ///
    /// # Errors
    ///
    /// When options contradict each other, a secret is missing, or no document or target is named; the error says
    /// what to do.
    pub fn resolve(options: &Options, environment: &Environment<'_>) -> Result<Settings, Error> {
        let config = Config::find(options.config.as_deref(), environment)?;
        let sources = sources(
            options.document.as_deref(),
            options.suite.as_deref(),
            config.as_ref(),
        )?;
        let known_failures = options.known_failures.clone().or_else(|| {
            let config = config.as_ref().filter(|_| options.document.is_none())?;
            config.known_failures()
        });
        Settings::with_sources(
            options,
            config.as_ref(),
            sources,
            known_failures,
            environment,
        )
    }

    /// The same, for a document and a suite that are known.
    ///
    /// # Errors
    ///
    /// The same, except for the document.
    pub fn with_sources(
        options: &Options,
        config: Option<&Config>,
        sources: Sources,
        known_failures: Option<PathBuf>,
        environment: &Environment<'_>,
    ) -> Result<Settings, Error> {
        choose::choose(options, config, sources, known_failures, environment)
    }

    /// Whether a case is chosen.
    pub fn chooses(&self, case: &Case) -> bool {
        self.only.is_empty() || self.only.iter().any(|text| case.id.as_str().contains(text))
    }

    /// The same settings with another timeout and number of retries.
    pub fn with_patience(mut self, timeout: Option<Duration>, retries: u32) -> Settings {
        self.retries = retries;
        if let Some(timeout) = timeout {
            self.limits.timeout = timeout;
        }
        self
    }
}

/// The document and the suite: those that are named, else those of the configuration.
///
/// # Errors
///
/// When there is neither; the error says how to name one.
pub fn sources(
    document: Option<&Path>,
    suite: Option<&Path>,
    config: Option<&Config>,
) -> Result<Sources, Error> {
    let source = |path: Option<PathBuf>| path.map_or(SuiteSource::None, SuiteSource::Folder);
    let named = suite.map(Path::to_owned);
    let of_config = config.and_then(|config| Some((config.document()?, config.suite())));
    match (document, of_config) {
        // the suite of the configuration belongs to its document
        (Some(path), _) => Ok(Sources {
            document: DocumentSource::File(path.to_owned()),
            suite: source(named),
        }),
        (None, Some((path, suite))) => Ok(Sources {
            document: DocumentSource::File(path),
            suite: source(named.or(suite)),
        }),
        (None, None) => Err(Error::input(
            "no document; give one (`reprise run openapi.yaml --target URL`), or run `reprise init openapi.yaml` to write a reprise.yaml, or try `reprise demo`",
        )),
    }
}

/// The shard that was asked for, or the one that the CI system sets.
fn shard(typed: Option<Shard>, environment: &Environment<'_>) -> Result<Option<Shard>, Error> {
    let index = environment.variable("CI_NODE_INDEX");
    let total = environment.variable("CI_NODE_TOTAL");
    match (typed, index, total) {
        (Some(shard), ..) => Ok(Some(shard)),
        (None, Some(index), Some(total)) => format!("{index}/{total}")
            .parse()
            .map(Some)
            .map_err(|error| Error::input(format!("CI_NODE_INDEX and CI_NODE_TOTAL: {error}"))),
        (None, ..) => Ok(None),
    }
}
