//! The request of a step.

use std::collections::BTreeMap;
use std::fmt;

use jsonptr::PointerBuf;
use openapi_document::{MediaType, Parameter};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::Value;

/// A parameter and the value that a case gives it.
#[derive(Clone, Debug)]
pub struct ParameterValue {
    /// The declaration.
    pub parameter: Parameter,
    /// The value.
    pub value: Value,
    /// Place of the value in the document.
    pub claim: PointerBuf,
    /// Whether the value violates the declaration on purpose.
    pub invalid: bool,
}

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody {
    /// Media type.
    pub media_type: String,
    /// The declaration, if the document has one.
    pub declared: Option<MediaType>,
    /// The value, before it is serialized for the media type.
    pub value: Value,
    /// Place of the value in the document.
    pub claim: PointerBuf,
    /// Whether the value violates the declaration on purpose.
    pub invalid: bool,
}

/// The value of a part of a request that has no value in the example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartDefault {
    /// The part.
    pub part: MissingPart,
    /// Source of the value.
    pub from: DefaultSource,
    /// The place of the value in the document.
    pub claim: PointerBuf,
}

/// A part of a request that has no value in the example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MissingPart {
    /// A required parameter, by name.
    Parameter(String),
    /// The body.
    Body,
}

/// `id`, or `body`.
impl fmt::Display for MissingPart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            MissingPart::Parameter(name) => f.pad(name),
            MissingPart::Body => f.pad("body"),
        }
    }
}

/// Source of the value for a missing part, in order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DefaultSource {
    /// The unnamed `example` of the parameter or media type, or the first of its named ones.
    Example,
    /// The `example`, or the first of the `examples`, of its schema.
    SchemaExample,
    /// The examples of its properties or elements.
    PropertyExamples,
    /// The only value that the schema allows, by `const` or by an `enum` with one element.
    OnlyValue,
    /// The `default` of its schema.
    Default,
    /// The first value of the `enum` of its schema.
    FirstValue,
    /// A minimal valid value, made from its schema.
    Generated,
    /// The id of a thing that does not exist.
    Missing,
}

impl fmt::Display for DefaultSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            DefaultSource::Example => "its example",
            DefaultSource::SchemaExample => "the example of its schema",
            DefaultSource::PropertyExamples => "the examples of its properties",
            DefaultSource::OnlyValue => "the only value of its schema",
            DefaultSource::Default => "the default of its schema",
            DefaultSource::FirstValue => "the first value of its enum",
            DefaultSource::Generated => "a minimal value of its schema",
            DefaultSource::Missing => "an id that nothing has",
        })
    }
}

/// A secret, and how it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credential {
    /// How it is sent.
    pub carrier: CredentialCarrier,
    /// Name of the credential in the fixture; `None` for a credential that does not exist.
    pub role: Option<String>,
}

/// How a secret is sent.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CredentialCarrier {
    /// As the named security scheme of the document describes.
    Scheme(String),
    /// In a header of this name.
    Header(String),
    /// In a query parameter of this name.
    Query(String),
}

/// Parts of a request that are sent exactly as given.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LiteralParts {
    /// The method, instead of that of the operation.
    #[serde(default)]
    pub method: Option<String>,
    /// The path below the base URL, instead of the expanded template.
    #[serde(default)]
    pub path: Option<String>,
    /// The end of the query string.
    #[serde(default)]
    pub query: Option<String>,
    /// Further headers.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
}
