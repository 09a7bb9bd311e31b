//! The values that a configuration is made of:
//!
//! ```yaml
//! base_url: { environment: API_URL }           # a variable, or the URL itself
//! hook: https://api.example.com/hook           # a URL, or with more: { url: …, credential: … }
//! credentials: { admin: { file: admin.txt } }  # where a secret is found; it is never written here
//! ```

use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, IntoDeserializer as _, MapAccess, Visitor};
use serde_json::Value;

/// A URL without a slash at its end, so that a path can follow.
///
/// Not the type of the crate `url`: it refuses `{port}` as a port, and brings tables of Unicode to a crate that is to
/// stay light.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
#[schemars(inline, extend("pattern" = "^https?://[^@]*$"))]
pub struct Url(pub(crate) String);

impl TryFrom<String> for Url {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Url, &'static str> {
        let rest = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"))
            .ok_or("expected a URL such as https://api.example.com/v1")?;
        if rest
            .split('/')
            .next()
            .is_some_and(|host| host.contains('@'))
        {
            // the text may contain a secret, so it is not repeated
            return Err(
                "a URL must not contain a user or a password; name them under `credentials`",
            );
        }
        Ok(Url(text.trim_end_matches('/').to_owned()))
    }
}

/// One of two forms: a scalar, or a mapping that says more.
// an untagged enum of serde reads the same, but loses place and cause of an error inside of a form
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(inline, untagged)]
pub enum Form<S, L> {
    /// The short form.
    Short(S),
    /// The long form.
    Long(L),
}

/// The long form of a value.
pub(super) trait LongForm {
    /// Both forms, for the message about anything else.
    const FORMS: &'static str;
}

impl<S, L: From<S>> Form<S, L> {
    /// The value in its long form.
    pub fn into_long(self) -> L {
        match self {
            Form::Short(short) => short.into(),
            Form::Long(long) => long,
        }
    }
}

impl<'de, S: Deserialize<'de>, L: Deserialize<'de> + LongForm> Deserialize<'de> for Form<S, L> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Form<S, L>, D::Error> {
        struct Forms<S, L>(PhantomData<(S, L)>);
        impl<'de, S: Deserialize<'de>, L: Deserialize<'de> + LongForm> Visitor<'de> for Forms<S, L> {
            type Value = Form<S, L>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(L::FORMS)
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Form<S, L>, E> {
                S::deserialize(value.into_deserializer()).map(Form::Short)
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Form<S, L>, E> {
                S::deserialize(text.into_deserializer()).map(Form::Short)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Form<S, L>, A::Error> {
                L::deserialize(MapAccessDeserializer::new(map)).map(Form::Long)
            }
        }
        deserializer.deserialize_any(Forms(PhantomData))
    }
}

/// Where requests go.
pub type BaseUrl = Form<Url, Variable>;

/// An environment variable that holds a value.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(inline)]
pub struct Variable {
    /// An environment variable.
    pub environment: String,
}

impl LongForm for Variable {
    const FORMS: &'static str = "a URL, or { environment: VARIABLE }";
}

/// Where a secret is found. Secrets are named in a configuration, never written.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(try_from = "Value", rename_all = "lowercase")]
#[schemars(!try_from)]
pub enum SecretSource {
    /// The environment variable that holds it.
    Environment(String),
    /// The file that holds it, in its first line; a relative path begins at the folder of the configuration.
    File(String),
}

/// Repeats nothing of a value that is no reference: it may be the secret itself.
impl TryFrom<Value> for SecretSource {
    type Error = &'static str;

    fn try_from(value: Value) -> Result<SecretSource, &'static str> {
        let members = value.as_object().filter(|members| members.len() == 1);
        let (key, text) = members
            .and_then(|members| members.iter().next())
            .and_then(|(key, value)| Some((key.as_str(), value.as_str()?.to_owned())))
            .unwrap_or_default();
        match key {
            "environment" => Ok(SecretSource::Environment(text)),
            "file" => Ok(SecretSource::File(text)),
            _ => Err(
                "reference the secret instead of writing it: { environment: VARIABLE } or { file: PATH }",
            ),
        }
    }
}

/// Reads a mapping that may contain only comments, which is null in YAML.
pub(super) fn or_empty<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(
    deserializer: D,
) -> Result<T, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
