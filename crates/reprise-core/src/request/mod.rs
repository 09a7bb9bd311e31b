//! Builds the request of a step.

mod authentication;
mod check;
mod curl;
mod error;
mod server;

use openapi_document::body::{SerializedBody, write_body};
use openapi_document::percent::EncodeSet;
use openapi_document::serialize::{SerializedParameter, serialize};
use openapi_document::{Document, Parameter};
use serde_json::Value;

use crate::case::Step;

pub use authentication::credential_names;
use authentication::{CredentialPosition, authenticate};
pub(crate) use check::check_request;
pub use curl::{Placeholder, render_curl};
pub use error::RequestError;
pub(crate) use server::server_path;
pub use server::{base_url, with_server_path};

/// A request, ready to be sent to a base URL.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// HTTP method, in capitals.
    pub method: String,
    /// Path and query, to be appended to the base URL.
    pub target: String,
    /// Headers, in the order to send them.
    pub headers: Vec<(String, String)>,
    /// The body, if there is one.
    pub body: Option<Vec<u8>>,
}

/// A target's own value for a parameter.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// Name of the parameter.
    pub parameter: String,
    /// The value to send.
    pub value: Value,
}

/// Builds the request of a step; `params` replace the values of the example, `secret` looks up a credential.
///
/// # Errors
///
/// Returns an error if a parameter cannot be serialized, or a credential is not available.
pub fn build_request(
    document: &Document,
    step: &Step,
    params: &[Param],
    secret: &dyn Fn(&str) -> Option<String>,
) -> Result<Request, RequestError> {
    // literal text may still contain parameters, so that it can use the values of a target
    let mut path = step.raw.path.as_ref().unwrap_or(&step.path).clone();
    let mut query: Vec<String> = Vec::new();
    let mut headers = Vec::new();
    let mut cookies: Vec<(String, String)> = Vec::new();
    for (parameter, value) in parameter_values(step, params)? {
        let serialized =
            serialize(parameter, value).map_err(|error| RequestError::UnserializableParameter {
                parameter: parameter.name.clone(),
                message: error.to_string(),
            })?;
        match serialized {
            SerializedParameter::Path(text) => {
                path = path.replace(&format!("{{{}}}", parameter.name), &text);
            }
            SerializedParameter::Query(pairs) => {
                query.extend(pairs.iter().map(|(name, value)| format!("{name}={value}")));
            }
            SerializedParameter::Header(text) => headers.push((parameter.name.clone(), text)),
            SerializedParameter::Cookie(pairs) => cookies.extend(pairs),
        }
    }
    for credential in authenticate(document, step, secret)? {
        match credential {
            CredentialPosition::Query(name, secret) => query.push(format!(
                "{}={}",
                EncodeSet::Uri.encode(name),
                EncodeSet::Uri.encode(&secret)
            )),
            CredentialPosition::Cookie(name, secret) => cookies.push((name.to_owned(), secret)),
            CredentialPosition::Header(name, secret) => headers.push((name.to_owned(), secret)),
        }
    }
    if !cookies.is_empty() {
        let cookies: Vec<String> = cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        headers.push(("Cookie".to_owned(), cookies.join("; ")));
    }
    if let Some(media_type) = &step.expected_response.media_type {
        headers.push(("Accept".to_owned(), media_type.clone()));
    }
    let body = build_body(document, step, &mut headers)?;
    let raw = &step.raw;
    for (name, value) in &raw.headers {
        headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        headers.push((name.clone(), value.clone()));
    }
    query.extend(raw.query.clone());
    let method = raw.method.as_deref().unwrap_or(step.method.as_str());
    Ok(Request {
        method: method.to_owned(),
        target: if query.is_empty() {
            path
        } else {
            format!("{path}?{}", query.join("&"))
        },
        headers,
        body,
    })
}

/// The parameters to send, each with its value: a param, unless the example's value is wrong on purpose, or means
/// the same anywhere.
pub(crate) fn parameter_values<'c>(
    step: &'c Step,
    params: &'c [Param],
) -> Result<Vec<(&'c Parameter, &'c Value)>, RequestError> {
    let bound = |name: &str| {
        let param = params.iter().find(|param| param.parameter == name);
        param.map(|param| &param.value)
    };
    let mut values = Vec::new();
    for sent in &step.parameters {
        let is_kept = sent.invalid || step.fixed_parameters.contains(&sent.parameter.name);
        let bound = bound(&sent.parameter.name).filter(|_| !is_kept);
        values.push((&sent.parameter, bound.unwrap_or(&sent.value)));
    }
    let captured = step
        .captured_parameters
        .iter()
        .map(|(parameter, _)| parameter);
    for parameter in captured.chain(&step.missing_parameters) {
        let value = bound(&parameter.name).ok_or_else(|| {
            RequestError::NoValueForParameter(parameter.name.clone(), parameter.location)
        })?;
        values.push((parameter, value));
    }
    Ok(values)
}

fn build_body(
    document: &Document,
    step: &Step,
    headers: &mut Vec<(String, String)>,
) -> Result<Option<Vec<u8>>, RequestError> {
    let Some(body) = &step.body else {
        return Ok(None);
    };
    let SerializedBody {
        content_type,
        bytes,
    } = write_body(
        document,
        &body.media_type,
        body.declared.as_ref(),
        &body.value,
    )?;
    headers.push(("Content-Type".to_owned(), content_type));
    Ok(Some(bytes))
}
