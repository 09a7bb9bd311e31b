//! Moved projects, requested by their former paths.

use jobs_server::{Fixture, Settings};
use serde_json::json;

use super::client::{TestServer, fixture_with, send};

const REST: &str = "pipelines: [{id: 6}]\njobs: [{id: 7, status: manual, log: x}]\n";

fn fixture(visibility: &str) -> String {
    let project = format!("former_paths: [foo/old, gone/Deep/er], visibility: {visibility}");
    fixture_with(&project, REST)
}

#[tokio::test]
async fn a_read_request_is_redirected_to_the_number() {
    let site = TestServer::with_fixture(&fixture("private")).await;
    for (asked, sent_on) in [
        ("/projects/foo%2Fold/jobs/7", "/projects/1/jobs/7"),
        (
            "/projects/FOO%2fOLD/jobs/7/trace",
            "/projects/1/jobs/7/trace",
        ),
        ("/projects/gone%2Fdeep%2Fer/jobs", "/projects/1/jobs"),
        (
            "/projects/foo%2Fold/jobs?scope[]=manual&per_page=1",
            "/projects/1/jobs?scope[]=manual&per_page=1",
        ),
        (
            "/projects/foo%2Fold/pipelines/6/jobs",
            "/projects/1/pipelines/6/jobs",
        ),
        (
            "/projects/foo%2Fold/pipelines/6/bridges",
            "/projects/1/pipelines/6/bridges",
        ),
    ] {
        let get = site.get("guest", asked).await;
        assert_eq!(
            get.refusal(),
            (301, json!({"message": "301 Moved Permanently"})),
            "{asked}"
        );
        let location = get.header("location").unwrap();
        assert_eq!(location, site.url(sent_on), "{asked}");
        let headers = [("private-token", site.secret("maintainer"))];
        assert_eq!(send("GET", location, &headers, "").await.status, 200);
        let head = site.send_as("guest", "HEAD", asked).await;
        assert_eq!(head.status, 301);
        assert_eq!(head.header("location"), Some(location), "{asked}");
        assert!(head.body.is_empty());
    }
}

#[tokio::test]
async fn a_change_is_not_redirected() {
    let site = TestServer::with_fixture(&fixture("private")).await;
    let refused = json!({"message": "Non GET methods are not allowed for moved projects"});
    for action in ["cancel", "retry", "erase", "play"] {
        let path = format!("/projects/foo%2Fold/jobs/7/{action}");
        let reply = site.post("maintainer", &path).await;
        assert_eq!(reply.refusal(), (405, refused.clone()), "{action}");
        assert_eq!(reply.header("location"), None);
    }
    let job = site.get("maintainer", "/projects/1/jobs/7").await;
    assert_eq!(job.json()["status"], "manual");
}

#[tokio::test]
async fn a_hidden_project_is_not_redirected() {
    let site = TestServer::with_fixture(&fixture("private")).await;
    let no_project = (404, json!({"message": "404 Project Not Found"}));
    for (caller, method, path) in [
        ("stranger", "GET", "/projects/foo%2Fold/jobs/7"),
        ("stranger", "POST", "/projects/foo%2Fold/jobs/7/cancel"),
        ("", "GET", "/projects/foo%2Fold/pipelines/6/jobs"),
        ("maintainer", "GET", "/projects/foo%2Folder/jobs/7"),
        ("maintainer", "POST", "/projects/foo%2Folder/jobs/7/cancel"),
        ("maintainer", "GET", "/projects/old/jobs/7"),
    ] {
        let reply = site.send_as(caller, method, path).await;
        assert_eq!(reply.refusal(), no_project, "{caller} {method} {path}");
        assert_eq!(reply.header("location"), None);
    }
    let reply = site.get("", "/projects/foo%2Fold/jobs/7").await;
    assert_eq!(reply.status, 401);
    for path in ["/projects/1/jobs/7", "/projects/foo%2Fbar/jobs/7"] {
        assert_eq!(site.get("maintainer", path).await.json()["id"], 7, "{path}");
    }
    let public = TestServer::with_fixture(&fixture("public")).await;
    let reply = public.get("", "/projects/foo%2Fold/pipelines/6/jobs").await;
    assert_eq!(reply.status, 301);
}

#[tokio::test]
async fn a_redirect_keeps_the_rest_of_the_address() {
    let fixture = Fixture::parse(&fixture("private")).unwrap();
    let site = TestServer::start(Settings {
        external_url: Some("https://example.com/api/v4/projects/".to_owned()),
        fixture,
        ..Settings::default()
    })
    .await;
    // an address may have letters that a header should not
    let reply = site
        .get("guest", "/projects/foo%2Fold/jobs?a=%2F\u{e9}")
        .await;
    assert_eq!(
        reply.header("location"),
        Some("https://example.com/api/v4/projects/api/v4/projects/1/jobs?a=%2F%C3%A9")
    );
}

#[tokio::test]
async fn a_redirect_in_a_sandbox_stays_in_the_sandbox() {
    let site = TestServer::start(Settings {
        control: true,
        ..Settings::default()
    })
    .await;
    let fixture = json!({"fixture": {
        "users": [{"username": "root", "tokens": [{"name": "owner", "secret": "glpat-known"}]}],
        "projects": [{"id": 3, "namespace": "root", "path": "new", "former_paths": ["root/old"]}],
    }});
    let opened = send(
        "POST",
        &site.server.hook_url().unwrap(),
        &[("content-type", "application/json")],
        fixture.to_string(),
    )
    .await
    .json();
    let base = opened["base_url"].as_str().unwrap();
    let reply = send(
        "GET",
        &format!("{base}/projects/root%2Fold/jobs"),
        &[("private-token", "glpat-known")],
        "",
    )
    .await;
    let expected = format!("{base}/projects/3/jobs");
    assert_eq!(reply.header("location"), Some(expected.as_str()));
}
