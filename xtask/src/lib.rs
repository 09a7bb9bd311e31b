//! Tasks of this repository, as functions. The binary only parses the arguments.

pub mod baseline;
pub mod changelog;
pub mod client;
pub mod coverage;
pub mod faults;
pub mod files;
pub mod generators;
pub mod git;
pub mod lint;
pub mod node;
pub mod regenerate;
pub mod release;
pub mod reports;
pub mod semver;
pub mod site;
pub mod spec;
pub mod task;
