//! Combines options and configuration.

mod headers;
mod options;
mod resolve_sources;
mod resolve_target;
mod secret_store;
mod target;
mod values;

pub use options::Options;
pub use resolve_sources::resolve_sources;
pub use target::{DiscoveryRules, Hook, TargetSettings, TargetState};
pub use values::Settings;
