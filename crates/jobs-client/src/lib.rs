#![doc = include_str!("../README.md")]
// The parts that differ between operations (`operations/`) are generated from the document by `cargo xtask client`. The
// rest is written by hand: requests (`client`, `call`, `credential`), responses (`answer`, `list`, `page`, `log`) and `error`.

mod answer;
mod call;
mod client;
mod credential;
mod error;
mod list;
mod log;
mod operations;
mod page;
mod settings;

pub use jobs_api::model;

pub use client::{Client, UnusableUrl};
pub use credential::Credential;
pub use error::{Decode, Transport};
pub use log::Log;
pub use operations::*;
pub use page::{Items, Page};
