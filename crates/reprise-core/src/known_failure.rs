//! Known failures: known differences of a target. They change the exit code of a run, but not its report.
//!
//! ```
//! let entries = reprise_core::parse_known_failures("known-failures.yaml", "
//! - finding: 0a1b2c3d4e5f
//!   reason: The name is kept in lower case until the data is moved.
//!   owner: ci-team
//!   issue: https://issues.example.com/12
//!   expires: 2027-03-31
//! - case: getJob.failed-job
//!   claim: /components/schemas/Job/properties/name
//!   reason: As above.
//!   owner: ci-team
//!   expires: 2027-03-31
//!   fixed: 17.4
//! ")?;
//! assert_eq!(entries.len(), 2);
//! # Ok::<(), reprise_core::YamlError>(())
//! ```

mod day;
mod entry;
mod evaluate;
mod new_finding;

pub use day::Day;
pub use entry::{
    KnownFailure, KnownFailureSubject, TargetVersion, parse_known_failures, render_known_failures,
};
pub use evaluate::{
    CaseFindings, CaseResult, KnownFailureEvaluation, KnownFailureProblem, KnownFailureProblemKind,
    evaluate_known_failures,
};
pub use new_finding::NewFinding;
