//! Limits on the resources that a text may use in the program that reads it.

/// Limits that a document must not exceed.
///
/// ```
/// use openapi_document::{Document, Limits};
///
/// let limits = Limits { depth: 2, ..Limits::default() };
/// let text = r#"{"openapi": "3.1.0", "x-a": [[1]]}"#;
/// let error = Document::parse_within("a.json", text, limits, &mut |_| Err("no files".to_owned())).unwrap_err();
/// assert!(error.to_string().contains("nested deeper than 2 levels"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Maximum nesting of objects and arrays; [`Limits::DEEPEST`] at most.
    pub depth: usize,
    /// How many values YAML aliases may expand to, in all.
    pub aliased: usize,
}

impl Limits {
    /// The upper bound of the nesting limit: parsing recurses, and an unoptimised build needs about twenty kilobytes
    /// of stack for each level.
    pub const DEEPEST: usize = 127;

    /// How deep objects and arrays may be nested after all.
    pub(crate) fn levels(self) -> usize {
        self.depth.min(Self::DEEPEST)
    }
}

/// Twice as deep as real documents are, and as many aliases as no person writes.
impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 64,
            aliased: 500_000,
        }
    }
}

/// One of the [`Limits`] that a text exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Limit {
    /// How deep objects and arrays may be nested.
    #[error("nested deeper than {0} levels")]
    Depth(usize),
    /// How many values YAML aliases may expand to.
    #[error("aliases expand to more than {0} values")]
    Aliased(usize),
}
