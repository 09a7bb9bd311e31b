//! Invalid parts of a document that could otherwise be read.

use std::fmt;

use jsonptr::PointerBuf;

/// One invalid place of a document, and the operation that it affects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// The invalid place.
    pub pointer: PointerBuf,
    /// What is wrong there and how to fix it.
    pub message: String,
    /// The id of the operation that is ignored because of it, if there is one.
    pub operation: Option<String>,
}

impl Defect {
    pub(crate) fn new(pointer: impl Into<PointerBuf>, message: impl Into<String>) -> Self {
        Self {
            pointer: pointer.into(),
            message: message.into(),
            operation: None,
        }
    }

    /// The same defect, if an operation is ignored because of it.
    pub(crate) fn with_operation(self, operation: &str) -> Self {
        Self {
            operation: Some(operation.to_owned()),
            ..self
        }
    }
}

/// One line, for example `/paths/~1jobs/get/responses/200/$ref: the reference … was not found`.
impl fmt::Display for Defect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.pointer, self.message)?;
        match &self.operation {
            Some(operation) => write!(f, " (operation `{operation}` is ignored)"),
            None => Ok(()),
        }
    }
}
