//! One documented claim that an answer refutes.

use reprise_core::{Agreement, Check, Class, Kind, Level, Place};
use serde::{Deserialize, Serialize};

use super::Spot;

/// One documented claim that an answer refutes, with both places.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Finding {
    /// A name that stays the same from run to run, and that no other finding of the case has.
    pub(crate) id: String,
    /// What it means to a client that was written from the document.
    pub(crate) class: Class,
    /// The check that failed.
    pub(crate) check: Check,
    /// The level that is not reached because of it.
    pub(crate) level: Level,
    /// The part of the exchange it speaks of.
    #[serde(flatten)]
    pub(crate) place: Place,
    /// Where in that part, as a JSON Pointer.
    pub(crate) pointer: String,
    /// What is wrong.
    #[serde(flatten)]
    pub(crate) kind: Kind,
    /// Which two of schema, example and server agree, where two do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) agreement: Option<Agreement>,
    /// Whether a known failure says that the target is known to differ here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) accepted: bool,
    /// Which step of the case it was, from 1; none for the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) step: Option<usize>,
    /// Where the document makes the claim.
    pub(crate) claim: Spot,
}
