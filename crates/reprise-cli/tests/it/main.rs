//! The real binary over real HTTP, against servers that conform to their document and servers that do not.
//!
//! Tests assert exit codes and JSON reports; the wording of help and of error messages is in the snapshots.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod closed_pipe;
mod config;
mod convert;
mod demo;
mod diff;
mod discovery;
mod doctor;
mod foreign;
mod guide;
mod hostile;
mod input;
mod interrupt;
mod kinds;
mod known_failures;
mod masking;
mod merge;
mod messages;
mod mutants;
mod offline;
mod reports;
mod reproduce;
mod retries;
mod secret_forms;
mod shards;
mod start;
mod state;
mod support;
mod tls;
