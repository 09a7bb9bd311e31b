//! `x-codeSamples`: how to call an operation, made of its documented example, for readers of the document.
//!
//! Secrets and the address of the server come from the environment.

mod curl;
mod rust;

use serde_json::{Value, json};

use crate::examples::{Credentials, Example, Source};

/// The extension of an Operation Object that viewers of documents show beside it.
pub(crate) const EXTENSION: &str = "x-codeSamples";

/// The samples of an operation, from its declaration and one of its examples; none where the example is not of the
/// page, does not succeed, or is sent by nobody.
pub(crate) fn samples(
    id: &str,
    method: &str,
    path: &str,
    declaration: &Value,
    example: &Example,
) -> Option<Value> {
    let credentials = example.request.credentials.as_ref()?;
    let succeeds = (200..300).contains(&example.response.status);
    if !succeeds || !matches!(example.source, Source::Page { .. }) {
        return None;
    }
    let curl = curl::sample(method, path, declaration, example, credentials);
    let rust = rust::sample(id, path, declaration, example, credentials);
    Some(json!([
        { "lang": "Shell", "label": "curl", "source": curl },
        { "lang": "Rust", "label": "jobs-client", "source": rust }
    ]))
}

/// The method of the typed client for an operation: `getJob` as `get_job`. What generates the client asks for it here,
/// too, so that a sample calls what is there.
#[must_use]
pub fn method_name(operation_id: &str) -> String {
    let mut name = String::new();
    for c in operation_id.chars() {
        if c.is_ascii_uppercase() {
            name.push('_');
        }
        name.push(c.to_ascii_lowercase());
    }
    name
}

/// The variable that holds somebody's secret; a running job finds its own there.
fn variable(credentials: &Credentials) -> &'static str {
    match credentials.role.as_deref() {
        Some("job") => "CI_JOB_TOKEN",
        _ => "GITLAB_TOKEN",
    }
}

/// The parameters of a path template, in its order.
fn in_path(path: &str) -> impl Iterator<Item = &str> {
    path.split('{')
        .skip(1)
        .filter_map(|rest| rest.split('}').next())
}

/// The declared parameters of the query that an example gives a value for, with that value.
fn in_query<'e>(
    declaration: &'e Value,
    example: &'e Example,
) -> impl Iterator<Item = (&'e Value, &'e str, &'e Value)> {
    let declared = declaration["parameters"].as_array().into_iter().flatten();
    declared
        .filter(|parameter| parameter["in"] == "query")
        .filter_map(|parameter| {
            let name = parameter["name"].as_str()?;
            Some((parameter, name, example.request.parameters.get(name)?))
        })
}
