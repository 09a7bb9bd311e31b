//! The source of a document.

use std::path::PathBuf;

use openapi_document::{Document, DocumentError, Limit};

use super::digest::Digest;
use super::files::read_within_limit;
use crate::error::Error;
use crate::limits::DocumentLimits;

/// The source of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DocumentSource {
    /// A file, and the other files that it refers to.
    File(PathBuf),
    /// A text in the program.
    Text {
        /// The name that reports show.
        name: String,
        /// The document, JSON or YAML.
        text: String,
    },
}

impl DocumentSource {
    /// Reads the document.
    ///
    /// # Errors
    ///
    /// When it cannot be read, is not an OpenAPI document, or exceeds a limit.
    pub fn read(&self, limits: DocumentLimits) -> Result<Document, Error> {
        Ok(self.read_with_digest(limits)?.0)
    }

    /// Reads the document, with the digest of everything that was read.
    ///
    /// # Errors
    ///
    /// The same.
    pub fn read_with_digest(&self, limits: DocumentLimits) -> Result<(Document, String), Error> {
        const ADVICE: &str = "--max-document allows more";
        let mut digest = Digest::default();
        let name = match self {
            DocumentSource::File(path) => path.display().to_string(),
            DocumentSource::Text { name, .. } => name.clone(),
        };
        let text = match self {
            DocumentSource::File(path) => read_within_limit(path, limits.bytes, ADVICE)?,
            DocumentSource::Text { text, .. } => text.clone(),
        };
        digest.add(&text);
        let mut beside = |file: &str| {
            let DocumentSource::File(path) = self else {
                return Err(format!("{file} is not part of the program"));
            };
            let text = read_within_limit(&path.with_file_name(file), limits.bytes, ADVICE)
                .map_err(|error| error.to_string())?;
            digest.add(file);
            digest.add(&text);
            Ok(text)
        };
        let document = Document::parse_with_limits(&name, text, limits.text_limits(), &mut beside)
            .map_err(add_limit_flag)?;
        Ok((document, digest.finish()))
    }
}

/// The error with the flag that raises the limit, if it is one.
fn add_limit_flag(error: DocumentError) -> Error {
    let flag = match &error {
        DocumentError::Limit { limit, .. } => match limit {
            Limit::Depth(_) => "--max-depth",
            Limit::AliasValues(_) => "--max-aliased",
        },
        _ => return error.into(),
    };
    Error::input(format!("{error}: {flag}"))
}
