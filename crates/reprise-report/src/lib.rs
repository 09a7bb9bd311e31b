//! The report of a Reprise run: one model ([`record::Record`]) and everything that reads it.
//!
//! [`format`](mod@format) renders it for tools (JSON, JUnit, SARIF, …) and people (HTML, Markdown), [`terminal`] for a
//! terminal, and [`merge`] joins the reports of several shards. Nothing here reads a file, opens a socket or prints:
//! everything is a function from a report to text.

pub mod error;
pub mod fold;
pub mod format;
pub mod groups;
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
pub use record::Record;
