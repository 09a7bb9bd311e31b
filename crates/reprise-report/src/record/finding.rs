//! One difference between document and response.

use reprise_core::{Agreement, Check, ExchangePart, FindingClass, FindingKind, Level};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::SourceLocation;

/// One difference between document and response, with both places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingRecord {
    /// An id that stays the same from run to run, and is unique in the case.
    #[schemars(regex(pattern = "^[0-9a-f]{12}$"))]
    pub id: String,
    /// What it means for a client that was written from the document.
    pub class: FindingClass,
    /// The check that failed.
    pub check: Check,
    /// The level that is not reached because of it.
    pub level: Level,
    /// The part of the exchange that it is about.
    #[serde(flatten)]
    pub place: ExchangePart,
    /// Where in that part, as a JSON Pointer.
    pub pointer: String,
    /// What is wrong.
    #[serde(flatten)]
    pub kind: FindingKind,
    /// Which two of schema, example and server agree, if two do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// Whether it is a known failure.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub accepted: bool,
    /// The step of the case, from 1; absent for the first.
    #[schemars(range(min = 2))]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// Where the document makes the claim.
    pub claim: SourceLocation,
}
