//! A server that listens on a socket.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio::task::JoinHandle;

use crate::app::App;
use crate::instance::Credentials;
use crate::router::router;
use crate::settings::{Limits, Settings};
use crate::start_error::StartError;
use crate::variation::Variation;
use crate::write_timeout::WriteTimeout;

/// How long open requests may take after the server was asked to stop.
const STOP_TIMEOUT: Duration = Duration::from_secs(30);

/// A server that listens until it is stopped.
pub struct Server {
    address: SocketAddr,
    control: bool,
    credentials: Credentials,
    stop: watch::Sender<bool>,
    running: JoinHandle<()>,
}

impl fmt::Debug for Server {
    /// The secrets are left out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

impl Server {
    /// Starts a server; it is ready when this returns.
    pub async fn start(settings: Settings) -> Result<Server, StartError> {
        let listener =
            TcpListener::bind(settings.listen)
                .await
                .map_err(|cause| StartError::Listen {
                    address: settings.listen,
                    cause,
                })?;
        let address = listener.local_addr().map_err(|cause| StartError::Listen {
            address: settings.listen,
            cause,
        })?;
        let exposed = !address.ip().is_loopback();
        if settings.control && exposed && settings.control_token.is_none() {
            return Err(StartError::Exposed(address));
        }
        let limits = settings.limits.clone();
        let control = settings.control;
        let title_case = settings.variation == Some(Variation::HeaderCase);
        let (app, credentials) = App::open(settings, address.to_string())?;
        let (stop, stopped) = watch::channel(false);
        let routes = router(Arc::clone(&app), control);
        let running = tokio::spawn(listen(listener, routes, app, limits, title_case, stopped));
        Ok(Server {
            address,
            control,
            credentials,
            stop,
            running,
        })
    }

    /// The address that the server listens on.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The base URL of the API: `http://127.0.0.1:8080/api/v4`.
    pub fn base_url(&self) -> String {
        format!("http://{}/api/v4", self.address)
    }

    /// The state hook: `http://127.0.0.1:8080/-/sandboxes`; `None` without `control`.
    pub fn hook_url(&self) -> Option<String> {
        self.control
            .then(|| format!("http://{}/-/sandboxes", self.address))
    }

    /// The secrets of the fixture under `/api/v4` with their names; none if the database existed before.
    pub fn credentials(&self) -> impl Iterator<Item = (&str, &str)> {
        self.credentials
            .iter()
            .map(|(name, secret)| (name.as_str(), secret.as_str()))
    }

    /// Stops the server after it has sent the responses to all open requests.
    pub async fn stop(self) {
        // both fail only if the server has stopped by itself
        let _ = self.stop.send(true);
        let _ = self.running.await;
    }
}

/// Accepts connections until asked to stop, then waits for those that are open.
async fn listen(
    listener: TcpListener,
    routes: Router,
    app: Arc<App>,
    limits: Limits,
    title_case: bool,
    mut stopped: watch::Receiver<bool>,
) {
    let graceful = GracefulShutdown::new();
    let room = Arc::new(Semaphore::new(limits.connections));
    let mut sweep = tokio::time::interval(app.sandboxes.sweep_interval());
    loop {
        tokio::select! {
            _ = stopped.changed() => break,
            _ = sweep.tick() => app.sandboxes.drop_idle(),
            (stream, permit) = accept(&listener, &room) => {
                serve(stream, permit, routes.clone(), &limits, title_case, &graceful);
            }
        }
    }
    drop(listener);
    let _ = tokio::time::timeout(STOP_TIMEOUT, graceful.shutdown()).await;
}

/// The next connection, as soon as the limit allows it.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    let permit = Arc::clone(room).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, permit),
            Err(error) => {
                // probably out of file descriptors: other connections will release some
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

fn serve(
    stream: TcpStream,
    permit: Option<OwnedSemaphorePermit>,
    routes: Router,
    limits: &Limits,
    title_case: bool,
    graceful: &GracefulShutdown,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "cannot turn off Nagle's algorithm");
    }
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .title_case_headers(title_case)
        .header_read_timeout(limits.request)
        .max_buf_size(limits.head.max(8192));
    let stream = TokioIo::new(WriteTimeout::new(stream, limits.stall));
    let connection = builder.serve_connection(stream, TowerToHyperService::new(routes));
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = watched.await {
            tracing::debug!(%error, "a connection ended early");
        }
        drop(permit);
    });
}
