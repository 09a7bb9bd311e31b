//! A flaw of a document, and the rule that it breaks.

use std::fmt;

use jsonptr::PointerBuf;

/// One place where a document contradicts itself, or says something to no purpose.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Flaw {
    /// What it goes against.
    pub rule: Rule,
    /// Where in the document.
    pub place: PointerBuf,
    /// The other place, which makes the claim; none where there is only one.
    pub claim: Option<PointerBuf>,
    /// What is wrong.
    pub message: String,
}

/// What a document is held to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// It is an OpenAPI document: references lead somewhere, path parameters are in the path.
    Document,
    /// Its schemas can be used.
    Schema,
    /// Every example is valid by its schema.
    Example,
    /// Every word in an example is one that its schema lists.
    Word,
    /// No example of a request shows what is `readOnly`, none of a response what is `writeOnly`.
    Direction,
    /// Examples that nothing else tells apart have the same types at the same places.
    Type,
    /// What lists things answers with a list.
    List,
    /// Every example can be replayed.
    Unused,
}

impl Rule {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Rule::Document => "document",
            Rule::Schema => "schema",
            Rule::Example => "example",
            Rule::Word => "word",
            Rule::Direction => "direction",
            Rule::Type => "type",
            Rule::List => "list",
            Rule::Unused => "unused",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
