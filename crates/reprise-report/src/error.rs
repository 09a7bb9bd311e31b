//! What is wrong with a report that is read.

/// A report that cannot be used, with what to do about it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct ReportError(pub(crate) String);

/// A [`ReportError`] with a formatted message.
macro_rules! problem {
    ($($message:tt)*) => { $crate::error::ReportError(format!($($message)*)) };
}

/// Returns a [`ReportError`] with a formatted message.
macro_rules! bail {
    ($($message:tt)*) => { return Err($crate::error::problem!($($message)*)) };
}

pub(crate) use {bail, problem};
