//! The repository's own rules, and its tasks as a user runs them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod baseline;
mod client;
mod coverage;
mod generators;
mod lint;
mod modules;
mod openapi_3_0;
mod site;
mod spec;

use std::path::{Path, PathBuf};

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}
