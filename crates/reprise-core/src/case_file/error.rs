//! Why a case file cannot be used.

use jsonptr::Pointer;
use openapi_document::{Document, DocumentError};

use crate::yaml::YamlError;

/// A case file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CaseFileError {
    /// The text is not a case file.
    #[error(transparent)]
    Yaml(#[from] YamlError),
    /// The text is neither YAML nor JSON.
    #[error(transparent)]
    Syntax(#[from] DocumentError),
    /// A part of it does not match the document, or another part.
    #[error("{place}: {message}")]
    Mismatch {
        /// File, line and column.
        place: String,
        /// What is wrong, and how to fix it.
        message: String,
    },
}

/// An error at a place of the file.
pub(super) fn mismatch(document: &Document, at: &Pointer, message: String) -> CaseFileError {
    let place = match document.key_position(at).or_else(|| document.position(at)) {
        Some(position) => position.to_string(),
        None => document.name().to_owned(),
    };
    CaseFileError::Mismatch { place, message }
}
