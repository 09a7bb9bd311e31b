//! Every fault there is: each can be seen in some answer of the operations that it names, and in no answer of others.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http_body_util::{BodyExt, Full};
use hyper::Request;
use hyper::body::Bytes;
use hyper::client::conn::http1::SendRequest;
use hyper_util::rt::TokioIo;
use jobs_api::operations::Operation;
use jobs_server::{Class, Fault, Settings};
use serde_json::{Value, json};
use tokio::net::TcpStream;

use super::client::Site;
use super::scripts::{Step, WORLD, script};

/// A world in which every fault can be seen, as JSON.
fn world() -> Value {
    serde_saphyr::from_str(WORLD).unwrap()
}

/// A sandbox, and the secrets of its world.
#[derive(serde::Deserialize)]
struct Sandbox {
    id: String,
    credentials: BTreeMap<String, String>,
}

impl Sandbox {
    fn script(&self, operation: Operation) -> Vec<Step> {
        script(operation, &self.credentials)
    }
}

/// One connection, used again and again.
struct Line {
    host: String,
    sender: SendRequest<Full<Bytes>>,
}

impl Line {
    async fn open(host: &str) -> Line {
        let stream = TcpStream::connect(host).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream))
            .await
            .unwrap();
        tokio::spawn(connection);
        Line {
            host: host.to_owned(),
            sender,
        }
    }

    /// Status, headers and body, or what went wrong.
    async fn ask(
        &mut self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: String,
    ) -> (u16, BTreeMap<String, String>, Vec<u8>) {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", &self.host);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Full::new(Bytes::from(body))).unwrap();
        if self.sender.ready().await.is_err() {
            *self = Line::open(&self.host.clone()).await;
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

    async fn sandbox(&mut self, body: &Value) -> Sandbox {
        let json = [("content-type", "application/json")];
        let (status, _, body) = self
            .ask("POST", "/-/sandboxes", &json, body.to_string())
            .await;
        let text = String::from_utf8(body).unwrap();
        assert_eq!(status, 201, "{text}");
        let opened: Value = serde_json::from_str(&text).unwrap();
        serde_json::from_value(opened).unwrap()
    }

    /// What a sandbox answers to a step, with nothing in it that tells the sandbox.
    async fn step(&mut self, sandbox: &Sandbox, step: &Step) -> String {
        let path = format!("/-/sandboxes/{}/api/v4{}", sandbox.id, step.path);
        let mut headers = Vec::new();
        if let Some((name, value)) = &step.credential {
            headers.push((*name, value.as_str()));
        }
        if !step.body.is_empty() {
            headers.push(("content-type", "application/json"));
        }
        let (status, headers, body) = self
            .ask(step.method, &path, &headers, step.body.to_owned())
            .await;
        let body = String::from_utf8_lossy(&body);
        let mut answer = format!("{status} {headers:?} {body}").replace(&sandbox.id, "ID");
        for (name, secret) in &sandbox.credentials {
            answer = answer.replace(secret, name);
        }
        answer
    }

    async fn close(&mut self, sandbox: &Sandbox) {
        self.ask(
            "DELETE",
            &format!("/-/sandboxes/{}", sandbox.id),
            &[],
            String::new(),
        )
        .await;
    }
}

async fn server() -> (Site, String) {
    let site = Site::start(Settings {
        control: true,
        ..Settings::default()
    })
    .await;
    let host = site.server.address().to_string();
    (site, host)
}

/// What every operation answers without any fault, step by step.
async fn right(line: &mut Line) -> BTreeMap<&'static str, Vec<String>> {
    let mut right = BTreeMap::new();
    for operation in Operation::ALL {
        let sandbox = line.sandbox(&json!({ "world": world() })).await;
        let mut answers = Vec::new();
        for step in sandbox.script(*operation) {
            answers.push(line.step(&sandbox, &step).await);
        }
        line.close(&sandbox).await;
        right.insert(operation.id(), answers);
    }
    right
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_fault_is_seen_where_it_says() {
    let (site, host) = server().await;
    let right = Arc::new(right(&mut Line::open(&host).await).await);
    // one that is late has a test of its own
    let faults: Vec<Fault> = Fault::all()
        .filter(|fault| fault.name() != "slow-answer")
        .collect();
    let faults = Arc::new(faults);
    let next = Arc::new(AtomicUsize::new(0));
    let workers = (0..4).map(|_| {
        let (right, faults, next, host) = (
            Arc::clone(&right),
            Arc::clone(&faults),
            Arc::clone(&next),
            host.clone(),
        );
        tokio::spawn(async move {
            let mut line = Line::open(&host).await;
            let mut unseen = Vec::new();
            while let Some(fault) = faults.get(next.fetch_add(1, Ordering::Relaxed)) {
                if !is_seen(*fault, &mut line, &right).await {
                    unseen.push(fault.name());
                }
            }
            unseen
        })
    });
    let workers: Vec<_> = workers.collect();
    let mut unseen = Vec::new();
    for worker in workers {
        unseen.extend(worker.await.unwrap());
    }
    unseen.sort_unstable();
    assert!(
        unseen.is_empty(),
        "{} faults change nothing: {unseen:#?}",
        unseen.len()
    );
    site.server.stop().await;
}

/// Whether a fault changes an answer of an operation that it names.
async fn is_seen(
    fault: Fault,
    line: &mut Line,
    right: &BTreeMap<&'static str, Vec<String>>,
) -> bool {
    for operation in fault.operations() {
        let sandbox = line
            .sandbox(&json!({ "world": world(), "fault": fault.name() }))
            .await;
        let mut is_seen = false;
        for (step, right) in sandbox
            .script(*operation)
            .iter()
            .zip(&right[operation.id()])
        {
            is_seen = line.step(&sandbox, step).await != *right;
            if is_seen {
                break;
            }
        }
        line.close(&sandbox).await;
        if is_seen {
            return true;
        }
    }
    false
}

#[tokio::test]
async fn a_fault_touches_no_other_operation() {
    let (site, host) = server().await;
    let mut line = Line::open(&host).await;
    // the first step of each script is the same question to a world that nothing has happened in
    let ask = async |line: &mut Line, fault: Option<Fault>| {
        let mut world = json!({ "world": world() });
        if let Some(fault) = fault {
            world["fault"] = json!(fault.name());
        }
        let sandbox = line.sandbox(&world).await;
        let mut answers = BTreeMap::new();
        for operation in Operation::ALL {
            if fault.is_none_or(|fault| !fault.operations().contains(operation)) {
                let step = sandbox.script(*operation).remove(0);
                answers.insert(operation.id(), line.step(&sandbox, &step).await);
            }
        }
        line.close(&sandbox).await;
        answers
    };
    let right = ask(&mut line, None).await;
    // which operations a fault touches is decided in one place for all, so one of each class is enough
    for class in Class::ALL {
        let fault = Fault::all().find(|fault| fault.class() == *class).unwrap();
        for (operation, answer) in ask(&mut line, Some(fault)).await {
            assert_eq!(answer, right[operation], "{fault} touches {operation}");
        }
    }
    site.server.stop().await;
}

#[test]
fn names_come_back_and_are_different() {
    let mut names = BTreeSet::new();
    for fault in Fault::all() {
        assert!(names.insert(fault.name()), "{fault} is there twice");
        assert_eq!(fault.name().parse::<Fault>(), Ok(fault));
        assert!(!fault.operations().is_empty(), "{fault} touches nothing");
        assert!(
            !fault.breaks().is_empty() && !fault.breaks().ends_with('.'),
            "{fault}"
        );
        if let [only] = fault.operations()
            && fault.name().contains('.')
        {
            assert!(fault.name().starts_with(only.id()), "{fault}");
        }
    }
    let counted: BTreeMap<Class, usize> =
        Fault::all().fold(BTreeMap::new(), |mut counted, fault| {
            *counted.entry(fault.class()).or_default() += 1;
            counted
        });
    assert_eq!(counted.len(), Class::ALL.len(), "{counted:?}");
    let error = "none".parse::<Fault>().unwrap_err();
    assert_eq!(
        error.to_string(),
        "no fault is called `none`; `--fault list` lists them"
    );
}
