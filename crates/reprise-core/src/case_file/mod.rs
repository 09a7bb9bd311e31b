//! Files of cases: what a documentation says beyond its examples.
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
//! A file is attached to the document, so that each of its places has a pointer, a line and a column, and its
//! schemas are compiled along with those of the document.

mod build;
mod error;
mod keywords;
mod written;

use jsonptr::PointerBuf;
use openapi_document::{Attachment, Document};
use serde::Deserialize as _;

use crate::case::Case;
use crate::timestamp::canonical;
use crate::yaml::parse_yaml;
use error::unfit;
use written::WrittenFile;

pub use error::CaseFileError;

/// The JSON Schema of such files, with which editors complete them.
pub const CASES_SCHEMA: &str = include_str!("cases.schema.json");

/// A file of cases, attached to a document.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// Where it stands in the document.
    place: PointerBuf,
    written: WrittenFile,
}

/// A file of cases that was read, before its document is known: many can be read at once.
#[derive(Debug)]
pub struct ParsedCases {
    attachment: Attachment,
    written: WrittenFile,
}

/// Parses a file of cases.
///
/// # Errors
///
/// When the text is no such file. An unknown word is told with the nearest known one.
pub fn parse_cases(name: &str, text: &str) -> Result<ParsedCases, CaseFileError> {
    let mut attachment = Attachment::parse(name, text)?;
    let value = attachment.value_mut();
    // what does not fit is read once more, to say where
    let written = match WrittenFile::deserialize(&*value) {
        Ok(written) => written,
        Err(_) => parse_yaml(name, text)?,
    };
    // a case sees instants in one writing, so its schemas have to speak of that
    canonical(value);
    Ok(ParsedCases {
        attachment,
        written,
    })
}

impl ParsedCases {
    /// Attaches the file to the document that it speaks of.
    #[must_use]
    pub fn attach(self, document: &mut Document) -> CaseFile {
        CaseFile {
            place: document.attach(self.attachment),
            written: self.written,
        }
    }
}

impl CaseFile {
    /// The cases that the file makes.
    ///
    /// # Errors
    ///
    /// When one speaks of what the document does not have, or of what no earlier step has captured.
    pub(crate) fn cases(&self, document: &Document) -> Result<Vec<Case>, CaseFileError> {
        build::cases(document, &self.place, &self.written)
    }

    /// The complaint that another case, be it an example, has the name of this one.
    pub(crate) fn twice(&self, document: &Document, case: &Case) -> CaseFileError {
        let mut at = self.place.with_trailing_token("cases");
        at.push_back(case.example.as_str());
        let message = format!("case `{}` already exists; choose another name", case.id);
        unfit(document, &at, message)
    }
}
