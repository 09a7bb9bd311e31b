//! How much of a response is compared.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How much of a response was compared; each level includes the levels before it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Status, media type, documented headers; the body parses.
    Exchange,
    /// The body is valid against its schema.
    Schema,
    /// Everything in the example is present, with its type.
    Shape,
    /// Every documented value equals the actual value.
    Value,
}

impl Level {
    /// Every level, from least to most.
    pub const ALL: [Level; 4] = [Level::Exchange, Level::Schema, Level::Shape, Level::Value];

    /// The word for it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Level::Exchange => "exchange",
            Level::Schema => "schema",
            Level::Shape => "shape",
            Level::Value => "value",
        }
    }

    /// The next lower level, if there is one.
    pub fn next_lower(self) -> Option<Level> {
        match self {
            Level::Exchange => None,
            Level::Schema => Some(Level::Exchange),
            Level::Shape => Some(Level::Schema),
            Level::Value => Some(Level::Shape),
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // use `pad`, so that a column of levels is aligned
        f.pad(self.as_str())
    }
}
