//! Cancel, retry, erase, play: what each does to a job in each state.

use serde_json::{Value, json};

use super::client::{TestServer, fixture_with, send};

const JOBS: &str = "pipelines: [{id: 6, stages: [test, deploy]}]
jobs:
  - {id: 1, status: created}
  - {id: 2, status: waiting_for_resource}
  - {id: 3, status: preparing}
  - {id: 4, status: pending}
  - {id: 5, status: running}
  - {id: 6, status: success, log: x}
  - {id: 7, status: failed, failure_reason: script_failure, log: x}
  - {id: 8, status: canceled, log: x}
  - {id: 9, status: skipped, stage: deploy, log: x}
  - {id: 10, status: manual}
  - {id: 11, status: scheduled}
  - {id: 12, status: success, retried: true, log: x}
  - {id: 13, status: success, when: manual}
  - {id: 14, status: manual, when: on_success}
bridges:
  - {id: 15, status: manual}
  - {id: 16, status: success, when: manual}
  - {id: 17, status: scheduled}
";

async fn start_site() -> TestServer {
    TestServer::with_fixture(&fixture_with("public_builds: false", JOBS)).await
}

fn not_retryable_body() -> Value {
    json!({"message": "403 Forbidden - Job is not retryable"})
}

fn not_erasable_body() -> Value {
    json!({"message": "403 Forbidden - Job is not erasable!"})
}

fn not_playable_body() -> Value {
    json!({"message": "400 Bad request - Unplayable Job"})
}

#[tokio::test]
async fn cancel_never_refuses() {
    let site = start_site().await;
    let now = "2016-01-11T12:00:00.000Z";
    for (id, status) in [
        (1, "canceled"),
        (2, "canceled"),
        (3, "canceled"),
        (4, "canceled"),
        (5, "canceled"),
        (6, "success"),
        (7, "failed"),
        (8, "canceled"),
        (9, "skipped"),
        (10, "canceled"),
        (11, "canceled"),
    ] {
        let path = format!("/projects/1/jobs/{id}");
        let before = site.get("developer", &path).await.json();
        let reply = site.post("developer", &format!("{path}/cancel")).await;
        assert_eq!(reply.status, 201, "{id}");
        let after = reply.json();
        assert_eq!(after["status"], status, "{id}");
        if before["status"] == after["status"] {
            assert_eq!(after["finished_at"], before["finished_at"], "{id}");
        } else {
            assert_eq!(after["finished_at"], now, "{id}");
        }
        // nothing else changes
        for key in ["id", "name", "user", "created_at", "started_at"] {
            assert_eq!(after[key], before[key], "{id} {key}");
        }
        assert_eq!(site.get("developer", &path).await.json(), after);
    }
}

#[tokio::test]
async fn retry_makes_a_new_job_of_one_that_has_ended() {
    for (id, works) in [
        (1, false),
        (2, false),
        (3, false),
        (4, false),
        (5, false),
        (6, true),
        (7, true),
        (8, true),
        (9, false),
        (10, false),
        (11, false),
        (12, false),
        (13, true),
        (14, false),
    ] {
        let site = start_site().await;
        let path = format!("/projects/1/jobs/{id}");
        let before = site.get("developer", &path).await.json();
        let reply = site.post("developer", &format!("{path}/retry")).await;
        if !works {
            assert_eq!(reply.refusal(), (403, not_retryable_body()), "{id}");
            assert_eq!(site.get("developer", &path).await.json(), before);
            continue;
        }
        assert_eq!(reply.status, 201, "{id}");
        let new = reply.json();
        assert_eq!(
            (new["id"].as_u64(), &new["status"]),
            (Some(18), &json!("pending")),
            "{id}"
        );
        assert_eq!(new["user"]["username"], "dave");
        for key in ["name", "stage", "ref", "tag_list", "allow_failure"] {
            assert_eq!(new[key], before[key], "{id} {key}");
        }
        for key in [
            "started_at",
            "finished_at",
            "duration",
            "erased_at",
            "runner",
            "coverage",
        ] {
            assert_eq!(new[key], Value::Null, "{id} {key}");
        }
        assert_eq!(new["artifacts"], json!([]));
        assert_eq!(new["queued_duration"], 0.0);
        let old = site.get("developer", &path).await.json();
        assert_eq!(old["status"], before["status"]);
        let list = site
            .get("developer", "/projects/1/pipelines/6/jobs")
            .await
            .ids();
        assert!(list.contains(&18) && !list.contains(&id), "{list:?}");
        // once is enough
        let again = site.post("developer", &format!("{path}/retry")).await;
        assert_eq!(again.refusal(), (403, not_retryable_body()), "{id}");
    }
}

#[tokio::test]
async fn retry_resets_skipped_jobs_of_later_stages() {
    let site = start_site().await;
    assert_eq!(
        site.get("developer", "/projects/1/jobs/9").await.json()["status"],
        "skipped"
    );
    site.post("developer", "/projects/1/jobs/7/retry").await;
    assert_eq!(
        site.get("developer", "/projects/1/jobs/9").await.json()["status"],
        "created"
    );
}

#[tokio::test]
async fn erase_removes_what_a_job_has_left() {
    for (id, works) in [
        (1, false),
        (4, false),
        (5, false),
        (6, true),
        (7, true),
        (8, true),
        (9, true),
        (10, false),
        (12, true),
        // nothing is left of this one
        (13, false),
    ] {
        let site = start_site().await;
        let path = format!("/projects/1/jobs/{id}");
        let before = site.get("maintainer", &path).await.json();
        let reply = site.post("maintainer", &format!("{path}/erase")).await;
        if !works {
            assert_eq!(reply.refusal(), (403, not_erasable_body()), "{id}");
            continue;
        }
        assert_eq!(reply.status, 201, "{id}");
        let after = reply.json();
        assert_eq!(after["status"], before["status"], "{id}");
        assert_eq!(after["erased_at"], "2016-01-11T12:00:00.000Z");
        assert_eq!(after["artifacts"], json!([]));
        assert_eq!(after.get("artifacts_file"), None);
        assert_eq!(after["artifacts_expire_at"], Value::Null);
        assert_eq!(after.get("download_url"), Some(&Value::Null));
        assert_eq!(
            site.get("maintainer", &path)
                .await
                .json()
                .get("download_url"),
            None
        );
        assert_eq!(
            site.get("maintainer", &format!("{path}/trace"))
                .await
                .status,
            404
        );
        // there is nothing more to erase
        let again = site.post("maintainer", &format!("{path}/erase")).await;
        assert_eq!(again.refusal(), (403, not_erasable_body()), "{id}");
    }
}

#[tokio::test]
async fn play_starts_what_waits() {
    for (id, works) in [
        (1, false),
        (4, false),
        (5, false),
        (6, false),
        (7, false),
        (9, false),
        (10, true),
        (11, true),
        (14, false),
        (15, true),
        (16, false),
        (17, false),
    ] {
        let site = start_site().await;
        let path = format!("/projects/1/jobs/{id}/play");
        let reply = site.post("developer", &path).await;
        if !works {
            assert_eq!(reply.refusal(), (400, not_playable_body()), "{id}");
            continue;
        }
        assert_eq!(reply.status, 200, "{id}");
        let played = reply.json();
        assert_eq!(
            (played["id"].as_u64(), &played["status"]),
            (Some(id), &json!("pending")),
            "{id}"
        );
        assert_eq!(played["user"]["username"], "dave");
        assert_eq!(played.get("downstream_pipeline").is_some(), id == 15);
        assert_eq!(played.get("artifacts").is_some(), id != 15);
        let again = site.post("developer", &path).await;
        assert_eq!(again.refusal(), (400, not_playable_body()), "{id}");
    }
}

#[tokio::test]
async fn play_of_a_job_that_has_run_makes_a_new_one_and_shows_the_old() {
    let site = start_site().await;
    let reply = site.post("developer", "/projects/1/jobs/13/play").await;
    assert_eq!(
        (reply.status.as_u16(), &reply.json()["status"]),
        (200, &json!("success"))
    );
    assert_eq!(reply.json()["id"], 13);
    assert_eq!(
        site.get("developer", "/projects/1/jobs/18").await.json()["status"],
        "pending"
    );
}

#[tokio::test]
async fn variables_are_checked_before_anything_is_played() {
    let site = start_site().await;
    let url = site.url("/projects/1/jobs/10/play");
    let token = ("private-token", site.secret("developer"));
    let json_type = ("content-type", "application/json");
    let form = ("content-type", "application/x-www-form-urlencoded");
    for (kind, body, error) in [
        (
            json_type,
            r#"{"job_variables_attributes":[{"value":"1"}]}"#,
            "job_variables_attributes[0][key] is missing",
        ),
        (
            json_type,
            r#"{"job_variables_attributes":[{"key":"A","value":"1"},{"key":"B"}]}"#,
            "job_variables_attributes[1][value] is missing",
        ),
        (
            json_type,
            r#"{"job_variables_attributes":"A=1"}"#,
            "job_variables_attributes is invalid",
        ),
        (
            json_type,
            r#"{"job_variables_attributes":"#,
            "request body is invalid",
        ),
        (
            form,
            "job_variables_attributes[0][value]=1",
            "job_variables_attributes[0][key] is missing",
        ),
        (
            form,
            "job_variables_attributes%5B0%5D%5Bkey%5D=A%20B&job_variables_attributes[0][value]=1",
            "job_variables_attributes[0][key] is invalid",
        ),
    ] {
        let reply = send("POST", &url, &[token, kind], body).await;
        assert_eq!(reply.refusal(), (400, json!({"error": error})), "{body}");
    }
    let reply = send("POST", &url, &[token, ("content-type", "text/plain")], "x").await;
    assert_eq!(
        reply.refusal(),
        (
            415,
            json!({"error": "The provided content-type 'text/plain' is not supported."})
        )
    );
    assert_eq!(
        site.get("developer", "/projects/1/jobs/10").await.json()["status"],
        "manual"
    );

    let body = r#"{"job_variables_attributes":[{"key":"TEST_VAR_1","value":"test1"},{"key":"TEST_VAR_2","value":"test2"}]}"#;
    assert_eq!(
        send("POST", &url, &[token, json_type], body).await.status,
        200
    );
    // without a media type, curl's body is a form with one strange name, and the job is played without variables
    let url = site.url("/projects/1/jobs/11/play");
    assert_eq!(send("POST", &url, &[token, form], body).await.status, 200);
}

#[tokio::test]
async fn variables_may_be_for_maintainers_only() {
    let site =
        TestServer::with_fixture(&fixture_with("variables_for_maintainers_only: true", JOBS)).await;
    let url = site.url("/projects/1/jobs/10/play");
    let body = "job_variables_attributes[0][key]=A&job_variables_attributes[0][value]=1";
    let reply = send(
        "POST",
        &url,
        &[("private-token", site.secret("developer"))],
        body,
    )
    .await;
    assert_eq!(reply.refusal(), (403, json!({"message": "403 Forbidden"})));
    let bridge = site.url("/projects/1/jobs/15/play");
    assert_eq!(
        send(
            "POST",
            &bridge,
            &[("private-token", site.secret("developer"))],
            body
        )
        .await
        .status,
        200
    );
    assert_eq!(
        send(
            "POST",
            &url,
            &[("private-token", site.secret("maintainer"))],
            body
        )
        .await
        .status,
        200
    );
}

#[tokio::test]
async fn durations_grow_with_the_clock() {
    let fixture = fixture_with(
        "public_builds: false",
        "pipelines: [{id: 6}]\njobs:\n  - {id: 1, status: running, started_at: 2016-01-11T00:00:00Z, created_at: 2016-01-11T00:00:00Z}\n  - {id: 2, status: pending, queued_at: 2016-01-11T00:00:00Z}\n  - {id: 3, status: manual}",
    );
    let running =
        TestServer::with_fixture(&fixture.replace("clock: 2016-01-11T12:00:00.000Z\n", "")).await;
    for (id, key) in [(1, "duration"), (2, "queued_duration")] {
        let path = format!("/projects/1/jobs/{id}");
        let first = running.get("reporter", &path).await.json()[key]
            .as_f64()
            .unwrap();
        // the clock shows milliseconds, so a later response does not always have a larger value
        let mut later = first;
        for _ in 0..10_000 {
            if later > first {
                break;
            }
            later = running.get("reporter", &path).await.json()[key]
                .as_f64()
                .unwrap();
        }
        assert!(later > first, "{key} stays {first}");
    }
    let frozen = TestServer::with_fixture(&fixture).await;
    let job = |id: u64| {
        frozen.get(
            "reporter",
            Box::leak(format!("/projects/1/jobs/{id}").into_boxed_str()),
        )
    };
    assert_eq!(job(1).await.json()["duration"], 43_200.0);
    assert_eq!(job(1).await.json()["queued_duration"], 0.0);
    assert_eq!(job(2).await.json()["duration"], Value::Null);
    assert_eq!(job(3).await.json()["queued_duration"], Value::Null);
}

#[tokio::test]
async fn a_pipeline_follows_its_jobs() {
    let fixture = fixture_with(
        "public_builds: false",
        "pipelines: [{id: 6}]\njobs:\n  - {id: 1, status: success}\n  - {id: 2, status: running}",
    );
    let site = TestServer::with_fixture(&fixture).await;
    let pipeline = |reply: super::client::Reply| reply.json()["pipeline"]["status"].clone();
    assert_eq!(
        pipeline(site.get("developer", "/projects/1/jobs/1").await),
        "running"
    );
    site.post("developer", "/projects/1/jobs/2/cancel").await;
    assert_eq!(
        pipeline(site.get("developer", "/projects/1/jobs/1").await),
        "canceled"
    );
    site.post("developer", "/projects/1/jobs/2/retry").await;
    assert_eq!(
        pipeline(site.get("developer", "/projects/1/jobs/1").await),
        "pending"
    );
}

#[tokio::test]
async fn artifacts_expire() {
    let fixture = fixture_with(
        "public_builds: false",
        "pipelines: [{id: 6}]\njobs:\n  - {id: 1, artifacts: [{file_type: archive, size: 9}], artifacts_expire_at: 2016-01-11T12:00:00Z}\n  - {id: 2, artifacts: [{file_type: archive, size: 9}], artifacts_expire_at: 2016-01-11T12:00:01Z}",
    );
    let site = TestServer::with_fixture(&fixture).await;
    for (id, there) in [(1, false), (2, true)] {
        let job = site
            .get("reporter", &format!("/projects/1/jobs/{id}"))
            .await
            .json();
        assert_eq!(job.get("artifacts_file").is_some(), there, "{id}");
        assert_eq!(job["artifacts"].as_array().unwrap().len(), 1, "{id}");
    }
}
