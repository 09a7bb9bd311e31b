//! Case files: tests for documentation that has no example.
//!
//! ```yaml
//! operation: cancelJob
//! cases:
//!   pending-is-canceled:
//!     title: A job that waits for a runner is canceled
//!     source: {page: Cancel a job, lines: '680-693'}
//!     fixture: roles
//!     as: maintainer
//!     steps:
//!       - parameters: {id: 1, job_id: 8}
//!         expect:
//!           status: 201
//!           body: {required: [status], properties: {status: {const: canceled}}}
//! ```
//!
//! A file is attached to the document. So each of its places has a pointer, a line and a column, and its schemas are
//! compiled together with the schemas of the document.

mod build;
mod error;
mod keywords;
mod raw;

use jsonptr::PointerBuf;
use openapi_document::{Attachment, Document};
use schemars::schema_for;
use serde::Deserialize as _;
use serde_json::Value;

use crate::case::Case;
use crate::timestamp::normalize_timestamps;
use crate::yaml::parse_yaml;
use error::mismatch;
use raw::RawCaseFile;

pub use error::CaseFileError;

/// The JSON Schema of case files; editors use it for completion.
pub fn cases_schema() -> Value {
    schema_for!(RawCaseFile).to_value()
}

/// A case file, attached to a document.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// Place of the file in the document.
    place: PointerBuf,
    content: RawCaseFile,
}

/// A parsed case file that is not attached yet, so that many files can be parsed in parallel.
#[derive(Debug)]
pub struct ParsedCases {
    attachment: Attachment,
    written: RawCaseFile,
}

/// Parses a file of cases.
///
/// # Errors
///
/// Returns an error if the text is not a case file. The error for an unknown word suggests the nearest known word.
pub fn parse_cases(name: &str, text: &str) -> Result<ParsedCases, CaseFileError> {
    let mut attachment = Attachment::parse(name, text)?;
    let value = attachment.value_mut();
    // if the text does not parse, parse it again to find the place of the error
    let content = match RawCaseFile::deserialize(&*value) {
        Ok(written) => written,
        Err(_) => parse_yaml(name, text)?,
    };
    // cases compare timestamps in UTC, so their schemas have to use UTC, too
    normalize_timestamps(value);
    Ok(ParsedCases {
        attachment,
        written: content,
    })
}

impl ParsedCases {
    /// Attaches the file to the document.
    #[must_use]
    pub fn attach(self, document: &mut Document) -> CaseFile {
        CaseFile {
            place: document.attach(self.attachment),
            content: self.written,
        }
    }
}

impl CaseFile {
    /// The cases in the file.
    ///
    /// # Errors
    ///
    /// Returns an error if a case refers to something that the document does not have, or to a value that no earlier
    /// step has captured.
    pub(crate) fn cases(&self, document: &Document) -> Result<Vec<Case>, CaseFileError> {
        build::cases(document, &self.place, &self.content)
    }

    /// The error for a case that has the name of another case or example.
    pub(crate) fn duplicate_error(&self, document: &Document, case: &Case) -> CaseFileError {
        let mut at = self.place.with_trailing_token("cases");
        at.push_back(case.example.as_str());
        let message = format!("case `{}` already exists; choose another name", case.id);
        mismatch(document, &at, message)
    }
}
