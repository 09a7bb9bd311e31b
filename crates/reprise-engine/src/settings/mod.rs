//! Combines options and configuration.

mod choose;
mod headers;
mod options;
mod secret_store;
mod sources;
mod target;
mod values;

pub use options::Options;
pub use sources::sources;
pub use target::{Hook, Rules, StateSource, TargetSettings};
pub use values::Settings;
