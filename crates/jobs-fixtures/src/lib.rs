//! The format of fixtures: the state that a server is in, as a file that people write.
//!
//! Types and their JSON Schema, nothing else: what a fixture means, and whether it can be, is for the server that is
//! put into it.

pub mod format;
pub mod forms;
mod words;

pub use format::{Description, fixture_schema};
pub use words::{StartedBy, TokenScope, Visibility};
