//! One documented claim that an answer refutes.

use std::collections::HashMap;
use std::fmt;

use jsonptr::{Pointer, PointerBuf, Token};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::check::Check;
use crate::hash::fnv_1a;
use crate::level::Level;

/// One documented claim that an answer refutes, with both places.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The check that failed; its level is the level of the finding.
    pub check: Check,
    /// Where the document makes the claim.
    pub claim: PointerBuf,
    /// Which part of the answer refutes it.
    pub place: Place,
    /// Where in that part; the root where there is no inside.
    pub at: PointerBuf,
    /// What is wrong.
    pub kind: Kind,
    /// Which two of schema, example and server agree, where two do.
    pub agreement: Option<Agreement>,
    /// Which step of the case it was, from 0.
    pub step: usize,
}

/// What a finding means to a client that was written from the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// Such a client fails, or is misled.
    Breaking,
    /// The answer has more than is documented.
    Compatible,
    /// Free text reads differently.
    Cosmetic,
}

impl Class {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Class::Breaking => "breaking",
            Class::Compatible => "compatible",
            Class::Cosmetic => "cosmetic",
        }
    }
}

/// Two of the three that speak of a place, against the third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Agreement {
    /// The server is wrong.
    SchemaAndExample,
    /// The example is wrong.
    SchemaAndServer,
    /// The schema is wrong.
    ExampleAndServer,
}

impl fmt::Display for Agreement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Agreement::SchemaAndExample => "schema and example agree, the server differs",
            Agreement::SchemaAndServer => "schema and server agree, the example is wrong",
            Agreement::ExampleAndServer => "example and server agree, the schema is wrong",
        })
    }
}

impl Finding {
    pub(crate) fn new(check: Check, claim: &Pointer, place: Place, kind: Kind) -> Finding {
        Finding {
            check,
            claim: claim.to_buf(),
            place,
            at: PointerBuf::root(),
            kind,
            agreement: None,
            step: 0,
        }
    }

    /// The level that is not reached because of it.
    pub fn level(&self) -> Level {
        self.check.level()
    }

    /// What it means to a client that was written from the document.
    pub fn class(&self) -> Class {
        match &self.kind {
            Kind::Undocumented => Class::Compatible,
            // a client that reads free text shows it; one that reads a word, a number or a time acts on it
            Kind::Other {
                expected: Value::String(expected),
                actual: Value::String(_),
            } if self.level() == Level::Value
                && self.place == Place::Body
                && is_free_text(expected) =>
            {
                Class::Cosmetic
            }
            _ => Class::Breaking,
        }
    }

    /// What tells it from other findings of its case, but for those at other elements of the same list.
    fn likeness(&self, case: &str) -> String {
        let at: Vec<String> = self.at.tokens().map(|token| general(&token)).collect();
        [
            case,
            self.claim.as_str(),
            &self.place.to_string(),
            &at.join("/"),
            self.kind.as_str(),
            &self.step.to_string(),
        ]
        .join("\n")
    }
}

/// An index is any index; anything else is itself.
fn general(token: &Token<'_>) -> String {
    let encoded = token.encoded();
    if encoded.bytes().all(|byte| byte.is_ascii_digit()) && !encoded.is_empty() {
        "*".to_owned()
    } else {
        encoded.to_owned()
    }
}

/// What a finding is called.
///
/// Both ids are 12 hexadecimal digits, made of the case, its step, the place in the document, the place in the
/// answer and the kind, but not of what a server happened to answer. Nor are they made of indices: where a list is live, an
/// element stands elsewhere tomorrow. Instead, findings that are alike but for the element are counted in the
/// order in which they stand, so that each has an id of its own, and the first one's stays while there is any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// Its own id: no other finding of its case has it, and it stays the same from run to run.
    pub id: String,
    /// The id of the first finding of its case that is like it; its own, where it is the first.
    pub first: String,
}

/// The names of the findings of a case, in their order.
pub fn names(case: &str, findings: &[Finding]) -> Vec<Name> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let likeness = finding.likeness(case);
            let first = digits(&likeness);
            let count = seen.entry(likeness.clone()).or_default();
            *count += 1;
            let id = match *count {
                1 => first.clone(),
                more => digits(&format!("{likeness}\n{more}")),
            };
            Name { id, first }
        })
        .collect()
}

/// The first 48 bits of the hash of a text.
fn digits(text: &str) -> String {
    format!("{:012x}", fnv_1a(text.as_bytes()) >> 16)
}

/// Text with spaces between words is for people; anything else may be a key, a word or a time.
fn is_free_text(text: &str) -> bool {
    text.contains(' ') || text.contains('\n')
}

/// The part of an exchange that a finding speaks of.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "place", content = "name", rename_all = "kebab-case")]
pub enum Place {
    /// The HTTP status.
    Status,
    /// The media type.
    MediaType,
    /// A parameter of the request, by name.
    Parameter(String),
    /// A header of the answer, by name.
    Header(String),
    /// The body.
    Body,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Status => f.write_str("status"),
            Place::MediaType => f.write_str("media type"),
            Place::Parameter(name) => write!(f, "parameter {name}"),
            Place::Header(name) => write!(f, "header {name}"),
            Place::Body => f.write_str("body"),
        }
    }
}

/// What is wrong at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Kind {
    /// It is documented and not there.
    Missing {
        /// What is documented.
        expected: Value,
    },
    /// It is there and must not be.
    Unexpected {
        /// What is there.
        actual: Value,
    },
    /// It is something else than documented.
    Other {
        /// What is documented.
        expected: Value,
        /// What is there.
        actual: Value,
    },
    /// It is there, at another index than documented.
    Moved {
        /// The documented index.
        from: usize,
        /// The actual index.
        to: usize,
    },
    /// It breaks a keyword of the schema.
    Invalid {
        /// The claim, in words.
        message: String,
        /// What is documented for this very place, where an example says so.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "present"
        )]
        expected: Option<Value>,
        /// What is there; none where it is what lacks that breaks the schema.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "present"
        )]
        actual: Option<Value>,
    },
    /// The body cannot be read as its media type says.
    Unreadable {
        /// Why not.
        message: String,
    },
    /// It is there, and the schema does not mention it. Only a strict run takes that for a finding.
    Undocumented,
}

/// A value that is there, and may be null; serde alone would take null for nothing.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl Kind {
    /// The word for it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Kind::Missing { .. } => "missing",
            Kind::Unexpected { .. } => "unexpected",
            Kind::Other { .. } => "other",
            Kind::Moved { .. } => "moved",
            Kind::Invalid { .. } => "invalid",
            Kind::Unreadable { .. } => "unreadable",
            Kind::Undocumented => "undocumented",
        }
    }
}

impl fmt::Display for Kind {
    /// What is wrong, without the values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Kind::Missing { .. } => f.write_str("missing"),
            Kind::Unexpected { .. } => f.write_str("not expected"),
            Kind::Other { .. } => f.write_str("different value"),
            Kind::Moved { from, to } => {
                write!(f, "documented at index {from}, found at index {to}")
            }
            Kind::Invalid { message, .. } | Kind::Unreadable { message } => f.write_str(message),
            Kind::Undocumented => f.write_str("not in the schema"),
        }
    }
}

/// A member that the answer has and the example does not mention; not a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Where in the body.
    pub at: PointerBuf,
    /// Whether the schema does not mention it, either.
    pub undocumented: bool,
}
