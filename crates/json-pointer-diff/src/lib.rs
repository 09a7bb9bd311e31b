//! Compares two JSON values and lists their differences, place by place.
//!
//! ```
//! use json_pointer_diff::{DifferenceKind, Rules, diff};
//! use serde_json::json;
//!
//! let expected = json!([{"id": 6, "stage": "test"}, {"id": 7, "stage": "test"}]);
//! let actual = json!([{"id": 5, "stage": "build"}, {"id": 6, "stage": "test"}, {"id": 7, "stage": "deploy"}]);
//!
//! let found = diff(&expected, &actual, &Rules::default());
//! let listed: Vec<String> = found.iter().map(ToString::to_string).collect();
//! assert_eq!(listed, [
//!     r#"/1/stage: expected "test", actual "deploy" (at /2/stage)"#,
//!     r#"/0: extra {"id":5,"stage":"build"}"#,
//! ]);
//! assert!(matches!(found[1].kind, DifferenceKind::Extra { .. }));
//! ```
//!
//! An element that is inserted at the front does not make every later element differ: arrays are aligned first, so
//! that a difference has two places, one in each value.
//!
//! Every function here is pure and deterministic. The functions recurse to the nesting depth of the values; values
//! from `serde_json` are at most 128 levels deep, so this is safe.

mod align;
mod compare;
mod comparison_count;
mod difference;
mod equality;
mod gap;
mod shape;
mod text_equality;

pub use compare::{IDENTITY_KEYS, Rules, diff};
pub use difference::{Difference, DifferenceKind};
pub use equality::{numbers_equal, values_equal};
pub use shape::diff_shape;
pub use text_equality::text_equals;
