//! Faults: each breaks its requirement and no other visible one.

use axum::body::Body;
use http::Request;
use jobs_server::{Fault, Fixture, InProcess, Settings};
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::client::{Reply, TestServer, fixture_with};

const REST: &str = "pipelines: [{id: 6}]
jobs:
  - {id: 1, status: running}
  - {id: 2, log: '0123456789'}
  - {id: 3, status: manual}
";

async fn start_with_fault(fault: &str) -> TestServer {
    let fixture = Fixture::parse(&fixture_with("public_builds: false", REST)).unwrap();
    TestServer::start(Settings {
        fixture,
        fault: Some(fault.parse::<Fault>().unwrap()),
        ..Settings::default()
    })
    .await
}

async fn send_with_fault(fault: &str, method: &str, path: &str) -> Reply {
    start_with_fault(fault)
        .await
        .send_as("maintainer", method, path)
        .await
}

const JOB: &str = "/projects/1/jobs/2";
const LIST: &str = "/projects/1/jobs";
const LOG: &str = "/projects/1/jobs/2/trace";

#[tokio::test]
async fn faults_change_jobs() {
    let right = TestServer::with_fixture(&fixture_with("public_builds: false", REST)).await;
    let right = right.get("maintainer", JOB).await.json();
    for (fault, key, value) in [
        ("dropped-key", "stage", None),
        ("null-value", "name", Some(Value::Null)),
        ("wrong-type", "id", Some(json!("2"))),
        ("wrong-value", "name", Some(json!("somebody else's"))),
        ("unknown-word", "status", Some(json!("on_fire"))),
        (
            "malformed-instant",
            "created_at",
            Some(json!("24.12.2015, 16:51")),
        ),
    ] {
        let mut expected = right.clone();
        match value {
            None => {
                expected.as_object_mut().unwrap().shift_remove(key);
            }
            Some(value) => expected[key] = value,
        }
        assert_eq!(
            send_with_fault(fault, "GET", JOB).await.json(),
            expected,
            "{fault}"
        );
        assert_eq!(
            send_with_fault(fault, "GET", LIST).await.json()[1],
            expected,
            "{fault}"
        );
    }
}

#[tokio::test]
async fn faults_change_lists() {
    for (fault, query, ids) in [
        ("empty-list", "", vec![]),
        ("unsorted-list", "", vec![1, 2, 3]),
        ("ignored-scope", "?scope=manual", vec![3, 2, 1]),
        ("ignored-page", "?per_page=1", vec![3, 2, 1]),
    ] {
        let reply = send_with_fault(fault, "GET", &format!("{LIST}{query}")).await;
        assert_eq!(reply.ids(), ids, "{fault}");
    }
}

#[tokio::test]
async fn faults_change_status_and_headers() {
    assert_eq!(
        send_with_fault("wrong-status", "GET", JOB).await.status,
        202
    );
    assert_eq!(
        send_with_fault("wrong-media-type", "GET", JOB)
            .await
            .header("content-type"),
        Some("text/html")
    );
    let list = send_with_fault("missing-header", "GET", LIST).await;
    assert_eq!((list.header("link"), list.header("x-page")), (None, None));
    assert_eq!(
        send_with_fault("missing-header", "GET", LOG)
            .await
            .header("content-disposition"),
        None
    );
    let text = send_with_fault("broken-json", "GET", JOB).await.text();
    assert!(serde_json::from_str::<Value>(&text).is_err());
    let log = send_with_fault("truncated-log", "GET", LOG).await;
    assert_eq!(
        (log.text().as_str(), log.header("content-length")),
        ("01234", Some("5"))
    );
    let panicked = send_with_fault("panic", "GET", JOB).await;
    assert_eq!(
        panicked.refusal(),
        (500, json!({"message": "500 Internal Server Error"}))
    );
}

#[tokio::test]
async fn faults_change_errors() {
    let reply = start_with_fault("wrong-error-status")
        .await
        .get("", JOB)
        .await;
    assert_eq!(
        reply.refusal(),
        (400, json!({"message": "401 Unauthorized"}))
    );
    let reply = start_with_fault("wrong-error-body")
        .await
        .get("", JOB)
        .await;
    assert_eq!(reply.refusal(), (401, json!({"errors": []})));
}

#[tokio::test]
async fn faults_change_actions() {
    for (fault, answered) in [("idle-action", "running"), ("forgotten-action", "canceled")] {
        let site = start_with_fault(fault).await;
        let reply = site.post("maintainer", "/projects/1/jobs/1/cancel").await;
        assert_eq!(
            (reply.status.as_u16(), &reply.json()["status"]),
            (201, &json!(answered)),
            "{fault}"
        );
        let job = site.get("maintainer", "/projects/1/jobs/1").await.json();
        assert_eq!(job["status"], "running", "{fault}");
        // other refusals do not change
        assert_eq!(
            site.post("maintainer", "/projects/1/jobs/1/retry")
                .await
                .status,
            403
        );
    }
}

#[tokio::test]
async fn a_fault_removes_the_need_for_credentials() {
    let site = start_with_fault("no-authentication").await;
    assert_eq!(site.get("", JOB).await.status, 200);
    assert_eq!(site.get("", "/job").await.json()["id"], 1);
    assert_eq!(site.get("", "/job/allowed_agents").await.status, 200);
    // credentials still work if a request has them
    assert_eq!(site.get("guest", JOB).await.status, 403);
}

#[tokio::test]
async fn a_response_is_cut() {
    let site = start_with_fault("cut-answer").await;
    let url = site.url(JOB);
    let token = site.secret("maintainer").to_owned();
    for path in ["", "/trace"] {
        let url = format!("{url}{path}");
        let cut = super::client::try_send("GET", &url, &[("private-token", &token)], "").await;
        assert!(cut.is_err(), "{path} arrived whole");
    }
}

#[tokio::test]
async fn a_sandbox_has_a_fault_of_its_own() {
    let site = TestServer::start(Settings {
        control: true,
        ..Settings::default()
    })
    .await;
    let body = json!({"fixture": {}, "fault": "wrong-error-body"}).to_string();
    let hook = site.server.hook_url().unwrap();
    let reply =
        super::client::send("POST", &hook, &[("content-type", "application/json")], body).await;
    let base = reply.json()["base_url"].as_str().unwrap().to_owned();
    let spoilt = super::client::send("GET", &format!("{base}/job"), &[], "").await;
    assert_eq!(spoilt.json(), json!({"errors": []}));
    assert_eq!(
        site.get("", "/job").await.json(),
        json!({"message": "401 Unauthorized"})
    );
}

#[tokio::test(start_paused = true)]
async fn a_response_is_late() {
    let server = InProcess::new(Settings {
        fault: Some("slow-answer".parse().unwrap()),
        ..Settings::default()
    })
    .unwrap();
    let start = tokio::time::Instant::now();
    let request = Request::get("/api/v4/job").body(Body::empty()).unwrap();
    let response = server.router().oneshot(request).await.unwrap();
    assert_eq!(response.status(), 401);
    assert!(start.elapsed() >= std::time::Duration::from_secs(10));
}
