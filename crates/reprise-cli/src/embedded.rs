//! What is built into the binary: the document, its suite, and the reference server that they are tried on.
//!
//! This is the one module that knows the reference server.

use std::io::Write;

use anyhow::{Context, Result};
pub(crate) use jobs_server::command::Args as ServeArgs;
use jobs_server::{Server, Settings, StartError};

include!(concat!(env!("OUT_DIR"), "/suite.rs"));

/// The document, with the name it has in the repository.
pub(crate) const DOCUMENT: (&str, &str) = (
    "spec/openapi.json",
    include_str!("../../../spec/openapi.json"),
);

/// The errata, with the name they have in the repository.
pub(crate) const ERRATA: (&str, &str) = (
    "conformance/errata.yaml",
    include_str!("../../../conformance/errata.yaml"),
);

/// The text of a fixture.
pub(crate) fn fixture(name: &str) -> Option<&'static str> {
    FIXTURES
        .iter()
        .find(|(known, _)| *known == name)
        .map(|(_, text)| *text)
}

/// Starts the reference server on a loopback port of its own choosing; it answers until it is stopped.
///
/// # Errors
///
/// When no port can be bound.
pub(crate) async fn start() -> Result<Server, StartError> {
    Server::start(Settings {
        control: true,
        ..Settings::default()
    })
    .await
}

/// Serves until the process is told to stop; says on `out` where.
pub(crate) fn serve(args: ServeArgs, out: &mut impl Write) -> Result<()> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .context("no runtime can be started")?
        .block_on(jobs_server::command::run(args, out))
}
