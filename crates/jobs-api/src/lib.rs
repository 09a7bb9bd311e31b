#![doc = include_str!("../README.md")]

mod document;
mod error;
pub mod examples;
pub mod model;
pub mod operations;
mod samples;
mod schemas;
mod security;
mod spec;

pub use error::SpecError;
pub use samples::method_name;
pub use schemas::settings as schema_settings;
pub use spec::{SpecFile, spec};
