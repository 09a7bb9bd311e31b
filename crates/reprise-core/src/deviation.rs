//! Deviations: where a target is known to differ. They change how a run ends, never what it reports.
//!
//! ```
//! let deviations = reprise_core::parse_deviations("deviations.yaml", "
//! - finding: 0a1b2c3d4e5f
//!   reason: The name is kept in lower case until the data is moved.
//!   owner: ci-team
//!   issue: https://gitlab.example.com/ci/issues/12
//!   expires: 2027-03-31
//! - case: getJob.failed-job
//!   fact: /components/schemas/Job/properties/name
//!   reason: As above.
//!   owner: ci-team
//!   expires: 2027-03-31
//!   fixed: 17.4
//! ")?;
//! assert_eq!(deviations.len(), 2);
//! # Ok::<(), reprise_core::YamlError>(())
//! ```

mod day;
mod entry;
mod weigh;

pub use day::Day;
pub use entry::{Deviation, Release, Subject, deviation_entries, parse_deviations};
pub use weigh::{Complaint, Heard, Open, Told, Trouble, Weighed, weigh};
