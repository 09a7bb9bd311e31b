//! Shards: a suite split over several runs, each case in exactly one of them.
//!
//! ```
//! use reprise_core::Shard;
//!
//! let shard: Shard = "1/3".parse()?;
//! assert!(shard.has_case("getJob.failed-job"));
//! assert!(!"2/3".parse::<Shard>()?.has_case("getJob.failed-job"));
//! # Ok::<(), reprise_core::ShardError>(())
//! ```
//!
//! The split depends only on the id of a case: the remainder of its 64-bit FNV-1a hash, divided by the number of
//! shards, is the index of its shard, counted from 0. So a case stays in its shard if other cases are added or
//! removed, on any machine and in any version.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::hash::fnv_1a;
use crate::outcome::Outcome;
use crate::plan::{Plan, SkippedCase};
use crate::reason::Reason;
use crate::suite::Suite;

/// One of several runs that share a suite. As data, it is `{"index": 2, "count": 3}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(into = "RawShard", try_from = "RawShard")]
#[schemars(with = "RawShard")]
pub struct Shard {
    /// The index, counted from 1.
    index: u64,
    /// The number of shards.
    total: u64,
}

/// A shard as data; it may be invalid.
#[derive(Clone, Copy, Serialize, Deserialize, JsonSchema)]
struct RawShard {
    /// Which one, from 1.
    #[schemars(range(min = 1))]
    index: u64,
    /// The number of shards.
    #[schemars(range(min = 1))]
    count: u64,
}

impl From<Shard> for RawShard {
    fn from(shard: Shard) -> RawShard {
        RawShard {
            index: shard.index,
            count: shard.total,
        }
    }
}

impl TryFrom<RawShard> for Shard {
    type Error = ShardError;

    fn try_from(written: RawShard) -> Result<Shard, ShardError> {
        Shard::new(written.index, written.count)
    }
}

/// Text or numbers that are not a valid shard.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShardError {
    /// The text is not two numbers with a slash between them.
    #[error("`{0}` is not a shard; write INDEX/COUNT, for example 2/3")]
    InvalidSyntax(String),
    /// The index is greater than the number of shards, or 0.
    #[error("shard {index}/{total} does not exist; shards are 1/{total} to {total}/{total}")]
    OutOfRange {
        /// The index.
        index: u64,
        /// The number of shards.
        total: u64,
    },
}

impl Shard {
    /// One of `total` shards, counted from 1.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such shard.
    pub fn new(index: u64, total: u64) -> Result<Shard, ShardError> {
        if index == 0 || index > total {
            return Err(ShardError::OutOfRange { index, total });
        }
        Ok(Shard { index, total })
    }

    /// The index, counted from 1.
    pub fn index(self) -> u64 {
        self.index
    }

    /// The number of shards.
    pub fn count(self) -> u64 {
        self.total
    }

    /// Whether a case belongs to it.
    pub fn has_case(self, case: &str) -> bool {
        fnv_1a(case.as_bytes()) % self.total == self.index - 1
    }
}

impl FromStr for Shard {
    type Err = ShardError;

    fn from_str(text: &str) -> Result<Shard, ShardError> {
        let numbers = text
            .split_once('/')
            .and_then(|(index, total)| Some((index.parse().ok()?, total.parse().ok()?)));
        let (index, total) = numbers.ok_or_else(|| ShardError::InvalidSyntax(text.to_owned()))?;
        Shard::new(index, total)
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index, self.total)
    }
}

/// The part of a plan that belongs to a shard. A case that is not selected stays unchanged. Any other case of another
/// shard is left to that shard, even if it is blocked, so that it is reported only once.
pub fn select_shard<'a>(plan: Plan<'a>, suite: &'a Suite, shard: Shard) -> Plan<'a> {
    let mut planned = plan.cases.into_iter().peekable();
    let mut skips = plan.skips.into_iter().peekable();
    let mut part = Plan::default();
    for case in &suite.cases {
        let step = planned.next_if(|planned| planned.case.id == case.id);
        let skip = match step {
            Some(_) => None,
            None => skips.next_if(|skip| skip.case.id == case.id),
        };
        let not_chosen = skip
            .as_ref()
            .is_some_and(|skip| skip.outcome == Outcome::Skipped(Reason::NotChosen));
        if shard.has_case(case.id.as_str()) || not_chosen {
            part.cases.extend(step);
            part.skips.extend(skip);
        } else {
            part.skips.push(SkippedCase {
                case,
                outcome: Outcome::Skipped(Reason::OtherShard),
            });
        }
    }
    part
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_data_and_only_one_that_can_be() {
        let shard = Shard::new(2, 3).unwrap();
        let text = serde_json::to_string(&shard).unwrap();
        assert_eq!(text, r#"{"index":2,"count":3}"#);
        assert_eq!(serde_json::from_str::<Shard>(&text).unwrap(), shard);
        for wrong in [r#"{"index":4,"count":3}"#, r#"{"index":0,"count":0}"#] {
            assert!(serde_json::from_str::<Shard>(wrong).is_err(), "{wrong}");
        }
    }
}
