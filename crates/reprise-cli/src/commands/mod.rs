//! The commands, one file each.

pub(crate) mod completions;
pub(crate) mod convert;
#[cfg(feature = "demo")]
pub(crate) mod demo;
pub(crate) mod diff;
pub(crate) mod doctor;
pub(crate) mod errata;
pub(crate) mod explain;
pub(crate) mod init;
pub(crate) mod lint;
pub(crate) mod list;
pub(crate) mod mutants;
pub(crate) mod report;
pub(crate) mod run;
