//! A server that listens: started, asked for its addresses, stopped.

use std::fmt;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
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
use crate::fixture::FixtureError;
use crate::instance::{Instance, InstanceError, Overrides};
use crate::loaded::LoadedFixtures;
use crate::patience::Patient;
use crate::router::router;
use crate::sandbox::Sandboxes;
use crate::settings::{Limits, Settings};
use crate::store::{Footprint, Secret, Store, StoreError};
use crate::variation::Variation;

/// How long requests that are under way may take after the server was told to stop.
const GRACE: Duration = Duration::from_secs(30);

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address cannot be listened on.
    #[error("cannot listen on {address}: {cause}; choose another with --listen")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
    /// Anyone could set up fixtures from anywhere.
    #[error("{0} can be reached from other machines; with --control, give --control-token, too")]
    Exposed(SocketAddr),
    /// The fixture makes no sense.
    #[error("fixture: {0}")]
    Fixture(FixtureError),
    /// The database cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl From<InstanceError> for StartError {
    fn from(error: InstanceError) -> Self {
        match error {
            InstanceError::Fixture(error) => StartError::Fixture(error),
            InstanceError::Store(error) => StartError::Store(error),
            InstanceError::Load(error) => StartError::Other(error.to_string()),
        }
    }
}

/// A server that listens until it is stopped.
pub struct Server {
    address: SocketAddr,
    control: bool,
    credentials: crate::instance::Credentials,
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
    /// Starts a server; it answers as soon as this returns.
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
        let store = match &settings.database {
            None => Store::in_memory(Footprint::Large)?,
            Some(path) => Store::open(path)?,
        };
        let overrides = Overrides {
            clock: settings.clock,
            external_url: settings.external_url.clone(),
            fault: settings.fault,
            variation: settings.variation,
            rate_limit: settings.limits.project_jobs_rate_limit,
        };
        let url = format!("http://{address}");
        let (root, loaded) = Instance::open(store, &settings.fixture, &url, overrides)?;
        let limits = settings.limits;
        let app = Arc::new(App {
            root: Arc::new(root),
            sandboxes: Sandboxes::new(limits.sandboxes, limits.sandbox_idle),
            loaded: LoadedFixtures::default(),
            fixtures: settings.fixtures,
            control_token: settings.control_token.as_deref().map(Secret::of),
            limits: limits.clone(),
            address: address.to_string(),
            requests: AtomicU64::new(1),
        });
        let (stop, stopped) = watch::channel(false);
        let routes = router(Arc::clone(&app), settings.control);
        let title_case = settings.variation == Some(Variation::HeaderCase);
        let running = tokio::spawn(listen(listener, routes, app, limits, title_case, stopped));
        Ok(Server {
            address,
            control: settings.control,
            credentials: loaded.credentials,
            stop,
            running,
        })
    }

    /// Where the server listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where the API begins: `http://127.0.0.1:8080/api/v4`.
    pub fn base_url(&self) -> String {
        format!("http://{}/api/v4", self.address)
    }

    /// Where fixtures are set up: `http://127.0.0.1:8080/-/sandboxes`; nothing without control.
    pub fn hook_url(&self) -> Option<String> {
        self.control
            .then(|| format!("http://{}/-/sandboxes", self.address))
    }

    /// The secrets of the fixture under `/api/v4`, by their names; none where a database held it already.
    pub fn credentials(&self) -> impl Iterator<Item = (&str, &str)> {
        self.credentials
            .iter()
            .map(|(name, secret)| (name.as_str(), secret.as_str()))
    }

    /// Stops the server; requests that are under way are answered first.
    pub async fn stop(self) {
        // both fail only where the server has stopped by itself
        let _ = self.stop.send(true);
        let _ = self.running.await;
    }
}

/// Accepts connections until told to stop, then waits for those that are open.
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
    let mut sweep = tokio::time::interval(app.sandboxes.period());
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
    let _ = tokio::time::timeout(GRACE, graceful.shutdown()).await;
}

/// The next connection, once there is room for it.
async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    let permit = Arc::clone(room).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => return (stream, permit),
            Err(error) => {
                // out of file descriptors, most likely: others will be given back
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
    let stream = TokioIo::new(Patient::new(stream, limits.stall));
    let connection = builder.serve_connection(stream, TowerToHyperService::new(routes));
    let watched = graceful.watch(connection);
    tokio::spawn(async move {
        if let Err(error) = watched.await {
            tracing::debug!(%error, "a connection ended early");
        }
        drop(permit);
    });
}
