//! The exit codes of the process.

use std::process::ExitCode;

use reprise_core::Summary;

use reprise_engine::{Error, TargetError};
use reprise_report::RunRecord;

/// The exit code of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// Every response is as documented.
    Passed = 0,
    /// At least one response differs.
    Failed = 1,
    /// Arguments, document or suite cannot be used.
    Unusable = 2,
    /// The target cannot be reached.
    Unreachable = 3,
    /// No response was compared, a case was blocked, or a request had to be sent more than once.
    NotJudged = 4,
    /// A known failure is stale, matches nothing, or has expired.
    KnownFailure = 5,
    /// The run was interrupted; 128 and the number of the signal, as shells have it.
    Interrupted = 130,
}

/// The state of the known failures after a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct KnownFailureCounts {
    /// Cases with known findings only.
    pub(crate) accepted: usize,
    /// Known failures that are stale, match nothing or have expired.
    pub(crate) complaints: usize,
}

impl KnownFailureCounts {
    /// The state of the known failures in a report.
    pub(crate) fn of(record: &RunRecord) -> KnownFailureCounts {
        record
            .known_failures
            .as_ref()
            .map_or_else(KnownFailureCounts::default, |known| KnownFailureCounts {
                accepted: known.accepted_cases,
                complaints: known.complaints.len(),
            })
    }
}

impl Exit {
    /// The exit code of a completed run. Failures take precedence over unknown outcomes.
    pub(crate) fn after_run(summary: &Summary, known: KnownFailureCounts) -> Exit {
        let inconclusive = summary.inconclusive - summary.inconclusive_without_example;
        if summary.failed > known.accepted {
            Exit::Failed
        } else if summary.unreachable > 0 {
            Exit::Unreachable
        } else if summary.invalid > 0 {
            Exit::Unusable
        } else if known.complaints > 0 {
            Exit::KnownFailure
        } else if summary.blocked + inconclusive + summary.defects + summary.flaky > 0
            || summary.passed + known.accepted == 0
        {
            Exit::NotJudged
        } else {
            Exit::Passed
        }
    }

    /// The exit code of a run that stopped with an error.
    pub(crate) fn from_error(error: &anyhow::Error) -> Exit {
        match error.downcast_ref::<Error>() {
            Some(Error::Target(TargetError::Unreachable { .. })) => Exit::Unreachable,
            _ => Exit::Unusable,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_take_precedence_over_unknown_outcomes() {
        let summary = |passed, failed, unreachable, blocked| Summary {
            passed,
            failed,
            unreachable,
            blocked,
            ..Summary::default()
        };
        let known = |accepted, complaints| KnownFailureCounts {
            accepted,
            complaints,
        };
        for (summary, known, exit) in [
            (summary(1, 0, 0, 0), known(0, 0), Exit::Passed),
            (summary(1, 1, 1, 1), known(0, 1), Exit::Failed),
            (summary(1, 0, 1, 1), known(0, 1), Exit::Unreachable),
            (summary(1, 0, 0, 1), known(0, 1), Exit::KnownFailure),
            (summary(1, 0, 0, 1), known(0, 0), Exit::NotJudged),
            (summary(0, 0, 0, 0), known(0, 0), Exit::NotJudged),
            (summary(0, 2, 0, 0), known(1, 0), Exit::Failed),
            (summary(0, 2, 0, 0), known(2, 0), Exit::Passed),
        ] {
            assert_eq!(Exit::after_run(&summary, known), exit, "{summary:?}");
        }
        let vacuous = Summary {
            passed: 1,
            inconclusive: 1,
            ..Summary::default()
        };
        let flaky = Summary {
            passed: 1,
            flaky: 1,
            ..Summary::default()
        };
        for summary in [vacuous, flaky] {
            assert_eq!(
                Exit::after_run(&summary, KnownFailureCounts::default()),
                Exit::NotJudged
            );
        }
        let without_example = Summary {
            inconclusive_without_example: 1,
            ..vacuous
        };
        assert_eq!(
            Exit::after_run(&without_example, KnownFailureCounts::default()),
            Exit::Passed
        );
    }
}
