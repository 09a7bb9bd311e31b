//! Tables and generated values for the comparison of JSON values.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod apply;
mod diff;
mod generated;
mod large;
mod messages;
mod readme;
mod shape;
mod source;
