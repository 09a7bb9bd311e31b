//! Errors in a report that is read, and errors of rendering.

/// A report that cannot be used, and how to fix it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ReportError(pub(crate) String);

/// Why a report cannot be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The serialization as JSON failed.
    #[error("the report cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// The serialization as JUnit's XML failed.
    #[error("the report cannot be written as JUnit XML: {0}")]
    Junit(#[from] quick_junit::SerializeError),
    /// Formatting a value as text failed.
    #[error("the report cannot be written as text: {0}")]
    Text(#[from] std::fmt::Error),
}

/// A [`ReportError`] with a formatted message.
macro_rules! problem {
    ($($message:tt)*) => { $crate::error::ReportError(format!($($message)*)) };
}

/// Returns a [`ReportError`] with a formatted message.
macro_rules! bail {
    ($($message:tt)*) => { return Err($crate::error::problem!($($message)*)) };
}

pub(crate) use {bail, problem};
