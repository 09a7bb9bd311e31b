//! Values with two forms: a short one, and a longer one with more details.
//!
//! The type of the value decides which form it is, so that an error inside one of the forms is reported
//! at its place.

use std::fmt;

use jobs_api::model::ProjectRole;
use schemars::JsonSchema;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

/// A protected branch or tag: its name, or its name and who may push.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(untagged)]
pub enum ProtectedRef {
    /// The name, where `*` stands for anything; maintainers may push.
    Name(String),
    /// The name and who may push.
    Rule(ProtectedRefRule),
}

/// A protected branch or tag, and who may push to it.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ProtectedRefRule {
    /// The name, where `*` stands for anything.
    pub name: String,
    /// The least role that may push.
    pub push: ProjectRole,
}

/// A project, by its number or by its full path.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema)]
#[schemars(untagged)]
pub enum ProjectReference {
    /// Its number.
    Id(u64),
    /// Its full path.
    Path(String),
}

/// A log: its text, or where its bytes come from.
#[derive(Clone, Debug, JsonSchema)]
#[schemars(untagged)]
pub enum LogSource {
    /// The text.
    Text(String),
    /// Where the bytes come from.
    Bytes(LogBytes),
}

/// Where the bytes of a log come from: exactly one of `text`, `base64` and `file`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LogBytes {
    /// The text.
    pub text: Option<String>,
    /// The bytes in Base64, for a log that is not text.
    pub base64: Option<String>,
    /// A file in the folder of the fixture file.
    pub file: Option<String>,
    /// How often they are repeated; by default once.
    pub times: Option<u32>,
}

impl<'de> Deserialize<'de> for ProtectedRef {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ProtectedRefVisitor;
        impl<'de> Visitor<'de> for ProtectedRefVisitor {
            type Value = ProtectedRef;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a branch or tag name, or an object with the name and who may push")
            }

            fn visit_str<E>(self, name: &str) -> Result<ProtectedRef, E> {
                Ok(ProtectedRef::Name(name.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ProtectedRef, A::Error> {
                ProtectedRefRule::deserialize(MapAccessDeserializer::new(map))
                    .map(ProtectedRef::Rule)
            }
        }
        deserializer.deserialize_any(ProtectedRefVisitor)
    }
}

impl<'de> Deserialize<'de> for LogSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LogSourceVisitor;
        impl<'de> Visitor<'de> for LogSourceVisitor {
            type Value = LogSource;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, or an object with one of `text`, `base64` and `file`")
            }

            fn visit_str<E>(self, text: &str) -> Result<LogSource, E> {
                Ok(LogSource::Text(text.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<LogSource, A::Error> {
                LogBytes::deserialize(MapAccessDeserializer::new(map)).map(LogSource::Bytes)
            }
        }
        deserializer.deserialize_any(LogSourceVisitor)
    }
}

impl<'de> Deserialize<'de> for ProjectReference {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ProjectReferenceVisitor;
        impl Visitor<'_> for ProjectReferenceVisitor {
            type Value = ProjectReference;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a project id or a full path")
            }

            fn visit_u64<E>(self, id: u64) -> Result<ProjectReference, E> {
                Ok(ProjectReference::Id(id))
            }

            fn visit_i64<E: serde::de::Error>(self, id: i64) -> Result<ProjectReference, E> {
                u64::try_from(id)
                    .map(ProjectReference::Id)
                    .map_err(|_| E::invalid_value(serde::de::Unexpected::Signed(id), &self))
            }

            fn visit_str<E>(self, path: &str) -> Result<ProjectReference, E> {
                Ok(ProjectReference::Path(path.to_owned()))
            }
        }
        deserializer.deserialize_any(ProjectReferenceVisitor)
    }
}
