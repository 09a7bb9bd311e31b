//! The target that the arguments choose: built in, by URL, or by file.

use std::path::{Path, PathBuf};

use reprise_core::{BaseUrl, Param, Reference, Release, Secrets, TargetFile, parse_target};
use serde_json::Value;

use super::{Outside, Rules, Secret, SettingsError, TargetSettings};
use crate::args::Asking;

/// What the arguments and the target file say together.
pub(super) struct Chosen {
    pub(super) target: TargetSettings,
    pub(super) trusted: Option<Vec<u8>>,
    pub(super) version: Option<Release>,
    pub(super) secrets: Secrets,
    pub(super) timeout: Option<u16>,
    pub(super) concurrency: Option<u16>,
}

/// Chooses the target. What was typed comes before what the file says.
pub(super) fn choose(asking: &Asking, outside: &Outside<'_>) -> Result<Chosen, SettingsError> {
    let (file, folder) = match &asking.target {
        Some(text) => named(text, outside)?,
        None => (TargetFile::default(), PathBuf::new()),
    };
    let mut secrets = Secrets::default();
    let target = target(asking, &file, &folder, outside, &mut secrets)?;
    let trusted = match &file.tls.ca_file {
        Some(path) => Some(read(outside, &folder.join(path))?.into_bytes()),
        None => None,
    };
    let version = file
        .version
        .map(Release::try_from)
        .transpose()
        .map_err(SettingsError::new)?;
    Ok(Chosen {
        target,
        trusted,
        version,
        secrets,
        timeout: file.timeout,
        concurrency: file.concurrency,
    })
}

/// The target that `--target` names, by URL or by file, and the folder that its paths begin at.
fn named(text: &str, outside: &Outside<'_>) -> Result<(TargetFile, PathBuf), SettingsError> {
    if is_url(text) {
        let file = TargetFile {
            base_url: Some(BaseUrl::Url(url("--target", text)?)),
            ..TargetFile::default()
        };
        return Ok((file, PathBuf::new()));
    }
    let path = Path::new(text);
    let is_file = path
        .extension()
        .is_some_and(|extension| extension == "yaml" || extension == "yml" || extension == "json");
    if !is_file {
        return Err(SettingsError(format!(
            "--target {text} is not a URL and not a target file; write it like https://gitlab.example.com/api/v4 or target.yaml"
        )));
    }
    let file = parse_target(text, &read(outside, path)?).map_err(SettingsError::new)?;
    Ok((file, path.parent().unwrap_or(Path::new("")).to_owned()))
}

fn target(
    asking: &Asking,
    file: &TargetFile,
    folder: &Path,
    outside: &Outside<'_>,
    secrets: &mut Secrets,
) -> Result<TargetSettings, SettingsError> {
    let refused = |message: &str| Err(SettingsError(message.to_owned()));
    let named = !asking.params.is_empty() || !asking.credentials.is_empty();
    let has_base = file.base_url.is_some();
    if named && !has_base {
        return refused(
            "--param and --credential are for a --target without --hook: a fixture brings its own",
        );
    }
    if asking.allow_changes && file.disposable.is_empty() {
        return refused(
            "--allow-changes changes only what a target file names under `disposable`; without a state hook nothing else is safe",
        );
    }
    let keep = |secrets: &mut Secrets, name: &str, secret: Secret| {
        secrets.add(name, &secret.0).map_err(SettingsError::new)?;
        Ok(secret)
    };
    match (&asking.hook, &file.state_hook, &file.base_url) {
        (Some(_), _, _) if asking.target.is_some() => refused(
            "--hook answers with a base URL for each fixture, so --target says nothing more; leave one out",
        ),
        (Some(hook), _, _) => Ok(TargetSettings::Hook {
            url: url("--hook", hook)?,
            credential: None,
        }),
        (None, Some(hook), _) => {
            let credential = match &hook.credential {
                Some(reference) => {
                    let secret = find("state_hook", reference, folder, outside)?;
                    Some(keep(secrets, "state_hook", secret)?)
                }
                None => None,
            };
            Ok(TargetSettings::Hook {
                url: hook.url.clone(),
                credential,
            })
        }
        (None, None, None) => Ok(TargetSettings::Embedded),
        (None, None, Some(base)) => {
            let mut params = Vec::new();
            for text in &asking.params {
                params.push(param(text)?);
            }
            for (parameter, value) in &file.params {
                if !params.iter().any(|typed| typed.parameter == *parameter) {
                    params.push(Param {
                        parameter: parameter.clone(),
                        value: value.clone(),
                    });
                }
            }
            let mut credentials: Vec<(String, Secret)> = Vec::new();
            for text in &asking.credentials {
                let (name, secret) = credential(text, outside)?;
                credentials.push((name.clone(), keep(secrets, &name, secret)?));
            }
            for (name, reference) in &file.credentials {
                if !credentials.iter().any(|(typed, _)| typed == name) {
                    let secret = find(name, reference, folder, outside)?;
                    credentials.push((name.clone(), keep(secrets, name, secret)?));
                }
            }
            Ok(TargetSettings::Url {
                base: base_url(base, outside)?,
                params,
                rules: Rules {
                    file: asking.target.clone().unwrap_or_default(),
                    rules: file.discover.clone(),
                },
                credentials,
                disposable: asking.allow_changes.then(|| file.disposable.clone()),
            })
        }
    }
}

fn is_url(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The base URL that a target file gives, or names.
fn base_url(base: &BaseUrl, outside: &Outside<'_>) -> Result<String, SettingsError> {
    match base {
        BaseUrl::Url(base) => Ok(base.clone()),
        BaseUrl::Environment(variable) => {
            let said = (outside.environment)(variable).filter(|text| !text.is_empty());
            let text = said.ok_or_else(|| {
                SettingsError(format!(
                    "base_url: there is no environment variable {variable}; export it, such as {variable}=https://gitlab.example.com/api/v4"
                ))
            })?;
            url(&format!("base_url: {variable}"), &text)
        }
    }
}

/// A URL without a slash at its end, so that a path can follow.
fn url(flag: &str, text: &str) -> Result<String, SettingsError> {
    if !is_url(text) {
        return Err(SettingsError(format!(
            "{flag} {text} is not a URL; write it like https://gitlab.example.com/api/v4"
        )));
    }
    let host = text.split('/').nth(2).unwrap_or_default();
    if host.contains('@') {
        return Err(SettingsError(format!(
            "{flag} holds a user or a password; leave them out, and name a secret with --credential"
        )));
    }
    Ok(text.trim_end_matches('/').to_owned())
}

fn param(text: &str) -> Result<Param, SettingsError> {
    let (name, value) = text.split_once('=').ok_or_else(|| {
        SettingsError(format!("--param {text} has no value; write it like id=42"))
    })?;
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

fn credential(text: &str, outside: &Outside<'_>) -> Result<(String, Secret), SettingsError> {
    let (name, variable) = text.split_once('=').ok_or_else(|| {
        // the text may be the secret itself, so it is not repeated
        SettingsError(
            "--credential needs a name and an environment variable; write it like maintainer=TOKEN"
                .to_owned(),
        )
    })?;
    let secret = (outside.environment)(variable).filter(|secret| !secret.is_empty()).ok_or_else(|| {
        SettingsError(format!("--credential {name}: there is no environment variable of that name; export it first"))
    })?;
    Ok((name.to_owned(), Secret(secret)))
}

/// Finds the secret that a target file names.
fn find(
    name: &str,
    reference: &Reference,
    folder: &Path,
    outside: &Outside<'_>,
) -> Result<Secret, SettingsError> {
    let secret = match reference {
        // whoever mistakes the variable for the secret itself must not see it repeated
        Reference::Environment(variable) => (outside.environment)(variable).unwrap_or_default(),
        Reference::File(path) => read(outside, &folder.join(path))?
            .lines()
            .next()
            .unwrap_or_default()
            .trim()
            .to_owned(),
    };
    if secret.is_empty() {
        return Err(SettingsError(format!(
            "the credential `{name}` is empty or not there; export its environment variable, or write it into its file"
        )));
    }
    Ok(Secret(secret))
}

fn read(outside: &Outside<'_>, path: &Path) -> Result<String, SettingsError> {
    (outside.read)(path).map_err(|error| SettingsError(format!("{error:#}")))
}
