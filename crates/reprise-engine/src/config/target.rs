//! A target of the configuration: a server under test, and how to reach it.

use reprise_core::{DiscoveryRule, YamlError};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_saphyr::Spanned;

use super::rules_schema::discovery_rules;
use super::value::{BaseUrl, Mapping, Reference, deserialize_url};

/// A server under test, and how to reach it.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TargetConfig {
    /// Where the requests go.
    #[serde(default)]
    pub base_url: Option<BaseUrl>,
    /// The state hook, which sets up a fixture for each case and answers with a base URL.
    #[serde(default)]
    pub hook: Option<HookConfig>,
    /// Where its state comes from [default: `fixtures` with a hook, else `discovered`].
    #[serde(default)]
    pub state: Option<StateKind>,
    /// How the server is started.
    #[serde(default)]
    pub start: Option<StartConfig>,
    /// `auto` for a free port: `{port}` stands for it in `base_url`, `hook` and the command, and `PORT` is set for the
    /// command.
    #[serde(default)]
    pub port: Option<Port>,
    /// Credentials, by the names that the examples use.
    #[serde(default)]
    pub credentials: Mapping<Reference>,
    /// Values of parameters that exist on the target, by the names of the parameters.
    #[serde(default)]
    pub params: Mapping<Value>,
    /// What may be changed.
    #[serde(default)]
    pub disposable: Disposable,
    /// What finds more of what exists there, in the order to ask.
    #[serde(default)]
    #[schemars(schema_with = "discovery_rules")]
    pub discover: Option<Vec<DiscoveryRule>>,
    /// How the server is recognised.
    #[serde(default)]
    pub tls: Tls,
    /// How long to wait for a response, in seconds.
    #[serde(default)]
    #[schemars(with = "Option<u16>", range(min = 1))]
    pub timeout: Option<Spanned<u16>>,
    /// How many cases are sent at once.
    #[serde(default)]
    #[schemars(with = "Option<u16>", range(min = 1))]
    pub concurrency: Option<Spanned<u16>>,
    /// Which version the server is, for known failures that name versions.
    #[serde(default)]
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
#[derive(Clone, Debug, PartialEq)]
pub struct HookConfig {
    /// Where a fixture is posted to, without a slash at the end.
    pub url: String,
    /// What is sent as the bearer token.
    pub credential: Option<Reference>,
}

/// How the server is started.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StartConfig {
    /// The command.
    pub command: Command,
    /// The path that answers once the server is ready; without it, any connection will do.
    #[serde(default)]
    pub ready: Option<String>,
    /// How long to wait until it is ready [default: 30s].
    #[serde(default)]
    pub within: Option<Duration>,
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Duration(pub std::time::Duration);

impl TryFrom<String> for Duration {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Duration, &'static str> {
        const FORM: &str = "expected a duration such as 30s, 5m or 500ms";
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let (number, unit) = text.split_at(digits);
        let number: u32 = number.parse().map_err(|_| FORM)?;
        let millisecond = std::time::Duration::from_millis(1);
        let unit = match unit.trim() {
            "ms" => millisecond,
            "s" => 1_000 * millisecond,
            "m" => 60_000 * millisecond,
            _ => return Err(FORM),
        };
        Ok(Duration(unit.checked_mul(number).ok_or(FORM)?))
    }
}

/// A port.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Port {
    /// A free one.
    Auto,
}

/// What may be changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Disposable {
    /// Nothing.
    #[default]
    Nothing,
    /// Everything.
    Everything,
    /// Things that certain parameters name, and what certain operations change.
    Some {
        /// A case may change something if every parameter of its path is one of these.
        params: Vec<String>,
        /// A case may change something if its operation is one of these.
        operations: Vec<String>,
    },
}

/// How a server is recognised. Certificates are always checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// Certificates in PEM form that are trusted instead of the system's; a relative path begins at the folder of the
    /// configuration.
    #[serde(default)]
    pub ca_file: Option<String>,
}

impl TargetConfig {
    /// Checks what single values cannot say.
    ///
    /// # Errors
    ///
    /// When keys contradict each other; `error` makes an error at the target's place.
    pub(super) fn check(
        &self,
        error: impl Fn(String) -> YamlError,
        error_at: impl Fn(serde_saphyr::Location, String) -> YamlError,
    ) -> Result<(), YamlError> {
        for number in [&self.timeout, &self.concurrency].into_iter().flatten() {
            if number.value == 0 {
                return Err(error_at(
                    number.referenced,
                    "expected a number from 1 on".to_owned(),
                ));
            }
        }
        if let Disposable::Some { params, .. } = &self.disposable
            && let Some(name) = params.iter().find(|name| self.params.get(name).is_none())
        {
            return Err(error(format!(
                "`disposable` names the parameter `{name}`, and `params` gives it no value"
            )));
        }
        let has_more = !self.params.0.is_empty()
            || !self.credentials.0.is_empty()
            || self
                .discover
                .as_ref()
                .is_some_and(|rules| !rules.is_empty());
        match (&self.base_url, &self.hook) {
            (None, None) => Err(error(
                "the target has neither `base_url` nor `hook`; say where the server is".to_owned(),
            )),
            (Some(_), Some(_)) => Err(error(
                "the target has `base_url` and `hook`; a state hook answers with a base URL for each fixture, so leave one out".to_owned(),
            )),
            (None, Some(_)) if has_more => Err(error(
                "a state hook answers with parameters and credentials for each fixture; leave `params`, `discover` and `credentials` out".to_owned(),
            )),
            _ => Ok(()),
        }
    }
}

/// Reads a URL, or `{ url: …, credential: … }`.
impl<'de> Deserialize<'de> for HookConfig {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<HookConfig, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Written {
            #[serde(deserialize_with = "deserialize_url")]
            url: String,
            #[serde(default)]
            credential: Option<Reference>,
        }
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = HookConfig;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a URL, or { url: URL, credential: { environment: VARIABLE } }")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<HookConfig, E> {
                Ok(HookConfig {
                    url: super::value::url(text).map_err(E::custom)?,
                    credential: None,
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<HookConfig, A::Error> {
                let written = Written::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(HookConfig {
                    url: written.url,
                    credential: written.credential,
                })
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// Reads `true`, `false`, or `{ params: [NAME], operations: [ID] }`.
impl<'de> Deserialize<'de> for Disposable {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Disposable, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Written {
            #[serde(default)]
            params: Vec<String>,
            #[serde(default)]
            operations: Vec<String>,
        }
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = Disposable;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("true, false, or { params: [NAME], operations: [ID] }")
            }

            fn visit_bool<E: de::Error>(self, everything: bool) -> Result<Disposable, E> {
                Ok(if everything {
                    Disposable::Everything
                } else {
                    Disposable::Nothing
                })
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Disposable, A::Error> {
                let written = Written::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(Disposable::Some {
                    params: written.params,
                    operations: written.operations,
                })
            }
        }
        deserializer.deserialize_any(Reader)
    }
}
