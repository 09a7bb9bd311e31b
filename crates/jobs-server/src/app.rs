//! What all requests of a server share, and the way of one request through it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::header::{CONTENT_TYPE, HOST};
use http::uri::Authority;
use http::{HeaderMap, Uri};
use jobs_api::operations::Operation;

use crate::answer::{Answer, End};
use crate::authenticate::Credentials;
use crate::fault::{Breach, Broad, SLOW};
use crate::instance::Instance;
use crate::loaded::LoadedFixtures;
use crate::parameters::Parameters;
use crate::refusal::Refusal;
use crate::run::{Prepared, run, stream_log};
use crate::sandbox::Sandboxes;
use crate::settings::Limits;
use crate::store::Secret;

/// What all requests of a server share.
#[derive(Debug)]
pub(crate) struct App {
    pub(crate) root: Arc<Instance>,
    pub(crate) sandboxes: Sandboxes,
    /// Fixtures that sandboxes were opened with lately.
    pub(crate) loaded: LoadedFixtures,
    pub(crate) fixtures: Option<PathBuf>,
    pub(crate) control_token: Option<Secret>,
    pub(crate) limits: Limits,
    /// `127.0.0.1:8080`.
    pub(crate) address: String,
    pub(crate) requests: AtomicU64,
}

/// A request for an operation, taken apart.
pub(crate) struct Asked {
    pub(crate) operation: Operation,
    /// Which sandbox, if one.
    pub(crate) sandbox: Option<String>,
    /// Parameters of the path, decoded.
    pub(crate) path: Vec<(String, String)>,
    /// Address as the caller wrote it, with the part that routing takes away.
    pub(crate) uri: Uri,
}

impl App {
    /// Number of the next request, for the log.
    pub(crate) fn number(&self) -> u64 {
        self.requests.fetch_add(1, Ordering::Relaxed)
    }

    /// Address of this server as the caller knows it: `http://localhost:8080`.
    pub(crate) fn server_url(&self, headers: &HeaderMap) -> String {
        let host = headers
            .get(HOST)
            .and_then(|value| value.to_str().ok())
            .and_then(|text| text.parse::<Authority>().ok());
        match host {
            Some(authority) => format!("http://{authority}"),
            None => format!("http://{}", self.address),
        }
    }

    /// Answers a request for an operation.
    pub(crate) async fn operate(self: Arc<App>, asked: Asked, request: Request) -> Response {
        let instance = match &asked.sandbox {
            None => Arc::clone(&self.root),
            Some(id) => match self.sandboxes.find(id) {
                Some(instance) => instance,
                None => return respond(Refusal::NoRoute.into_answer()),
            },
        };
        let accepted = instance.variation.map(|_| request.headers().clone());
        let mut answer = match self.prepare(&asked, &instance, request).await {
            Ok(prepared) => run(&instance, asked.operation, prepared).await,
            Err(refusal) => refusal.into_answer(),
        };
        let breach = instance.breach(asked.operation);
        if let Some(breach) = breach {
            answer = breach.spoil(answer, &asked.uri);
            if matches!(breach, Breach::Broad(Broad::SlowAnswer)) {
                tokio::time::sleep(SLOW).await;
            }
        }
        let end = End::of(breach);
        let variation = instance.variation;
        if let Some(variation) = variation {
            variation.dress(&mut answer);
            if let Some(delay) = variation.delay() {
                tokio::time::sleep(delay).await;
            }
        }
        let response = answer.into_response(end, |job, length| {
            stream_log(instance, job, end.of_log(length))
        });
        match (variation, accepted) {
            (Some(variation), Some(accepted)) => variation.wrap(response, &accepted).await,
            _ => response,
        }
    }

    async fn prepare(
        &self,
        asked: &Asked,
        instance: &Instance,
        request: Request,
    ) -> Result<Prepared, Refusal> {
        let breach = instance.breach(asked.operation);
        let (mut parts, body) = request.into_parts();
        let mut parameters = Parameters::default();
        parameters.read_form(asked.uri.query().unwrap_or_default())?;
        if let Some(breach) = breach {
            breach.blind(&mut parts.headers, &mut parameters);
        }
        let credentials = Credentials::read(&parts.headers, &parameters);
        if asked.operation == Operation::PlayJob {
            // all of it has arrived already
            let bytes = axum::body::to_bytes(body, self.limits.body)
                .await
                .map_err(|_| Refusal::TooLarge)?;
            read_parameters(&parts.headers, &bytes, &mut parameters)?;
        }
        for (name, value) in &asked.path {
            parameters.set(name, value.as_str());
        }
        if let Some(breach) = breach {
            breach.misread(&mut parameters);
        }
        let server = match &instance.link_url {
            Some(url) => url.clone(),
            None => self.server_url(&parts.headers),
        };
        Ok(Prepared {
            credentials,
            parameters,
            url: format!("{server}{}", asked.uri.path()),
            query: asked.uri.query().map(str::to_owned),
        })
    }
}

fn read_parameters(
    headers: &HeaderMap,
    body: &[u8],
    parameters: &mut Parameters,
) -> Result<(), Refusal> {
    if body.is_empty() {
        return Ok(());
    }
    let media_type = headers
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| text.split(';').next())
        .map(str::trim)
        .unwrap_or_default();
    match media_type {
        "application/json" => parameters.read_json(body),
        // without a type it is taken for a form, as by Rack
        "" | "application/x-www-form-urlencoded" => {
            parameters.read_form(&String::from_utf8_lossy(body))
        }
        other => Err(Refusal::ContentType(other.to_owned())),
    }
}

/// An answer that carries no log, as a response.
pub(crate) fn respond(answer: Answer) -> Response {
    answer.into_response(End::Whole, |_, _| Body::empty())
}
