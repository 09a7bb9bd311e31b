//! `x-codeSamples`: how to call an operation, generated from its documented example, for readers of the document.
//!
//! Secrets and the address of the server come from the environment.

mod curl;
mod parts;
mod rust;

use serde_json::{Value, json};

pub use parts::method_name;

use crate::examples::{Example, Source};

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
