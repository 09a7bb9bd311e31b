//! A flaw of a document, and the rule that it violates.

use std::fmt;

use jsonptr::PointerBuf;

/// One place where a document contradicts itself, or contains something without effect.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flaw {
    /// The rule that it violates.
    pub rule: LintRule,
    /// Place in the document.
    pub place: PointerBuf,
    /// The other place, which makes the claim; `None` if there is only one place.
    pub claim: Option<PointerBuf>,
    /// What is wrong.
    pub message: String,
}

/// A rule for documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LintRule {
    /// It is a valid OpenAPI document: references can be resolved, and path parameters are in the path.
    Document,
    /// Its schemas can be used.
    Schema,
    /// Every example is valid according to its schema.
    Example,
    /// Every word in an example is in the list of its schema.
    Word,
    /// An example of a request contains no `readOnly` property, and an example of a response no `writeOnly` property.
    Direction,
    /// Examples of the same body have the same types at the same places, if no schema or type distinguishes them.
    Type,
    /// An operation that lists things responds with a list.
    List,
    /// Every example can be replayed.
    Unused,
}

impl LintRule {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            LintRule::Document => "document",
            LintRule::Schema => "schema",
            LintRule::Example => "example",
            LintRule::Word => "word",
            LintRule::Direction => "direction",
            LintRule::Type => "type",
            LintRule::List => "list",
            LintRule::Unused => "unused",
        }
    }
}

impl fmt::Display for LintRule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
