//! What became of the promises.

use reprise_core::{Fulfilment, Promise};
use serde::{Deserialize, Serialize};

/// A promise, and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Promised {
    /// The promise.
    #[serde(flatten)]
    pub(crate) promise: Promise,
    /// What became of it.
    pub(crate) fulfilment: Fulfilment,
}
