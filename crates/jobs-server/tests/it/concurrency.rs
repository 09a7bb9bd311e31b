//! Many clients at the same jobs at once: nothing is lost, nothing happens twice, no job is impossible.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use super::client::{TestServer, fixture_with, send};

const ACTIONS: [&str; 4] = ["cancel", "retry", "erase", "play"];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_clients_at_the_same_jobs() {
    let mut rest = "pipelines: [{id: 6}]\njobs:\n".to_owned();
    for (id, job) in [
        "status: running, started_at: 2016-01-11T11:00:00Z, created_at: 2016-01-11T11:00:00Z, log: x",
        "status: pending",
        "status: success, log: x",
        "status: failed, failure_reason: script_failure, log: x",
        "status: manual, log: x",
        "status: success, when: manual, log: x",
        "status: scheduled",
        "status: created",
    ]
    .iter()
    .enumerate()
    {
        rest.push_str(&format!("  - {{id: {}, {job}}}\n", id + 1));
    }
    let site =
        Arc::new(TestServer::with_fixture(&fixture_with("public_builds: false", &rest)).await);
    let clients: Vec<_> = (0..64_u64)
        .map(|client| {
            let site = Arc::clone(&site);
            tokio::spawn(async move {
                let mut acknowledged = Vec::new();
                // every client goes another way through jobs and actions, the same in every run
                let mut state = client.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
                for _ in 0..24 {
                    state ^= state << 13;
                    state ^= state >> 7;
                    state ^= state << 17;
                    let id = state % 12 + 1;
                    let action = ACTIONS[(state >> 32) as usize % 4];
                    let url = site.url(&format!("/projects/1/jobs/{id}/{action}"));
                    let reply = send(
                        "POST",
                        &url,
                        &[("private-token", site.secret("maintainer"))],
                        "",
                    )
                    .await;
                    let status = reply.status.as_u16();
                    assert!(
                        matches!(status, 200 | 201 | 400 | 403 | 404),
                        "{action} {id}: {status}"
                    );
                    if status < 300 {
                        acknowledged.push((action, id, reply.json()));
                    }
                }
                acknowledged
            })
        })
        .collect();
    let mut retried: BTreeMap<u64, usize> = BTreeMap::new();
    let mut erased: BTreeMap<u64, usize> = BTreeMap::new();
    let mut made = BTreeSet::new();
    for client in clients {
        for (action, id, job) in client.await.unwrap() {
            assert_possible_state(&job);
            match action {
                "retry" => {
                    *retried.entry(id).or_default() += 1;
                    assert!(
                        made.insert(job["id"].as_u64().unwrap()),
                        "{job} was made twice"
                    );
                }
                "erase" => *erased.entry(id).or_default() += 1,
                _ => {}
            }
        }
    }
    assert!(
        retried.values().all(|times| *times == 1),
        "retried twice: {retried:?}"
    );
    assert!(
        erased.values().all(|times| *times == 1),
        "erased twice: {erased:?}"
    );
    let mut all = Vec::new();
    for page in 1.. {
        let reply = site
            .get(
                "maintainer",
                &format!("/projects/1/jobs?per_page=100&page={page}"),
            )
            .await;
        let items = reply.json().as_array().unwrap().clone();
        if items.is_empty() {
            break;
        }
        all.extend(items);
    }
    all.iter().for_each(assert_possible_state);
    let there: BTreeSet<u64> = all.iter().map(|job| job["id"].as_u64().unwrap()).collect();
    assert_eq!(there.len(), all.len());
    assert!(
        made.is_subset(&there),
        "lost: {:?}",
        made.difference(&there)
    );
    // what is there was there before, was made by a retry, or by playing a job that had run
    let latest = site
        .get("maintainer", "/projects/1/pipelines/6/jobs?per_page=100")
        .await
        .ids();
    assert_eq!(
        latest.len(),
        8,
        "every job has one that stands for it: {latest:?}"
    );
}

/// A job in no impossible state.
fn assert_possible_state(job: &Value) {
    let status = job["status"].as_str().unwrap();
    let there = |key: &str| !job[key].is_null();
    assert_eq!(
        job.get("failure_reason").is_some(),
        status == "failed",
        "{job}"
    );
    if matches!(status, "success" | "failed" | "canceled") {
        assert!(there("finished_at"), "{job}");
    }
    if matches!(status, "created" | "pending" | "manual" | "scheduled") {
        assert!(
            !there("started_at") && !there("finished_at") && !there("duration"),
            "{job}"
        );
    }
    if status == "pending" {
        assert!(there("queued_duration"), "{job}");
    }
    if there("erased_at") {
        assert_eq!(job["artifacts"], serde_json::json!([]), "{job}");
    }
}
