//! The state hook: fixtures that callers set up.

use std::collections::BTreeSet;
use std::time::Duration;

use jobs_server::{Limits, Server, Settings};
use serde_json::{Value, json};

use super::client::{Reply, TestServer, fixtures, send};

const JSON: (&str, &str) = ("content-type", "application/json");

async fn with_control(settings: Settings) -> TestServer {
    TestServer::start(Settings {
        control: true,
        fixtures: Some(fixtures()),
        ..settings
    })
    .await
}

async fn open(site: &TestServer, fixture: &Value) -> Reply {
    let hook = site.server.hook_url().unwrap();
    send(
        "POST",
        &hook,
        &[JSON],
        json!({"fixture": fixture}).to_string(),
    )
    .await
}

fn small_fixture() -> Value {
    json!({
        "users": [{"username": "root", "tokens": [{"name": "maintainer"}]}],
        "projects": [{"namespace": "root", "path": "bar"}],
        "pipelines": [{"id": 1}],
        "jobs": [{"id": 1, "status": "running"}]
    })
}

#[tokio::test]
async fn sandboxes_are_isolated() {
    let site = with_control(Settings::default()).await;
    let mut opened = Vec::new();
    for fixture in [small_fixture(), small_fixture(), json!("running-job")] {
        let reply = open(&site, &fixture).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        opened.push(reply.json());
    }
    let ask = async |sandbox: &Value, method: &str, path: &str| {
        let url = format!("{}{path}", sandbox["base_url"].as_str().unwrap());
        let token = sandbox["credentials"]["maintainer"].as_str().unwrap();
        send(method, &url, &[("private-token", token)], "").await
    };
    assert_eq!(opened[0]["parameters"], json!({}));
    assert_eq!(
        ask(&opened[0], "POST", "/projects/1/jobs/1/cancel")
            .await
            .json()["status"],
        "canceled"
    );
    assert_eq!(
        ask(&opened[1], "GET", "/projects/1/jobs/1").await.json()["status"],
        "running"
    );
    assert_eq!(
        ask(&opened[2], "GET", "/projects/1/jobs/1").await.json()["web_url"],
        "https://example.com/foo/bar/-/jobs/1"
    );
    // links lead back into the sandbox
    let list = ask(&opened[1], "GET", "/projects/1/jobs").await;
    let base = opened[1]["base_url"].as_str().unwrap();
    assert_eq!(
        list.header("link"),
        Some(format!("<{base}/projects/1/jobs?id=1&page=1&per_page=20>; rel=\"first\"").as_str())
    );

    let url = format!(
        "{}/{}",
        site.server.hook_url().unwrap(),
        opened[0]["id"].as_str().unwrap()
    );
    assert_eq!(send("DELETE", &url, &[], "").await.status, 204);
    assert_eq!(
        send("DELETE", &url, &[], "").await.refusal(),
        (404, json!({"message": "404 Sandbox Not Found"}))
    );
    assert_eq!(
        ask(&opened[0], "GET", "/projects/1/jobs/1").await.status,
        404
    );
    assert_eq!(
        ask(&opened[1], "GET", "/projects/1/jobs/1").await.status,
        200
    );
}

/// Changes to a fixture, and its secrets, do not affect the next caller with the same fixture.
#[tokio::test]
async fn a_fixture_that_is_sent_again_is_fresh() {
    let site = with_control(Settings::default()).await;
    let mut fixture = small_fixture();
    fixture["clock"] = json!("2016-01-11T10:14:17.526Z");
    fixture["users"][0]["tokens"] = json!([
        {"name": "own"}, {"name": "given", "secret": "glpat-given"}, {"name": "other"}
    ]);
    fixture["projects"][0]["members"] = json!({"root": "maintainer"});
    fixture["jobs"][0]["token"] = json!("of the job");
    let mut secrets = BTreeSet::new();
    let mut earlier: Vec<Value> = Vec::new();
    for round in 0..4 {
        let reply = open(&site, &fixture).await;
        assert_eq!(reply.status, 201, "{}", reply.text());
        let opened = reply.json();
        let get = async |sandbox: &Value, header: &str, secret: &Value, path: &str| {
            let url = format!("{}{path}", sandbox["base_url"].as_str().unwrap());
            let reply = send("GET", &url, &[(header, secret.as_str().unwrap())], "").await;
            (reply.status.as_u16(), reply.text())
        };
        let names = ["own", "other", "given", "of the job"];
        assert_eq!(
            opened["credentials"].as_object().unwrap().len(),
            names.len()
        );
        for name in names {
            let secret = &opened["credentials"][name];
            let (header, path) = match name {
                "of the job" => ("job-token", "/job"),
                _ => ("private-token", "/projects/1/jobs/1"),
            };
            let (status, text) = get(&opened, header, secret, path).await;
            assert_eq!(status, 200, "round {round}, {name}: {text}");
            assert!(text.contains(r#""status":"running""#), "{text}");
            if name == "given" {
                assert_eq!(secret, "glpat-given");
                continue;
            }
            assert!(secrets.insert(secret.to_string()), "{secret} is used twice");
            for other in &earlier {
                assert_eq!(get(other, header, secret, path).await.0, 401, "{name}");
                let secret = &other["credentials"][name];
                assert_eq!(get(&opened, header, secret, path).await.0, 401, "{name}");
            }
        }
        let base = opened["base_url"].as_str().unwrap();
        let url = format!("{base}/projects/1/jobs/1/cancel");
        let secret = opened["credentials"]["own"].as_str().unwrap();
        let canceled = send("POST", &url, &[("private-token", secret)], "").await;
        assert_eq!(canceled.json()["status"], "canceled");
        earlier.push(opened);
    }
}

/// Links begin with the address of the request for the sandbox, also if another caller sent the same fixture before.
#[tokio::test]
async fn a_fixture_that_is_sent_again_has_the_links_of_its_caller() {
    let site = with_control(Settings::default()).await;
    let mut fixture = small_fixture();
    fixture["clock"] = json!("2016-01-11T10:14:17.526Z");
    fixture["jobs"][0]["user"] = json!("root");
    let body = json!({ "fixture": fixture }).to_string();
    let port = site.server.address().port();
    for host in ["127.0.0.1", "localhost", "127.0.0.1"] {
        let address = format!("http://{host}:{port}");
        let hook = format!("{address}/-/sandboxes");
        let opened = send("POST", &hook, &[JSON], body.clone()).await.json();
        let base = opened["base_url"].as_str().unwrap();
        assert!(base.starts_with(&address), "{base}");
        let secret = opened["credentials"]["maintainer"].as_str().unwrap();
        let url = format!("{base}/projects/1/jobs/1");
        let job = send("GET", &url, &[("private-token", secret)], "").await;
        let job = job.json();
        assert_eq!(job["web_url"], format!("{address}/root/bar/-/jobs/1"));
        assert_eq!(job["user"]["web_url"], format!("{address}/root"));
    }
}

/// Faults and variations of a sandbox do not affect the next sandbox with the same fixture.
#[tokio::test]
async fn a_fixture_that_is_sent_again_has_no_fault_of_another() {
    let site = with_control(Settings::default()).await;
    let hook = site.server.hook_url().unwrap();
    let mut fixture = small_fixture();
    fixture["clock"] = json!("2016-01-11T10:14:17.526Z");
    let refused = json!({ "fixture": fixture, "fault": "none" }).to_string();
    for (fault, stage) in [(None, true), (Some("dropped-key"), false), (None, true)] {
        let body = json!({ "fixture": fixture, "fault": fault }).to_string();
        let opened = send("POST", &hook, &[JSON], body).await.json();
        let url = format!("{}/projects/1/jobs/1", opened["base_url"].as_str().unwrap());
        let secret = opened["credentials"]["maintainer"].as_str().unwrap();
        let job = send("GET", &url, &[("private-token", secret)], "").await;
        assert_eq!(job.json().get("stage").is_some(), stage, "{fault:?}");
        let reply = send("POST", &hook, &[JSON], refused.clone()).await;
        assert_eq!(reply.status, 422);
    }
}

#[tokio::test]
async fn without_control_there_is_no_hook() {
    let site = TestServer::with_fixture("").await;
    assert_eq!(site.server.hook_url(), None);
    let hook = site.url("").replace("/api/v4", "/-/sandboxes");
    let reply = send("POST", &hook, &[JSON], "{}").await;
    assert_eq!(reply.refusal(), (404, json!({"error": "404 Not Found"})));
}

#[tokio::test]
async fn an_invalid_fixture_is_reported_with_its_place() {
    let site = with_control(Settings::default()).await;
    let hook = site.server.hook_url().unwrap();
    for (body, said) in [
        (r#"{"fixture": {"jobz": []}}"#, "unknown field `jobz`"),
        (
            r#"{"fixture": {"jobs": [{"id": 1}]}}"#,
            "line 1, column 11: jobs[0].pipeline: the fixture has no pipeline",
        ),
        (r#"{"fixture": "nowhere"}"#, "nowhere.yaml"),
        (
            r#"{"fixture": "../sample"}"#,
            "`../sample` is not a valid fixture name",
        ),
        (
            r#"{"fixture": {}, "fault": "none"}"#,
            "unknown fault `none`",
        ),
        (r#"{"wrld": {}}"#, "unknown field `wrld`"),
        (r#"{"fixture": {"#, "EOF"),
    ] {
        let reply = send("POST", &hook, &[JSON], body).await;
        assert_eq!(reply.status, 422, "{body}");
        let message = reply.json()["message"].as_str().unwrap().to_owned();
        assert!(message.contains(said), "{body}: {message}");
    }
    let reply = send(
        "POST",
        &hook,
        &[("content-type", "text/plain")],
        "{\"fixture\": {}}",
    )
    .await;
    assert_eq!(reply.status, 415);
}

#[tokio::test]
async fn sandboxes_are_limited_and_dropped_when_idle() {
    let limits = Limits {
        sandboxes: 2,
        ..Limits::default()
    };
    let site = with_control(Settings {
        limits,
        ..Settings::default()
    })
    .await;
    assert_eq!(open(&site, &small_fixture()).await.status, 201);
    assert_eq!(open(&site, &small_fixture()).await.status, 201);
    assert_eq!(open(&site, &small_fixture()).await.status, 429);

    let limits = Limits {
        sandboxes: 1,
        sandbox_idle: Duration::ZERO,
        ..Limits::default()
    };
    let site = with_control(Settings {
        limits,
        ..Settings::default()
    })
    .await;
    assert_eq!(open(&site, &small_fixture()).await.status, 201);
    assert_eq!(open(&site, &small_fixture()).await.status, 201);
}

#[tokio::test]
async fn the_hook_may_require_a_token() {
    let settings = Settings {
        control_token: Some("open sesame".to_owned()),
        ..Settings::default()
    };
    let site = with_control(settings).await;
    let hook = site.server.hook_url().unwrap();
    let body = json!({"fixture": small_fixture()}).to_string();
    for (headers, status) in [
        (vec![JSON], 401),
        (vec![JSON, ("authorization", "Bearer open")], 401),
        (vec![JSON, ("authorization", "Bearer open sesame")], 201),
    ] {
        assert_eq!(
            send("POST", &hook, &headers, body.clone())
                .await
                .status
                .as_u16(),
            status
        );
    }
    let exposed = Settings {
        control: true,
        listen: ([0, 0, 0, 0], 0).into(),
        ..Settings::default()
    };
    let error = Server::start(exposed).await.unwrap_err().to_string();
    assert!(error.contains("--control-token"), "{error}");
}
