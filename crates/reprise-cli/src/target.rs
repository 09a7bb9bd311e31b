//! The server that is asked, and how a case gets its state there.

use std::borrow::Cow;
use std::collections::HashMap;

use reprise_core::{Case, Param, Secrets};
use serde::Deserialize;
use serde_json::Value;

use crate::client::{Client, Failure};
use crate::settings::{Secret, TargetSettings};

/// How many characters are shown of what a hook says.
const SHOWN: usize = 2_000;

/// The server that is asked.
pub(crate) enum Target {
    /// A server that sets up fixtures.
    Hook(Hook),
    /// A server whose state is not ours.
    Url(Site),
}

/// A state hook.
pub(crate) struct Hook {
    /// Where a fixture is posted to.
    pub(crate) url: String,
    /// What it asks of whoever posts.
    pub(crate) credential: Option<Secret>,
}

/// Where a case is sent, and with what.
pub(crate) struct Site {
    /// Base URL.
    pub(crate) base: String,
    /// What exists there.
    pub(crate) params: Vec<Param>,
    /// Credentials, by name.
    pub(crate) credentials: HashMap<String, Secret>,
    /// Where to give back what was set up, if anything was.
    give_back: Option<String>,
}

/// What a server is told to do while it serves a fixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Injected<'n> {
    /// Only what it does anyway.
    Nothing,
    /// To break a requirement, by the name of the fault.
    Fault(&'n str),
    /// To answer in another way that keeps every requirement, by the name of the variation.
    Variation(&'n str),
}

impl Injected<'_> {
    /// What is posted to a state hook: the `wish`, which is a JSON object, and what is injected.
    pub(crate) fn added_to(self, wish: &str) -> Cow<'_, str> {
        let (member, name) = match self {
            Injected::Nothing => return Cow::Borrowed(wish),
            Injected::Fault(name) => ("fault", name),
            Injected::Variation(name) => ("variation", name),
        };
        let rest = wish.strip_prefix('{').unwrap_or_default();
        Cow::Owned(format!("{{\"{member}\":{},{rest}", Value::from(name)))
    }
}

/// A target that no run can begin with.
#[derive(Debug)]
pub(crate) enum TargetError {
    /// Nobody answers there.
    Unreachable {
        /// Where.
        url: String,
        /// Why not.
        cause: String,
    },
    /// The state hook answers, but does not do what it is for.
    Refused {
        /// Where.
        url: String,
        /// What it said.
        cause: String,
    },
}

impl TargetError {
    /// The same error without secrets.
    pub(crate) fn mask(&mut self, secrets: &Secrets) {
        match self {
            TargetError::Unreachable { url, cause } | TargetError::Refused { url, cause } => {
                secrets.mask_text(url);
                secrets.mask_text(cause);
            }
        }
    }
}

impl std::fmt::Display for TargetError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            TargetError::Unreachable { url, cause } => {
                write!(
                    f,
                    "{url} cannot be reached: {cause}; is the server running there?"
                )
            }
            TargetError::Refused { url, cause } => write!(f, "the state hook at {url} {cause}"),
        }
    }
}

impl std::error::Error for TargetError {}

/// What a state hook answers.
#[derive(Deserialize)]
struct Sandbox {
    id: String,
    base_url: String,
    #[serde(default)]
    parameters: HashMap<String, Value>,
    #[serde(default)]
    credentials: HashMap<String, String>,
}

impl Target {
    /// The target that the settings name; the embedded server's hook is `embedded`.
    pub(crate) fn new(settings: &TargetSettings, embedded: Option<String>) -> Target {
        match settings {
            TargetSettings::Hook { url, credential } => Target::Hook(Hook {
                url: url.clone(),
                credential: credential.clone(),
            }),
            TargetSettings::Url {
                base,
                params,
                credentials,
                ..
            } => Target::Url(Site {
                base: base.clone(),
                params: params.clone(),
                credentials: credentials.iter().cloned().collect(),
                give_back: None,
            }),
            TargetSettings::Embedded => Target::Hook(Hook {
                url: embedded.unwrap_or_default(),
                credential: None,
            }),
        }
    }

    /// Whether anybody answers there.
    pub(crate) async fn reach(&self, client: &Client) -> Result<(), TargetError> {
        let url = match self {
            Target::Hook(hook) => &hook.url,
            Target::Url(site) => &site.base,
        };
        match client.knock(url).await {
            Err(error) if error.kind == Failure::NoConnection => Err(TargetError::Unreachable {
                url: url.clone(),
                cause: error.cause,
            }),
            _ => Ok(()),
        }
    }
}

/// Sets up the fixture of a case; `wish` is the JSON text that asks for it.
pub(crate) async fn set_up(
    client: &Client,
    hook: &Hook,
    case: &Case,
    wish: &str,
) -> Result<Site, TargetError> {
    let refused = |cause: String| TargetError::Refused {
        url: hook.url.clone(),
        cause,
    };
    let exchange = client
        .post(&hook.url, hook.credential.as_ref(), wish)
        .await
        .map_err(|error| TargetError::Unreachable {
            url: hook.url.clone(),
            cause: error.cause,
        })?;
    if exchange.status != 201 {
        let said = shown(&exchange.body);
        let fixture = case.fixture.as_deref().unwrap_or_default();
        return Err(refused(format!(
            "refuses the fixture `{fixture}` with {}: {said}",
            exchange.status
        )));
    }
    // the message would repeat what was answered, and that may be a secret: only the place is told
    let sandbox: Sandbox = serde_json::from_slice(&exchange.body).map_err(|error| {
        refused(format!(
            "answers what is no sandbox ({:?} at {}:{}); see the README on state hooks",
            error.classify(),
            error.line(),
            error.column()
        ))
    })?;
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
    if sandbox.id.is_empty() || !sandbox.id.chars().all(plain) || sandbox.id.starts_with('.') {
        return Err(refused(
            "answers an `id` that is no path segment; it is made of letters, digits, `-`, `_` and `~`".to_owned(),
        ));
    }
    Ok(Site {
        base: sandbox.base_url.trim_end_matches('/').to_owned(),
        params: sandbox
            .parameters
            .into_iter()
            .map(|(parameter, value)| Param { parameter, value })
            .collect(),
        credentials: sandbox
            .credentials
            .into_iter()
            .map(|(name, secret)| (name, Secret(secret)))
            .collect(),
        give_back: Some(format!("{}/{}", hook.url, sandbox.id)),
    })
}

/// The beginning of what a hook says, without what would drive a terminal.
fn shown(body: &[u8]) -> String {
    String::from_utf8_lossy(body)
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(SHOWN)
        .collect()
}

/// Gives back what was set up. A sandbox that stays behind expires by itself, so a failure is no finding.
pub(crate) async fn give_back(client: &Client, hook: &Hook, site: &Site) {
    if let Some(url) = &site.give_back {
        let _ = client.delete(url, hook.credential.as_ref()).await;
    }
}
