//! The number of compared places of a documented body.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The number of compared places in the documented body, by strictness, so that a report shows every relaxed
/// comparison.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PlaceCounts {
    /// Compared by value.
    pub exact: usize,
    /// Differing, but marked as volatile and plausible.
    pub tolerated: usize,
    /// Not compared: withdrawn by an erratum, elided by the example, or above the maximum level.
    pub unchecked: usize,
}

impl std::ops::Add for PlaceCounts {
    type Output = PlaceCounts;

    fn add(self, other: PlaceCounts) -> PlaceCounts {
        PlaceCounts {
            exact: self.exact + other.exact,
            tolerated: self.tolerated + other.tolerated,
            unchecked: self.unchecked + other.unchecked,
        }
    }
}
