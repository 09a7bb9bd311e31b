//! A case: one documented request, or a short sequence of requests, and the expected responses.

mod case_expectations;
mod expected_response;
mod extension;
mod request;
mod step;

use std::fmt;

use openapi_document::{Method, Parameter, StatusPattern};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::level::Level;

pub use case_expectations::{
    CaseExpectations, ExpectedPages, ExpectedRelation, Operand, Relation, SortOrder,
};
pub use expected_response::{DocumentedValue, ExpectedHeader, ExpectedResponse};
pub(crate) use extension::ExampleExtension;
pub use extension::InvalidParts;
pub use request::{
    Credential, CredentialCarrier, DefaultSource, LiteralParts, MissingPart, ParameterValue,
    PartDefault, RequestBody,
};
pub use step::Step;

/// The stable name of a case: `<operation id>.<name of the example>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CaseId(pub(crate) String);

impl CaseId {
    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CaseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// One documented request, or a short sequence of requests, and the expected responses.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its stable name.
    pub id: CaseId,
    /// Operation id of the operation that it tests.
    pub operation: String,
    /// HTTP method of that operation.
    pub method: Method,
    /// Path template of that operation.
    pub path: String,
    /// Name of the example, or of the entry in a case file.
    pub example: String,
    /// Summary, in one line.
    pub summary: Option<String>,
    /// Source of the case, if the document names one.
    pub source: Option<DocumentationSource>,
    /// The fixture that the case was written for, if it names one.
    pub fixture: Option<String>,
    /// Whether the responses are the same in every state.
    pub any_state: bool,
    /// The requests, in order; at least one.
    pub steps: Vec<Step>,
    /// Ids of the errata that change it.
    pub errata: Vec<String>,
    /// Where its request and its expected response come from.
    pub origin: CaseOrigin,
    /// Whether the expected response is an error.
    pub expects_error: bool,
    /// Whether the document shows an error response and not the request that leads to it: only a fixture or a written
    /// case can make a server refuse the request.
    pub is_refusal_of_a_guess: bool,
}

/// Where the request and the expected response of a case come from.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum CaseOrigin {
    /// The document has examples of both, or a case file describes them.
    #[default]
    Documented,
    /// The request is put together from examples and other values of the document; the response has no example.
    Assembled,
    /// Parts of the request are made from schemas alone.
    Generated,
}

impl CaseOrigin {
    /// Whether the document has examples of both.
    pub fn is_documented(&self) -> bool {
        *self == CaseOrigin::Documented
    }
}

impl Case {
    /// The highest level at which the case can be compared, on any target.
    pub fn documented_level(&self) -> Level {
        let levels = self.steps.iter().map(Step::documented_level);
        levels.max().unwrap_or(Level::Exchange)
    }

    /// How it affects the state of a server.
    pub fn effect(&self) -> CaseEffect {
        let deletes = |step: &Step| match step.raw.method.as_deref() {
            Some(method) => method.eq_ignore_ascii_case("DELETE"),
            None => step.method.as_str() == "DELETE",
        };
        if self.is_safe() {
            CaseEffect::None
        } else if self.steps.iter().any(deletes) {
            CaseEffect::Deletion
        } else {
            CaseEffect::Change
        }
    }

    /// Whether it expects that a request without a credential is refused.
    pub(crate) fn is_unauthorized(&self) -> bool {
        let is_401 = |step: &Step| step.expected_response.status == StatusPattern::Code(401);
        self.any_state
            && self
                .steps
                .iter()
                .all(|step| is_401(step) && step.credentials.is_none())
    }

    /// Whether it changes no state.
    pub fn is_safe(&self) -> bool {
        self.steps.iter().all(Step::is_safe)
    }

    /// The parameters that need a value from a target with a state of its own.
    ///
    /// These are all path parameters, because ids have another meaning on another server (unless the schema allows
    /// only one value), and all parameters without a value in the document.
    pub fn needed_parameters(&self) -> impl Iterator<Item = &Parameter> {
        self.steps.iter().flat_map(Step::needed_parameters)
    }
}

/// The source of an example.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged, deny_unknown_fields)]
pub enum DocumentationSource {
    /// A documentation page.
    Page {
        /// Heading of the section.
        page: String,
        /// Lines of the page, such as `31` or `31-40, 52`.
        lines: String,
    },
    /// A statement about the behaviour of a real server.
    Behaviour {
        /// Number and title of the section.
        behaviour: String,
    },
}

/// How a case affects the state of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseEffect {
    /// It only reads.
    None,
    /// It changes something.
    Change,
    /// It deletes something.
    Deletion,
}
