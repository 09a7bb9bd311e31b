//! What the process ends with.

use std::process::ExitCode;

use reprise_core::Summary;

use crate::target::TargetError;

/// What the process ends with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Every answer is as documented.
    Passed,
    /// At least one answer differs.
    Failed,
    /// Arguments, document or suite cannot be used.
    Unusable,
    /// The target cannot be reached.
    Unreachable,
    /// Nothing was judged, something was blocked, or a request had to be sent more than once.
    NotJudged,
    /// A known failure is stale, matches nothing, or has expired.
    KnownFailure,
    /// The run was interrupted; 128 and the number of the signal, as shells have it.
    Interrupted,
}

/// What known failures make of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Standing {
    /// Cases that differ only where known failures say so.
    pub(crate) accepted: usize,
    /// Known failures with something wrong about them.
    pub(crate) complaints: usize,
}

impl Exit {
    /// The exit for a run that came to its end. What was found wrong comes before what was not found out.
    pub(crate) fn after(summary: &Summary, standing: Standing) -> Exit {
        if summary.differ > standing.accepted {
            Exit::Failed
        } else if summary.unreached > 0 {
            Exit::Unreachable
        } else if summary.mistaken > 0 {
            Exit::Unusable
        } else if standing.complaints > 0 {
            Exit::KnownFailure
        } else if summary.blocked + summary.inconclusive + summary.defects + summary.flaky > 0
            || summary.conform + standing.accepted == 0
        {
            Exit::NotJudged
        } else {
            Exit::Passed
        }
    }

    /// The exit for a run that did not come to its end.
    pub(crate) fn of(error: &anyhow::Error) -> Exit {
        match error.downcast_ref::<TargetError>() {
            Some(TargetError::Unreachable { .. }) => Exit::Unreachable,
            Some(TargetError::Refused { .. }) | None => Exit::Unusable,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Passed => 0,
            Exit::Failed => 1,
            Exit::Unusable => 2,
            Exit::Unreachable => 3,
            Exit::NotJudged => 4,
            Exit::KnownFailure => 5,
            Exit::Interrupted => 130,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_comes_before_what_is_not_known() {
        let summary = |conform, differ, unreached, blocked| Summary {
            conform,
            differ,
            unreached,
            blocked,
            ..Summary::default()
        };
        let standing = |accepted, complaints| Standing {
            accepted,
            complaints,
        };
        for (summary, standing, exit) in [
            (summary(1, 0, 0, 0), standing(0, 0), Exit::Passed),
            (summary(1, 1, 1, 1), standing(0, 1), Exit::Failed),
            (summary(1, 0, 1, 1), standing(0, 1), Exit::Unreachable),
            (summary(1, 0, 0, 1), standing(0, 1), Exit::KnownFailure),
            (summary(1, 0, 0, 1), standing(0, 0), Exit::NotJudged),
            (summary(0, 0, 0, 0), standing(0, 0), Exit::NotJudged),
            (summary(0, 2, 0, 0), standing(1, 0), Exit::Failed),
            (summary(0, 2, 0, 0), standing(2, 0), Exit::Passed),
        ] {
            assert_eq!(Exit::after(&summary, standing), exit, "{summary:?}");
        }
        let vacuous = Summary {
            conform: 1,
            inconclusive: 1,
            ..Summary::default()
        };
        let flaky = Summary {
            conform: 1,
            flaky: 1,
            ..Summary::default()
        };
        for summary in [vacuous, flaky] {
            assert_eq!(Exit::after(&summary, Standing::default()), Exit::NotJudged);
        }
    }
}
