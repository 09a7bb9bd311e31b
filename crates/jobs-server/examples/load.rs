//! A benchmark of the server: `cargo run --release --package jobs-server --example load`.
//!
//! Server and clients share this machine's cores. Sixty-four clients, each on one connection, send the same
//! request for some seconds; then one fixture is set up a thousand times in sequence.

use std::io::Write;
use std::time::{Duration, Instant};

use anyhow::{Context, ensure};
use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use jobs_server::{Fixture, Server, Settings};
use tokio::net::TcpStream;

const CLIENTS: usize = 64;
const SECONDS: u64 = 5;
const SECRET: &str = "glpat-load";
const SANDBOXES: usize = 1000;

fn main() -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run(&mut std::io::stdout()))
}

async fn run(out: &mut impl Write) -> anyhow::Result<()> {
    let server = Server::start(Settings {
        fixture: Fixture::parse(&fixture())?,
        control: true,
        ..Settings::default()
    })
    .await?;
    let address = server.address().to_string();
    for (name, path) in [
        ("a single job", "/api/v4/projects/1/jobs/500"),
        ("a page of 20 jobs", "/api/v4/projects/1/jobs"),
        (
            "a page of 20 failed jobs",
            "/api/v4/projects/1/jobs?scope=failed",
        ),
        (
            "a page at the end, by cursor",
            "/api/v4/projects/1/jobs?pagination=keyset&cursor=eyJpZCI6IjI1IiwiX2tkIjoibiJ9",
        ),
        ("a refusal", "/api/v4/projects/2/jobs/1"),
    ] {
        let mut times = load(&address, path).await?;
        times.sort_unstable();
        let per_second = times.len() as u64 / SECONDS;
        writeln!(
            out,
            "{name:30} {per_second:>8} a second   median {:>8.2?}   p99 {:>8.2?}",
            percentile(&times, 50),
            percentile(&times, 99),
        )?;
    }
    let mut times = sandboxes(&address).await?;
    times.sort_unstable();
    writeln!(
        out,
        "{:30} {SANDBOXES:>8} alive      median {:>8.2?}   p99 {:>8.2?}",
        "a fresh sandbox",
        percentile(&times, 50),
        percentile(&times, 99),
    )?;
    server.stop().await;
    Ok(())
}

/// A thousand jobs of every kind that a list shows.
fn fixture() -> String {
    let mut text = format!(
        "project_jobs_rate_limit: 1000000000
users: [{{username: root, tokens: [{{name: maintainer, secret: {SECRET}}}]}}]
groups: [{{path: foo}}]
projects: [{{id: 1, namespace: foo, path: bar, members: {{root: maintainer}}}}]
pipelines: [{{id: 1}}]
jobs:\n"
    );
    for id in 1..=1000 {
        let status = match id % 4 {
            0 => "failed, failure_reason: script_failure",
            1 => "running",
            2 => "pending",
            _ => "success, artifacts: [{file_type: archive, size: 1000}]",
        };
        text.push_str(&format!("  - {{id: {id}, status: {status}}}\n"));
    }
    text
}

/// Duration of each response.
async fn load(address: &str, path: &'static str) -> anyhow::Result<Vec<Duration>> {
    let end = Instant::now() + Duration::from_secs(SECONDS);
    let mut clients = Vec::new();
    for _ in 0..CLIENTS {
        let mut connection = connect(address).await?;
        clients.push(tokio::spawn(async move {
            let mut times = Vec::new();
            while Instant::now() < end {
                let begun = Instant::now();
                let request = Request::get(path)
                    .header("host", "127.0.0.1")
                    .header("private-token", SECRET)
                    .body(Full::default())?;
                send(&mut connection, request).await?;
                times.push(begun.elapsed());
            }
            Ok::<_, anyhow::Error>(times)
        }));
    }
    let mut all = Vec::new();
    for client in clients {
        all.extend(client.await??);
    }
    Ok(all)
}

/// Duration of setting up each sandbox; all of them stay open.
async fn sandboxes(address: &str) -> anyhow::Result<Vec<Duration>> {
    let fixture = serde_json::json!({"fixture": {
        "clock": "2016-01-11T10:14:17.526Z",
        "users": [{"username": "root", "tokens": [{"name": "maintainer"}]}],
        "groups": [{"path": "foo"}],
        "projects": [{"namespace": "foo", "path": "bar", "members": {"root": "maintainer"}}],
        "pipelines": [{"id": 1}],
        "jobs": [{"id": 1, "status": "running"}],
    }});
    let mut connection = connect(address).await?;
    let mut times = Vec::new();
    for _ in 0..SANDBOXES {
        let begun = Instant::now();
        let request = Request::post("/-/sandboxes")
            .header("host", "127.0.0.1")
            .header("content-type", "application/json")
            .body(Full::from(fixture.to_string()))?;
        let body = send(&mut connection, request).await?;
        ensure!(body.starts_with(b"{\"id\""), "no sandbox: {body:?}");
        times.push(begun.elapsed());
    }
    Ok(times)
}

async fn connect(address: &str) -> anyhow::Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

async fn send(
    connection: &mut SendRequest<Full<Bytes>>,
    request: Request<Full<Bytes>>,
) -> anyhow::Result<Bytes> {
    connection.ready().await?;
    let response = connection.send_request(request).await?;
    response
        .into_body()
        .collect()
        .await
        .map(|body| body.to_bytes())
        .context("the answer broke off")
}

fn percentile(sorted: &[Duration], percent: usize) -> Duration {
    sorted
        .get(sorted.len() * percent / 100)
        .copied()
        .unwrap_or_default()
}
