//! What a check has found.

use std::fmt;

/// One thing that a check has found in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Where.
    pub place: Place,
    /// The rule that it goes against, as the check calls it.
    pub rule: String,
    /// What is wrong.
    pub message: String,
}

/// Where something was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file, as shown to people.
    pub file: String,
    /// Line and column, counted from 1, where they are known.
    pub position: Option<(usize, usize)>,
    /// JSON Pointer, where it is known.
    pub pointer: Option<String>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place {
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
