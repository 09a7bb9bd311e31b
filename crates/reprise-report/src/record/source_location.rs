//! A place in the document.

use std::fmt;

use jsonptr::Pointer;
use openapi_document::Document;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A place in the document, by pointer and, if the text is known, by line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SourceLocation {
    /// JSON Pointer into the document.
    pub pointer: String,
    /// The document, or the file it refers to.
    pub file: String,
    /// The line, from 1.
    #[schemars(range(min = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// The column in characters, from 1.
    #[schemars(range(min = 1))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
}

impl SourceLocation {
    /// Finds a place in the text of the document.
    pub fn new(document: &Document, pointer: &Pointer) -> SourceLocation {
        let at = document.position(pointer);
        SourceLocation {
            pointer: pointer.to_string(),
            file: at.map_or(document.name(), |at| at.file).to_owned(),
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
        }
    }
}

/// `spec.yaml:12:7`, or only the file if the line is not known.
impl fmt::Display for SourceLocation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.line, self.column) {
            (Some(line), Some(column)) => write!(f, "{}:{line}:{column}", self.file),
            _ => f.write_str(&self.file),
        }
    }
}
