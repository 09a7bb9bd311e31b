//! A case: one documented request, and what must hold of its answer.

use std::fmt;

use jsonptr::PointerBuf;
use openapi_document::{Location, MediaType, Method, Parameter, StatusPattern};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::Level;

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

/// One documented request, and what must hold of its answer.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its stable name.
    pub id: CaseId,
    /// Operation id.
    pub operation: String,
    /// HTTP method.
    pub method: Method,
    /// Path template.
    pub path: String,
    /// Name of the example.
    pub example: String,
    /// What it shows, in one line.
    pub summary: Option<String>,
    /// Where it comes from, where the document says so.
    pub source: Option<Source>,
    /// The world that the example was written for, where the document names one.
    pub world: Option<String>,
    /// Whose credentials are sent; none for an anonymous call.
    pub credentials: Option<CredentialName>,
    /// Values of parameters, in the order the operation declares them.
    pub parameters: Vec<ParameterValue>,
    /// Required parameters that the document gives no value; only a binding of the target can.
    pub open: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// What was taken from elsewhere, because no example of this name stands there.
    pub filled: Vec<Filled>,
    /// What must hold of the answer.
    pub expectation: Expectation,
    /// Ids of the errata that were applied to it.
    pub errata: Vec<String>,
}

impl Case {
    /// How far the document lets it be judged, whatever the target.
    pub fn documented_level(&self) -> Level {
        match (&self.expectation.body, &self.expectation.schema) {
            (Some(_), _) => Level::Value,
            (None, Some(_)) => Level::Schema,
            (None, None) => Level::Exchange,
        }
    }

    /// Names of parameters that a target whose state is not ours has to give a value.
    ///
    /// Every path parameter, since ids of another server mean something else there, unless only one value is
    /// allowed anyway; and what the document gives no value.
    pub fn to_bind(&self) -> impl Iterator<Item = &str> {
        let in_path = self.parameters.iter().filter(|sent| {
            sent.parameter.location == Location::Path && !sent.invalid && !self.is_only_value(sent)
        });
        in_path
            .map(|sent| sent.parameter.name.as_str())
            .chain(self.open.iter().map(|parameter| parameter.name.as_str()))
    }

    fn is_only_value(&self, sent: &ParameterValue) -> bool {
        self.filled
            .iter()
            .any(|filled| filled.from == FilledFrom::OnlyValue && filled.fact == sent.fact)
    }
}

/// A parameter and the value that a case gives it.
#[derive(Clone, Debug)]
pub struct ParameterValue {
    /// The declaration.
    pub parameter: Parameter,
    /// The value.
    pub value: Value,
    /// Where the document shows the value.
    pub fact: PointerBuf,
    /// Whether the value breaks the declaration on purpose.
    pub invalid: bool,
}

/// A request body.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestBody {
    /// Media type.
    pub media_type: String,
    /// The declaration, if there is one.
    pub declared: Option<MediaType>,
    /// The value, to be written as the media type says.
    pub value: Value,
    /// Where the document shows the value.
    pub fact: PointerBuf,
    /// Whether the value breaks the declaration on purpose.
    pub invalid: bool,
}

/// A part of a request that no example of the case's name gives, and what was taken instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filled {
    /// What it was taken for.
    pub hole: Hole,
    /// What it was taken from.
    pub from: FilledFrom,
    /// Where that stands in the document.
    pub fact: PointerBuf,
}

/// A part of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Hole {
    /// A required parameter, by name.
    Parameter(String),
    /// The body.
    Body,
}

/// `id`, or `body`.
impl fmt::Display for Hole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Hole::Parameter(name) => f.pad(name),
            Hole::Body => f.pad("body"),
        }
    }
}

/// What a part of a request was taken from, in the order of preference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FilledFrom {
    /// The unnamed `example` of the parameter or media type.
    Example,
    /// The `default` of its schema.
    Default,
    /// The one value that its schema allows, by `const` or by an `enum` of one word.
    OnlyValue,
    /// The `example`, or the first of the `examples`, of its schema.
    SchemaExample,
}

impl fmt::Display for FilledFrom {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            FilledFrom::Example => "its unnamed example",
            FilledFrom::Default => "the default of its schema",
            FilledFrom::OnlyValue => "the only value of its schema",
            FilledFrom::SchemaExample => "the example of its schema",
        })
    }
}

/// What must hold of an answer.
#[derive(Clone, Debug)]
pub struct Expectation {
    /// Documented status.
    pub status: StatusPattern,
    /// The Response Object.
    pub response: PointerBuf,
    /// Documented media type; none where the response has no content.
    pub media_type: Option<String>,
    /// Documented headers.
    pub headers: Vec<ExpectedHeader>,
    /// The schema of the body.
    pub schema: Option<PointerBuf>,
    /// The documented body, errata applied.
    pub body: Option<Documented>,
}

/// A documented value, and where the document shows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Documented {
    /// The value.
    pub value: Value,
    /// Where the document shows it.
    pub fact: PointerBuf,
    /// Places in the value that errata have withdrawn.
    pub withdrawn: Vec<PointerBuf>,
    /// Places in the value where the example breaks off, so that anything may follow.
    pub elided: Vec<PointerBuf>,
}

/// A documented response header.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpectedHeader {
    /// Its name, as written in the document.
    pub name: String,
    /// Whether every such response carries it.
    pub required: bool,
    /// The Header Object.
    pub fact: PointerBuf,
    /// Its schema.
    pub schema: Option<PointerBuf>,
    /// The value that the example documents.
    pub value: Option<Documented>,
}

/// What a document says of an example where OpenAPI has no place for it: its `x-reprise` member.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Extension {
    #[serde(default)]
    pub(crate) source: Option<Source>,
    #[serde(default)]
    pub(crate) world: Option<String>,
    #[serde(default)]
    pub(crate) credentials: Option<CredentialName>,
    #[serde(default)]
    pub(crate) invalid: Invalid,
}

/// Where an example comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum Source {
    /// A documentation page.
    Page {
        /// Heading of the section.
        page: String,
        /// Lines of the page.
        lines: String,
    },
    /// Facts about how a real server behaves.
    Behaviour {
        /// Number and title of the section.
        behaviour: String,
    },
}

/// Whose credentials, and by which security scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CredentialName {
    /// Name of the security scheme.
    pub scheme: String,
    /// Name of the credential in the world; none for one that nobody has.
    #[serde(default, rename = "as")]
    pub role: Option<String>,
}

/// What breaks the document on purpose.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invalid {
    /// Values of declared parameters that their schemas refuse.
    #[serde(default)]
    pub parameters: Map<String, Value>,
    /// A request body that its schema refuses.
    #[serde(default)]
    pub body: Option<Value>,
}
