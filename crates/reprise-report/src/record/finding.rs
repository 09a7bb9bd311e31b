//! One documented claim that an answer refutes.

use reprise_core::{Agreement, Check, Class, Kind, Level, Place};
use serde::{Deserialize, Serialize};

use super::Spot;

/// One documented claim that an answer refutes, with both places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// A name that stays the same from run to run, and that no other finding of the case has.
    pub id: String,
    /// What it means to a client that was written from the document.
    pub class: Class,
    /// The check that failed.
    pub check: Check,
    /// The level that is not reached because of it.
    pub level: Level,
    /// The part of the exchange it speaks of.
    #[serde(flatten)]
    pub place: Place,
    /// Where in that part, as a JSON Pointer.
    pub pointer: String,
    /// What is wrong.
    #[serde(flatten)]
    pub kind: Kind,
    /// Which two of schema, example and server agree, where two do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement: Option<Agreement>,
    /// Whether a known failure says that the target is known to differ here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub accepted: bool,
    /// Which step of the case it was, from 1; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<usize>,
    /// Where the document makes the claim.
    pub claim: Spot,
}
