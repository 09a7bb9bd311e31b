//! Sends requests to one server.

use std::fmt;
use std::time::Duration;

use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderValue};
use reqwest::{Url, redirect};
use tokio::time::{Instant, timeout_at};

use crate::answer::Answer;
use crate::call::Call;
use crate::credential::Credential;
use crate::error::{Failure, Transport, transport_error};
use crate::settings::Settings;

/// Time limit for a connection.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Time limit for a complete response, and for a pause in a log.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(30);
/// Maximum size of a body in bytes: many times a page of 100 jobs.
const DEFAULT_BODY_LIMIT: usize = 16 << 20;

/// Calls the operations of one server; a clone shares its connections.
///
/// Certificates are checked, against those that the system trusts. No redirect is followed, and no proxy of the
/// environment is used, so that a credential goes to the server that it was given for.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    settings: Settings,
}

/// An address that cannot be the base of an API.
#[derive(Debug, thiserror::Error)]
#[error("{0}; name the root of the API, such as https://gitlab.example.com/api/v4")]
pub struct UnusableUrl(String);

impl Client {
    /// A client of the server whose API has its root at `url`, without a credential.
    ///
    /// # Errors
    ///
    /// When `url` is not `http` or `https`, or has a user, a query or a fragment.
    pub fn new(url: &str) -> Result<Client, UnusableUrl> {
        let unusable = |what: &str| Err(UnusableUrl(what.to_owned()));
        // the error does not contain the address: it may have a password
        let Ok(base) = Url::parse(url.trim_end_matches('/')) else {
            return unusable("the address of the server is not a URL");
        };
        if !matches!(base.scheme(), "http" | "https") {
            return unusable("the address of the server is neither http nor https");
        }
        if !base.username().is_empty() || base.password().is_some() {
            return unusable(
                "the address of the server has a user in it, which `with_credential` is for",
            );
        }
        if base.query().is_some() || base.fragment().is_some() {
            return unusable("the address of the server has a query or a fragment");
        }
        // an error here only means that a provider is already installed
        let _ = rustls::crypto::ring::default_provider().install_default();
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .read_timeout(DEFAULT_TIMEOUT)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("jobs-client/", env!("CARGO_PKG_VERSION")))
            .build()
            .map_err(|error| UnusableUrl(format!("no HTTP client can be made: {error}")))?;
        let settings = Settings {
            base,
            credential: None,
            timeout: DEFAULT_TIMEOUT,
            limit: DEFAULT_BODY_LIMIT,
        };
        Ok(Client { http, settings })
    }

    /// Sends this credential with each request.
    #[must_use]
    pub fn with_credential(mut self, credential: Credential) -> Client {
        self.settings.credential = Some(credential);
        self
    }

    /// Sets the time limit for a complete response, by default 30 seconds; for a log, the limit until it begins.
    #[must_use]
    pub fn with_timeout(mut self, timeout: Duration) -> Client {
        self.settings.timeout = timeout;
        self
    }

    /// Sets the maximum size of a body in bytes, by default 16 MiB. Reading a log has a separate limit.
    #[must_use]
    pub fn with_body_limit(mut self, bytes: usize) -> Client {
        self.settings.limit = bytes;
        self
    }

    /// Sends a request and returns the response as soon as its headers have arrived.
    pub(crate) async fn send(&self, call: Call) -> Result<Answer, Failure> {
        let url = self.url(&call)?;
        let mut request = self.http.request(call.method, url.clone());
        request = request.header(
            ACCEPT,
            HeaderValue::from_static("application/json, text/plain"),
        );
        if let Some(credential) = &self.settings.credential {
            let Some((name, value)) = credential.header() else {
                let what = "the credential contains characters that a header cannot contain, such as a line break";
                return Err(Transport::InvalidRequest(what.to_owned()).into());
            };
            request = request.header(name, value);
        }
        if let Some(body) = call.body {
            request = request
                .header(CONTENT_TYPE, HeaderValue::from_static("application/json"))
                .body(body);
        }
        let deadline = Instant::now() + self.settings.timeout;
        let response = match timeout_at(deadline, request.send()).await {
            Ok(sent) => sent.map_err(|error| transport_error(error, self.settings.timeout))?,
            Err(_) => return Err(Transport::Timeout(self.settings.timeout).into()),
        };
        Ok(Answer {
            response,
            url,
            settings: self.settings.clone(),
            deadline,
        })
    }

    fn url(&self, call: &Call) -> Result<Url, Transport> {
        if let Some(flaw) = &call.error {
            return Err(Transport::InvalidRequest(flaw.clone()));
        }
        let base = self.settings.base.as_str().trim_end_matches('/');
        Url::parse(&format!("{base}{}", call.target()))
            .map_err(|error| Transport::InvalidRequest(format!("the URL is not valid: {error}")))
    }
}

impl fmt::Debug for Client {
    /// The base URL, without the secret.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base", &self.settings.base.as_str())
            .field("credential", &self.settings.credential)
            .finish_non_exhaustive()
    }
}
