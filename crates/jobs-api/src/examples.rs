//! Documented examples: one request and its response, a file each.
//!
//! ```
//! use jobs_api::examples::Examples;
//! let examples = Examples::parse([(
//!     "getJob/no-such-job.yaml",
//!     r#"
//! summary: A job that is not there
//! source: { behaviour: 1.3 Error bodies }
//! fixture: roles
//! request:
//!   parameters: { id: 1, job_id: 404 }
//!   credentials: { scheme: privateToken, as: maintainer }
//! response:
//!   status: 404
//!   body: { message: 404 Not found }
//! "#,
//! )])?;
//! let (key, example) = examples.iter().next().unwrap();
//! assert_eq!((key.operation.as_str(), key.name.as_str()), ("getJob", "no-such-job"));
//! assert_eq!(example.response.status, 404);
//! # Ok::<(), jobs_api::examples::ExampleError>(())
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Which operation an example belongs to, and its name there.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExampleKey {
    /// Operation id.
    pub operation: String,
    /// Name of the example, the same on parameters, body and response.
    pub name: String,
}

/// A documented request and its documented response.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// What the example shows, in one line.
    pub summary: String,
    /// Additional information for readers.
    #[serde(default)]
    pub description: Option<String>,
    /// Where it comes from.
    pub source: DocumentationSource,
    /// The fixture of the server that gives this response.
    pub fixture: String,
    /// Whether the response is the same with every other fixture.
    #[serde(default)]
    pub anywhere: bool,
    /// The request.
    pub request: Request,
    /// The response.
    pub response: Response,
}

/// Where an example, or a claim, comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, deny_unknown_fields)]
pub enum DocumentationSource {
    /// The documentation page.
    Page {
        /// Heading of the section on the page.
        page: String,
        /// Lines of the page, such as `28-160`.
        lines: String,
    },
    /// Behaviour of GitLab that is not in the documentation page.
    Behaviour {
        /// Number and title of the section of the behaviour facts.
        behaviour: String,
    },
}

/// The request.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Request {
    /// Values of declared parameters, by name.
    #[serde(default)]
    pub parameters: Map<String, Value>,
    /// Parameters whose values have the same meaning on every server, for example an unknown id.
    #[serde(default)]
    pub fixed: Vec<String>,
    /// Values that violate the document on purpose.
    #[serde(default)]
    pub invalid: InvalidRequest,
    /// The credentials of a request; none for an anonymous request.
    #[serde(default)]
    pub credentials: Option<Credentials>,
    /// The request body.
    #[serde(default, deserialize_with = "crate::model::present")]
    pub body: Option<Value>,
}

/// Values that violate the document. They are separate, because examples in a document must be valid.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct InvalidRequest {
    /// Values of declared parameters that their schemas refuse, by name.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub parameters: Map<String, Value>,
    /// A request body that its schema refuses.
    #[serde(
        default,
        skip_serializing_if = "Option::is_none",
        deserialize_with = "crate::model::present"
    )]
    pub body: Option<Value>,
}

/// The credentials of a request, and by which security scheme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// Name of the security scheme.
    pub scheme: String,
    /// Name of the credential in the fixture; `None` for an unknown credential.
    #[serde(default, rename = "as", skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
}

/// The response.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Values of declared response headers, by name.
    #[serde(default)]
    pub headers: Map<String, Value>,
    /// The response body: a JSON value, or text where the response is text.
    pub body: Value,
}

/// All documented examples, by operation and name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Examples(BTreeMap<ExampleKey, Example>);

/// An example file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ExampleError {
    /// The path does not say which operation the example belongs to.
    #[error("{path}: invalid path for an example; move the file to <operationId>/<name>.yaml")]
    Path {
        /// The path as given.
        path: String,
    },
    /// The text is not YAML, or not an example.
    #[error("{path}:{line}:{column}: {message}")]
    Text {
        /// The path as given.
        path: String,
        /// Line, counted from 1.
        line: u64,
        /// Column, counted from 1.
        column: u64,
        /// What is wrong.
        message: String,
    },
}

impl Examples {
    /// Reads example files, given as path (`<operationId>/<name>.yaml`) and text.
    ///
    /// # Errors
    ///
    /// When a path or a text is not that of an example; the first such file is named.
    pub fn parse<'a>(
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Examples, ExampleError> {
        let mut examples = BTreeMap::new();
        for (path, text) in files {
            let key = parse_key(path)?;
            let example = serde_saphyr::from_str(text).map_err(|error| text_error(path, &error))?;
            examples.insert(key, example);
        }
        Ok(Examples(examples))
    }

    /// Every example, by operation id and name.
    pub fn iter(&self) -> impl Iterator<Item = (&ExampleKey, &Example)> {
        self.0.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are no examples.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn parse_key(path: &str) -> Result<ExampleKey, ExampleError> {
    path.strip_suffix(".yaml")
        .and_then(|path| path.split_once('/'))
        .filter(|(operation, name)| {
            !operation.is_empty() && !name.is_empty() && !name.contains('/')
        })
        .map(|(operation, name)| ExampleKey {
            operation: operation.to_owned(),
            name: name.to_owned(),
        })
        .ok_or_else(|| ExampleError::Path {
            path: path.to_owned(),
        })
}

fn text_error(path: &str, error: &serde_saphyr::Error) -> ExampleError {
    let (line, column) = error
        .location()
        .map_or((1, 1), |at| (at.line(), at.column()));
    let message = error.without_snippet().to_string();
    // the place comes first
    let place = format!(" at line {line}, column {column}");
    ExampleError::Text {
        path: path.to_owned(),
        line,
        column,
        message: message.strip_suffix(&place).unwrap_or(&message).to_owned(),
    }
}
