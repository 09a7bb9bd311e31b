#![doc = include_str!("../README.md")]

mod enums;
pub mod format;
pub mod forms;

pub use enums::{StartedBy, TokenScope, Visibility};
pub use format::{FixtureDescription, fixture_schema};
