//! The target that options and configuration choose.

use std::path::{Path, PathBuf};
use std::time::Duration;

use reprise_core::{Param, Release, Secrets, nearest};
use serde_json::Value;

use super::options::Options;
use super::target::{Rules, TargetSettings};
use crate::config::target::{Disposable, HookConfig, StateKind, TargetConfig};
use crate::config::{BaseUrl, Config, Reference};
use crate::environment::Environment;
use crate::error::Error;
use crate::process::{PORT, Start, free_port};
use crate::secret::{Credential, Secret};

/// What options and configuration say about the target.
pub(super) struct Chosen {
    pub(super) target: TargetSettings,
    pub(super) label: Option<String>,
    pub(super) start: Option<Start>,
    pub(super) trusted: Option<Vec<u8>>,
    pub(super) version: Option<Release>,
    pub(super) secrets: Secrets,
    pub(super) timeout: Option<Duration>,
    pub(super) concurrency: Option<u16>,
}

/// Chooses the target. Options come before the configuration.
pub(super) fn choose(
    options: &Options,
    config: Option<&Config>,
    environment: &Environment<'_>,
) -> Result<Chosen, Error> {
    let Named {
        name,
        mut target,
        folder,
    } = named(options, config)?;
    let port = target.port.map(|_| free_port()).transpose()?;
    if let Some(port) = port {
        target.fill_in_port(port);
    }
    let trusted = match &target.tls.ca_file {
        Some(path) => Some((environment.read)(&folder.join(path))?.into_bytes()),
        None => None,
    };
    let version = target
        .version
        .clone()
        .map(Release::try_from)
        .transpose()
        .map_err(Error::input)?;
    let mut secrets = SecretStore {
        environment,
        folder: &folder,
        secrets: Secrets::default(),
        missing: Vec::new(),
    };
    let file = config.map_or_else(String::new, |config| config.file.display().to_string());
    let settings = settings(options, &target, file, &mut secrets)?;
    let start = target.start.take().map(|start| {
        let url = match &settings {
            TargetSettings::Hook { url, .. } => url,
            TargetSettings::Url { base, .. } => base,
        };
        Start::new(start, url, port, folder.clone())
    });
    Ok(Chosen {
        target: settings,
        // a port that changes from run to run would make equal reports differ
        label: port.and(name),
        start,
        trusted,
        version,
        secrets: secrets.complete()?,
        timeout: target
            .timeout
            .as_ref()
            .map(|seconds| Duration::from_secs(seconds.value.into())),
        concurrency: target.concurrency.as_ref().map(|number| number.value),
    })
}

/// A target before its secrets are found.
struct Named {
    /// Its name, if it has one.
    name: Option<String>,
    target: TargetConfig,
    /// The folder at which its paths begin.
    folder: PathBuf,
}

/// The target that the options name.
fn named(options: &Options, config: Option<&Config>) -> Result<Named, Error> {
    let unnamed = |target| {
        Ok(Named {
            name: None,
            target,
            folder: PathBuf::new(),
        })
    };
    let of_config = |config: &Config, name: &str, target: &TargetConfig| Named {
        name: Some(name.to_owned()),
        target: target.clone(),
        folder: config.file.parent().unwrap_or(Path::new("")).to_owned(),
    };
    if let Some(hook) = &options.hook {
        if options.target.is_some() {
            return Err(Error::input(
                "--hook and --target exclude each other: a state hook answers with a base URL for each fixture",
            ));
        }
        return unnamed(TargetConfig {
            hook: Some(HookConfig {
                url: url("--hook", hook)?,
                credential: None,
            }),
            ..TargetConfig::default()
        });
    }
    match (&options.target, config) {
        (Some(text), _) if text.contains("://") => unnamed(TargetConfig {
            base_url: Some(BaseUrl::Url(url("--target", text)?)),
            ..TargetConfig::default()
        }),
        (Some(name), Some(config)) => match config.targets.get(name) {
            Some(target) => Ok(of_config(config, name, &target.value)),
            None => Err(unknown_target(name, Some(config))),
        },
        (Some(name), None) => Err(unknown_target(name, None)),
        (None, Some(config)) => match config.targets.0.first() {
            Some((name, target)) => Ok(of_config(config, name, &target.value)),
            None => Err(Error::input(format!(
                "{} has no target; add one under `targets:`, or give --target URL",
                config.file.display()
            ))),
        },
        (None, None) => Err(Error::input(
            "no target; give --target URL, or --hook URL for a server with a state hook, or run `reprise init` to write a reprise.yaml",
        )),
    }
}

/// Whether the target is in the documented state.
///
/// # Errors
///
/// When the state does not fit the target.
fn is_documented(options: &Options, target: &TargetConfig) -> Result<bool, Error> {
    match (options.state.or(target.state), target.hook.is_some()) {
        (None | Some(StateKind::Fixtures), true) | (None | Some(StateKind::Discovered), false) => {
            Ok(false)
        }
        (Some(StateKind::Documented), false) => Ok(true),
        (Some(StateKind::Fixtures), false) => Err(Error::input(
            "state `fixtures` needs a state hook; give it with --hook URL, or `hook:` in the target",
        )),
        (Some(state), true) => Err(Error::input(format!(
            "state `{}` and a state hook exclude each other; leave one out",
            state.as_str()
        ))),
    }
}

fn unknown_target(name: &str, config: Option<&Config>) -> Error {
    let Some(config) = config else {
        return Error::input(format!(
            "--target {name} is not a URL, and there is no reprise.yaml with targets; write it like https://api.example.com/v1"
        ));
    };
    let known: Vec<&str> = config.targets.keys().collect();
    let hint = match nearest(name, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("its targets are: {}", known.join(", ")),
    };
    Error::input(format!(
        "--target {name} is not a URL and not a target of {}; {hint}",
        config.file.display()
    ))
}

fn settings(
    options: &Options,
    target: &TargetConfig,
    file: String,
    secrets: &mut SecretStore<'_, '_>,
) -> Result<TargetSettings, Error> {
    let is_documented = is_documented(options, target)?;
    let Some(base) = &target.base_url else {
        let Some(hook) = &target.hook else {
            return Err(Error::input("the target has neither a base URL nor a hook"));
        };
        let flags = [
            ("--param", !options.params.is_empty()),
            ("--credential", !options.credentials.is_empty()),
            ("--disposable", options.disposable),
        ];
        if let Some((flag, _)) = flags.into_iter().find(|(_, given)| *given) {
            return Err(Error::input(format!(
                "{flag} is for a target without a state hook: the hook answers with parameters and credentials for each fixture"
            )));
        }
        let credential = match &hook.credential {
            Some(reference) => Some(secrets.find("hook", reference)?),
            None => None,
        };
        return Ok(TargetSettings::Hook {
            url: hook.url.clone(),
            credential: credential.flatten(),
        });
    };
    let mut params = Vec::new();
    for text in &options.params {
        params.push(param(text)?);
    }
    for (parameter, value) in &target.params.0 {
        if !params
            .iter()
            .any(|typed: &Param| typed.parameter == *parameter)
        {
            params.push(Param {
                parameter: parameter.clone(),
                value: value.clone(),
            });
        }
    }
    let mut credentials = Vec::new();
    let mut typed = Vec::new();
    for text in &options.credentials {
        let (name, variable) = text.split_once('=').ok_or_else(|| {
            // the text may be the secret itself, so it is not repeated
            Error::input(
                "--credential needs a name and an environment variable; write it like maintainer=TOKEN",
            )
        })?;
        typed.push(name);
        let reference = Reference::Environment(variable.to_owned());
        credentials.extend(secrets.find(name, &reference)?);
    }
    for (name, reference) in &target.credentials.0 {
        if !typed.contains(&name.as_str()) {
            credentials.extend(secrets.find(name, reference)?);
        }
    }
    Ok(TargetSettings::Url {
        base: base_url(base, secrets.environment)?,
        is_documented,
        params,
        rules: Rules {
            file,
            rules: target.discover.clone().unwrap_or_default(),
        },
        credentials,
        disposable: if options.disposable {
            Disposable::Everything
        } else {
            target.disposable.clone()
        },
    })
}

impl TargetConfig {
    /// Puts a port in the place of `{port}`.
    fn fill_in_port(&mut self, port: u16) {
        let fill_in = |text: &mut String| *text = text.replace(PORT, &port.to_string());
        if let Some(BaseUrl::Url(url)) = &mut self.base_url {
            fill_in(url);
        }
        if let Some(hook) = &mut self.hook {
            fill_in(&mut hook.url);
        }
    }
}

/// The base URL that a target gives or names.
fn base_url(base: &BaseUrl, environment: &Environment<'_>) -> Result<String, Error> {
    match base {
        BaseUrl::Url(base) => Ok(base.clone()),
        BaseUrl::Environment(variable) => {
            let text = environment.variable(variable).ok_or_else(|| {
                Error::input(format!(
                    "base_url: environment variable {variable} is not set; set it, such as {variable}=https://api.example.com/v1"
                ))
            })?;
            url(&format!("base_url: {variable}"), &text)
        }
    }
}

/// A URL without a slash at its end, so that a path can follow.
fn url(flag: &str, text: &str) -> Result<String, Error> {
    crate::config::url(text).map_err(|message| Error::input(format!("{flag}: {message}")))
}

fn param(text: &str) -> Result<Param, Error> {
    let (name, value) = text
        .split_once('=')
        .ok_or_else(|| Error::input(format!("--param {text} has no value; write it like id=42")))?;
    // numbers are numbers, anything else is text
    let value = match value.parse::<u64>() {
        Ok(number) => Value::from(number),
        Err(_) => Value::from(value),
    };
    Ok(Param {
        parameter: name.to_owned(),
        value,
    })
}

/// Finds secrets, keeps them for masking, and remembers which are missing, so that one error names all.
struct SecretStore<'s, 'e> {
    environment: &'s Environment<'e>,
    folder: &'s Path,
    secrets: Secrets,
    missing: Vec<String>,
}

impl SecretStore<'_, '_> {
    /// The secret of a reference; `None` if it is missing.
    fn find(&mut self, name: &str, reference: &Reference) -> Result<Option<Credential>, Error> {
        let (text, place) = match reference {
            Reference::Environment(variable) => (
                self.environment.variable(variable).unwrap_or_default(),
                variable_name(variable),
            ),
            Reference::File(path) => {
                let text = (self.environment.read)(&self.folder.join(path))?;
                let first = text.lines().next().unwrap_or_default().trim().to_owned();
                (first, format!("the first line of {path}"))
            }
        };
        if text.is_empty() {
            self.missing.push(match reference {
                Reference::Environment(_) => format!("`{name}`: {place} is not set"),
                Reference::File(_) => format!("`{name}`: {place} is empty"),
            });
            return Ok(None);
        }
        self.secrets.add(name, &text).map_err(Error::input)?;
        Ok(Some(Credential {
            name: name.to_owned(),
            secret: Secret(text),
            shell: self.shell(reference),
        }))
    }

    /// The expression of a shell that gives the secret.
    fn shell(&self, reference: &Reference) -> String {
        let quoted = |text: &str| format!("'{}'", text.replace('\'', r"'\''"));
        match reference {
            Reference::Environment(variable) if is_shell_name(variable) => format!("${variable}"),
            Reference::Environment(variable) => format!("$(printenv {})", quoted(variable)),
            Reference::File(path) => {
                let path = self.folder.join(path);
                format!("$(head -n 1 {})", quoted(&path.display().to_string()))
            }
        }
    }

    /// The secrets, if none is missing.
    fn complete(self) -> Result<Secrets, Error> {
        match self.missing.as_slice() {
            [] => Ok(self.secrets),
            [one] => Err(Error::input(format!("credential {one}; set it first"))),
            several => Err(Error::input(format!(
                "{} credentials are missing; set them first:\n  {}",
                several.len(),
                several.join("\n  ")
            ))),
        }
    }
}

/// Whether a shell can name a variable so.
fn is_shell_name(name: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    name.chars().all(is_word) && !name.starts_with(|c: char| c.is_ascii_digit()) && !name.is_empty()
}

/// The name of an environment variable for messages. What does not look like one may be the secret itself, written in
/// the wrong place, so it is not repeated.
fn variable_name(variable: &str) -> String {
    let is_name = variable
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if is_name && !variable.is_empty() {
        format!("environment variable {variable}")
    } else {
        "its environment variable".to_owned()
    }
}
