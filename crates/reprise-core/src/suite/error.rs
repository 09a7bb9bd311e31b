//! Why a document has no suite.

use jsonptr::PointerBuf;

use crate::case_file::CaseFileError;
use crate::erratum::ErratumError;

/// A document or errata that no suite can be made of.
#[derive(Debug, thiserror::Error)]
pub enum SuiteError {
    /// An example's extension is not understood.
    #[error("{document}#{pointer}: {message}; see `x-reprise` in the documentation")]
    Extension {
        /// The document.
        document: String,
        /// Place in the file.
        pointer: PointerBuf,
        /// What is wrong.
        message: String,
    },
    /// A file of cases is unusable.
    #[error(transparent)]
    Cases(#[from] CaseFileError),
    /// An erratum is unusable.
    #[error(transparent)]
    Erratum(#[from] ErratumError),
}
