//! Addresses, methods, and the order of checks.

use serde_json::json;

use super::client::{TestServer, fixture_with, send};

const REST: &str = "pipelines: [{id: 6}]\njobs: [{id: 7}]\nbridges: [{id: 8}]\n";

#[tokio::test]
async fn addresses_are_routed() {
    let site = TestServer::with_fixture(&fixture_with("public_builds: false", REST)).await;
    let no_route = json!({"error": "404 Not Found"});
    let no_method = json!({"error": "405 Not Allowed"});
    let no_project = json!({"message": "404 Project Not Found"});
    let no_record = json!({"message": "404 Not found"});
    for (method, path, status, body) in [
        ("GET", "/nothing", 404, &no_route),
        ("GET", "/projects/foo/bar/jobs/7", 404, &no_route),
        ("GET", "/projects/1/jobs/7/cancel", 405, &no_method),
        ("DELETE", "/projects/1/jobs/7", 405, &no_method),
        ("POST", "/job", 405, &no_method),
        ("GET", "/projects/2/jobs", 404, &no_project),
        ("GET", "/projects/0/jobs", 404, &no_project),
        (
            "GET",
            "/projects/99999999999999999999/jobs",
            404,
            &no_project,
        ),
        ("GET", "/projects/bar/jobs", 404, &no_project),
        ("GET", "/projects/foo%2Fbaz/jobs", 404, &no_project),
        ("GET", "/projects/1/jobs/99", 404, &no_record),
        ("GET", "/projects/1/jobs/-7", 404, &no_record),
        (
            "GET",
            "/projects/1/jobs/99999999999999999999",
            404,
            &no_record,
        ),
        ("GET", "/projects/1/jobs/8", 404, &no_record),
        ("GET", "/projects/1/jobs/8/trace", 404, &no_record),
        ("POST", "/projects/1/jobs/8/cancel", 404, &no_record),
        ("POST", "/projects/1/jobs/8/retry", 404, &no_record),
        ("POST", "/projects/1/jobs/8/erase", 404, &no_record),
        ("GET", "/projects/1/pipelines/7/jobs", 404, &no_record),
        ("GET", "/projects/1/pipelines/7/bridges", 404, &no_record),
    ] {
        let reply = site.send_as("maintainer", method, path).await;
        assert_eq!(reply.refusal(), (status, body.clone()), "{method} {path}");
    }
    for path in [
        "/projects/foo%2Fbar/jobs/7",
        "/projects/FOO%2fbar/jobs/7",
        "/projects/001/jobs/7",
    ] {
        assert_eq!(site.get("maintainer", path).await.json()["id"], 7, "{path}");
    }
}

#[tokio::test]
async fn version_three_is_gone() {
    let site = TestServer::with_fixture("").await;
    for (method, path) in [
        ("GET", "/projects"),
        ("POST", "/projects/1/jobs/1/retry"),
        ("GET", "/"),
        ("GET", ""),
    ] {
        let url = site.url(path).replace("v4", "v3");
        let reply = send(method, &url, &[], "").await;
        assert_eq!(
            reply.refusal(),
            (
                410,
                json!({"error": "API V3 is no longer supported. Use API V4 instead."})
            ),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn head_is_get_without_a_body() {
    let site = TestServer::with_fixture(&fixture_with("public_builds: false", REST)).await;
    let get = site.get("maintainer", "/projects/1/jobs/7").await;
    let head = site
        .send_as("maintainer", "HEAD", "/projects/1/jobs/7")
        .await;
    assert_eq!(head.status, get.status);
    assert!(head.body.is_empty());
    for name in ["content-type", "content-length", "x-frame-options"] {
        assert_eq!(head.header(name), get.header(name), "{name}");
    }
}

#[tokio::test]
async fn every_response_has_the_common_headers() {
    let site = TestServer::with_fixture("").await;
    for path in ["/job", "/nothing"] {
        let reply = site.get("", path).await;
        assert_eq!(reply.header("x-frame-options"), Some("SAMEORIGIN"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(reply.header("content-type"), Some("application/json"));
        assert!(reply.header("x-request-id").is_some());
    }
}

#[tokio::test]
async fn errors_follow_the_order_of_checks() {
    let site = TestServer::with_fixture(&fixture_with("public_builds: false", REST)).await;
    let bad_scope = json!({"error": "scope does not have a valid value"});
    let forbidden = json!({"message": "403 Forbidden"});
    for (caller, method, path, status, body) in [
        // credentials before parameters
        (
            "",
            "GET",
            "/projects/1/jobs?scope=bogus",
            401,
            json!({"message": "401 Unauthorized"}),
        ),
        (
            "",
            "GET",
            "/projects/1/jobs/x",
            401,
            json!({"message": "401 Unauthorized"}),
        ),
        // the lists of pipelines need no credentials, so parameters come first
        (
            "",
            "GET",
            "/projects/1/pipelines/6/jobs?scope=bogus",
            400,
            bad_scope.clone(),
        ),
        // parameters before the project
        (
            "stranger",
            "GET",
            "/projects/9/jobs?scope=bogus",
            400,
            bad_scope,
        ),
        (
            "stranger",
            "GET",
            "/projects/9/jobs/x",
            400,
            json!({"error": "job_id is invalid"}),
        ),
        (
            "stranger",
            "GET",
            "/projects/9/pipelines/x/jobs?page=y",
            400,
            json!({"error": "pipeline_id is invalid, page is invalid"}),
        ),
        // the project before the right to use it, that right before the record
        (
            "stranger",
            "POST",
            "/projects/1/jobs/99/cancel",
            404,
            json!({"message": "404 Project Not Found"}),
        ),
        (
            "reporter",
            "POST",
            "/projects/1/jobs/99/cancel",
            403,
            forbidden.clone(),
        ),
        (
            "reporter",
            "POST",
            "/projects/1/jobs/99/retry",
            403,
            forbidden.clone(),
        ),
        (
            "reporter",
            "POST",
            "/projects/1/jobs/99/erase",
            403,
            forbidden.clone(),
        ),
        (
            "guest",
            "GET",
            "/projects/1/jobs/99",
            403,
            forbidden.clone(),
        ),
        (
            "guest",
            "GET",
            "/projects/1/pipelines/99/jobs",
            403,
            forbidden.clone(),
        ),
        // playing needs only the right to read before the record is looked for
        (
            "reporter",
            "POST",
            "/projects/1/jobs/99/play",
            404,
            json!({"message": "404 Not found"}),
        ),
        (
            "reporter",
            "POST",
            "/projects/1/jobs/7/play",
            403,
            forbidden,
        ),
        // the right to the record before its state
        (
            "developer",
            "POST",
            "/projects/1/jobs/7/play",
            400,
            json!({"message": "400 Bad request - Unplayable Job"}),
        ),
    ] {
        let reply = site.send_as(caller, method, path).await;
        assert_eq!(reply.refusal(), (status, body), "{caller} {method} {path}");
    }
}
