//! One request of a case, and the expected response.

use jsonptr::PointerBuf;
use openapi_document::{Location, Method, Parameter};

use super::case_expectations::CaseExpectations;
use super::expected_response::ExpectedResponse;
use super::request::{
    Credential, DefaultSource, LiteralParts, ParameterValue, PartDefault, RequestBody,
};
use crate::level::Level;

/// One request of a case, and the expected response.
#[derive(Clone, Debug)]
pub struct Step {
    /// Operation id.
    pub operation: String,
    /// HTTP method.
    pub method: Method,
    /// Path template.
    pub path: String,
    /// The path of its server, if it is another one than that of the document.
    pub server_path: Option<String>,
    /// The credential that the case names.
    pub credentials: Option<Credential>,
    /// The security requirements of the operation, of which one must be met if the case names no credential. None, or
    /// an empty one, allows an anonymous request.
    pub security: Vec<Vec<String>>,
    /// Values of parameters, in the order the operation declares them.
    pub parameters: Vec<ParameterValue>,
    /// Parameters that take a captured value of an earlier step, with the name of the capture.
    pub captured_parameters: Vec<(Parameter, String)>,
    /// Names of parameters whose values mean the same on every target, so that no parameter value of the target
    /// replaces them.
    pub fixed_parameters: Vec<String>,
    /// Required parameters without a value; only a parameter value of the target can supply one.
    pub missing_parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<RequestBody>,
    /// Parts of the request that are sent exactly as given, even if the document does not allow them.
    pub raw: LiteralParts,
    /// Defaults for parts that have no example with the name of the case.
    pub defaults: Vec<PartDefault>,
    /// The expected response, as documented.
    pub expected_response: ExpectedResponse,
    /// Every documented response, if the document has no example of the response: then each documented success is
    /// right, and another documented status proves nothing. Otherwise empty.
    pub alternatives: Vec<ExpectedResponse>,
    /// Additional expectations from the case file.
    pub expectations: Option<CaseExpectations>,
}

impl Step {
    /// The highest level at which the step can be compared, on any target.
    pub fn documented_level(&self) -> Level {
        let expectations = self.expectations.as_ref();
        if self.expected_response.body.is_some()
            || expectations.is_some_and(CaseExpectations::has_value_checks)
        {
            Level::Value
        } else if self.expected_response.schema.is_some() {
            Level::Schema
        } else {
            Level::Exchange
        }
    }

    /// Whether it changes no state.
    pub fn is_safe(&self) -> bool {
        match self.raw.method.as_deref() {
            Some(method) => matches!(method, "GET" | "HEAD" | "OPTIONS"),
            None => self.method.is_safe(),
        }
    }

    /// The schemas that the response body is checked against.
    pub(crate) fn body_schemas(&self) -> impl Iterator<Item = &PointerBuf> {
        let demanded = self
            .expectations
            .iter()
            .filter_map(|expectations| expectations.body.as_ref());
        let alternatives = self.alternatives.iter();
        let alternatives = alternatives.filter_map(|other| other.schema.as_ref());
        self.expected_response
            .schema
            .iter()
            .chain(demanded)
            .chain(alternatives)
    }

    /// The parameters that need a value from a target with a state of its own.
    pub(super) fn needed_parameters(&self) -> impl Iterator<Item = &Parameter> {
        let in_path = self.parameters.iter().filter(|sent| {
            sent.parameter.location == Location::Path
                && !sent.invalid
                && !self.fixed_parameters.contains(&sent.parameter.name)
                && !self.has_only_value(sent)
        });
        in_path
            .map(|sent| &sent.parameter)
            .chain(&self.missing_parameters)
    }

    fn has_only_value(&self, sent: &ParameterValue) -> bool {
        self.defaults.iter().any(|filled| {
            let is_chosen = matches!(
                filled.from,
                DefaultSource::OnlyValue | DefaultSource::FirstValue
            );
            is_chosen && filled.claim == sent.claim
        })
    }
}
