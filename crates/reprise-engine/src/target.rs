//! The server under test during a run, and how a case gets its state there.

use std::collections::HashMap;

use openapi_document::Document;
use reprise_core::{Case, Exchange, Param, with_server_path};
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::reset::PreparedFixture;
use crate::secret::{Credential, Secret};
use crate::settings::{Hook, TargetSettings};
use crate::source::DEFAULT_FIXTURE;
use crate::target_error::TargetError;
use crate::transport::{HttpRequest, Transport, TransportError, TransportErrorKind};

/// How many characters of a hook's response an error shows.
const MAX_EXCERPT_CHARS: usize = 2_000;

/// The server under test.
#[derive(Debug)]
pub(crate) enum Target {
    /// A server that sets up fixtures.
    Hook(Hook),
    /// A server with a state of its own.
    Url(Site),
}

/// The base URL for the requests of a case, with parameters and credentials.
#[derive(Debug)]
pub(crate) struct Site {
    /// Base URL.
    pub base: String,
    /// Values of parameters that exist there.
    pub params: Vec<Param>,
    /// Credentials, by name.
    pub credentials: HashMap<String, Secret>,
    /// Headers of all requests.
    pub headers: Vec<(String, String)>,
    /// What to delete after the case, if a fixture was set up.
    sandbox: Option<String>,
}

impl Site {
    /// The same server as the command of `reset` describes it for one fixture.
    pub(crate) fn prepared(&self, prepared: PreparedFixture) -> Site {
        let mut credentials = self.credentials.clone();
        let printed = prepared.credentials.into_iter();
        credentials.extend(printed.map(|(name, secret)| (name, Secret(secret))));
        let printed = prepared.params.into_iter();
        let printed = printed.map(|(parameter, value)| Param { parameter, value });
        Site {
            base: match prepared.base_url {
                Some(url) => url.trim_end_matches('/').to_owned(),
                None => self.base.clone(),
            },
            params: printed.chain(self.params.iter().cloned()).collect(),
            credentials,
            headers: self.headers.clone(),
            sandbox: None,
        }
    }

    /// A request of a case to a base URL of this server.
    pub(crate) fn request(&self, base: &str, request: &reprise_core::Request) -> HttpRequest {
        let mut request = HttpRequest::new(base, request);
        for (name, value) in &self.headers {
            let mut sent = request.headers.iter();
            if !sent.any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                request.headers.push((name.clone(), value.clone()));
            }
        }
        request
    }

    /// The text of a credential.
    pub(crate) fn secret(&self, name: &str) -> Option<String> {
        self.credentials.get(name).map(|secret| secret.0.clone())
    }
}

/// The faults that a server injects while it serves a fixture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Injection<'n> {
    /// No fault.
    Nothing,
    /// A violation of a requirement, by the name of the fault.
    Fault(&'n str),
    /// An equivalent response, by the name of the variation.
    Variation(&'n str),
}

impl Injection<'_> {
    /// The body of the request to a state hook.
    pub(crate) fn to_request_body(self, fixture: &Value) -> String {
        let mut body = Map::new();
        match self {
            Injection::Nothing => None,
            Injection::Fault(name) => body.insert("fault".to_owned(), name.into()),
            Injection::Variation(name) => body.insert("variation".to_owned(), name.into()),
        };
        body.insert("fixture".to_owned(), fixture.clone());
        Value::Object(body).to_string()
    }
}

/// The response of a state hook.
#[derive(Deserialize)]
struct HookResponse {
    id: String,
    base_url: String,
    #[serde(default)]
    parameters: HashMap<String, Value>,
    #[serde(default)]
    credentials: HashMap<String, String>,
}

impl Target {
    /// The target that the settings name.
    pub(crate) fn new(settings: &TargetSettings, document: &Document) -> Target {
        match settings {
            TargetSettings::Hook(hook) => Target::Hook(hook.clone()),
            TargetSettings::Url {
                base,
                params,
                credentials,
                headers,
                ..
            } => Target::Url(Site {
                headers: headers.clone(),
                base: with_server_path(document, base),
                params: params.clone(),
                credentials: credentials
                    .iter()
                    .map(|credential| (credential.name.clone(), credential.secret.clone()))
                    .collect(),
                sandbox: None,
            }),
        }
    }

    /// Checks that a server responds there.
    pub(crate) async fn check_reachable(
        &self,
        transport: &dyn Transport,
    ) -> Result<(), TargetError> {
        let url = match self {
            Target::Hook(hook) => &hook.url,
            Target::Url(site) => &site.base,
        };
        let request = HttpRequest {
            method: "HEAD".to_owned(),
            url: url.clone(),
            headers: Vec::new(),
            body: None,
        };
        match transport.send(request).await {
            Err(error) if error.kind == TransportErrorKind::NoConnection => {
                Err(TargetError::Unreachable {
                    url: url.clone(),
                    cause: error.message,
                })
            }
            // any response is sufficient, also an incomplete one
            _ => Ok(()),
        }
    }
}

impl Hook {
    /// Sends a request to the hook or to a related URL.
    pub(crate) async fn send(
        &self,
        transport: &dyn Transport,
        method: &str,
        url: &str,
        body: Option<String>,
    ) -> Result<Exchange, TransportError> {
        let mut headers = Vec::new();
        if body.is_some() {
            headers.push(("Content-Type".to_owned(), "application/json".to_owned()));
        }
        if let Some(Credential { secret, .. }) = &self.credential {
            headers.push(("Authorization".to_owned(), format!("Bearer {}", secret.0)));
        }
        let request = HttpRequest {
            method: method.to_owned(),
            url: url.to_owned(),
            headers,
            body: body.map(String::into_bytes),
        };
        transport.send(request).await
    }

    /// Sets up the fixture of a case; `body` is the JSON text that asks for it.
    pub(crate) async fn set_up(
        &self,
        transport: &dyn Transport,
        case: &Case,
        body: String,
    ) -> Result<Site, TargetError> {
        let refused = |cause: String| TargetError::InvalidHookResponse {
            url: self.url.clone(),
            cause,
        };
        let exchange = self
            .send(transport, "POST", &self.url, Some(body))
            .await
            .map_err(|error| TargetError::Unreachable {
                url: self.url.clone(),
                cause: error.message,
            })?;
        if exchange.status != 201 {
            let text = excerpt(&exchange.body);
            let fixture = case.fixture.as_deref().unwrap_or(DEFAULT_FIXTURE);
            return Err(refused(format!(
                "refused the fixture `{fixture}` with status {}: {text}",
                exchange.status
            )));
        }
        // serde's message would repeat the response, which may contain a secret: the error only contains the place
        let sandbox: HookResponse = serde_json::from_slice(&exchange.body).map_err(|error| {
            refused(format!(
                "sent a response that is not valid ({:?} error at {}:{}); it must be an object with `id` and `base_url`, see docs/state.md",
                error.classify(),
                error.line(),
                error.column()
            ))
        })?;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_' | '~');
        if sandbox.id.is_empty() || !sandbox.id.chars().all(plain) || sandbox.id.starts_with('.') {
            return Err(refused(
                "sent an `id` that is not a path segment; use letters, digits, `-`, `_` and `~`"
                    .to_owned(),
            ));
        }
        Ok(Site {
            base: sandbox.base_url.trim_end_matches('/').to_owned(),
            params: sandbox
                .parameters
                .into_iter()
                .map(|(parameter, value)| Param { parameter, value })
                .collect(),
            credentials: sandbox
                .credentials
                .into_iter()
                .map(|(name, secret)| (name, Secret(secret)))
                .collect(),
            headers: Vec::new(),
            sandbox: Some(format!("{}/{}", self.url, sandbox.id)),
        })
    }

    /// Deletes the sandbox of a case. A sandbox that remains expires by itself, so a failure is not reported.
    pub(crate) async fn tear_down(&self, transport: &dyn Transport, site: &Site) {
        if let Some(url) = &site.sandbox {
            let _ = self.send(transport, "DELETE", url, None).await;
        }
    }
}

/// The beginning of a response, without characters that control a terminal.
fn excerpt(body: &[u8]) -> String {
    String::from_utf8_lossy(body)
        .chars()
        .filter(|c| !c.is_control() || *c == '\n')
        .take(MAX_EXCERPT_CHARS)
        .collect()
}
