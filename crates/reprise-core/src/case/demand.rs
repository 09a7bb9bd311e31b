//! What a file of cases demands of an answer, in addition to what the document says.

use std::collections::BTreeSet;

use jsonptr::PointerBuf;
use serde_json::Value;

use super::expectation::ExpectedHeader;

/// What must hold of an answer besides what is documented.
#[derive(Clone, Debug, Default)]
pub struct Demands {
    /// Where the status is demanded.
    pub status: PointerBuf,
    /// Headers that must be there, with their schemas.
    pub headers: Vec<ExpectedHeader>,
    /// Names of the headers whose schemas speak of numbers; those of all others speak of texts.
    pub numbers: BTreeSet<String>,
    /// Headers that must not be there, each with the place that says so.
    pub absent: Vec<(String, PointerBuf)>,
    /// Where the schema of the body stands.
    pub body: Option<PointerBuf>,
    /// How many values that schema gives exactly.
    pub values: usize,
    /// Whether that schema says that a list is empty.
    pub empties: bool,
    /// What a schema cannot say.
    pub relations: Vec<Demand>,
    /// What is kept for later steps: name, what, and where that is said.
    pub captures: Vec<(String, Operand, PointerBuf)>,
}

/// A relation, and where it is demanded.
#[derive(Clone, Debug)]
pub struct Demand {
    /// What must hold.
    pub relation: Relation,
    /// Where that is said.
    pub claim: PointerBuf,
}

/// What a schema cannot say.
#[derive(Clone, Debug, PartialEq)]
pub enum Relation {
    /// Both are the same value, numbers by value.
    Equal(Operand, Operand),
    /// They are not.
    Differ(Operand, Operand),
    /// The first instant is not after the second.
    Before(Operand, Operand),
    /// The list is in order.
    Sorted(Operand, Order),
    /// No value of the list is there twice.
    Unique(Operand),
    /// Following links to their end collects just these values.
    Follows(Follows),
}

/// An order of numbers, instants or texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Order {
    /// Each is at least the one before it.
    Ascending,
    /// Each is at most the one before it.
    Descending,
}

/// What is collected on the way along the links of an answer.
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

/// Something that a relation speaks of.
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

impl Demands {
    /// Whether they speak of more than that something is there.
    pub(crate) fn speak_of_values(&self) -> bool {
        self.body.is_some() || !self.relations.is_empty()
    }
}
