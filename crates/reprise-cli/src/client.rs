//! The only file that knows the HTTP library.

use std::error::Error;
use std::io::Read as _;

use anyhow::{Context, Result};
use flate2::read::MultiGzDecoder;
use reprise_core::{Exchange, Reason, Request, essence, is_deeper, is_json};
use reqwest::header::{ACCEPT_ENCODING, HeaderMap, HeaderValue};
use reqwest::{Certificate, Method, redirect};

use crate::limits::{CONNECT, Limits};
use crate::settings::Secret;

/// Sends requests.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    limits: Limits,
}

/// Why no answer came, in words, without the URL: that may hold a secret.
#[derive(Clone, Debug)]
pub(crate) struct NoAnswer {
    /// Why not, and what can be done.
    pub(crate) cause: String,
    /// What went wrong.
    pub(crate) kind: Failure,
}

/// What went wrong on the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There was no connection at all.
    NoConnection,
    /// The connection broke before the answer was whole.
    Broken,
    /// The answer took too long.
    Timeout,
    /// The answer was too large, or is none.
    Unusable,
}

impl From<NoAnswer> for Reason {
    fn from(NoAnswer { cause, kind }: NoAnswer) -> Reason {
        match kind {
            Failure::NoConnection => Reason::ConnectionFailed { message: cause },
            Failure::Broken => Reason::ConnectionLost { message: cause },
            Failure::Timeout => Reason::Timeout { message: cause },
            Failure::Unusable => Reason::UnusableResponse { message: cause },
        }
    }
}

impl Client {
    /// A client that keeps to limits, and follows no redirect: a redirect is an answer, too, and credentials do
    /// not travel. Certificates are always checked, against those in `trusted` where there are any.
    pub(crate) fn new(limits: Limits, trusted: Option<&[u8]>) -> Result<Client> {
        // an error here only says that a provider is there already
        let _ = rustls::crypto::ring::default_provider().install_default();
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static("gzip"));
        let mut builder = reqwest::Client::builder()
            .timeout(limits.timeout)
            .connect_timeout(limits.timeout.min(CONNECT))
            .http1_max_headers(limits.headers)
            .default_headers(headers)
            .redirect(redirect::Policy::none())
            .no_proxy()
            .user_agent(concat!("reprise/", env!("CARGO_PKG_VERSION")));
        if let Some(pem) = trusted {
            let certificates = Certificate::from_pem_bundle(pem)
                .ok()
                .filter(|certificates| !certificates.is_empty())
                .context("`ca_file` holds no certificate; it is text that begins with `-----BEGIN CERTIFICATE-----`")?;
            builder = builder.tls_certs_only(certificates);
        }
        let http = builder.build().context("no HTTP client can be made")?;
        Ok(Client { http, limits })
    }

    /// Sends a request to a base URL.
    pub(crate) async fn send(&self, base: &str, request: &Request) -> Result<Exchange, NoAnswer> {
        let method = Method::from_bytes(request.method.as_bytes())
            .map_err(|_| unusable(format!("`{}` is no HTTP method", request.method)))?;
        let mut builder = self
            .http
            .request(method, format!("{base}{}", request.target));
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        if let Some(body) = &request.body {
            builder = builder.body(body.clone());
        }
        self.receive(builder).await
    }

    /// Posts a text that is JSON, with a secret as the bearer token where there is one.
    pub(crate) async fn post(
        &self,
        url: &str,
        secret: Option<&Secret>,
        text: &str,
    ) -> Result<Exchange, NoAnswer> {
        let builder = self
            .http
            .post(url)
            .header("Content-Type", "application/json");
        self.receive(authorised(builder, secret).body(text.to_owned()))
            .await
    }

    /// Gets what lies at a URL.
    pub(crate) async fn get(
        &self,
        url: &str,
        secret: Option<&Secret>,
    ) -> Result<Exchange, NoAnswer> {
        self.receive(authorised(self.http.get(url), secret)).await
    }

    /// Deletes what lies at a URL.
    pub(crate) async fn delete(
        &self,
        url: &str,
        secret: Option<&Secret>,
    ) -> Result<Exchange, NoAnswer> {
        self.receive(authorised(self.http.delete(url), secret))
            .await
    }

    /// Asks for a URL only to see whether anybody answers; any answer will do.
    pub(crate) async fn knock(&self, url: &str) -> Result<(), NoAnswer> {
        let answer = self.http.head(url).send().await;
        answer.map(drop).map_err(|error| self.no_answer(error))
    }

    async fn receive(&self, builder: reqwest::RequestBuilder) -> Result<Exchange, NoAnswer> {
        let mut response = builder
            .send()
            .await
            .map_err(|error| self.no_answer(error))?;
        let status = response.status().as_u16();
        let headers: Vec<(String, String)> = response
            .headers()
            .iter()
            .map(|(name, value)| {
                (
                    name.as_str().to_owned(),
                    String::from_utf8_lossy(value.as_bytes()).into_owned(),
                )
            })
            .collect();
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| self.no_answer(error))?
        {
            if body.len() + chunk.len() > self.limits.body {
                return Err(unusable(format!(
                    "the body is larger than {} MiB; --max-body allows more",
                    self.limits.body >> 20
                )));
            }
            body.extend_from_slice(&chunk);
        }
        let exchange = self.unpacked(Exchange {
            status,
            headers,
            body,
        })?;
        let kind = exchange.header("content-type").map(essence);
        let levels = self.limits.document.depth();
        if kind.is_none_or(|kind| is_json(&kind)) && is_deeper(&exchange.body, levels) {
            return Err(unusable(format!(
                "the body is nested deeper than {levels} levels; --max-depth allows more"
            )));
        }
        Ok(exchange)
    }

    /// The same answer without gzip, as far as the limit for bodies goes: what is packed may be a thousand times as
    /// large.
    fn unpacked(&self, mut exchange: Exchange) -> Result<Exchange, NoAnswer> {
        if !exchange
            .encoding()
            .is_some_and(|encoding| encoding.eq_ignore_ascii_case("gzip"))
        {
            return Ok(exchange);
        }
        let limit = self.limits.body;
        let mut body = Vec::new();
        let unpacked = MultiGzDecoder::new(exchange.body.as_slice())
            .take(limit as u64 + 1)
            .read_to_end(&mut body);
        if unpacked.is_err() {
            // that it is no gzip is for the judge to say
            return Ok(exchange);
        }
        if body.len() > limit {
            return Err(unusable(format!(
                "the body unpacks to more than {} MiB; --max-body allows more",
                limit >> 20
            )));
        }
        let packed = |name: &str| {
            name.eq_ignore_ascii_case("content-encoding")
                || name.eq_ignore_ascii_case("content-length")
        };
        exchange.headers.retain(|(name, _)| !packed(name));
        Ok(Exchange { body, ..exchange })
    }

    fn no_answer(&self, error: reqwest::Error) -> NoAnswer {
        let error = error.without_url();
        if error.is_timeout() && !error.is_connect() {
            return NoAnswer {
                cause: format!(
                    "no whole answer within {} seconds; --timeout waits longer",
                    self.limits.timeout.as_secs()
                ),
                kind: Failure::Timeout,
            };
        }
        let kind = if error.is_connect() {
            Failure::NoConnection
        } else {
            Failure::Broken
        };
        // the innermost cause says it best: "connection refused", "invalid certificate"
        let mut cause: &dyn Error = &error;
        while let Some(inner) = cause.source() {
            cause = inner;
        }
        let cause = cause.to_string();
        if cause.contains("message head is too large") {
            return unusable(format!(
                "the answer has more than {} headers, or too large ones; --max-headers allows more",
                self.limits.headers
            ));
        }
        if cause.contains("certificate") && kind == Failure::NoConnection {
            return NoAnswer {
                cause: format!(
                    "{cause}; trust its authority with `tls: {{ ca_file: … }}` in the target file, or mend the server"
                ),
                kind,
            };
        }
        NoAnswer { cause, kind }
    }
}

fn authorised(
    builder: reqwest::RequestBuilder,
    secret: Option<&Secret>,
) -> reqwest::RequestBuilder {
    match secret {
        Some(secret) => builder.bearer_auth(&secret.0),
        None => builder,
    }
}

fn unusable(cause: String) -> NoAnswer {
    NoAnswer {
        cause,
        kind: Failure::Unusable,
    }
}
