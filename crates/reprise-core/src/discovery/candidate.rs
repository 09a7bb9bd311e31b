//! What discovery looks for in a response, and which values it takes.

use jsonptr::PointerBuf;
use serde_json::Value;

use crate::exchange::Exchange;
use crate::request::Param;

/// What a rule looks for in a response.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// Place of the list; the value may also be a single object.
    pub(super) list: PointerBuf,
    /// The places that each element must have.
    pub(super) having: Vec<PointerBuf>,
    /// Parameters, and the place of their values in each element.
    pub(super) bind: Vec<(String, PointerBuf)>,
    /// Parameters that keep the values of the request.
    pub(super) keep: Vec<String>,
}

/// Something that exists on the target.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    /// The element of the response.
    pub(super) values: Vec<Param>,
    /// The parameter values of the request.
    pub(super) found_with: Vec<Param>,
}

impl Wanted {
    pub(super) fn binds(&self, name: &str) -> bool {
        self.names().any(|parameter| parameter == name)
    }

    /// The parameters that get values.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        let bind = self.bind.iter().map(|(parameter, _)| parameter);
        bind.chain(&self.keep).map(String::as_str)
    }

    /// All elements of a response that match; the error describes what the response contains instead.
    pub(super) fn among(
        &self,
        exchange: &Exchange,
        found_with: &[Param],
    ) -> Result<Vec<Candidate>, String> {
        let status = exchange.status;
        if !(200..300).contains(&status) {
            return Err(format!("answers {status}"));
        }
        let is_kept = |param: &&Param| self.keep.contains(&param.parameter);
        let kept: Vec<Param> = found_with.iter().filter(is_kept).cloned().collect();
        if self.bind.is_empty() && self.having.is_empty() {
            // the rule only needs a successful response
            return Ok(vec![Candidate {
                values: kept,
                found_with: found_with.to_vec(),
            }]);
        }
        let body: Value = serde_json::from_slice(&exchange.body)
            .map_err(|_| format!("answers {status} with a body that is not JSON"))?;
        let list = self
            .list
            .resolve(&body)
            .map_err(|_| format!("answers {status} without a value at `{}`", self.list))?;
        let things = match list {
            Value::Array(things) => things.as_slice(),
            thing => std::slice::from_ref(thing),
        };
        if things.is_empty() {
            return Err(format!("answers {status} with an empty list"));
        }
        let candidates: Vec<Candidate> = things
            .iter()
            .filter_map(|thing| {
                Some(Candidate {
                    values: [self.values(thing)?, kept.clone()].concat(),
                    found_with: found_with.to_vec(),
                })
            })
            .collect();
        if candidates.is_empty() {
            let pointers = self.bind.iter().map(|(_, pointer)| pointer);
            let all: Vec<String> = pointers
                .chain(&self.having)
                .map(|pointer| format!("`{pointer}`"))
                .collect();
            return Err(format!(
                "answers {status} without an element that has {}",
                all.join(" and ")
            ));
        }
        Ok(candidates)
    }

    fn values(&self, thing: &Value) -> Option<Vec<Param>> {
        let has = |pointer: &PointerBuf| pointer.resolve(thing).is_ok_and(|value| !value.is_null());
        if !self.having.iter().all(has) {
            return None;
        }
        let values = self.bind.iter().map(|(parameter, pointer)| {
            let value = pointer.resolve(thing).ok().filter(|value| is_name(value))?;
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
fn is_name(value: &Value) -> bool {
    match value {
        Value::Number(_) => true,
        Value::String(text) => !text.chars().all(|character| character == '.'),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => false,
    }
}
