#![doc = include_str!("../README.md")]
// Processing of a request: `router` finds the operation, `app` the fixture (`tenant`), whose decorators (`fault`,
// `variation`) surround the `service`. The service runs the function of the `operation` in a transaction of the `store`
// (`transactions`). The function checks (`authenticate`, `validate`, `authorize`), decides (`transition`), changes the
// store and presents the result (`present`).

mod app;
mod authenticate;
mod authorize;
mod buffered_response;
mod call;
mod clock;
pub mod command;
mod control;
mod fault;
mod fixture;
mod in_process;
mod instance;
mod loaded_fixture;
mod operation;
mod paginate;
mod parameters;
mod policy;
mod presenter;
mod rate_limit;
mod refusal;
mod request;
mod response;
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
mod write_timeout;

pub use fault::{Class, Fault, UnknownFault};
pub use fixture::{Fixture, FixtureError, FixtureFileError, TextPosition};
pub use in_process::InProcess;
pub use server::Server;
pub use settings::{Limits, Settings};
pub use start_error::StartError;
pub use store::StoreError;
pub use variation::{UnknownVariation, Variation};
