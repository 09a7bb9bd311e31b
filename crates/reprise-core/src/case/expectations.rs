//! What a file of cases expects of a response, in addition to what the document says.

use std::collections::BTreeSet;

use jsonptr::PointerBuf;
use serde_json::Value;

use super::expectation::ExpectedHeader;

/// What a file of cases expects of a response.
#[derive(Clone, Debug, Default)]
pub struct CaseExpectations {
    /// Where the status is expected.
    pub status: PointerBuf,
    /// Headers that must be present, with their schemas.
    pub headers: Vec<ExpectedHeader>,
    /// Names of the headers whose schemas describe numbers; all others describe strings.
    pub numbers: BTreeSet<String>,
    /// Headers that must be absent, each with the place of the expectation.
    pub absent: Vec<(String, PointerBuf)>,
    /// The place of the schema of the body.
    pub body: Option<PointerBuf>,
    /// How many values that schema gives exactly.
    pub values: usize,
    /// Whether that schema says that a list is empty.
    pub empties: bool,
    /// Relations, which a schema cannot express.
    pub relations: Vec<ExpectedRelation>,
    /// Values that are kept for later steps: name, value, and place of the expectation.
    pub captures: Vec<(String, Operand, PointerBuf)>,
}

/// A relation, and where it is expected.
#[derive(Clone, Debug)]
pub struct ExpectedRelation {
    /// The relation.
    pub relation: Relation,
    /// Where it is expected.
    pub claim: PointerBuf,
}

/// A relation between two values, or the values of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Relation {
    /// Both are the same value, numbers by value.
    Equal(Operand, Operand),
    /// They are not.
    Differ(Operand, Operand),
    /// The first timestamp is not after the second.
    Before(Operand, Operand),
    /// The list is in order.
    Sorted(Operand, Order),
    /// No value of the list is there twice.
    Unique(Operand),
    /// Following links to their end collects just these values.
    Follows(Follows),
}

/// An order of numbers, timestamps or strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Each is at least the one before it.
    Ascending,
    /// Each is at most the one before it.
    Descending,
}

/// What the pages of a list contain, along their links.
#[derive(Clone, Debug, PartialEq)]
pub struct Follows {
    /// The relation of the links that are followed.
    pub rel: String,
    /// What is taken of each page, a list.
    pub each: Operand,
    /// All of it, in order.
    pub collects: Vec<Value>,
    /// How many pages there are, where that is demanded.
    pub pages: Option<usize>,
}

/// A value that a relation is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// The value at a place of the body.
    Body(PointerBuf),
    /// The values at a place in each element of a list that stands at a place of the body.
    Each {
        /// The list.
        list: PointerBuf,
        /// The place in each element.
        each: PointerBuf,
    },
    /// A header, as a text.
    Header(String),
    /// A parameter as it was sent.
    Parameter(String),
    /// What an earlier step has captured.
    Capture(String),
    /// This value.
    Value(Value),
}

impl CaseExpectations {
    /// Whether they compare values.
    pub(crate) fn speak_of_values(&self) -> bool {
        self.body.is_some() || !self.relations.is_empty()
    }
}
