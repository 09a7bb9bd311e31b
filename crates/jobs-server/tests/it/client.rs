//! A client that shows everything, and test servers.

use std::collections::BTreeMap;
use std::path::PathBuf;

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::{HeaderMap, Request, StatusCode};
use hyper_util::rt::TokioIo;
use jobs_server::{Fixture, Server, Settings};
use serde_json::Value;
use tokio::net::TcpStream;

/// A response.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {:?}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// The status and the text of the error, whichever key carries it.
    pub(crate) fn refusal(&self) -> (u16, Value) {
        (self.status.as_u16(), self.json())
    }

    pub(crate) fn ids(&self) -> Vec<u64> {
        let items = self.json();
        let items = items
            .as_array()
            .unwrap_or_else(|| panic!("{items} is no list"));
        items
            .iter()
            .map(|item| item["id"].as_u64().unwrap())
            .collect()
    }
}

/// Sends one request on a new connection.
pub(crate) async fn send(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Reply {
    try_send(method, url, headers, body)
        .await
        .unwrap_or_else(|error| panic!("{method} {url}: {error}"))
}

/// Sends one request to a server that may not run, or may stop.
pub(crate) async fn try_send(
    method: &str,
    url: &str,
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Result<Reply, Box<dyn std::error::Error>> {
    let (host, path) = url
        .strip_prefix("http://")
        .unwrap()
        .split_once('/')
        .unwrap();
    let stream = TcpStream::connect(host).await?;
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    let mut request = Request::builder()
        .method(method)
        .uri(format!("/{path}"))
        .header("host", host);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Full::new(body.into()))?;
    let response = sender.send_request(request).await?;
    let (parts, body) = response.into_parts();
    Ok(Reply {
        status: parts.status,
        headers: parts.headers,
        body: body.collect().await?.to_bytes(),
    })
}

/// Sends requests one after the other on one connection.
pub(crate) async fn send_all(
    requests: &[(&str, &str, &str)],
    headers: &[(&str, &str)],
) -> Vec<u16> {
    let host = requests[0]
        .1
        .strip_prefix("http://")
        .unwrap()
        .split_once('/')
        .unwrap()
        .0;
    let stream = TcpStream::connect(host).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
        .await
        .unwrap();
    tokio::spawn(connection);
    let mut statuses = Vec::new();
    for (method, url, body) in requests {
        let path = url
            .strip_prefix("http://")
            .unwrap()
            .split_once('/')
            .unwrap()
            .1;
        let mut request = Request::builder()
            .method(*method)
            .uri(format!("/{path}"))
            .header("host", host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        sender.ready().await.unwrap();
        let request = request
            .body(Full::new(Bytes::copy_from_slice(body.as_bytes())))
            .unwrap();
        let response = sender.send_request(request).await.unwrap();
        statuses.push(response.status().as_u16());
        response.into_body().collect().await.unwrap();
    }
    statuses
}

/// A server with its fixture under `/api/v4`, and the secrets of that fixture.
pub(crate) struct TestServer {
    pub(crate) server: Server,
    pub(crate) secrets: BTreeMap<String, String>,
}

impl TestServer {
    pub(crate) async fn start(settings: Settings) -> TestServer {
        let server = Server::start(settings).await.unwrap();
        let secrets = server
            .credentials()
            .map(|(name, secret)| (name.to_owned(), secret.to_owned()))
            .collect();
        TestServer { server, secrets }
    }

    /// A server for a fixture in YAML.
    pub(crate) async fn with_fixture(fixture: &str) -> TestServer {
        let fixture = Fixture::parse(fixture).unwrap_or_else(|error| panic!("{error}"));
        TestServer::start(Settings {
            fixture,
            ..Settings::default()
        })
        .await
    }

    /// A server for one of the fixtures of the suite.
    pub(crate) async fn with_named_fixture(name: &str) -> TestServer {
        let fixture = Fixture::read(&fixtures().join(format!("{name}.yaml")));
        let fixture = fixture.unwrap_or_else(|error| panic!("{error}"));
        TestServer::start(Settings {
            fixture,
            ..Settings::default()
        })
        .await
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("{}{path}", self.server.base_url())
    }

    pub(crate) fn secret(&self, name: &str) -> &str {
        &self.secrets[name]
    }

    /// Sends a request with one of the fixture's credentials; `""` means no credentials.
    pub(crate) async fn send_as(&self, credential: &str, method: &str, path: &str) -> Reply {
        let url = self.url(path);
        if credential.is_empty() {
            return send(method, &url, &[], "").await;
        }
        let secret = self.secret(credential);
        let header = if secret.starts_with("glcbt-") {
            "job-token"
        } else {
            "private-token"
        };
        send(method, &url, &[(header, secret)], "").await
    }

    pub(crate) async fn get(&self, credential: &str, path: &str) -> Reply {
        self.send_as(credential, "GET", path).await
    }

    pub(crate) async fn post(&self, credential: &str, path: &str) -> Reply {
        self.send_as(credential, "POST", path).await
    }
}

/// The folder of the suite's fixtures.
pub(crate) fn fixtures() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../conformance/fixtures")
}

/// A project with one user in each role, and additions of the test.
pub(crate) fn fixture_with(project: &str, rest: &str) -> String {
    format!(
        "clock: 2016-01-11T12:00:00.000Z
external_url: https://example.com
users:
  - {{username: root, tokens: [{{name: maintainer}}]}}
  - {{username: gwen, tokens: [{{name: guest}}]}}
  - {{username: rita, tokens: [{{name: reporter}}]}}
  - {{username: dave, tokens: [{{name: developer}}]}}
  - {{username: olga, tokens: [{{name: owner}}]}}
  - {{username: stan, tokens: [{{name: stranger}}]}}
groups: [{{path: foo}}]
projects:
  - {{id: 1, namespace: foo, path: bar, members: {{root: maintainer, gwen: guest, rita: reporter, dave: developer, olga: owner}}, {project}}}
{rest}"
    )
}
