//! Runs a Reprise plan against a server.
//!
//! Options and configuration become [`Settings`]; [`run`](run::run) goes the whole way from there to the report:
//!
//! ```no_run
//! # async fn example() -> Result<(), reprise_engine::Error> {
//! use reprise_engine::run::{Wishes, run};
//! use reprise_engine::{Environment, HttpTransport, Options, Prepared, Settings, Unobserved};
//! use reprise_report::record::Extent;
//!
//! let options = Options {
//!     document: Some("openapi.yaml".into()),
//!     target: Some("http://127.0.0.1:3000".into()),
//!     ..Options::default()
//! };
//! let settings = Settings::resolve(&options, &Environment::system())?;
//! let prepared = Prepared::read(&settings)?.with_requirements(&settings)?;
//! let transport = HttpTransport::new(settings.limits, None)?;
//! let wishes = Wishes { extent: Extent::Whole, update_known_failures: false };
//! let finished = run(&settings, wishes, &prepared, &transport, &Unobserved, std::future::pending()).await?;
//! println!("{:?}", finished.record.summary);
//! # Ok(())
//! # }
//! ```
//!
//! A [`Transport`] carries the requests: [`HttpTransport`] over the network, `TowerTransport` (feature `tower`) to a
//! service in the same process. The crate has no command line and prints nothing.

mod command;
pub mod config;
pub mod discover;
mod environment;
mod error;
pub mod guard;
mod hint;
pub mod known_failures;
pub mod limits;
pub mod mutants;
mod observer;
pub mod output;
mod prepared;
pub mod probe;
mod process;
pub mod reproduce;
mod reset;
pub mod run;
mod secret;
mod select;
mod session;
pub mod settings;
pub mod source;
mod target;
mod target_error;
pub mod transport;

pub use command::CommandLine;
pub use environment::Environment;
pub use error::Error;
pub use hint::did_you_mean;
pub use observer::{Observer, Unobserved};
pub use prepared::Prepared;
pub use secret::{Credential, Secret};
pub use session::{Exchanges, Session, now};
pub use settings::{Options, Settings, StateSource, TargetSettings};
pub use target_error::TargetError;
#[cfg(feature = "http")]
pub use transport::HttpTransport;
#[cfg(feature = "tower")]
pub use transport::TowerTransport;
pub use transport::{Transport, TransportError};
