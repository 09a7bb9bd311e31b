//! Tasks of this repository, as functions: the binary only reads the arguments.

use std::process::ExitCode;

pub mod blessed;
pub mod coverage;
pub mod faults;
pub mod files;
pub mod git;
pub mod release;
pub mod semver;
pub mod spec;

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is as it should be.
    Fresh,
    /// Generated files on disk are not what the generator returns.
    Stale,
    /// What is generated breaks somebody, or has to be reviewed, and its version does not say so.
    Breaks,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Fresh => ExitCode::SUCCESS,
            // 1 is what a crash looks like, 2 is unusable input
            Outcome::Stale => ExitCode::from(4),
            Outcome::Breaks => ExitCode::FAILURE,
        }
    }
}
