//! The reference server: GitLab's Jobs API as its documentation describes it, on an embedded database.
//!
//! ```
//! use jobs_server::{Server, Settings, Fixture};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let fixture = Fixture::parse("
//! users: [{username: root, tokens: [{name: maintainer, secret: glpat-example}]}]
//! groups: [{path: foo}]
//! projects: [{namespace: foo, path: bar, members: {root: maintainer}}]
//! pipelines: [{id: 6}]
//! jobs: [{id: 7, name: rspec, status: failed, failure_reason: script_failure}]
//! ")?;
//! let server = Server::start(Settings { fixture, ..Settings::default() }).await?;
//! // GET {base_url}/projects/foo%2Fbar/jobs/7 with `PRIVATE-TOKEN: glpat-example`
//! assert!(server.base_url().ends_with("/api/v4"));
//! server.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! With the contract it shares the model types and the list of operations, nothing else: what it does is
//! written here by hand. A request goes through `router` and `app` to the function of its operation, which
//! checks (`authenticate`, `validate`, `authorize`), decides (`transition`), asks and changes the `store`,
//! and shows what came of it (`present`).

mod answer;
mod app;
mod authenticate;
mod authorize;
mod buffered;
mod call;
mod clock;
pub mod command;
mod control;
mod fault;
mod fixture;
mod in_process;
mod instance;
mod loaded;
mod operation;
mod paginate;
mod parameters;
mod patience;
mod policy;
mod present;
mod rate;
mod refusal;
mod request;
mod router;
mod sandbox;
mod server;
mod service;
mod settings;
mod start_error;
mod store;
mod tenant;
mod transactions;
mod transition;
mod validate;
mod variation;

pub use fault::{Class, Fault, UnknownFault};
pub use fixture::{Fixture, FixtureError, FixtureFileError, Place};
pub use in_process::InProcess;
pub use server::Server;
pub use settings::{Limits, Settings};
pub use start_error::StartError;
pub use store::StoreError;
pub use variation::{UnknownVariation, Variation};
