//! Limits on the resources that a text may use in the program that reads it.

/// Limits that a document must not exceed.
///
/// ```
/// use openapi_document::{Document, Limits};
///
/// let limits = Limits { depth: 2, ..Limits::default() };
/// let text = r#"{"openapi": "3.1.0", "x-a": [[1]]}"#;
/// let error = Document::parse_with_limits("a.json", text, limits, &mut |_| Err("no files".to_owned())).unwrap_err();
/// assert!(error.to_string().contains("nested deeper than 2 levels"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Maximum nesting of objects and arrays; [`Limits::MAX_DEPTH`] at most.
    pub depth: usize,
    /// Maximum number of values that YAML aliases expand to.
    pub alias_values: usize,
}

impl Limits {
    /// The upper bound of the nesting limit: parsing recurses, and an unoptimised build needs about twenty kilobytes
    /// of stack for each level.
    pub const MAX_DEPTH: usize = 127;

    /// The nesting limit: `depth`, but at most [`MAX_DEPTH`].
    pub(crate) fn max_depth(self) -> usize {
        self.depth.min(Self::MAX_DEPTH)
    }
}

/// Twice the depth of real documents, and more alias values than a hand-written document has.
impl Default for Limits {
    fn default() -> Self {
        Self {
            depth: 64,
            alias_values: 500_000,
        }
    }
}

/// One of the [`Limits`] that a text exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Limit {
    /// The maximum nesting of objects and arrays.
    #[error("nested deeper than {0} levels")]
    Depth(usize),
    /// How many values YAML aliases may expand to.
    #[error("aliases expand to more than {0} values")]
    AliasValues(usize),
}
