//! Checks a request against the document before it is sent: a mistake in a case is not a finding about a server.

use jsonptr::Pointer;
use openapi_document::{Document, Parameter};
use serde_json::Value;

use super::RequestError;
use crate::case::Step;
use crate::exchange::{essence, is_json};
use crate::schemas::Schemas;
use crate::schemas::Violation;

/// Maximum length of a value in a message, in characters.
const MAX_VALUE_WIDTH: usize = 60;

/// Checks the request of a step against the schemas of the document. Values that are invalid on purpose are allowed.
///
/// # Errors
///
/// Returns an error with both places if the schema does not allow the value of a parameter or of the body.
pub(crate) fn check_request(
    document: &Document,
    schemas: &Schemas,
    step: &Step,
    sent: &[(&Parameter, &Value)],
) -> Result<(), RequestError> {
    let mut wrong = Vec::new();
    let is_refused = |claim: &Pointer| is_example_of_refused_request(step, claim);
    for (parameter, value) in sent {
        let mut written = step.parameters.iter();
        let written = written.find(|one| one.parameter == **parameter);
        if written.is_some_and(|one| one.invalid || is_refused(&one.claim)) {
            continue;
        }
        if let Some(schema) = &parameter.schema {
            // a value from a target or an earlier step has no place in the document
            let written = written.filter(|one| one.value == **value);
            let claim = written.map(|one| one.claim.as_ref());
            let holder = format!("parameter `{}`", parameter.name);
            let violations = schemas.request_violations(schema, value);
            if claim.is_none()
                && spellings(value)
                    .any(|other| schemas.request_violations(schema, &other).is_empty())
            {
                continue;
            }
            for violation in violations {
                wrong.push(render_violation(document, &holder, claim, &violation));
            }
        }
    }
    if let Some(body) = &step.body
        && !body.invalid
        && !is_refused(&body.claim)
        && is_described_by_schema(&body.media_type, &body.value)
        && let Some(schema) = body.declared.as_ref().and_then(|one| one.schema.as_ref())
    {
        for violation in schemas.request_violations(schema, &body.value) {
            wrong.push(render_violation(
                document,
                "the body",
                Some(&body.claim),
                &violation,
            ));
        }
    }
    if wrong.is_empty() {
        Ok(())
    } else {
        Err(RequestError::InvalidRequest(wrong.join("; ")))
    }
}

/// Whether a value is the example of a request that the documented response refuses: it has the name of that response.
fn is_example_of_refused_request(step: &Step, claim: &Pointer) -> bool {
    let is_refusal = step.expected_response.status.class() == Some(4);
    let mut defaults = step.defaults.iter();
    is_refusal && step.expectations.is_none() && !defaults.any(|default| *default.claim == *claim)
}

/// The other values that a parameter writes like this one: `--param id=1` may mean the text or the number.
fn spellings(value: &Value) -> impl Iterator<Item = Value> {
    let (text, read) = match value {
        Value::Number(number) => (Some(Value::String(number.to_string())), None),
        Value::Bool(flag) => (Some(Value::String(flag.to_string())), None),
        Value::String(text) => (None, serde_json::from_str(text).ok()),
        _ => (None, None),
    };
    let is_scalar = |value: &Value| value.is_number() || value.is_boolean();
    text.into_iter().chain(read.filter(is_scalar))
}

/// Whether the schema describes the value: the text of a body that is not JSON represents another value.
fn is_described_by_schema(media_type: &str, value: &Value) -> bool {
    let kind = essence(media_type);
    is_json(&kind) || kind.starts_with("text/") || !value.is_string()
}

/// ``parameter `id` at spec.yaml:12:7 is invalid: "x" is not of type "integer" (spec.yaml:11:5)``
fn render_violation(
    document: &Document,
    holder: &str,
    claim: Option<&Pointer>,
    wrong: &Violation,
) -> String {
    let at = |pointer: &Pointer| match document.position(pointer) {
        Some(position) => position.to_string(),
        None => document.name().to_owned(),
    };
    let Violation {
        message,
        actual,
        missing,
        ..
    } = wrong;
    let shown = actual.to_string();
    let message = if *missing || shown.chars().count() > MAX_VALUE_WIDTH {
        message.clone()
    } else {
        message.replacen("the value", &shown, 1)
    };
    let place = claim.map(|claim| format!(" at {}", at(&claim.concat(&wrong.at))));
    format!(
        "{holder}{} is invalid: {message} ({} {})",
        place.unwrap_or_default(),
        at(&wrong.claim),
        wrong.claim
    )
}
