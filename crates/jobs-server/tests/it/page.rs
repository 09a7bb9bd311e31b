//! The documented examples: each fixture gives the response of the page, as far as a server can.

use serde_json::{Value, json};

use super::client::TestServer;

fn user() -> Value {
    json!({
        "id": 1, "name": "Administrator", "username": "root", "state": "active",
        "avatar_url": "http://www.gravatar.com/avatar/e64c7d89f26bd1972efa854d13d7dd61?s=80&d=identicon",
        "web_url": "http://gitlab.dev/root", "created_at": "2015-12-21T13:14:24.077Z",
        "bio": null, "location": null, "public_email": "", "skype": "", "linkedin": "",
        "twitter": "", "website_url": "", "organization": ""
    })
}

fn commit() -> Value {
    json!({
        "author_email": "admin@example.com", "author_name": "Administrator",
        "created_at": "2015-12-24T16:51:14.000+01:00", "id": "0ff3ae198f8601a285adcf5c0fff204ee6fba5fd",
        "message": "Test the CI integration.", "short_id": "0ff3ae19", "title": "Test the CI integration."
    })
}

/// `actual` has everything in `expected` with the same values; objects may have more.
fn assert_shows(place: &str, expected: &Value, actual: &Value) {
    match (expected, actual) {
        (Value::Object(members), Value::Object(_)) => {
            for (key, member) in members {
                let there = actual.get(key);
                let there = there.unwrap_or_else(|| panic!("{place}/{key} is missing"));
                assert_shows(&format!("{place}/{key}"), member, there);
            }
        }
        (Value::Array(items), Value::Array(found)) => {
            assert_eq!(items.len(), found.len(), "{place}");
            for (index, (item, found)) in items.iter().zip(found).enumerate() {
                assert_shows(&format!("{place}/{index}"), item, found);
            }
        }
        _ => assert_eq!(expected, actual, "{place}"),
    }
}

#[tokio::test]
async fn the_list_of_a_project_matches_the_documentation() {
    let site = TestServer::with_named_fixture("project-jobs").await;
    let reply = site.get("maintainer", "/projects/1/jobs").await;
    assert_shows(
        "",
        &json!([
            {
                "commit": commit(), "coverage": null, "allow_failure": false,
                "created_at": "2015-12-24T15:51:21.802Z", "started_at": "2015-12-24T17:54:27.722Z",
                "finished_at": "2015-12-24T17:54:27.895Z", "erased_at": null,
                "duration": 0.173, "queued_duration": 0.010,
                "artifacts_file": {"filename": "artifacts.zip", "size": 1000},
                "artifacts": [
                    {"file_type": "archive", "size": 1000, "filename": "artifacts.zip", "file_format": "zip"},
                    {"file_type": "metadata", "size": 186, "filename": "metadata.gz", "file_format": "gzip"},
                    {"file_type": "trace", "size": 1500, "filename": "job.log", "file_format": "raw"},
                    {"file_type": "junit", "size": 750, "filename": "junit.xml.gz", "file_format": "gzip"}
                ],
                "artifacts_expire_at": "2016-01-23T17:54:27.895Z",
                "tag_list": ["docker runner", "ubuntu18"], "id": 7, "name": "teaspoon",
                "pipeline": {
                    "id": 6, "project_id": 1, "ref": "main",
                    "sha": "0ff3ae198f8601a285adcf5c0fff204ee6fba5fd", "status": "pending"
                },
                "ref": "main", "runner": null, "stage": "test", "status": "failed",
                "failure_reason": "script_failure", "tag": false,
                "web_url": "https://example.com/foo/bar/-/jobs/7",
                "project": {"ci_job_token_scope_enabled": false}, "user": user()
            },
            {
                "id": 6, "queued_duration": 0.023, "duration": 0.192, "artifacts": [],
                "failure_reason": "stuck_or_timeout_failure", "tag_list": ["docker runner", "win10-2004"]
            }
        ]),
        &reply.json(),
    );
    assert_eq!(reply.json()[1].get("artifacts_file"), None);
}

#[tokio::test]
async fn bridges_match_the_documentation() {
    let site = TestServer::with_named_fixture("pipeline-bridges").await;
    let reply = site
        .get("maintainer", "/projects/1/pipelines/6/bridges")
        .await;
    assert_shows(
        "",
        &json!([{
            "duration": 240.173, "queued_duration": 0.123, "id": 7, "name": "teaspoon", "status": "success",
            "pipeline": {
                "id": 6, "project_id": 1, "status": "pending", "created_at": "2015-12-24T15:50:16.123Z",
                "updated_at": "2015-12-24T18:00:44.432Z", "web_url": "https://example.com/foo/bar/pipelines/6"
            },
            "downstream_pipeline": {
                "id": 5, "sha": "f62a4b2fb89754372a346f24659212eb8da13601", "ref": "main", "status": "pending",
                "created_at": "2015-12-24T17:54:27.722Z", "updated_at": "2015-12-24T17:58:27.896Z",
                "web_url": "https://example.com/diaspora/diaspora-client/pipelines/5"
            }
        }]),
        &reply.json(),
    );
    for key in [
        "artifacts",
        "artifacts_file",
        "runner",
        "tag_list",
        "artifacts_expire_at",
    ] {
        assert_eq!(reply.json()[0].get(key), None, "{key}");
    }
}

#[tokio::test]
async fn single_responses_match_the_documentation() {
    for (fixture, credential, method, path, status, expected) in [
        (
            "pipeline-jobs",
            "maintainer",
            "GET",
            "/projects/1/pipelines/6/jobs",
            200,
            json!([
                {"id": 7, "queued_duration": 0.023, "tag_list": ["docker runner", "ubuntu18"]},
                {"id": 6, "queued_duration": 0.023, "tag_list": ["docker runner", "ubuntu18"]}
            ]),
        ),
        (
            "job-token",
            "job",
            "GET",
            "/job",
            200,
            json!({
                "id": 8, "status": "running", "duration": 0.465, "queued_duration": 0.123, "finished_at": null,
                "artifacts_expire_at": "2016-01-23T17:54:31.198Z", "user": user(), "commit": commit()
            }),
        ),
        (
            "allowed-agents",
            "job",
            "GET",
            "/job/allowed_agents",
            200,
            json!({
                "allowed_agents": [{
                    "id": 1,
                    "config_project": {
                        "id": 1, "description": null, "name": "project1", "name_with_namespace": "John Doe2 / project1",
                        "path": "project1", "path_with_namespace": "namespace1/project1",
                        "created_at": "2022-11-16T14:51:50.579Z"
                    },
                    "configuration": {}
                }],
                "job": {"id": 1}, "pipeline": {"id": 2}, "project": {"id": 1, "groups": [{"id": 1}]},
                "user": {
                    "id": 2, "name": "John Doe3", "username": "user2", "state": "active",
                    "avatar_url": "https://www.gravatar.com/avatar/10fc7f102b", "web_url": "http://localhost/user2",
                    "roles_in_project": ["guest", "reporter", "developer"]
                }
            }),
        ),
        (
            "single-job",
            "maintainer",
            "GET",
            "/projects/1/jobs/8",
            200,
            json!({
                "id": 8, "status": "failed", "queued_duration": 0.010, "duration": 0.465,
                "tag_list": ["docker runner", "macos-10.15"], "artifacts": []
            }),
        ),
        (
            "running-job",
            "maintainer",
            "POST",
            "/projects/1/jobs/1/cancel",
            201,
            json!({
                "id": 1, "status": "canceled", "duration": 8.0, "queued_duration": 0.010, "user": null,
                "started_at": "2016-01-11T10:14:09.526Z", "finished_at": "2016-01-11T10:14:17.526Z"
            }),
        ),
        (
            "canceled-job",
            "maintainer",
            "POST",
            "/projects/1/jobs/1/retry",
            201,
            json!({
                "id": 2, "status": "pending", "started_at": null, "finished_at": null, "duration": null,
                "created_at": "2016-01-11T10:16:00.000Z", "user": user(),
                "web_url": "https://example.com/foo/bar/-/jobs/2"
            }),
        ),
        (
            "finished-job",
            "maintainer",
            "POST",
            "/projects/1/jobs/1/erase",
            201,
            json!({
                "id": 1, "status": "failed", "download_url": null, "artifacts": [], "duration": 97.0,
                "erased_at": "2016-01-11T11:30:19.914Z", "artifacts_expire_at": null, "user": null
            }),
        ),
        (
            "manual-job",
            "maintainer",
            "POST",
            "/projects/1/jobs/1/play",
            200,
            json!({
                "id": 1, "status": "pending", "started_at": null, "duration": null, "user": user()
            }),
        ),
        (
            "rate-limited",
            "maintainer",
            "GET",
            "/projects/1/jobs",
            429,
            json!({
                "message": {"error": "This endpoint has been requested too many times. Try again later."}
            }),
        ),
        (
            "statistics-refresh",
            "maintainer",
            "POST",
            "/projects/1/jobs/1/erase",
            409,
            json!({
                "message": "Action temporarily disabled. The project this pipeline belongs to is undergoing stats refresh."
            }),
        ),
    ] {
        let site = TestServer::with_named_fixture(fixture).await;
        let reply = site.send_as(credential, method, path).await;
        assert_eq!(reply.status.as_u16(), status, "{fixture}: {}", reply.text());
        assert_shows(fixture, &expected, &reply.json());
    }
}

#[tokio::test]
async fn every_fixture_of_the_suite_can_be_served() {
    for entry in std::fs::read_dir(super::client::fixtures()).unwrap() {
        let path = entry.unwrap().path();
        if path
            .extension()
            .is_some_and(|extension| extension == "yaml")
        {
            let fixture =
                jobs_server::Fixture::read(&path).unwrap_or_else(|error| panic!("{error}"));
            assert!(
                !fixture.title().is_empty(),
                "{} has no title",
                path.display()
            );
            let site = TestServer::start(jobs_server::Settings {
                fixture,
                ..Default::default()
            })
            .await;
            assert!(!site.secrets.is_empty(), "{}", path.display());
        }
    }
}
