//! The values that a configuration is made of: URLs, references to secrets, mappings in their order.

use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{self, Deserializer, MapAccess, Visitor};

/// Where requests go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BaseUrl {
    /// The URL itself, without a slash at the end.
    Url(String),
    /// The environment variable that holds it.
    Environment(String),
}

/// Where a secret is found. Secrets are named in a configuration, never written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reference {
    /// The environment variable that holds it.
    Environment(String),
    /// The file that holds it, in its first line; a relative path begins at the folder of the configuration.
    File(String),
}

/// A URL without a slash at its end, so that a path can follow.
///
/// # Errors
///
/// When the text is not an `http` or `https` URL, or contains a user or a password.
pub(crate) fn url(text: &str) -> Result<String, &'static str> {
    let rest = text
        .strip_prefix("https://")
        .or_else(|| text.strip_prefix("http://"))
        .ok_or("expected a URL such as https://api.example.com/v1")?;
    let host = rest.split('/').next().unwrap_or_default();
    if host.contains('@') {
        // the text may contain a secret, so it is not repeated
        return Err("a URL must not contain a user or a password; name them under `credentials`");
    }
    Ok(text.trim_end_matches('/').to_owned())
}

/// `url`, for serde.
pub(super) fn deserialize_url<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<String, D::Error> {
    url(&String::deserialize(deserializer)?).map_err(de::Error::custom)
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
                Ok(BaseUrl::Url(url(text).map_err(E::custom)?))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<BaseUrl, A::Error> {
                let named = Named::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(BaseUrl::Environment(named.environment))
            }
        }
        deserializer.deserialize_any(Reader)
    }
}

/// A mapping, in the order in which it is written.
#[derive(Clone, Debug, PartialEq)]
pub struct Mapping<T>(pub Vec<(String, T)>);

impl<T> Default for Mapping<T> {
    fn default() -> Mapping<T> {
        Mapping(Vec::new())
    }
}

impl<T> Mapping<T> {
    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&T> {
        self.0
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value)
    }

    /// The keys.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(name, _)| name.as_str())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Mapping<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Mapping<T>, D::Error> {
        struct Reader<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Reader<T> {
            type Value = Mapping<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a mapping by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Mapping<T>, A::Error> {
                let mut entries = Vec::new();
                while let Some(entry) = map.next_entry()? {
                    entries.push(entry);
                }
                Ok(Mapping(entries))
            }

            // a mapping that contains only comments is null
            fn visit_unit<E: de::Error>(self) -> Result<Mapping<T>, E> {
                Ok(Mapping::default())
            }
        }
        deserializer.deserialize_any(Reader(PhantomData))
    }
}

/// Reads `{ environment: NAME }` or `{ file: PATH }`, and repeats nothing of what is written instead: that may be
/// the secret itself.
impl<'de> Deserialize<'de> for Reference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Reference, D::Error> {
        struct Reader;
        const FORM: &str =
            "name the secret, do not write it: { environment: VARIABLE } or { file: PATH }";
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
