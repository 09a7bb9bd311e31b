//! What a case file expects of a response, in addition to what the document says.

use std::collections::BTreeSet;

use jsonptr::PointerBuf;
use schemars::JsonSchema;
use serde_json::Value;

use super::expected_response::ExpectedHeader;

/// What a case file expects of a response.
#[derive(Clone, Debug, Default)]
pub struct CaseExpectations {
    /// Place of the expected status.
    pub status: PointerBuf,
    /// Headers that must be present, with their schemas.
    pub headers: Vec<ExpectedHeader>,
    /// Names of the headers whose schemas describe numbers; all others describe strings.
    pub numbers: BTreeSet<String>,
    /// Headers that must be absent, each with the place of the expectation.
    pub absent: Vec<(String, PointerBuf)>,
    /// The place of the schema of the body.
    pub body: Option<PointerBuf>,
    /// The number of values that the schema defines exactly.
    pub values: usize,
    /// Whether that schema requires an empty list.
    pub allows_empty_list: bool,
    /// Relations, which a schema cannot express.
    pub relations: Vec<ExpectedRelation>,
    /// Values that are kept for later steps: name, value, and place of the expectation.
    pub captures: Vec<(String, Operand, PointerBuf)>,
}

/// A relation, and its place in the case file.
#[derive(Clone, Debug)]
pub struct ExpectedRelation {
    /// The relation.
    pub relation: Relation,
    /// Place of the relation in the case file.
    pub claim: PointerBuf,
}

/// A relation between two values, or the values of a list.
#[derive(Clone, Debug, PartialEq)]
pub enum Relation {
    /// Both values are equal; numbers are compared by value.
    Equal(Operand, Operand),
    /// The values differ.
    Differ(Operand, Operand),
    /// The first timestamp is not later than the second.
    Before(Operand, Operand),
    /// The list is in order.
    Sorted(Operand, SortOrder),
    /// The list contains no value twice.
    Unique(Operand),
    /// All pages together contain exactly these values.
    Follows(ExpectedPages),
}

/// An order of numbers, timestamps or strings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SortOrder {
    /// Each value is greater than or equal to the previous one.
    Ascending,
    /// Each value is less than or equal to the previous one.
    Descending,
}

/// The expected content of a paged list, over all its pages.
#[derive(Clone, Debug, PartialEq)]
pub struct ExpectedPages {
    /// The relation of the links to follow.
    pub rel: String,
    /// The operand that collects the elements of each page; a list.
    pub each: Operand,
    /// All of it, in order.
    pub elements: Vec<Value>,
    /// The expected number of pages, if the case requires one.
    pub pages: Option<usize>,
}

/// A value in a relation.
#[derive(Clone, Debug, PartialEq)]
pub enum Operand {
    /// The value at a place of the body.
    Body(PointerBuf),
    /// The values at a place in each element of a list in the body.
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
    /// A value that an earlier step has captured.
    Capture(String),
    /// This value.
    Value(Value),
}

impl CaseExpectations {
    /// Whether they compare values.
    pub(crate) fn has_value_checks(&self) -> bool {
        self.body.is_some() || !self.relations.is_empty()
    }
}
