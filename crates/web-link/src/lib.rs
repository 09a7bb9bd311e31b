#![doc = include_str!("../README.md")]

mod link;
mod parse;
mod resolve;

pub use link::Link;
pub use parse::parse;
pub use resolve::resolve;
