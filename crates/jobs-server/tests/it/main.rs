//! The server over HTTP: every test starts its own, on a free port, with a fixture of its own.

// a test that cannot go on says so by panicking
#![allow(clippy::unwrap_used)]

mod action;
mod agents;
mod authentication;
mod client;
mod concurrency;
mod connection;
mod control;
mod durable;
mod fault;
mod fault_effects;
mod faults;
mod fixture;
mod in_process;
mod limits;
mod list;
mod log;
mod moved;
mod page;
mod program;
mod roles;
mod routing;
mod scripts;
mod variation;
