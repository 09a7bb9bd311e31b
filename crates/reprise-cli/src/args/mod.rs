//! Arguments that several commands share.

mod limits;
mod sources;
mod target;

pub(crate) use limits::LimitArgs;
pub(crate) use sources::{DocumentAndSuite, SourceArgs};
pub(crate) use target::TargetArgs;
