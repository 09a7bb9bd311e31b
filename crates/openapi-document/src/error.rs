//! Why a document cannot be read at all.

use crate::limits::Limit;

/// A text that cannot be used as an OpenAPI document.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// The text is not JSON, or not YAML.
    #[error("{name}:{line}:{column}: invalid {format}: {message}")]
    Syntax {
        /// The path of the document in messages.
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
    /// The text exceeds a limit.
    #[error("{name}:{line}:{column}: {limit}; simplify the {format} or raise the limit")]
    Limit {
        /// The path of the document in messages.
        name: String,
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// Which limit it exceeds.
        limit: Limit,
        /// The language that was read: `JSON` or `YAML`.
        format: &'static str,
    },
    /// The document is, for example, an array or a string.
    #[error(
        "{name}: not an OpenAPI document: expected an object with the property `openapi`, found {found}"
    )]
    NotAnObject {
        /// The path of the document in messages.
        name: String,
        /// A description of the value.
        found: &'static str,
    },
    /// The property `openapi` is missing or not a string.
    #[error(
        "{name}: not an OpenAPI document: the property `openapi` is missing or not a string (example: `openapi: 3.1.0`)"
    )]
    NoVersion {
        /// The path of the document in messages.
        name: String,
    },
    /// The document is written in a version that this crate does not read.
    #[error(
        "{name}: OpenAPI version {version} is not supported; convert the document to 3.0 or 3.1"
    )]
    UnsupportedVersion {
        /// The path of the document in messages.
        name: String,
        /// The version it names.
        version: String,
    },
}
