//! Why a run cannot begin or go on.

use std::fmt::Display;

use crate::target_error::TargetError;

/// Why a run cannot begin or go on. That a server differs from its document is a result, not an error.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Arguments, configuration, document or suite cannot be used; the text says which place, why, and what to do.
    #[error("{0}")]
    Input(String),
    /// The target cannot be used.
    #[error(transparent)]
    Target(#[from] TargetError),
    /// A report cannot be written.
    #[error(transparent)]
    Output(#[from] crate::output::OutputError),
}

impl Error {
    /// An error in the input of a run.
    pub fn input(message: impl Display) -> Error {
        Error::Input(message.to_string())
    }
}

/// Converts the errors of parsers for documents, suites and reports to `Error::Input`.
macro_rules! input_errors {
    ($($error:ty),* $(,)?) => { $(
        impl From<$error> for Error {
            fn from(error: $error) -> Error {
                Error::input(error)
            }
        }
    )* };
}

input_errors!(
    openapi_document::DocumentError,
    reprise_core::CaseFileError,
    reprise_core::ErratumError,
    reprise_core::SchemaError,
    reprise_core::SuiteError,
    reprise_core::YamlError,
    reprise_report::error::ReportError,
);
