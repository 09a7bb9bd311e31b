//! Configuration and settings, without a server.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod config;
mod mutated;
mod schema;
mod settings;
