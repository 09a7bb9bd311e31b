//! One request of a case, and what must hold of its answer.

use jsonptr::PointerBuf;
use openapi_document::{Location, Method, Parameter};

use super::expectation::Expectation;
use super::expectations::CaseExpectations;
use super::request::{Credential, DefaultSource, ParameterValue, PartDefault, Raw, RequestBody};
use crate::level::Level;

/// One request of a case, and what must hold of its answer.
#[derive(Clone, Debug)]
pub struct Step {
    /// Operation id.
    pub operation: String,
    /// HTTP method.
    pub method: Method,
    /// Path template.
    pub path: String,
    /// Whose credentials are sent; none for an anonymous call.
    pub credentials: Option<Credential>,
    /// Values of parameters, in the order the operation declares them.
    pub parameters: Vec<ParameterValue>,
    /// Parameters that take what an earlier step has captured, by the name of the capture.
    pub captured: Vec<(Parameter, String)>,
    /// Names of parameters whose values mean the same wherever they are sent, so that no param replaces them.
    pub fixed: Vec<String>,
    /// Required parameters that have no value; only a param of the target can give one.
    pub open: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// What is written as given, whatever the document makes of it.
    pub raw: Raw,
    /// What was taken from elsewhere, because no example of this name stands there.
    pub defaults: Vec<PartDefault>,
    /// What must hold of the answer, as documented.
    pub expectation: Expectation,
    /// What must hold besides, as a file of cases says.
    pub expectations: Option<CaseExpectations>,
}

impl Step {
    /// How far it can be judged, whatever the target.
    pub fn documented_level(&self) -> Level {
        let expectations = self.expectations.as_ref();
        if self.expectation.body.is_some()
            || expectations.is_some_and(CaseExpectations::speak_of_values)
        {
            Level::Value
        } else if self.expectation.schema.is_some() {
            Level::Schema
        } else {
            Level::Exchange
        }
    }

    /// Whether it changes nothing.
    pub fn is_safe(&self) -> bool {
        match self.raw.method.as_deref() {
            Some(method) => matches!(method, "GET" | "HEAD" | "OPTIONS"),
            None => self.method.is_safe(),
        }
    }

    /// The schemas that the body of its answer is held against.
    pub(crate) fn body_schemas(&self) -> impl Iterator<Item = &PointerBuf> {
        let demanded = self
            .expectations
            .iter()
            .filter_map(|expectations| expectations.body.as_ref());
        self.expectation.schema.iter().chain(demanded)
    }

    /// The parameters that a target whose state is not ours has to give a value.
    pub(super) fn to_bind(&self) -> impl Iterator<Item = &Parameter> {
        let in_path = self.parameters.iter().filter(|sent| {
            sent.parameter.location == Location::Path
                && !sent.invalid
                && !self.fixed.contains(&sent.parameter.name)
                && !self.is_only_value(sent)
        });
        in_path.map(|sent| &sent.parameter).chain(&self.open)
    }

    fn is_only_value(&self, sent: &ParameterValue) -> bool {
        self.defaults
            .iter()
            .any(|filled| filled.from == DefaultSource::OnlyValue && filled.claim == sent.claim)
    }
}
