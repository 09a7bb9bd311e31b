//! Permissions: every cell of the table, by HTTP.

use super::client::{TestServer, fixture_with};

const JOBS: &str = "pipelines: [{id: 6, ref: BRANCH}]
jobs:
  - {id: 1, user: root, status: running}
  - {id: 2, user: root}
  - {id: 3, user: root, log: x}
  - {id: 4, user: root, status: manual}
  - {id: 5, user: dave, log: x}
  - {id: 6, user: root, log: x, debug: true}
  - {id: 7, user: dave, archived: true, log: x}
bridges: [{id: 8}]
";

/// The requests, in the order of the columns below.
const REQUESTS: [(&str, &str); 11] = [
    ("GET", "/projects/1/jobs"),
    ("GET", "/projects/1/jobs/2"),
    ("GET", "/projects/1/jobs/3/trace"),
    ("GET", "/projects/1/jobs/6/trace"),
    ("GET", "/projects/1/pipelines/6/jobs"),
    ("GET", "/projects/1/pipelines/6/bridges"),
    ("POST", "/projects/1/jobs/1/cancel"),
    ("POST", "/projects/1/jobs/2/retry"),
    ("POST", "/projects/1/jobs/3/erase"),
    ("POST", "/projects/1/jobs/5/erase"),
    ("POST", "/projects/1/jobs/4/play"),
];

async fn status_codes(project: &str, branch: &str, caller: &str) -> Vec<u16> {
    let site =
        TestServer::with_fixture(&fixture_with(project, &JOBS.replace("BRANCH", branch))).await;
    let mut statuses = Vec::new();
    for (method, path) in REQUESTS {
        statuses.push(site.send_as(caller, method, path).await.status.as_u16());
    }
    statuses
}

#[tokio::test]
async fn roles_decide() {
    let private = "visibility: private, public_builds: false";
    let private_open = "visibility: private, public_builds: true";
    let internal = "visibility: internal, public_builds: false";
    let internal_open = "visibility: internal, public_builds: true";
    let public = "visibility: public, public_builds: false";
    let public_open = "visibility: public, public_builds: true";
    let protected = "visibility: private, public_builds: false, protected_refs: [main]";
    let pushed = "visibility: private, public_builds: false, protected_refs: [{name: 'ma*', push: developer}]";
    for (project, caller, expected) in [
        //                         list  job log  debug pipe bridges cancel retry erase own  play
        (
            private,
            "",
            [401, 401, 401, 401, 404, 404, 401, 401, 401, 401, 401],
        ),
        (
            private,
            "stranger",
            [404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404],
        ),
        (
            private,
            "guest",
            [403, 403, 403, 403, 403, 403, 403, 403, 403, 403, 403],
        ),
        (
            private,
            "reporter",
            [200, 200, 200, 403, 200, 200, 403, 403, 403, 403, 403],
        ),
        (
            private,
            "developer",
            [200, 200, 200, 200, 200, 200, 201, 201, 403, 201, 200],
        ),
        (
            private,
            "maintainer",
            [200, 200, 200, 200, 200, 200, 201, 201, 201, 201, 200],
        ),
        (
            private,
            "owner",
            [200, 200, 200, 200, 200, 200, 201, 201, 201, 201, 200],
        ),
        (
            private_open,
            "",
            [401, 401, 401, 401, 404, 404, 401, 401, 401, 401, 401],
        ),
        (
            private_open,
            "stranger",
            [404, 404, 404, 404, 404, 404, 404, 404, 404, 404, 404],
        ),
        (
            private_open,
            "guest",
            [200, 200, 200, 403, 200, 200, 403, 403, 403, 403, 403],
        ),
        (
            internal,
            "",
            [401, 401, 401, 401, 404, 404, 401, 401, 401, 401, 401],
        ),
        (
            internal,
            "stranger",
            [403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 403],
        ),
        (
            internal_open,
            "",
            [401, 401, 401, 401, 404, 404, 401, 401, 401, 401, 401],
        ),
        (
            internal_open,
            "stranger",
            [200, 200, 200, 403, 200, 200, 403, 403, 403, 403, 403],
        ),
        (
            public,
            "",
            [401, 401, 401, 401, 200, 403, 401, 401, 401, 401, 401],
        ),
        (
            public,
            "stranger",
            [403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 403],
        ),
        (
            public,
            "guest",
            [403, 403, 403, 403, 200, 403, 403, 403, 403, 403, 403],
        ),
        (
            public,
            "reporter",
            [200, 200, 200, 403, 200, 200, 403, 403, 403, 403, 403],
        ),
        (
            public_open,
            "",
            [401, 401, 401, 401, 200, 200, 401, 401, 401, 401, 401],
        ),
        (
            public_open,
            "stranger",
            [200, 200, 200, 403, 200, 200, 403, 403, 403, 403, 403],
        ),
        (
            public_open,
            "guest",
            [200, 200, 200, 403, 200, 200, 403, 403, 403, 403, 403],
        ),
        (
            public_open,
            "developer",
            [200, 200, 200, 200, 200, 200, 201, 201, 403, 201, 200],
        ),
        (
            protected,
            "developer",
            [200, 200, 200, 200, 200, 200, 403, 403, 403, 403, 403],
        ),
        (
            protected,
            "maintainer",
            [200, 200, 200, 200, 200, 200, 201, 201, 201, 201, 200],
        ),
        (
            pushed,
            "developer",
            [200, 200, 200, 200, 200, 200, 201, 201, 403, 403, 200],
        ),
    ] {
        let found = status_codes(project, "main", caller).await;
        assert_eq!(found, expected, "{caller} in {project}");
    }
}

#[tokio::test]
async fn a_protected_branch_protects_only_itself() {
    let protected = "visibility: private, protected_refs: [main]";
    let found = status_codes(protected, "feature", "developer").await;
    assert_eq!(
        found,
        [200, 200, 200, 200, 200, 200, 201, 201, 403, 201, 200]
    );
}

#[tokio::test]
async fn no_role_changes_an_archived_job() {
    let site = TestServer::with_fixture(&fixture_with(
        "public_builds: false",
        &JOBS.replace("BRANCH", "main"),
    ))
    .await;
    for action in ["cancel", "retry", "erase", "play"] {
        let reply = site
            .post("owner", &format!("/projects/1/jobs/7/{action}"))
            .await;
        assert_eq!(
            reply.refusal(),
            (403, serde_json::json!({"message": "403 Forbidden"})),
            "{action}"
        );
    }
}

#[tokio::test]
async fn readers_of_pipelines_without_jobs_get_an_empty_list() {
    let site = TestServer::with_fixture(&fixture_with(
        "visibility: public, public_builds: false",
        &JOBS.replace("BRANCH", "main"),
    ))
    .await;
    let reply = site.get("", "/projects/1/pipelines/6/jobs").await;
    assert_eq!((reply.status.as_u16(), reply.ids()), (200, vec![]));
    assert_eq!(reply.header("x-total"), Some("0"));
}

#[tokio::test]
async fn members_of_a_group_are_members_of_its_projects() {
    let fixture = "
users:
  - {username: root, tokens: [{name: owner}]}
  - {username: dave, tokens: [{name: developer}]}
groups:
  - {path: top, members: {dave: developer}}
  - {path: sub, parent: top}
projects:
  - {id: 1, namespace: top/sub, path: inside, public_builds: false}
  - {id: 2, namespace: root, path: own, public_builds: false}
pipelines: [{id: 1, project: top/sub/inside}, {id: 2, project: root/own}]
jobs: [{id: 1, pipeline: 1, status: running}, {id: 2, pipeline: 2, status: running}]
";
    let site = TestServer::with_fixture(fixture).await;
    for (caller, path, status) in [
        (
            "developer",
            "/projects/top%2Fsub%2Finside/jobs/1/cancel",
            201,
        ),
        ("developer", "/projects/2/jobs/2/cancel", 404),
        ("owner", "/projects/root%2Fown/jobs/2/cancel", 201),
    ] {
        assert_eq!(
            site.post(caller, path).await.status.as_u16(),
            status,
            "{caller} {path}"
        );
    }
}
