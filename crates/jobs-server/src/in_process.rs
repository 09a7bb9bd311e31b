//! A server without a socket.

use std::fmt;

use axum::Router;

use crate::app::App;
use crate::instance::Credentials;
use crate::router::router;
use crate::settings::Settings;
use crate::start_error::StartError;

/// The host in the addresses of a server without a socket.
const HOST: &str = "localhost";

/// The server as a [`tower`-compatible](axum::Router) service in the same process, without a socket.
///
/// The addresses that the state hook returns work for requests to the same router: only their path matters.
///
/// ```
/// use axum::body::Body;
/// use http::Request;
/// use jobs_server::{InProcess, Settings};
/// use tower::ServiceExt;
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let server = InProcess::new(Settings { control: true, ..Settings::default() })?;
/// let request = Request::post(server.hook_url().unwrap())
///     .header("content-type", "application/json")
///     .body(Body::from(r#"{"fixture": {}}"#))?;
/// let response = server.router().oneshot(request).await?;
/// assert_eq!(response.status(), 201);
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct InProcess {
    router: Router,
    control: bool,
    credentials: Credentials,
}

impl InProcess {
    /// Opens the database and sets up the fixture; `listen` has no meaning here.
    ///
    /// # Errors
    ///
    /// If the fixture or the database cannot be used.
    pub fn new(settings: Settings) -> Result<InProcess, StartError> {
        let control = settings.control;
        let (app, credentials) = App::open(settings, HOST.to_owned())?;
        Ok(InProcess {
            router: router(app, control),
            control,
            credentials,
        })
    }

    /// The service: an `axum::Router`, which is a `tower::Service<http::Request<_>>` that never fails.
    ///
    /// Clones share the database. Some requests need a running tokio runtime with timers.
    pub fn router(&self) -> Router {
        self.router.clone()
    }

    /// The base URL of the API: `http://localhost/api/v4`.
    pub fn base_url(&self) -> String {
        format!("http://{HOST}/api/v4")
    }

    /// The state hook: `http://localhost/-/sandboxes`; `None` without `control`.
    pub fn hook_url(&self) -> Option<String> {
        self.control.then(|| format!("http://{HOST}/-/sandboxes"))
    }

    /// The secrets of the fixture under `/api/v4` with their names; none if the database existed before.
    pub fn credentials(&self) -> impl Iterator<Item = (&str, &str)> {
        self.credentials
            .iter()
            .map(|(name, secret)| (name.as_str(), secret.as_str()))
    }
}

impl fmt::Debug for InProcess {
    /// Without the secrets.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InProcess").finish_non_exhaustive()
    }
}
