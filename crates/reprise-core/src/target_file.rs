//! A target file: a server under test, and how to reach it.
//!
//! ```
//! let target = reprise_core::parse_target("staging.yaml", "
//! base_url: https://gitlab.example.com/api/v4
//! credentials: { maintainer: { environment: GITLAB_TOKEN } }
//! params: { id: 42, job_id: 1001 }
//! ")?;
//! assert_eq!(target.params.len(), 2);
//!
//! let error = reprise_core::parse_target("staging.yaml", "base_ulr: https://gitlab.example.com\n").unwrap_err();
//! assert!(error.to_string().starts_with("staging.yaml:1:1: unknown field `base_ulr`"));
//! assert!(error.to_string().ends_with("did you mean `base_url`?"));
//! # Ok::<(), reprise_core::YamlError>(())
//! ```

mod template;

use std::fmt;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde_json::{Map, Value};
use serde_saphyr::Spanned;

use crate::discovery::DiscoveryRule;
use crate::members::Members;
use crate::yaml::{YamlError, error_at, parse_yaml};

pub use template::target_template;

/// The JSON Schema of target files, with which editors complete them.
pub const TARGET_SCHEMA: &str = include_str!("target_file/target.schema.json");

/// A server under test, and how to reach it. Secrets are named here, never written.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TargetFile {
    /// Where the requests go.
    pub base_url: Option<BaseUrl>,
    /// Where fixtures are set up; none where the state is not ours.
    pub state_hook: Option<StateHook>,
    /// Credentials, by the names that the examples use.
    pub credentials: Vec<(String, Reference)>,
    /// What exists on the target, by the names of the parameters.
    pub params: Map<String, Value>,
    /// The params whose things may be changed, by name.
    pub disposable: Vec<String>,
    /// What finds more of what exists there, in the order to ask.
    pub discover: Vec<DiscoveryRule>,
    /// How the server is recognised.
    pub tls: Tls,
    /// How long to wait for an answer, in seconds.
    pub timeout: Option<u16>,
    /// How many cases are replayed at once.
    pub concurrency: Option<u16>,
    /// Which version the server is, for known failures that speak of versions.
    pub version: Option<String>,
}

/// Where the requests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BaseUrl {
    /// The URL itself, without a slash at the end.
    Url(String),
    /// The environment variable that holds it.
    Environment(String),
}

/// Where fixtures are set up.
#[derive(Clone, Debug, PartialEq)]
pub struct StateHook {
    /// Where a fixture is posted to, without a slash at the end.
    pub url: String,
    /// What is sent as the bearer token.
    pub credential: Option<Reference>,
}

/// Where a secret is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The environment variable that holds it.
    Environment(String),
    /// The file that holds it, in its first line; a relative path begins at the folder of the target file.
    File(String),
}

/// How a server is recognised. That it is recognised at all cannot be switched off.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tls {
    /// Certificates in PEM form that are trusted instead of the system's; a relative path begins at the folder
    /// of the target file.
    #[serde(default)]
    pub ca_file: Option<String>,
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default)]
    base_url: Option<BaseUrl>,
    #[serde(default)]
    state_hook: Option<WrittenHook>,
    #[serde(default)]
    credentials: Option<Members<String, Reference>>,
    #[serde(default)]
    params: Option<Map<String, Value>>,
    #[serde(default)]
    disposable: Vec<Spanned<String>>,
    #[serde(default)]
    discover: Option<Vec<DiscoveryRule>>,
    #[serde(default)]
    tls: Tls,
    #[serde(default)]
    timeout: Option<Spanned<u16>>,
    #[serde(default)]
    concurrency: Option<Spanned<u16>>,
    #[serde(default)]
    version: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenHook {
    url: Url,
    #[serde(default)]
    credential: Option<Reference>,
}

/// Reads a target file.
///
/// # Errors
///
/// When the text is no target file, with the place of what is wrong.
pub fn parse_target(name: &str, text: &str) -> Result<TargetFile, YamlError> {
    let written: Written = parse_yaml(name, text)?;
    // a mapping with nothing but comments in it is null
    let credentials = written.credentials.unwrap_or_default().0;
    let params = written.params.unwrap_or_default();
    let discover = written.discover.unwrap_or_default();
    for disposable in &written.disposable {
        if !params.contains_key(&disposable.value) {
            let message = format!(
                "`{}` is not in `params`; only parameters with a value can be disposable",
                disposable.value
            );
            return Err(error_at(name, disposable.referenced, message));
        }
    }
    for number in [&written.timeout, &written.concurrency]
        .into_iter()
        .flatten()
    {
        if number.value == 0 {
            let message = "expected a number of at least 1".to_owned();
            return Err(error_at(name, number.referenced, message));
        }
    }
    let whole = |message: &str| YamlError {
        name: name.to_owned(),
        line: 1,
        column: 1,
        message: message.to_owned(),
    };
    match (&written.base_url, &written.state_hook) {
        (None, None) => {
            return Err(whole(
                "`base_url` and `state_hook` are both missing; set one of them",
            ));
        }
        (Some(_), Some(_)) => {
            return Err(whole(
                "`base_url` and `state_hook` exclude each other, because the hook returns a base URL for each fixture; remove one",
            ));
        }
        (None, Some(_))
            if !params.is_empty() || !credentials.is_empty() || !discover.is_empty() =>
        {
            return Err(whole(
                "`params`, `discover` and `credentials` have no effect with `state_hook`, because the hook returns them; remove them",
            ));
        }
        _ => {}
    }
    Ok(TargetFile {
        base_url: written.base_url,
        state_hook: written.state_hook.map(|hook| StateHook {
            url: hook.url.0,
            credential: hook.credential,
        }),
        credentials,
        params,
        disposable: written
            .disposable
            .into_iter()
            .map(|name| name.value)
            .collect(),
        discover,
        tls: written.tls,
        timeout: written.timeout.map(|seconds| seconds.value),
        concurrency: written.concurrency.map(|number| number.value),
        version: written.version,
    })
}

/// A URL without a slash at its end, so that a path can follow.
#[derive(Deserialize)]
#[serde(try_from = "String")]
struct Url(String);

impl TryFrom<String> for Url {
    type Error = String;

    fn try_from(text: String) -> Result<Url, String> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or("expected a URL such as https://gitlab.example.com/api/v4")?;
        let host = rest.split('/').next().unwrap_or_default();
        if host.contains('@') {
            // the text may hold a secret, so it is not repeated
            return Err(
                "a URL must not contain a user or a password; set them under `credentials`"
                    .to_owned(),
            );
        }
        Ok(Url(text.trim_end_matches('/').to_owned()))
    }
}

/// Reads a URL, or `{ environment: NAME }`.
impl<'de> Deserialize<'de> for BaseUrl {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<BaseUrl, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Named {
            environment: String,
        }
        struct Reader;
        impl<'de> Visitor<'de> for Reader {
            type Value = BaseUrl;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a URL, or { environment: VARIABLE }")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<BaseUrl, E> {
                let url = Url::try_from(text.to_owned()).map_err(E::custom)?;
                Ok(BaseUrl::Url(url.0))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<BaseUrl, A::Error> {
                let named = Named::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(BaseUrl::Environment(named.environment))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// Reads `{ environment: NAME }` or `{ file: PATH }`, and repeats nothing of what is written instead: that may be
/// the secret itself.
impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Reference, D::Error> {
        struct Reader;
        const FORM: &str = "write where the secret is, not the secret itself: { environment: VARIABLE } or { file: PATH }";
        impl<'de> Visitor<'de> for Reader {
            type Value = Reference;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("{ environment: VARIABLE } or { file: PATH }")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Reference, A::Error> {
                let refused = || de::Error::custom(FORM);
                let Some(key) = map.next_key::<String>()? else {
                    return Err(refused());
                };
                let value = map.next_value::<String>().map_err(|_| refused())?;
                let reference = match key.as_str() {
                    "environment" => Reference::Environment(value),
                    "file" => Reference::File(value),
                    _ => return Err(refused()),
                };
                match map.next_key::<String>()? {
                    None => Ok(reference),
                    Some(_) => Err(refused()),
                }
            }

            fn visit_str<E: de::Error>(self, _: &str) -> Result<Reference, E> {
                Err(E::custom(FORM))
            }

            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Reference, E> {
                Err(E::custom(FORM))
            }

            fn visit_u64<E: de::Error>(self, _: u64) -> Result<Reference, E> {
                Err(E::custom(FORM))
            }

            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Reference, E> {
                Err(E::custom(FORM))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}
