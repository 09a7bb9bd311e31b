//! Why a document cannot be read at all.

use crate::limits::Limit;

/// A text that cannot be used as an OpenAPI document. Every message ends with what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The text is not JSON, or not YAML.
    #[error("{name}:{line}:{column}: {message}; correct the {format} there")]
    Syntax {
        /// The document, as shown to people.
        name: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What was found or expected there.
        message: String,
        /// The language that was read: `JSON` or `YAML`.
        format: &'static str,
    },
    /// The text asks for more than it is allowed to.
    #[error("{name}:{line}:{column}: {limit}; simplify the {format} there, or allow more")]
    Limit {
        /// The document, as shown to people.
        name: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What it asks for.
        limit: Limit,
        /// The language that was read: `JSON` or `YAML`.
        format: &'static str,
    },
    /// The document is, for example, a list or a plain text.
    #[error(
        "{name}: expected an object with the member `openapi`, found {found}; name an OpenAPI document"
    )]
    NotAnObject {
        /// The document, as shown to people.
        name: String,
        /// What it is.
        found: &'static str,
    },
    /// The member `openapi` is missing or no text.
    #[error(
        "{name}: the member `openapi` is missing or not a text; name an OpenAPI document, which begins for example with `openapi: 3.1.0`"
    )]
    NoVersion {
        /// The document, as shown to people.
        name: String,
    },
    /// The document is written in a version that this crate does not read.
    #[error(
        "{name}: version {version} is not supported; convert the document to OpenAPI 3.0 or 3.1"
    )]
    UnsupportedVersion {
        /// The document, as shown to people.
        name: String,
        /// The version it names.
        version: String,
    },
}
