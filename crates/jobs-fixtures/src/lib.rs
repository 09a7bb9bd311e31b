#![doc = include_str!("../README.md")]

pub mod format;
pub mod forms;
mod words;

pub use format::{Description, fixture_schema};
pub use words::{StartedBy, TokenScope, Visibility};
