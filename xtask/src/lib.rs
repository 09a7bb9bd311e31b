//! Tasks of this repository, as functions: the binary only reads the arguments.

use std::process::ExitCode;

pub mod blessed;
pub mod client;
pub mod coverage;
pub mod faults;
pub mod files;
pub mod generators;
pub mod git;
pub mod lint;
pub mod node;
pub mod release;
pub mod reports;
pub mod semver;
pub mod site;
pub mod spec;

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// All is as it should be.
    Fresh,
    /// Generated files on disk are not what the generator returns.
    Stale,
    /// A check has found something.
    Found,
    /// A part could not be made, or is not as it should be; the rest was.
    Incomplete,
    /// What is generated breaks somebody, or has to be reviewed, and its version does not say so.
    Breaks,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Fresh => ExitCode::SUCCESS,
            // 2 is unusable input
            Outcome::Found | Outcome::Breaks => ExitCode::from(1),
            Outcome::Stale | Outcome::Incomplete => ExitCode::from(4),
        }
    }
}
