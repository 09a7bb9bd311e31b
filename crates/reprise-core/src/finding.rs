//! One documented claim that a response refutes.

use std::collections::HashMap;
use std::fmt;

use jsonptr::{Pointer, PointerBuf, Token};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::check::Check;
use crate::hash::fnv_1a;
use crate::level::Level;

/// One documented claim that a response refutes, with both places.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The check that failed; its level is the level of the finding.
    pub check: Check,
    /// Place of the claim in the document.
    pub claim: PointerBuf,
    /// The part of the response that refutes it.
    pub place: ExchangePart,
    /// Place in that part; the root if the part has no structure.
    pub at: PointerBuf,
    /// What is wrong.
    pub kind: FindingKind,
    /// Which two of schema, example and server agree, if two do.
    pub agreement: Option<Agreement>,
    /// The index of the step in the case, from 0.
    pub step: usize,
}

/// The effect of a finding on a client that was written from the document.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum FindingClass {
    /// Such a client fails, or misinterprets the response.
    Breaking,
    /// The response contains more than is documented.
    Compatible,
    /// Free text reads differently.
    Cosmetic,
}

impl FindingClass {
    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            FindingClass::Breaking => "breaking",
            FindingClass::Compatible => "compatible",
            FindingClass::Cosmetic => "cosmetic",
        }
    }
}

/// The two of the three sources that agree about a place, against the third.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
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
    pub(crate) fn new(
        check: Check,
        claim: &Pointer,
        place: ExchangePart,
        kind: FindingKind,
    ) -> Finding {
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

    /// The effect on a client that was written from the document.
    pub fn class(&self) -> FindingClass {
        match &self.kind {
            FindingKind::Undocumented => FindingClass::Compatible,
            // a client only displays free text, but acts on a keyword, a number or a timestamp
            FindingKind::Other {
                expected: Value::String(expected),
                actual: Value::String(_),
            } if self.level() == Level::Value
                && self.place == ExchangePart::Body
                && is_free_text(expected) =>
            {
                FindingClass::Cosmetic
            }
            _ => FindingClass::Breaking,
        }
    }

    /// Identifies the finding among those of its case, except those at other elements of the same list.
    fn identity_text(&self, case: &str) -> String {
        let at: Vec<String> = self
            .at
            .tokens()
            .map(|token| generalize_index(&token))
            .collect();
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

/// All indices become equal; anything else is unchanged.
fn generalize_index(token: &Token<'_>) -> String {
    let encoded = token.encoded();
    if encoded.bytes().all(|byte| byte.is_ascii_digit()) && !encoded.is_empty() {
        "*".to_owned()
    } else {
        encoded.to_owned()
    }
}

/// The id of a finding.
///
/// Both ids are 12 hexadecimal digits. They are computed from the case, its step, the place in the document, the
/// place in the response and the kind, but not from the values in the response. They do not contain array indices
/// either: if a list changes, an element has another index tomorrow. Instead, findings that only differ in the
/// element are counted in order. So each has its own id, and the id of the first one stays the same as long as there
/// is any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingIds {
    /// Its own id: no other finding of its case has it, and it stays the same from run to run.
    pub id: String,
    /// The id of the first similar finding of its case; its own id if it is the first.
    pub first: String,
}

/// The ids of the findings of a case, in their order.
pub fn finding_ids(case: &str, findings: &[Finding]) -> Vec<FindingIds> {
    let mut seen: HashMap<String, u32> = HashMap::new();
    findings
        .iter()
        .map(|finding| {
            let likeness = finding.identity_text(case);
            let first_similar_id = short_hash(&likeness);
            let count = seen.entry(likeness.clone()).or_default();
            *count += 1;
            let id = match *count {
                1 => first_similar_id.clone(),
                more => short_hash(&format!("{likeness}\n{more}")),
            };
            FindingIds {
                id,
                first: first_similar_id,
            }
        })
        .collect()
}

/// The first 48 bits of the hash of a text.
fn short_hash(text: &str) -> String {
    format!("{:012x}", fnv_1a(text.as_bytes()) >> 16)
}

/// Text with spaces between words is for people; anything else may be a key, a keyword or a timestamp.
fn is_free_text(text: &str) -> bool {
    text.contains(' ') || text.contains('\n')
}

/// The part of an exchange that a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "place", content = "name", rename_all = "kebab-case")]
pub enum ExchangePart {
    /// The HTTP status.
    Status,
    /// The media type.
    MediaType,
    /// A parameter of the request, by name.
    Parameter(String),
    /// A header of the response, by name.
    Header(String),
    /// The body.
    Body,
}

impl fmt::Display for ExchangePart {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExchangePart::Status => f.write_str("status"),
            ExchangePart::MediaType => f.write_str("media type"),
            ExchangePart::Parameter(name) => write!(f, "parameter {name}"),
            ExchangePart::Header(name) => write!(f, "header {name}"),
            ExchangePart::Body => f.write_str("body"),
        }
    }
}

/// The kind of difference at a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FindingKind {
    /// A documented value is missing.
    Missing {
        /// The documented value.
        expected: Value,
    },
    /// A value is present but must not be.
    Unexpected {
        /// The actual value.
        actual: Value,
    },
    /// The value differs from the documented one.
    Other {
        /// The documented value.
        expected: Value,
        /// The actual value.
        actual: Value,
    },
    /// The element is present, at another index than documented.
    Moved {
        /// The documented index.
        from: usize,
        /// The actual index.
        to: usize,
    },
    /// The value violates a keyword of the schema.
    Invalid {
        /// The claim, in words.
        message: String,
        /// The documented value of this place, if an example has one.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "present"
        )]
        expected: Option<Value>,
        /// The actual value; `None` if a missing value violates the schema.
        #[serde(
            default,
            skip_serializing_if = "Option::is_none",
            deserialize_with = "present"
        )]
        actual: Option<Value>,
    },
    /// The body cannot be parsed as its media type.
    Unreadable {
        /// The error message.
        message: String,
    },
    /// The property is present, but not in the schema. Only a strict run reports this as a finding.
    Undocumented,
}

/// A value that is present and may be null; serde alone would read null as `None`.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl FindingKind {
    /// The word for it.
    pub const fn as_str(&self) -> &'static str {
        match self {
            FindingKind::Missing { .. } => "missing",
            FindingKind::Unexpected { .. } => "unexpected",
            FindingKind::Other { .. } => "other",
            FindingKind::Moved { .. } => "moved",
            FindingKind::Invalid { .. } => "invalid",
            FindingKind::Unreadable { .. } => "unreadable",
            FindingKind::Undocumented => "undocumented",
        }
    }
}

impl fmt::Display for FindingKind {
    /// A description of the difference, without the values.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FindingKind::Missing { .. } => f.write_str("missing"),
            FindingKind::Unexpected { .. } => f.write_str("not expected"),
            FindingKind::Other { .. } => f.write_str("different value"),
            FindingKind::Moved { from, to } => {
                write!(f, "documented at index {from}, found at index {to}")
            }
            FindingKind::Invalid { message, .. } | FindingKind::Unreadable { message } => {
                f.write_str(message)
            }
            FindingKind::Undocumented => f.write_str("not in the schema"),
        }
    }
}

/// A property of the response that is not in the example; this is not a finding.
#[derive(Clone, Debug, PartialEq)]
pub struct ExtraProperty {
    /// Place in the body.
    pub at: PointerBuf,
    /// Whether the property is not in the schema either.
    pub undocumented: bool,
}
