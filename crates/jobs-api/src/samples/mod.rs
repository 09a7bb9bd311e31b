//! `x-codeSamples`: how to call an operation, generated from its documented example, for readers of the document.
//!
//! Secrets and the address of the server come from the environment.

mod curl;
mod request_parts;
mod rust;

use serde_json::{Value, json};

pub use request_parts::method_name;

use crate::examples::{DocumentationSource, Example};

/// The extension of an Operation Object for code samples.
pub(crate) const SAMPLES_EXTENSION: &str = "x-codeSamples";

/// The samples of an operation, from its declaration and one of its examples; `None` if the example is not from the
/// documentation page, has an error response, or has no credentials.
pub(crate) fn samples(
    id: &str,
    method: &str,
    path: &str,
    declaration: &Value,
    example: &Example,
) -> Option<Value> {
    let credentials = example.request.credentials.as_ref()?;
    let succeeds = (200..300).contains(&example.response.status);
    if !succeeds || !matches!(example.source, DocumentationSource::Page { .. }) {
        return None;
    }
    let curl = curl::sample(method, path, declaration, example, credentials);
    let rust = rust::sample(id, path, declaration, example, credentials);
    Some(json!([
        { "lang": "Shell", "label": "curl", "source": curl },
        { "lang": "Rust", "label": "jobs-client", "source": rust }
    ]))
}
