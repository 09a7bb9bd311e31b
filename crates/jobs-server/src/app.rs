//! State that all requests of a server share, and the processing of one request.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::extract::{RawPathParams, Request};
use axum::response::Response;
use http::header::HOST;
use http::uri::Authority;
use http::{HeaderMap, Uri};
use jobs_api::operations::Operation;

use crate::instance::{Credentials, Instance, InstanceError, Overrides};
use crate::loaded_fixture::LoadedFixtures;
use crate::refusal::Refusal;
use crate::request::OperationRequest;
use crate::sandbox::Sandboxes;
use crate::settings::{Limits, Settings};
use crate::store::{MemoryUse, Secret, Store};
use crate::tenant::Tenant;

/// State that all requests of a server share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) root: Arc<Tenant>,
    pub(crate) sandboxes: Sandboxes,
    /// Fixtures of recently opened sandboxes.
    pub(crate) loaded_fixtures: LoadedFixtures,
    pub(crate) fixtures: Option<PathBuf>,
    pub(crate) control_token: Option<Secret>,
    pub(crate) limits: Limits,
    /// Host and port for requests without a host: `127.0.0.1:8080`.
    pub(crate) address: String,
    pub(crate) requests: AtomicU64,
}

impl App {
    /// Opens the database of a server with this host and port, and fills it with the fixture if it is empty.
    pub(crate) fn open(
        settings: Settings,
        address: String,
    ) -> Result<(Arc<App>, Credentials), InstanceError> {
        let store = match &settings.database {
            None => Store::in_memory(MemoryUse::Large)?,
            Some(path) => Store::open(path)?,
        };
        let limits = settings.limits;
        let overrides = Overrides {
            clock: settings.clock,
            external_url: settings.external_url,
            rate_limit: limits.project_jobs_rate_limit,
        };
        let url = format!("http://{address}");
        let (instance, loaded) = Instance::open(store, &settings.fixture, &url, overrides)?;
        let root = Tenant {
            instance: Arc::new(instance),
            fault: settings.fault,
            variation: settings.variation,
        };
        let app = App {
            root: Arc::new(root),
            sandboxes: Sandboxes::new(limits.sandboxes, limits.sandbox_idle),
            loaded_fixtures: LoadedFixtures::default(),
            fixtures: settings.fixtures,
            control_token: settings.control_token.as_deref().map(Secret::of),
            limits,
            address,
            requests: AtomicU64::new(1),
        };
        Ok((Arc::new(app), loaded.credentials))
    }

    /// Number of the next request, for the log.
    pub(crate) fn next_request_number(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed)
    }

    /// Address of this server as the client knows it: `http://localhost:8080`.
    pub(crate) fn server_url(&self, uri: &Uri, headers: &HeaderMap) -> String {
        let host = headers
            .get(HOST)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| text.parse::<Authority>().ok());
        // in-process requests have no `Host` header
        match host.as_ref().or(uri.authority()) {
            Some(authority) => format!("http://{authority}"),
            None => format!("http://{}", self.address),
        }
    }

    /// Processes a request for an operation of the root fixture or of a sandbox.
    pub(crate) async fn handle_operation(
        &self,
        operation: Operation,
        path: &RawPathParams,
        uri: &Uri,
        request: Request,
    ) -> Response {
        let sandbox = path.iter().find(|(name, _)| *name == "sandbox");
        let tenant = match sandbox {
            None => Arc::clone(&self.root),
            Some((_, id)) => match self.sandboxes.find(id) {
                Some(tenant) => tenant,
                None => {
                    return Refusal::NoRoute
                        .into_operation_response()
                        .into_response_without_log();
                }
            },
        };
        let (parts, body) = request.into_parts();
        let Ok(body) = axum::body::to_bytes(body, self.limits.body).await else {
            return Refusal::TooLarge
                .into_operation_response()
                .into_response_without_log();
        };
        let server = match &tenant.instance.link_url {
            Some(url) => url.clone(),
            None => self.server_url(uri, &parts.headers),
        };
        let parameters = path.iter().filter(|(name, _)| *name != "sandbox");
        tenant
            .respond(OperationRequest {
                operation,
                path: parameters
                    .map(|(name, value)| (name.to_owned(), value.to_owned()))
                    .collect(),
                url: format!("{server}{}", uri.path()),
                query: uri.query().map(str::to_owned),
                headers: parts.headers,
                body,
            })
            .await
    }
}
