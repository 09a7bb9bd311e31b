//! A case: one documented request, or a short sequence of them, and what must hold of the answers.

mod expectation;
mod expectations;
mod extension;
mod request;
mod step;

use std::fmt;

use openapi_document::{Method, Parameter};
use serde::{Deserialize, Serialize};

use crate::level::Level;

pub use expectation::{Documented, Expectation, ExpectedHeader};
pub use expectations::{CaseExpectations, ExpectedRelation, Follows, Operand, Order, Relation};
pub(crate) use extension::Extension;
pub use extension::Invalid;
pub use request::{
    Carrier, Credential, DefaultSource, MissingPart, ParameterValue, PartDefault, Raw, RequestBody,
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

/// One documented request, or a short sequence of them, and what must hold of the answers.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its stable name.
    pub id: CaseId,
    /// Operation id of the operation that it speaks of.
    pub operation: String,
    /// HTTP method of that operation.
    pub method: Method,
    /// Path template of that operation.
    pub path: String,
    /// Name of the example, or of the entry in a file of cases.
    pub example: String,
    /// What it shows, in one line.
    pub summary: Option<String>,
    /// Where it comes from, where the document says so.
    pub source: Option<Source>,
    /// The fixture that it was written for, where one is named.
    pub fixture: Option<String>,
    /// Whether it holds whatever the state is.
    pub anywhere: bool,
    /// What is sent, one after the other; at least one.
    pub steps: Vec<Step>,
    /// Ids of the errata that were applied to it.
    pub errata: Vec<String>,
}

impl Case {
    /// How far it can be judged, whatever the target.
    pub fn documented_level(&self) -> Level {
        let levels = self.steps.iter().map(Step::documented_level);
        levels.max().unwrap_or(Level::Exchange)
    }

    /// What it does to the state of a server.
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

    /// Whether it changes nothing.
    pub fn is_safe(&self) -> bool {
        self.steps.iter().all(Step::is_safe)
    }

    /// The parameters that a target whose state is not ours has to give a value.
    ///
    /// Every path parameter, since ids of another server mean something else there, unless only one value is
    /// allowed anyway; and what the document gives no value.
    pub fn to_bind(&self) -> impl Iterator<Item = &Parameter> {
        self.steps.iter().flat_map(Step::to_bind)
    }
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
    /// Claims about how a real server behaves.
    Behaviour {
        /// Number and title of the section.
        behaviour: String,
    },
}

/// What a case does to the state of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseEffect {
    /// It only reads.
    None,
    /// It changes something.
    Change,
    /// It deletes something.
    Deletion,
}
