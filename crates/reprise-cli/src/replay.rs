//! What every command that sends requests needs: a runtime, a transport, and errors without secrets.

use std::thread;

use anyhow::{Context, Result};
use reprise_core::Secrets;
use reprise_engine::{Error, HttpTransport, RunInput, Settings};
use tokio::runtime::{Builder, Runtime};

/// Runs `work` with a transport, and returns its result without secrets.
///
/// # Errors
///
/// When no runtime or transport can be set up, or `work` fails.
pub(crate) fn block_on<T>(
    settings: &Settings,
    prepared: &RunInput,
    work: impl AsyncFnOnce(&HttpTransport) -> Result<T, Error>,
) -> Result<T> {
    let transport = HttpTransport::new(settings.limits, settings.trusted.as_deref())?;
    let runtime = runtime()?;
    let result = thread::scope(|scope| {
        // the first response would otherwise wait for it
        scope.spawn(|| prepared.schemas.prepare_claims(&prepared.document));
        runtime.block_on(work(&transport))
    });
    // a connection that a server keeps busy for ever is not waited for
    runtime.shutdown_background();
    result.map_err(|error| mask_error(error, &settings.secrets))
}

/// The main thread checks responses, and one more thread for I/O is sufficient; more threads would only wake each
/// other.
fn runtime() -> Result<Runtime> {
    Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .context("the asynchronous runtime cannot be started")
}

/// The same error without secrets.
fn mask_error(error: Error, secrets: &Secrets) -> anyhow::Error {
    match error {
        Error::Target(mut error) => {
            error.mask(secrets);
            Error::Target(error).into()
        }
        error => {
            let text = error.to_string();
            match secrets.find(&text) {
                Some(_) => anyhow::anyhow!("{}", secrets.mask(&text)),
                None => error.into(),
            }
        }
    }
}

/// Completes when Ctrl-C is pressed; never if that cannot be seen.
pub(crate) async fn wait_for_interrupt() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
