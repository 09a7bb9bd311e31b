//! How a task runs and how it ends.

use std::process::ExitCode;

/// What a task does with stale files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// Writes them.
    Write,
    /// Prints how they differ.
    Check,
}

impl Mode {
    /// The mode that the flag `--check` selects.
    pub fn of(check: bool) -> Mode {
        if check { Mode::Check } else { Mode::Write }
    }
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Everything is up to date.
    Fresh,
    /// Generated files were stale and have been rewritten.
    Changed,
    /// Generated files on disk differ from what the generator returns.
    Stale,
    /// A check has findings.
    Findings,
    /// A part of the output is missing or wrong; the rest was made.
    Incomplete,
    /// The document has changes that its version does not allow.
    Breaking,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        match outcome {
            Outcome::Fresh | Outcome::Changed => ExitCode::SUCCESS,
            // 2 is unusable input
            Outcome::Findings | Outcome::Breaking => ExitCode::from(1),
            Outcome::Stale | Outcome::Incomplete => ExitCode::from(4),
        }
    }
}
