//! Runs a Reprise plan against a server.
//!
//! Options and configuration become [`Settings`]; [`run`](run::run) goes the whole way from there to the report:
//!
//! ```no_run
//! # async fn example() -> Result<(), reprise_engine::Error> {
//! use reprise_engine::run::{RunOptions, run};
//! use reprise_engine::{Environment, HttpTransport, NoObserver, Options, RunInput, Settings};
//! use reprise_report::record::RecordDetail;
//!
//! let options = Options {
//!     document: Some("openapi.yaml".into()),
//!     target: Some("http://127.0.0.1:3000".into()),
//!     ..Options::default()
//! };
//! let settings = Settings::resolve(&options, &Environment::system())?;
//! let input = RunInput::read(&settings)?.with_requirements(&settings)?;
//! let transport = HttpTransport::new(settings.limits, None)?;
//! let wishes = RunOptions { extent: RecordDetail::Full, update_known_failures: false };
//! let finished = run(&settings, wishes, &input, &transport, &NoObserver, std::future::pending()).await?;
//! println!("{:?}", finished.record.summary);
//! # Ok(())
//! # }
//! ```
//!
//! A [`Transport`] carries the requests: [`HttpTransport`] over the network, `TowerTransport` (feature `tower`) to a
//! service in the same process. The crate has no command line and prints nothing.

mod check_options;
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
pub mod probe;
mod process;
pub mod reproduce;
mod reset;
pub mod run;
mod run_input;
mod secret;
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
pub use observer::{NoObserver, Observer};
pub use run_input::RunInput;
pub use secret::{Credential, Secret};
pub use session::{CaseResults, Session, unix_time};
pub use settings::{Options, Settings, TargetSettings, TargetState};
pub use target_error::TargetError;
#[cfg(feature = "http")]
pub use transport::HttpTransport;
#[cfg(feature = "tower")]
pub use transport::TowerTransport;
pub use transport::{Transport, TransportError};
