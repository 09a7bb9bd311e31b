//! One connection to a server that opens sandboxes again and again.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use jobs_api::operations::Operation;
use jobs_server::{Fault, Settings};
use serde_json::Value;
use serde_json::value::RawValue;
use tokio::net::TcpStream;

use super::client::TestServer;
use super::scripts::{FIXTURE, ScriptRequest, parse_request, script};

/// A fixture in which every fault is visible, as JSON that was serialized once.
fn fixture() -> &'static RawValue {
    static READ: LazyLock<Box<RawValue>> = LazyLock::new(|| {
        let fixture: Value = serde_saphyr::from_str(FIXTURE).unwrap();
        RawValue::from_string(fixture.to_string()).unwrap()
    });
    &READ
}

/// The request to the hook.
#[derive(serde::Serialize)]
struct SandboxRequest {
    fixture: &'static RawValue,
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<&'static str>,
}

impl SandboxRequest {
    fn new(fault: Option<Fault>) -> SandboxRequest {
        SandboxRequest {
            fixture: fixture(),
            fault: fault.map(Fault::name),
        }
    }
}

/// A sandbox, and the secrets of its fixture.
#[derive(serde::Deserialize)]
pub(crate) struct Sandbox {
    id: String,
    credentials: BTreeMap<String, String>,
}

impl Sandbox {
    pub(crate) fn script(&self, operation: Operation) -> Vec<ScriptRequest> {
        script(operation, &self.credentials)
    }
}

/// Status, headers and body, or 0 and what went wrong.
type RawResponse = (u16, BTreeMap<String, String>, Vec<u8>);

/// One connection, used again and again.
pub(crate) struct Connection {
    host: String,
    sender: SendRequest<Full<Bytes>>,
}

impl Connection {
    pub(crate) async fn open(host: &str) -> Connection {
        let stream = TcpStream::connect(host).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .unwrap();
        tokio::spawn(connection);
        Connection {
            host: host.to_owned(),
            sender,
        }
    }

    /// Status, headers and body, or what went wrong.
    async fn send(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> RawResponse {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Bytes::from(body))).unwrap();
        if self.sender.ready().await.is_err() {
            *self = Connection::open(&self.host.clone()).await;
        }
        let response = match self.sender.send_request(request).await {
            Ok(response) => response,
            Err(error) => return (0, BTreeMap::new(), error.to_string().into_bytes()),
        };
        let (parts, body) = response.into_parts();
        let headers = parts
            .headers
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "date" | "x-request-id"))
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect();
        match body.collect().await {
            Ok(body) => (parts.status.as_u16(), headers, body.to_bytes().to_vec()),
            Err(error) => (0, headers, error.to_string().into_bytes()),
        }
    }

    pub(crate) async fn open_sandbox(&mut self, fault: Option<Fault>) -> Sandbox {
        let body = serde_json::to_string(&SandboxRequest::new(fault)).unwrap();
        let json = [("content-type", "application/json")];
        let (status, _, body) = self.send("POST", "/-/sandboxes", &json, body).await;
        let text = String::from_utf8(body).unwrap();
        assert_eq!(status, 201, "{text}");
        let opened: Value = serde_json::from_str(&text).unwrap();
        serde_json::from_value(opened).unwrap()
    }

    async fn send_step(&mut self, sandbox: &Sandbox, step: &ScriptRequest) -> RawResponse {
        let path = format!("/-/sandboxes/{}/api/v4{}", sandbox.id, step.path);
        let mut headers = Vec::new();
        if let Some((name, value)) = &step.credential {
            headers.push((*name, value.as_str()));
        }
        if !step.body.is_empty() {
            headers.push(("content-type", "application/json"));
        }
        self.send(step.method, &path, &headers, step.body.to_owned())
            .await
    }

    /// The response of a sandbox to a step, without the name of the sandbox.
    pub(crate) async fn step_response(
        &mut self,
        sandbox: &Sandbox,
        step: &ScriptRequest,
    ) -> String {
        let (status, headers, body) = self.send_step(sandbox, step).await;
        let body = String::from_utf8_lossy(&body);
        let mut answer = format!("{status} {headers:?} {body}").replace(&sandbox.id, "ID");
        for (name, secret) in &sandbox.credentials {
            answer = answer.replace(secret, name);
        }
        answer
    }

    /// The value at a place of a response: its status, a header, or a value of its body; `None` without a value.
    pub(crate) async fn read_value(
        &mut self,
        sandbox: &Sandbox,
        request: &'static str,
        place: &str,
    ) -> String {
        let step = parse_request(request, &sandbox.credentials);
        let (status, headers, body) = self.send_step(sandbox, &step).await;
        if place == "status" {
            return status.to_string();
        }
        if let Some(name) = place.strip_prefix("header ") {
            return headers.get(name).cloned().unwrap_or_default();
        }
        let body: Value = serde_json::from_slice(&body).unwrap();
        body.pointer(place)
            .map(Value::to_string)
            .unwrap_or_default()
    }

    pub(crate) async fn close_sandbox(&mut self, sandbox: &Sandbox) {
        self.send(
            "DELETE",
            &format!("/-/sandboxes/{}", sandbox.id),
            &[],
            String::new(),
        )
        .await;
    }
}

/// A server with the state hook, and where it listens.
pub(crate) async fn start_server() -> (TestServer, String) {
    let site = TestServer::start(Settings {
        control: true,
        ..Settings::default()
    })
    .await;
    let host = site.server.address().to_string();
    (site, host)
}
