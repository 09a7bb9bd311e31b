//! Reads the document and the suite of a run.

mod digest;
mod document;
pub mod files;
mod suite;

pub use document::DocumentSource;
pub use suite::{DEFAULT_FIXTURE, EmbeddedSuite, Files, SuiteSource};

/// The document and the rest of the suite.
#[derive(Clone, Debug, PartialEq)]
pub struct Sources {
    /// The document.
    pub document: DocumentSource,
    /// The rest of the suite.
    pub suite: SuiteSource,
}
