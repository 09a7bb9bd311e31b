//! The report of a Reprise run: one model ([`record::RunRecord`]) and all its renderers.
//!
//! [`format`](mod@format) renders it for programs (JSON, JUnit, SARIF, …) and people (HTML, Markdown), [`terminal`] for
//! a terminal, [`case_groups`] groups cases without a result by reason, and [`merge`] joins the reports of several shards.
//! The crate does no I/O: everything is a function from a report to text.

pub mod case_groups;
pub mod error;
pub mod finding_groups;
pub mod format;
pub mod merge;
pub mod place;
pub mod record;
pub mod styles;
pub mod terminal;
pub mod text;
pub mod words;

#[cfg(test)]
mod samples;

pub use format::{Format, render};
pub use record::RunRecord;
