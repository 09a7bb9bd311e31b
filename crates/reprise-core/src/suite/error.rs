//! Why a document has no suite.

use jsonptr::PointerBuf;

use crate::case_file::CaseFileError;
use crate::erratum::ErratumError;

/// The document or the errata make it impossible to build a suite.
#[derive(Debug, thiserror::Error)]
pub enum SuiteError {
    /// An example's extension is not valid.
    #[error("{document}#{pointer}: {message}; see `x-reprise` in the documentation")]
    Extension {
        /// The document.
        document: String,
        /// Place in the file.
        pointer: PointerBuf,
        /// What is wrong.
        message: String,
    },
    /// A case file cannot be used.
    #[error(transparent)]
    Cases(#[from] CaseFileError),
    /// An erratum is unusable.
    #[error(transparent)]
    Erratum(#[from] ErratumError),
}
