//! A target of the configuration: a server under test, and how to reach it.

use std::collections::BTreeMap;
use std::num::NonZeroU16;

use indexmap::IndexMap;
use reprise_core::{DiscoveryRule, DisposableResources};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

use super::value::{BaseUrl, Form, LongForm, SecretSource, Url, or_empty};

/// A server under test, and how to reach it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TargetConfig {
    /// Where the requests go.
    pub base_url: Option<BaseUrl>,
    /// The state hook, which sets up a fixture for each case and answers with a base URL.
    pub hook: Option<Form<Url, HookConfig>>,
    /// Where its state comes from [default: `fixtures` with a hook, else `discovered`].
    pub state: Option<StateKind>,
    /// How the server is started.
    pub start: Option<StartConfig>,
    /// `auto` for a free port: `{port}` stands for it in `base_url`, `hook` and the command, and `PORT` is set for the
    /// command.
    pub port: Option<Port>,
    /// The command that puts the server into its documented state, or sets up a fixture in state `fixtures`.
    pub reset: Option<ResetConfig>,
    /// `skip` leaves out the cases that change something and that `disposable` does not allow, instead of reporting
    /// them as blocked.
    pub changes: Option<ChangePolicy>,
    /// Headers of all requests.
    #[serde(deserialize_with = "or_empty")]
    #[schemars(with = "Option<BTreeMap<String, HeaderValue>>")]
    pub headers: IndexMap<String, HeaderValue>,
    /// Credentials, by the names of the security schemes or by the names that the examples use.
    #[serde(deserialize_with = "or_empty")]
    #[schemars(with = "Option<BTreeMap<String, SecretSource>>")]
    pub credentials: IndexMap<String, SecretSource>,
    /// Values of parameters that exist on the target, by the names of the parameters.
    #[serde(deserialize_with = "or_empty")]
    #[schemars(with = "Option<BTreeMap<String, Value>>")]
    pub params: IndexMap<String, Value>,
    /// What may be changed.
    pub disposable: Option<Form<bool, Changes>>,
    /// What finds more of what exists there, in the order to ask.
    #[serde(deserialize_with = "or_empty")]
    #[schemars(with = "Option<Vec<DiscoveryRule>>")]
    pub discover: Vec<DiscoveryRule>,
    /// How the server is recognised.
    pub tls: Tls,
    /// How long to wait for a response, in seconds.
    pub timeout: Option<NonZeroU16>,
    /// How many cases are sent at once.
    pub concurrency: Option<NonZeroU16>,
    /// Which version the server is, for known failures that name versions.
    pub version: Option<String>,
}

/// Where the state of a target comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum StateKind {
    /// The operator has put the server into the documented state: the documented values are sent, and values compared.
    Documented,
    /// The state hook sets up a fixture for each case.
    Fixtures,
    /// The server has a state of its own: values of parameters are given or found, and values are not compared.
    Discovered,
}

impl StateKind {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            StateKind::Documented => "documented",
            StateKind::Fixtures => "fixtures",
            StateKind::Discovered => "discovered",
        }
    }
}

/// A state hook.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct HookConfig {
    /// Where a fixture is posted to.
    pub url: Url,
    /// What is sent as the bearer token.
    pub credential: Option<SecretSource>,
}

impl LongForm for HookConfig {
    const FORMS: &'static str = "a URL, or { url: URL, credential: { environment: VARIABLE } }";
}

impl From<Url> for HookConfig {
    fn from(url: Url) -> HookConfig {
        HookConfig {
            url,
            credential: None,
        }
    }
}

/// How the server is started.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartConfig {
    /// The command.
    pub command: Command,
    /// The path that answers once the server is ready; without it, any connection will do.
    pub ready: Option<String>,
    /// How long to wait until it is ready [default: 30s].
    pub within: Option<ConfigDuration>,
}

/// How the server is put into a state.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ResetConfig {
    /// The command. It runs before each case that changes something and after the last one. In state `fixtures`, it
    /// gets the name of the fixture in `REPRISE_FIXTURE` and the fixture as JSON on standard input.
    pub command: Command,
}

/// What happens to cases that change something that is not disposable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangePolicy {
    /// They are skipped, and do not change the exit code.
    Skip,
}

/// The value of a header: the text itself, or the place of a secret.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum HeaderValue {
    /// The text.
    Text(String),
    /// A secret.
    Secret(SecretSource),
}

/// A command: a list runs without a shell, a string by `sh -c`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Command {
    /// Program and arguments.
    List(Vec<String>),
    /// A line for the shell.
    Shell(String),
}

/// A duration such as `30s`, `5m` or `500ms`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(extend("pattern" = "^[0-9]+ *(ms|s|m) *$"))]
pub struct ConfigDuration(pub std::time::Duration);

impl TryFrom<String> for ConfigDuration {
    type Error = &'static str;

    fn try_from(text: String) -> Result<ConfigDuration, &'static str> {
        const MESSAGE: &str = "expected a duration such as 30s, 5m or 500ms";
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let number: u32 = number.parse().map_err(|_| MESSAGE)?;
        let millisecond = std::time::Duration::from_millis(1);
        let unit = match unit.trim() {
            "ms" => millisecond,
            "s" => 1_000 * millisecond,
            "m" => 60_000 * millisecond,
            _ => return Err(MESSAGE),
        };
        Ok(ConfigDuration(unit.checked_mul(number).ok_or(MESSAGE)?))
    }
}

/// A port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Port {
    /// A free one.
    Auto,
}

/// The things that may be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
#[schemars(inline)]
pub struct Changes {
    /// A case may change something if every parameter of its path is one of these.
    pub params: Vec<String>,
    /// A case may change something if its operation is one of these.
    pub operations: Vec<String>,
}

impl LongForm for Changes {
    const FORMS: &'static str = "true, false, or { params: [NAME], operations: [ID] }";
}

impl From<Form<bool, Changes>> for DisposableResources {
    fn from(form: Form<bool, Changes>) -> DisposableResources {
        match form {
            Form::Short(false) => DisposableResources::Nothing,
            Form::Short(true) => DisposableResources::Everything,
            Form::Long(Changes { params, operations }) => {
                DisposableResources::Listed { params, operations }
            }
        }
    }
}

/// How a server is recognised. Certificates are always checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Tls {
    /// Certificates in PEM form that are trusted instead of the system's; a relative path begins at the folder of the
    /// configuration.
    pub ca_file: Option<String>,
}

impl TargetConfig {
    /// Checks rules that involve several keys.
    ///
    /// # Errors
    ///
    /// When keys contradict each other.
    pub(super) fn check(&self) -> Result<(), String> {
        if let Some(Form::Long(Changes { params, .. })) = &self.disposable
            && let Some(name) = params.iter().find(|name| !self.params.contains_key(*name))
        {
            return Err(format!(
                "`disposable` lists the parameter `{name}`, but `params` has no value for it"
            ));
        }
        let has_more =
            !self.params.is_empty() || !self.credentials.is_empty() || !self.discover.is_empty();
        let message = match (&self.base_url, &self.hook) {
            (None, None) => "the target has neither `base_url` nor `hook`; set one of them",
            (Some(_), Some(_)) => {
                "the target has `base_url` and `hook`; a state hook answers with a base URL for each fixture, so leave one out"
            }
            (None, Some(_)) if has_more => {
                "a state hook answers with parameters and credentials for each fixture; leave `params`, `discover` and `credentials` out"
            }
            _ => return Ok(()),
        };
        Err(message.to_owned())
    }
}
