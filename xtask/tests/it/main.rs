//! The repository's own rules, and its tasks as a user runs them.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod architecture;
mod baseline;
mod client;
mod coverage;
mod generators;
mod help;
mod lint;
mod modules;
mod openapi_3_0;
mod site;
mod spec;

use std::path::{Path, PathBuf};
use std::process::Command;

/// The root of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("..")
        .canonicalize()
        .unwrap()
}

/// Runs a command to its end; returns its exit code and its output.
fn run_to_end(command: &mut Command) -> (i32, String) {
    let output = command.output().unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.code().unwrap(),
        String::from_utf8(text).unwrap(),
    )
}
