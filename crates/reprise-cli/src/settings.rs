//! What the arguments mean.

mod target;

use std::path::{Path, PathBuf};
use std::time::Duration;

use reprise_core::{
    Case, Discovery, DiscoveryRule, Existing, Param, Release, Secrets, Shard, State,
};

use crate::args::{Asking, RunArgs};
use crate::human::Detail;
use crate::limits::Limits;
use crate::report::Output;

/// What a run is to do.
#[derive(Debug)]
pub(crate) struct Settings {
    /// The document on disk; none for the built-in one.
    pub(crate) document: Option<PathBuf>,
    /// The suite on disk; none for the built-in one.
    pub(crate) suite: Option<PathBuf>,
    /// Who is asked.
    pub(crate) target: TargetSettings,
    /// Certificates that are trusted instead of the system's, in PEM form.
    pub(crate) trusted: Option<Vec<u8>>,
    /// The version of the target, where it is told.
    pub(crate) version: Option<Release>,
    /// Every secret that is known before anything is sent.
    pub(crate) secrets: Secrets,
    /// Which cases are wanted: those whose id contains one of these; all where there are none.
    pub(crate) only: Vec<String>,
    /// Which part of the suite this run is for.
    pub(crate) shard: Option<Shard>,
    /// How many cases are replayed at once.
    pub(crate) jobs: usize,
    /// How often a safe request is sent again at most.
    pub(crate) retries: u32,
    /// How much of an answer or a document is taken at most.
    pub(crate) limits: Limits,
    /// Where the target is known to differ.
    pub(crate) known_failures: Option<PathBuf>,
    /// Whether members that no schema mentions refute the document.
    pub(crate) strict: bool,
    /// Whether nothing is to be sent.
    pub(crate) dry_run: bool,
    /// How much is said.
    pub(crate) detail: Detail,
    /// The reports to write.
    pub(crate) reports: Vec<Output>,
}

/// Who is asked, and where their state comes from.
#[derive(Debug)]
pub(crate) enum TargetSettings {
    /// The built-in reference server.
    Embedded,
    /// A server that sets up fixtures.
    Hook {
        /// Where fixtures are sent to.
        url: String,
        /// What the hook asks of whoever sends one.
        credential: Option<Secret>,
    },
    /// A server whose state is not ours.
    Url {
        /// Base URL.
        base: String,
        /// What exists there.
        params: Vec<Param>,
        /// What finds more of what exists there.
        rules: Rules,
        /// Credentials, by name.
        credentials: Vec<(String, Secret)>,
        /// The params whose things may be changed; none where nothing may be.
        disposable: Option<Vec<String>>,
    },
}

/// Rules of discovery, not yet held against a document.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    /// The target file that they stand in.
    pub(crate) file: String,
    /// The rules.
    pub(crate) rules: Vec<DiscoveryRule>,
}

impl TargetSettings {
    /// Where the state of the cases comes from, with what was discovered.
    pub(crate) fn state(&self, discovery: &Discovery) -> State {
        match self {
            TargetSettings::Embedded | TargetSettings::Hook { .. } => State::Fixtures,
            TargetSettings::Url {
                params, disposable, ..
            } => State::Existing(Existing {
                bound: params.iter().map(|param| param.parameter.clone()).collect(),
                disposable: disposable.clone().unwrap_or_default(),
                discovery: discovery.clone(),
            }),
        }
    }

    /// The target, in words.
    pub(crate) fn in_words(&self) -> String {
        match self {
            TargetSettings::Embedded => {
                "built-in reference server, a fixture of its own for each case".to_owned()
            }
            TargetSettings::Hook { url, .. } => {
                format!("{url}, a fixture of its own for each case")
            }
            TargetSettings::Url {
                base,
                disposable: None,
                ..
            } => format!("{base}, read-only"),
            TargetSettings::Url {
                base,
                disposable: Some(disposable),
                ..
            } => format!("{base}, changing only {}", disposable.join(", ")),
        }
    }
}

/// A secret: it is sent, never shown.
#[derive(Clone)]
pub(crate) struct Secret(pub(crate) String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What the arguments lead to outside: so that their meaning depends on nothing else.
pub(crate) struct Outside<'o> {
    /// Looks up an environment variable.
    pub(crate) environment: &'o dyn Fn(&str) -> Option<String>,
    /// Reads a file.
    pub(crate) read: &'o dyn Fn(&Path) -> anyhow::Result<String>,
}

/// Arguments that make no sense together.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SettingsError(String);

impl SettingsError {
    /// An error that says this.
    fn new(message: impl ToString) -> SettingsError {
        SettingsError(message.to_string())
    }
}

impl std::fmt::Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads the arguments of a run.
    pub(crate) fn of_run(args: RunArgs, outside: &Outside<'_>) -> Result<Settings, SettingsError> {
        let mut settings = Settings::new(args.asking, outside)?;
        settings.strict = args.strict;
        settings.dry_run = args.dry_run;
        settings.detail = Detail::new(args.quiet, args.verbose);
        settings.reports = args.reports;
        settings.known_failures = args.known_failures;
        Ok(settings)
    }

    /// Reads the arguments that say what is asked of whom.
    pub(crate) fn new(asking: Asking, outside: &Outside<'_>) -> Result<Settings, SettingsError> {
        let chosen = target::choose(&asking, outside)?;
        Ok(Settings {
            target: chosen.target,
            trusted: chosen.trusted,
            version: chosen.version,
            secrets: chosen.secrets,
            shard: shard(asking.shard, outside)?,
            jobs: asking.jobs.or(chosen.concurrency).unwrap_or(16).into(),
            retries: asking.retries.into(),
            limits: Limits {
                timeout: Duration::from_secs(
                    asking.timeout.or(chosen.timeout).unwrap_or(30).into(),
                ),
                body: usize::from(asking.max_body) << 20,
                headers: asking.max_headers.into(),
                document: asking.limits,
            },
            document: asking.document,
            suite: asking.suite,
            only: asking.only,
            known_failures: None,
            strict: false,
            dry_run: false,
            detail: Detail::Usual,
            reports: Vec::new(),
        })
    }

    /// Whether a case is wanted.
    pub(crate) fn chooses(&self, case: &Case) -> bool {
        self.only.is_empty() || self.only.iter().any(|text| case.id.as_str().contains(text))
    }
}

/// The shard that was typed, or the one that a CI system tells.
fn shard(typed: Option<Shard>, outside: &Outside<'_>) -> Result<Option<Shard>, SettingsError> {
    let told = |name: &str| (outside.environment)(name).filter(|text| !text.is_empty());
    match (typed, told("CI_NODE_INDEX"), told("CI_NODE_TOTAL")) {
        (Some(shard), ..) => Ok(Some(shard)),
        (None, Some(index), Some(total)) => format!("{index}/{total}")
            .parse()
            .map(Some)
            .map_err(|error| SettingsError(format!("CI_NODE_INDEX and CI_NODE_TOTAL: {error}"))),
        (None, ..) => Ok(None),
    }
}
