//! Findings.

use std::fmt;

/// One finding of a check in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its place.
    pub place: FindingPlace,
    /// The rule that the document violates, under its name in the check.
    pub rule: String,
    /// What is wrong.
    pub message: String,
}

/// The place of a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingPlace {
    /// The file, as printed.
    pub file: String,
    /// Line and column, counted from 1, if known.
    pub position: Option<(usize, usize)>,
    /// JSON Pointer, if known.
    pub pointer: Option<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let FindingPlace {
            file,
            position,
            pointer,
        } = &self.place;
        match position {
            Some((line, column)) => write!(f, "{file}:{line}:{column}: ")?,
            None => write!(f, "{file}: ")?,
        }
        write!(f, "{}: {}", self.rule, self.message)?;
        match pointer.as_deref() {
            Some(pointer) if !pointer.is_empty() => write!(f, "\n    {pointer}"),
            _ => Ok(()),
        }
    }
}
