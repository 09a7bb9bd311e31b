//! Chooses the target and combines its configuration with the options, which come first:
//!
//! ```text
//! reprise.yaml   targets: { local: { base_url: http://127.0.0.1:3000, params: { id: 7, name: Emma } } }
//! options        --param id=8 --disposable
//! settings       http://127.0.0.1:3000, id = 8, name = Emma, everything may be changed
//! ```

use std::mem::take;
use std::path::PathBuf;
use std::time::Duration;

use indexmap::IndexMap;
use reprise_core::{Param, Shard, TargetVersion};
use serde_json::Value;

use super::headers::headers;
use super::options::Options;
use super::resolve_sources::resolve_sources;
use super::secret_store::SecretStore;
use super::target::{DiscoveryRules, Hook, TargetSettings, TargetState};
use super::values::Settings;
use crate::command::{CommandLine, PORT_PLACEHOLDER};
use crate::config::target::{
    ChangePolicy, Command, HeaderValue, ResetConfig, StartConfig, StateKind, TargetConfig,
};
use crate::config::{Config, Form, SecretSource, Url, Variable};
use crate::environment::Environment;
use crate::error::Error;
use crate::hint::did_you_mean;
use crate::process::{StartCommand, free_port};
use crate::source::Sources;

/// How many cases are sent at once unless the options or the configuration set it.
const DEFAULT_CONCURRENCY: u16 = 16;

impl Settings {
    /// Combines options with the configuration.
    ///
    /// # Errors
    ///
    /// When options contradict each other, a secret is missing, or no document or target is named; the error says
    /// what to do.
    pub fn resolve(options: &Options, environment: &Environment<'_>) -> Result<Settings, Error> {
        let config = Config::find(options.config.as_deref(), environment)?;
        let sources = resolve_sources(
            options.document.as_deref(),
            options.suite.as_deref(),
            config.as_ref(),
        )?;
        let known_failures = options.known_failures.clone().or_else(|| {
            let config = config.as_ref().filter(|_| options.document.is_none())?;
            config.known_failures_path()
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
        let (name, mut target) = find_target(options, config)?;
        let folder = match (&name, config) {
            (Some(_), Some(config)) => config.folder().to_owned(),
            _ => PathBuf::new(),
        };
        add_options(options, &mut target)?;
        let port = target.port.map(|_| free_port()).transpose()?;
        let trusted_certificates = match &target.tls.ca_file {
            Some(path) => Some((environment.read)(&folder.join(path))?.into_bytes()),
            None => None,
        };
        let version = take(&mut target.version)
            .map(TargetVersion::try_from)
            .transpose();
        let version = version.map_err(Error::input)?;
        let start = target.start.take();
        let timeout = target.timeout;
        let concurrency = options.jobs.or(target.concurrency.map(Into::into));
        let mut secrets = SecretStore::new(environment, &folder);
        let file = config.map_or_else(String::new, |config| config.file.display().to_string());
        let skips_changes = target.changes == Some(ChangePolicy::Skip);
        let reset = target.reset.take().map(|reset| CommandLine {
            command: reset.command,
            port,
            folder: folder.clone(),
        });
        let target = resolve_settings(target, port, file, reset, &mut secrets)?;
        Ok(Settings {
            sources,
            // a port that changes from run to run would make equal reports differ
            label: port.and(name),
            start: start.map(|start| StartCommand::new(start, target.url(), port, folder.clone())),
            target,
            trusted: trusted_certificates,
            version,
            secrets: secrets.into_secrets()?,
            only: options.only.clone(),
            shard: resolve_shard(options.shard, environment)?,
            jobs: concurrency.unwrap_or(DEFAULT_CONCURRENCY).into(),
            retries: options.retries,
            limits: options
                .limits(timeout.map(|seconds| Duration::from_secs(seconds.get().into()))),
            known_failures,
            strict: options.strict,
            skips_changes,
        })
    }
}

/// The shard that was asked for, or the one that the CI system sets.
fn resolve_shard(
    typed: Option<Shard>,
    environment: &Environment<'_>,
) -> Result<Option<Shard>, Error> {
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

/// The target that the options name, and its name, if the configuration has it.
fn find_target(
    options: &Options,
    config: Option<&Config>,
) -> Result<(Option<String>, TargetConfig), Error> {
    let url = |flag: &str, text: &String| {
        Url::try_from(text.clone()).map_err(|message| Error::input(format!("{flag}: {message}")))
    };
    if let Some(hook) = &options.hook {
        if options.target.is_some() {
            return Err(Error::input(
                "--hook and --target cannot be combined: a state hook answers with a base URL for each fixture",
            ));
        }
        let target = TargetConfig {
            hook: Some(Form::Short(url("--hook", hook)?)),
            ..TargetConfig::default()
        };
        return Ok((None, target));
    }
    if let Some(text) = options.target.as_ref().filter(|text| text.contains("://")) {
        let target = TargetConfig {
            base_url: Some(Form::Short(url("--target", text)?)),
            ..TargetConfig::default()
        };
        return Ok((None, target));
    }
    let configured = match (&options.target, config) {
        (Some(name), Some(config)) => config.targets.get_key_value(name).ok_or_else(|| {
            let hint = did_you_mean(name, config.targets.keys().map(String::as_str), |known| {
                format!("its targets are: {known}")
            });
            format!(
                "--target {name} is not a URL and not a target of {}; {hint}",
                config.file.display()
            )
        }),
        (Some(name), None) => Err(format!(
            "--target {name} is not a URL, and there is no reprise.yaml with targets; write it like https://api.example.com/v1"
        )),
        (None, Some(config)) => config.targets.first().ok_or_else(|| {
            format!(
                "{} has no target; add one under `targets:`, or give --target URL",
                config.file.display()
            )
        }),
        (None, None) => Err(
            "no target; give --target URL, or --hook URL for a server with a state hook, or run `reprise init` to write a reprise.yaml".to_owned(),
        ),
    };
    let (name, target) = configured.map_err(Error::Input)?;
    Ok((Some(name.clone()), target.value.clone()))
}

/// Writes the options into the configuration of the target.
///
/// # Errors
///
/// When an option cannot be read, or does not fit the target.
fn add_options(options: &Options, target: &mut TargetConfig) -> Result<(), Error> {
    let flags = [
        ("--param", !options.params.is_empty()),
        ("--credential", !options.credentials.is_empty()),
        ("--disposable", options.disposable),
        ("--header", !options.headers.is_empty()),
    ];
    if target.hook.is_some()
        && let Some((flag, _)) = flags.into_iter().find(|(_, given)| *given)
    {
        return Err(Error::input(format!(
            "{flag} cannot be combined with a state hook: the hook answers with parameters and credentials for each fixture"
        )));
    }
    target.state = options.state.or(target.state);
    if options.disposable {
        target.disposable = Some(Form::Short(true));
    }
    if options.skip_changes {
        target.changes = Some(ChangePolicy::Skip);
    }
    if let Some(line) = &options.reset {
        let command = Command::Shell(line.clone());
        target.reset = Some(ResetConfig { command });
    }
    add_start(options, target)?;
    insert_first(&mut target.headers, &options.headers, |text| {
        // the text may be a secret, so it is not repeated
        let (name, value) = text.split_once(':').ok_or_else(|| {
            Error::input("--header needs a name and a value; write it like 'X-Tenant: acme'")
        })?;
        Ok((name.trim(), HeaderValue::Text(value.trim().to_owned())))
    })?;
    insert_first(&mut target.params, &options.params, |text| {
        let (name, value) = text.split_once('=').ok_or_else(|| {
            Error::input(format!("--param {text} has no value; write it like id=42"))
        })?;
        // numbers are numbers, anything else is text
        let number = value.parse::<u64>().map(Value::from);
        Ok((name, number.unwrap_or_else(|_| Value::from(value))))
    })?;
    insert_first(&mut target.credentials, &options.credentials, |text| {
        // the text may be the secret itself, so it is not repeated
        let (name, variable) = text.split_once('=').ok_or_else(|| {
            Error::input(
                "--credential needs a name and an environment variable; write it like maintainer=TOKEN",
            )
        })?;
        Ok((name, SecretSource::Environment(variable.to_owned())))
    })
}

/// Writes the options about the start of the server into the configuration of the target.
///
/// # Errors
///
/// When a path is given and nothing is started.
fn add_start(options: &Options, target: &mut TargetConfig) -> Result<(), Error> {
    if let Some(line) = &options.start {
        let (ready, within) = match target.start.take() {
            Some(start) => (start.ready, start.within),
            None => (None, None),
        };
        target.start = Some(StartConfig {
            command: Command::Shell(line.clone()),
            ready,
            within,
        });
    }
    match (&mut target.start, &options.ready) {
        (Some(start), Some(path)) => start.ready = Some(path.clone()),
        (None, Some(_)) => {
            return Err(Error::input(
                "--ready is the path that responds once a started server is ready; give --start COMMAND, too",
            ));
        }
        (_, None) => {}
    }
    Ok(())
}

/// Inserts entries that are read from texts before the others, and instead of those of the same name.
fn insert_first<'t, T>(
    entries: &mut IndexMap<String, T>,
    texts: &'t [String],
    read: impl Fn(&'t str) -> Result<(&'t str, T), Error>,
) -> Result<(), Error> {
    let others = take(entries);
    for text in texts {
        let (name, value) = read(text)?;
        entries.insert(name.to_owned(), value);
    }
    for (name, value) in others {
        entries.entry(name).or_insert(value);
    }
    Ok(())
}

/// The target as a run uses it, with its secrets and the port that it listens on.
fn resolve_settings(
    target: TargetConfig,
    port: Option<u16>,
    file: String,
    reset: Option<CommandLine>,
    secrets: &mut SecretStore<'_, '_>,
) -> Result<TargetSettings, Error> {
    let state = state_source(&target, reset.is_some())?;
    let with_port = |Url(url)| match port {
        Some(port) => url.replace(PORT_PLACEHOLDER, &port.to_string()),
        None => url,
    };
    if let Some(hook) = target.hook {
        let hook = hook.into_long();
        let credential = hook.credential.as_ref();
        let credential = credential.map(|reference| secrets.find("hook", reference));
        return Ok(TargetSettings::Hook(Hook {
            url: with_port(hook.url),
            credential: credential.transpose()?.flatten(),
        }));
    }
    let mut credentials = Vec::new();
    for (name, reference) in &target.credentials {
        credentials.extend(secrets.find(name, reference)?);
    }
    let base = match target.base_url {
        Some(Form::Short(url)) => with_port(url),
        Some(Form::Long(Variable { environment })) => {
            let text = secrets.environment.variable(&environment).ok_or_else(|| {
                Error::input(format!(
                    "base_url: environment variable {environment} is not set; set it, such as {environment}=https://api.example.com/v1"
                ))
            })?;
            let url = Url::try_from(text)
                .map_err(|message| Error::input(format!("base_url: {environment}: {message}")))?;
            url.0
        }
        None => return Err(Error::input("the target has neither a base URL nor a hook")),
    };
    let headers = headers(target.headers, secrets)?;
    let params = target.params.into_iter();
    Ok(TargetSettings::Url {
        base,
        state,
        reset,
        headers,
        params: params
            .map(|(parameter, value)| Param { parameter, value })
            .collect(),
        rules: DiscoveryRules {
            file,
            rules: target.discover,
        },
        credentials,
        disposable: target.disposable.map(Into::into).unwrap_or_default(),
    })
}

/// Who puts the target into its state.
///
/// # Errors
///
/// When the state does not fit the target.
fn state_source(target: &TargetConfig, has_reset: bool) -> Result<TargetState, Error> {
    match (target.state, target.hook.is_some()) {
        (None | Some(StateKind::Fixtures), true) => Ok(TargetState::Reset),
        (None | Some(StateKind::Discovered), false) => Ok(TargetState::Discovered),
        (Some(StateKind::Documented), false) => Ok(TargetState::Documented),
        (Some(StateKind::Fixtures), false) if has_reset => Ok(TargetState::Reset),
        (Some(StateKind::Fixtures), false) => Err(Error::input(
            "state `fixtures` needs a state hook or a command; give --hook URL or --reset COMMAND, or set `hook:` or `reset:` in the target",
        )),
        (Some(state), true) => Err(Error::input(format!(
            "state `{}` cannot be combined with a state hook; remove one of them",
            state.as_str()
        ))),
    }
}
