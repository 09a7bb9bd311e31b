//! How much slower is judging than merely asking? `cargo xtask bench`
//!
//! Generated documents are replayed against a fast local server, by the release binary and, in the same run, by a
//! bare concurrent client that sends the same requests and only parses the bodies. Both are processes of their own, and
//! timed from their start to their end. Ratios are what counts.

use std::fs;
use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use futures_util::{StreamExt, stream};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How many requests are under way at once, on both sides.
const CONCURRENCY: usize = 16;
/// How often each side runs; the fastest run counts.
const RUNS: usize = 5;

/// A workload: the number of operations, and the approximate size of their response bodies in bytes.
struct Workload {
    name: &'static str,
    operations: usize,
    bytes: usize,
}

const WORKLOADS: [Workload; 3] = [
    Workload {
        name: "1,000 operations, 2 KB each",
        operations: 1_000,
        bytes: 2_000,
    },
    Workload {
        name: "5,000 operations, 2 KB each",
        operations: 5_000,
        bytes: 2_000,
    },
    Workload {
        name: "20 operations, 120 KB each",
        operations: 20,
        bytes: 120_000,
    },
];

fn main() -> io::Result<()> {
    // an error here only says that a provider is there already
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let mut args = std::env::args()
        .skip_while(|word| word != BARE_CLIENT_FLAG)
        .skip(1);
    if let (Some(address), Some(operations)) = (args.next(), args.next()) {
        let operations = operations.parse().map_err(io::Error::other)?;
        runtime.block_on(bare_client(&address, operations));
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:<30} {:>10} {:>10} {:>7} {:>9}",
        "", "bare", "reprise", "ratio", "memory"
    )?;
    for workload in &WORKLOADS {
        let body: Arc<str> = body_of_size(workload.bytes).to_string().into();
        let address = runtime.block_on(serve(Arc::clone(&body)))?;
        let document = folder.path().join("document.json");
        fs::write(&document, document_of(workload, &body)?.to_string())?;
        fs::create_dir_all(folder.path().join("fixtures"))?;
        fs::write(folder.path().join("fixtures/any.yaml"), "{}\n")?;

        let mut bare = Duration::MAX;
        let mut full = (Duration::MAX, 0);
        for _ in 0..RUNS {
            bare = bare.min(run_bare_client(address, workload.operations)?);
            full = full.min(run_reprise(folder.path(), &document, address)?);
        }
        let (full, kilobytes) = full;
        writeln!(
            out,
            "{:<30} {:>7} ms {:>7} ms {:>6.2}x {:>6} MB",
            workload.name,
            bare.as_millis(),
            full.as_millis(),
            full.as_secs_f64() / bare.as_secs_f64(),
            kilobytes / 1024
        )?;
    }
    let start = (0..RUNS)
        .map(|_| cold_start())
        .collect::<io::Result<Vec<Duration>>>()?;
    let start = start.into_iter().min().unwrap_or_default();
    writeln!(
        out,
        "\ncold start, the suite of the Jobs API planned: {} ms",
        start.as_millis()
    )
}

/// An object of about so many bytes.
fn body_of_size(bytes: usize) -> Value {
    let item = |number: usize| {
        json!({
            "id": number, "name": format!("name {number}"), "ratio": 0.5, "done": false, "owner": null,
            "created_at": "2016-01-11T10:13:33.506Z", "tags": ["one", "two"]
        })
    };
    let size = item(1).to_string().len();
    json!({ "items": (1..=bytes / size).map(item).collect::<Vec<Value>>() })
}

fn document_of(workload: &Workload, body: &str) -> io::Result<Value> {
    let example: Value = serde_json::from_str(body)?;
    let item = json!({
        "type": "object",
        "required": ["id", "name", "ratio", "done", "owner", "created_at", "tags"],
        "properties": {
            "id": { "type": "integer", "minimum": 1 },
            "name": { "type": "string", "minLength": 1 },
            "ratio": { "type": "number" },
            "done": { "type": "boolean" },
            "owner": { "type": ["string", "null"] },
            "created_at": { "type": "string", "format": "date-time" },
            "tags": { "type": "array", "items": { "type": "string" } }
        }
    });
    let schema = json!({ "type": "object", "required": ["items"], "properties": { "items": { "type": "array", "items": item } } });
    let paths: Map<String, Value> = (0..workload.operations)
        .map(|number| {
            let operation = json!({ "get": { "operationId": format!("op{number}"), "responses": { "200": {
                "description": "d",
                "content": { "application/json": {
                    "schema": schema,
                    "examples": { "e": { "value": example, "x-reprise": { "fixture": "any" } } }
                } }
            } } } });
            (format!("/op/{number}"), operation)
        })
        .collect();
    Ok(json!({ "openapi": "3.1.0", "info": { "title": "bench", "version": "1" }, "paths": paths }))
}

/// The fastest possible server for `POST /hook`, `DELETE /hook/1`, `GET /api/op/…`.
async fn serve(body: Arc<str>) -> io::Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let body = Arc::clone(&body);
            tokio::spawn(async move {
                // the server ignores clients that disconnect
                let _ = respond(stream, address, &body).await;
            });
        }
    });
    Ok(address)
}

async fn respond(mut stream: TcpStream, address: SocketAddr, body: &str) -> io::Result<()> {
    let sandbox = format!(r#"{{"id":"1","base_url":"http://{address}/api"}}"#);
    let whole = |status: &str, body: &str| {
        format!(
            "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
            body.len()
        )
    };
    let (created, gone, found) = (
        whole("201 C", &sandbox),
        whole("204 N", ""),
        whole("200 O", body),
    );
    let mut read = Vec::new();
    let mut buffer = vec![0; 16 << 10];
    loop {
        let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") else {
            let count = stream.read(&mut buffer).await?;
            if count == 0 {
                return Ok(());
            }
            read.extend_from_slice(&buffer[..count]);
            continue;
        };
        let head = String::from_utf8_lossy(&read[..end]).to_ascii_lowercase();
        let length = head
            .lines()
            .find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok())
            .unwrap_or(0);
        if read.len() < end + 4 + length {
            let count = stream.read(&mut buffer).await?;
            read.extend_from_slice(&buffer[..count]);
            continue;
        }
        read.drain(..end + 4 + length);
        let answer = match head.as_bytes().first() {
            Some(b'p') => &created,
            Some(b'd') => &gone,
            _ => &found,
        };
        stream.write_all(answer.as_bytes()).await?;
    }
}

/// What makes this program the bare client: the word, the server's address, and how many operations there are.
const BARE_CLIENT_FLAG: &str = "--bare";

/// The duration of the bare client as a separate process, because the binary is one, too.
fn run_bare_client(address: SocketAddr, operations: usize) -> io::Result<Duration> {
    let begin = Instant::now();
    let status = Command::new(std::env::current_exe()?)
        .args([
            BARE_CLIENT_FLAG,
            &address.to_string(),
            &operations.to_string(),
        ])
        .status()?;
    assert!(status.success(), "the bare client failed: {status}");
    Ok(begin.elapsed())
}

/// The same requests as a run sends, and nothing but parsing.
async fn bare_client(address: &str, operations: usize) {
    let client = reqwest::Client::builder()
        .no_proxy()
        .build()
        .unwrap_or_default();
    stream::iter(0..operations)
        .for_each_concurrent(CONCURRENCY, |number| {
            let client = client.clone();
            async move {
                let url = format!("http://{address}");
                let set_up = client.post(format!("{url}/hook")).body("{}").send().await;
                let sandbox = read_body(set_up).await;
                let found =
                    read_body(client.get(format!("{url}/api/op/{number}")).send().await).await;
                let parsed = serde_json::from_slice::<Value>(&found);
                let gone = client.delete(format!("{url}/hook/1")).send().await;
                assert!(
                    !sandbox.is_empty() && parsed.is_ok() && gone.is_ok(),
                    "the bare client failed"
                );
            }
        })
        .await;
}

async fn read_body(answer: reqwest::Result<reqwest::Response>) -> Vec<u8> {
    match answer {
        Ok(answer) => answer.bytes().await.unwrap_or_default().to_vec(),
        Err(_) => Vec::new(),
    }
}

/// Runs the binary; says how long it took and how much memory it had at most, in kilobytes.
fn run_reprise(suite: &Path, document: &Path, address: SocketAddr) -> io::Result<(Duration, u64)> {
    let begin = Instant::now();
    let mut child = Command::new(env!("CARGO_BIN_EXE_reprise"))
        .arg("run")
        .arg(document)
        .arg("--suite")
        .arg(suite)
        .args([
            "--hook",
            &format!("http://{address}/hook"),
            "--jobs",
            &CONCURRENCY.to_string(),
        ])
        .stdout(Stdio::null())
        .spawn()?;
    // frequent requests would slow down the timed process
    let (done, is_done) = mpsc::channel::<()>();
    let status_file = format!("/proc/{}/status", child.id());
    let watch = thread::spawn(move || {
        let mut peak = 0;
        while let Err(RecvTimeoutError::Timeout) = is_done.recv_timeout(Duration::from_millis(10)) {
            peak = peak.max(peak_memory(&status_file));
        }
        peak
    });
    let status = child.wait()?;
    let elapsed = begin.elapsed();
    drop(done);
    let peak = watch.join().unwrap_or_default();
    assert!(
        status.success(),
        "reprise found the server wanting: {status}"
    );
    Ok((elapsed, peak))
}

/// The peak memory of a process, in kilobytes; 0 if the system does not provide it.
fn peak_memory(status_file: &str) -> u64 {
    let status = fs::read_to_string(status_file).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok())
        .unwrap_or(0)
}

fn cold_start() -> io::Result<Duration> {
    let begin = Instant::now();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let status = Command::new(env!("CARGO_BIN_EXE_reprise"))
        .arg("run")
        .arg(root.join("spec/openapi.json"))
        .arg("--suite")
        .arg(root.join("conformance"))
        .args(["--hook", "http://127.0.0.1:1/hook", "--dry-run"])
        .stdout(Stdio::null())
        .status()?;
    assert!(status.success());
    Ok(begin.elapsed())
}
