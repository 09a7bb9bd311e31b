//! Logs: exact bytes of any length.

use serde_json::json;

use super::client::{TestServer, fixture_with};

#[tokio::test]
async fn a_log_is_sent_as_it_is() {
    let site = TestServer::with_named_fixture("job-log").await;
    let reply = site.get("maintainer", "/projects/1/jobs/8/trace").await;
    assert_eq!(reply.status, 200);
    assert_eq!(reply.header("content-type"), Some("text/plain"));
    assert_eq!(
        reply.header("content-disposition"),
        Some("infile; filename=\"8.log\"")
    );
    assert!(
        reply
            .text()
            .contains("\u{1b}[32;1m$ bundle exec rubocop\u{1b}[0;m\n")
    );
    assert_eq!(
        reply.header("content-length"),
        Some(reply.body.len().to_string().as_str())
    );
    let missing = site.get("maintainer", "/projects/1/jobs/9/trace").await;
    assert_eq!(
        missing.refusal(),
        (404, json!({"message": "404 Not found"}))
    );
    let head = site
        .send_as("maintainer", "HEAD", "/projects/1/jobs/8/trace")
        .await;
    assert_eq!(
        head.header("content-length"),
        reply.header("content-length")
    );
    assert!(head.body.is_empty());
}

#[tokio::test]
async fn bytes_need_not_be_text() {
    let rest =
        "pipelines: [{id: 6}]\njobs:\n  - {id: 1, log: {base64: '/wD+gA=='}}\n  - {id: 2, log: ''}";
    let site = TestServer::with_fixture(&fixture_with("public_builds: false", rest)).await;
    let reply = site.get("reporter", "/projects/1/jobs/1/trace").await;
    assert_eq!(reply.body.as_ref(), [0xff, 0x00, 0xfe, 0x80]);
    let empty = site.get("reporter", "/projects/1/jobs/2/trace").await;
    assert_eq!((empty.status.as_u16(), empty.body.len()), (200, 0));
}

#[tokio::test]
async fn a_long_log_arrives_whole() {
    // the piece does not divide the size of what is stored together
    let rest = "pipelines: [{id: 6}]\njobs:\n  - {id: 1, log: {text: 'abcdefg', times: 100000}}";
    let site = TestServer::with_fixture(&fixture_with("public_builds: false", rest)).await;
    let reply = site.get("reporter", "/projects/1/jobs/1/trace").await;
    assert_eq!(reply.text(), "abcdefg".repeat(100_000));
}

#[tokio::test]
async fn a_variable_may_restrict_access_to_a_log() {
    let rest = "pipelines: [{id: 6}]
jobs:
  - {id: 1, log: x, variables: {CI_DEBUG_TRACE: 'True'}}
  - {id: 2, log: x, variables: {CI_DEBUG_TRACE: 'false', OTHER: 'true'}}
  - {id: 3, log: x, variables: {CI_DEBUG_SERVICES: 'true'}}";
    let site = TestServer::with_fixture(&fixture_with("public_builds: false", rest)).await;
    for (caller, id, status) in [
        ("reporter", 1, 403),
        ("developer", 1, 200),
        ("reporter", 2, 200),
        ("reporter", 3, 403),
    ] {
        let reply = site
            .get(caller, &format!("/projects/1/jobs/{id}/trace"))
            .await;
        assert_eq!(reply.status.as_u16(), status, "{caller} {id}");
        // the job itself is still visible
        assert_eq!(
            site.get(caller, &format!("/projects/1/jobs/{id}"))
                .await
                .status,
            200
        );
    }
}
