//! What discovery looks for in a response, and which values it takes.

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::exchange::Exchange;
use crate::request::Param;

/// What a rule looks for in a response.
#[derive(Clone, Debug)]
pub(super) struct ResponsePattern {
    /// Place of the list; the value may also be a single object.
    pub(super) list: PointerBuf,
    /// The places that each element must have.
    pub(super) required_places: Vec<PointerBuf>,
    /// Parameters, and the place of their values in each element.
    pub(super) parameters: Vec<(String, PointerBuf)>,
    /// Parameters that keep the values of the request.
    pub(super) kept_parameters: Vec<String>,
}

/// Something that exists on the target.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    /// The values of the element.
    pub(super) values: Vec<Param>,
    /// The parameter values of the request.
    pub(super) request_params: Vec<Param>,
}

impl ResponsePattern {
    pub(super) fn sets_parameter(&self, name: &str) -> bool {
        self.parameter_names().any(|parameter| parameter == name)
    }

    /// The parameters that get values.
    pub(super) fn parameter_names(&self) -> impl Iterator<Item = &str> {
        let bind = self.parameters.iter().map(|(parameter, _)| parameter);
        bind.chain(&self.kept_parameters).map(String::as_str)
    }

    /// All elements of a response that match; the error describes what the response contains instead.
    pub(super) fn find_candidates(
        &self,
        exchange: &Exchange,
        found_with: &[Param],
    ) -> Result<Vec<Candidate>, String> {
        let status = exchange.status;
        if !(200..300).contains(&status) {
            return Err(format!("responds with {status}"));
        }
        let is_kept = |param: &&Param| self.kept_parameters.contains(&param.parameter);
        let kept: Vec<Param> = found_with.iter().filter(is_kept).cloned().collect();
        if self.parameters.is_empty() && self.required_places.is_empty() {
            // the rule only needs a successful response
            return Ok(vec![Candidate {
                values: kept,
                request_params: found_with.to_vec(),
            }]);
        }
        let body: Value = serde_json::from_slice(&exchange.body)
            .map_err(|_| format!("responds with {status} and a body that is not JSON"))?;
        let list = self.list.resolve(&body).map_err(|_| {
            format!(
                "responds with {status}, but has no value at `{}`",
                self.list
            )
        })?;
        let things = match list {
            Value::Array(things) => things.as_slice(),
            thing => std::slice::from_ref(thing),
        };
        if things.is_empty() {
            return Err(format!("responds with {status} and an empty list"));
        }
        let candidates: Vec<Candidate> = things
            .iter()
            .filter_map(|thing| {
                Some(Candidate {
                    values: [self.element_values(thing)?, kept.clone()].concat(),
                    request_params: found_with.to_vec(),
                })
            })
            .collect();
        if candidates.is_empty() {
            let pointers = self.parameters.iter().map(|(_, pointer)| pointer);
            let all: Vec<String> = pointers
                .chain(&self.required_places)
                .map(|pointer| format!("`{pointer}`"))
                .collect();
            return Err(format!(
                "responds with {status}, but no element has {}",
                all.join(" and ")
            ));
        }
        Ok(candidates)
    }

    fn element_values(&self, thing: &Value) -> Option<Vec<Param>> {
        let has = |pointer: &PointerBuf| pointer.resolve(thing).is_ok_and(|value| !value.is_null());
        if !self.required_places.iter().all(has) {
            return None;
        }
        let values = self.parameters.iter().map(|(parameter, pointer)| {
            let value = pointer
                .resolve(thing)
                .ok()
                .filter(|value| is_valid_id(value))?;
            Some(Param {
                parameter: parameter.clone(),
                value: value.clone(),
            })
        });
        values.collect()
    }
}

/// Whether a value can be an id. A server under test must not redirect a request to another path, for example with
/// `..`.
fn is_valid_id(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::String(text) => !text.chars().all(|character| character == '.'),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    }
}
