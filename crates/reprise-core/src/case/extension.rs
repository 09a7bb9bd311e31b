//! The `x-reprise` property of an example: information that has no place in OpenAPI.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::DocumentationSource;
use crate::volatile::VolatileKind;

/// The `x-reprise` property of an example: information that has no place in OpenAPI.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(expecting = "an object with properties such as `fixture`")]
pub(crate) struct ExampleExtension {
    #[serde(default)]
    pub(crate) source: Option<DocumentationSource>,
    #[serde(default)]
    pub(crate) fixture: Option<String>,
    /// Whether the response is the same in every state.
    #[serde(default)]
    pub(crate) anywhere: bool,
    /// Parameters whose values mean the same on any target.
    #[serde(default)]
    pub(crate) fixed: Vec<String>,
    #[serde(default)]
    pub(crate) credentials: Option<CredentialName>,
    #[serde(default)]
    pub(crate) invalid: InvalidParts,
    /// Places of the body whose values vary, and how.
    #[serde(default)]
    pub(crate) volatile: BTreeMap<String, VolatileKind>,
}

impl ExampleExtension {
    /// The property of an Example Object that contains it.
    pub(crate) const KEY: &str = "x-reprise";

    /// Its keys. Unknown keys are ignored, so that older versions can read a document with newer keys.
    pub(crate) const KEYS: [&str; 7] = [
        "source",
        "fixture",
        "anywhere",
        "fixed",
        "credentials",
        "invalid",
        "volatile",
    ];

    /// Whether it says anything about the request or the state that the response needs.
    pub(crate) fn is_given(&self) -> bool {
        self.fixture.is_some()
            || self.anywhere
            || self.credentials.is_some()
            || self.invalid != InvalidParts::default()
    }
}

/// Which credential to send, and with which security scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "an object with `scheme` and `as`")]
pub(crate) struct CredentialName {
    /// Name of the security scheme.
    pub(crate) scheme: String,
    /// Name of the credential in the fixture; `None` for a credential that does not exist.
    #[serde(default, rename = "as")]
    pub(crate) role: Option<String>,
}

/// The parts of the request that violate the document on purpose.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(
    deny_unknown_fields,
    expecting = "an object with `parameters` or `body`"
)]
pub struct InvalidParts {
    /// Values of declared parameters that violate their schemas.
    #[serde(default)]
    pub parameters: Map<String, Value>,
    /// A request body that violates its schema.
    #[serde(default)]
    pub body: Option<Value>,
}
