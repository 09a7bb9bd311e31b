//! Tokens: their places in a request, their precedence, and their scopes.

use serde_json::{Value, json};

use super::client::{TestServer, send};

const UNAUTHORIZED: (u16, &str) = (401, r#"{"message":"401 Unauthorized"}"#);

fn to_refusal((status, body): (u16, &str)) -> (u16, Value) {
    (status, serde_json::from_str(body).unwrap())
}

#[tokio::test]
async fn a_users_token_is_read_from_four_places() {
    let site = TestServer::with_named_fixture("roles").await;
    let good = site.secret("maintainer");
    let url = site.url("/projects/1/jobs/7");
    let bearer = format!("Bearer {good}");
    let lower = format!("bearer {good}");
    let basic = format!("Basic {good}");
    for (query, headers, status) in [
        (String::new(), vec![("private-token", good)], 200),
        (String::new(), vec![("authorization", bearer.as_str())], 200),
        (String::new(), vec![("authorization", lower.as_str())], 200),
        (format!("?private_token={good}"), vec![], 200),
        (format!("?access_token={good}"), vec![], 200),
        (String::new(), vec![("authorization", basic.as_str())], 401),
        (String::new(), vec![("job-token", good)], 401),
        (String::new(), vec![("private-token", "")], 401),
        (String::new(), vec![("private-token", "glpat-unknown")], 401),
        // the parameter counts before the header, the header before the bearer
        (
            format!("?private_token={good}"),
            vec![("private-token", "glpat-unknown")],
            200,
        ),
        (
            "?private_token=glpat-unknown".to_owned(),
            vec![("private-token", good)],
            401,
        ),
        (
            String::new(),
            vec![
                ("private-token", good),
                ("authorization", "Bearer glpat-unknown"),
            ],
            200,
        ),
        (
            String::new(),
            vec![
                ("private-token", "glpat-unknown"),
                ("authorization", bearer.as_str()),
            ],
            401,
        ),
        (
            "?access_token=glpat-unknown".to_owned(),
            vec![("authorization", bearer.as_str())],
            200,
        ),
    ] {
        let reply = send("GET", &format!("{url}{query}"), &headers, "").await;
        assert_eq!(reply.status.as_u16(), status, "{query} {headers:?}");
        if status == 401 {
            assert_eq!(reply.refusal(), to_refusal(UNAUTHORIZED));
        }
    }
}

#[tokio::test]
async fn a_token_may_be_expired_or_have_too_few_scopes() {
    let site = TestServer::with_named_fixture("roles").await;
    let path = "/projects/1/jobs/7";
    let cancel = "/projects/1/jobs/8/cancel";
    let description = "The request requires higher privileges than provided by the access token.";
    for (caller, method, path, status, body) in [
        (
            "expired",
            "GET",
            path,
            401,
            json!({
                "error": "invalid_token",
                "error_description": "Token is expired. You can either do re-authorization or token refresh."
            }),
        ),
        (
            "revoked",
            "GET",
            path,
            401,
            json!({
                "error": "invalid_token",
                "error_description": "Token was revoked. You have to re-authorize from the user."
            }),
        ),
        (
            "read-only",
            "POST",
            cancel,
            403,
            json!({
                "error": "insufficient_scope", "error_description": description, "scope": "api"
            }),
        ),
    ] {
        assert_eq!(
            site.send_as(caller, method, path).await.refusal(),
            (status, body),
            "{caller}"
        );
    }
    assert_eq!(site.get("read-only", path).await.status, 200);

    let weak = TestServer::with_fixture(
        "users: [{username: root, tokens: [{name: weak, scopes: [read_user]}]}]",
    )
    .await;
    let reply = weak.get("weak", "/projects/1/jobs").await;
    assert_eq!(
        reply.refusal(),
        (
            403,
            json!({
                "error": "insufficient_scope", "error_description": description, "scope": "api read_api"
            })
        )
    );
}

#[tokio::test]
async fn an_unknown_token_is_refused_without_required_credentials() {
    let fixture = "
users: [{username: root}]
projects: [{namespace: root, path: open, visibility: public}]
pipelines: [{id: 6}]
";
    let site = TestServer::with_fixture(fixture).await;
    let url = site.url("/projects/1/pipelines/6/jobs");
    assert_eq!(send("GET", &url, &[], "").await.status, 200);
    assert_eq!(
        send("GET", &url, &[("private-token", "x")], "")
            .await
            .refusal(),
        to_refusal(UNAUTHORIZED)
    );
    assert_eq!(
        send("GET", &url, &[("authorization", "Bearer x")], "")
            .await
            .refusal(),
        to_refusal(UNAUTHORIZED)
    );
    // a job's token is not read here at all
    assert_eq!(
        send("GET", &url, &[("job-token", "x")], "").await.status,
        200
    );
}

#[tokio::test]
async fn a_blocked_account_is_refused_with_its_reason() {
    for (state, said) in [
        ("blocked", "Your account has been blocked."),
        ("banned", "Your account has been blocked."),
        (
            "blocked_pending_approval",
            "Your account is pending approval from your administrator and hence blocked.",
        ),
    ] {
        let fixture = format!(
            "
users: [{{username: root, state: {state}, tokens: [{{name: user}}]}}]
projects: [{{namespace: root, path: own}}]
pipelines: [{{id: 1}}]
jobs: [{{status: running, token: job}}]
"
        );
        let site = TestServer::with_fixture(&fixture).await;
        let refused = (403, json!({"message": format!("403 Forbidden - {said}")}));
        for (credential, path) in [
            ("user", "/projects/1/jobs"),
            ("job", "/job"),
            ("job", "/job/allowed_agents"),
        ] {
            assert_eq!(
                site.get(credential, path).await.refusal(),
                refused,
                "{state} {path}"
            );
        }
    }
}

#[tokio::test]
async fn a_jobs_token_is_read_from_four_places() {
    let site = TestServer::with_named_fixture("roles").await;
    let (good, finished, user) = (
        site.secret("job"),
        site.secret("finished-job"),
        site.secret("maintainer"),
    );
    let bearer = format!("Bearer {good}");
    let user_bearer = format!("Bearer {user}");
    let no_job = json!({"message": "404 Job Not Found"});
    for route in ["/job", "/job/allowed_agents"] {
        let url = site.url(route);
        for (query, headers) in [
            (String::new(), vec![("job-token", good)]),
            (String::new(), vec![("authorization", bearer.as_str())]),
            (format!("?job_token={good}"), vec![]),
            (format!("?token={good}"), vec![]),
            // the parameters count before the header, the bearer before all
            (
                format!("?job_token={good}&token=x"),
                vec![("job-token", "x")],
            ),
            (
                String::new(),
                vec![("authorization", bearer.as_str()), ("job-token", "x")],
            ),
            (
                String::new(),
                vec![("authorization", bearer.as_str()), ("private-token", user)],
            ),
        ] {
            let reply = send("GET", &format!("{url}{query}"), &headers, "").await;
            assert_eq!(
                reply.status,
                200,
                "{route}{query} {headers:?}: {}",
                reply.text()
            );
        }
        for (query, headers, refusal) in [
            (String::new(), vec![], to_refusal(UNAUTHORIZED)),
            (
                String::new(),
                vec![("job-token", "glcbt-unknown")],
                to_refusal(UNAUTHORIZED),
            ),
            (
                String::new(),
                vec![("job-token", finished)],
                to_refusal(UNAUTHORIZED),
            ),
            (
                String::new(),
                vec![("job-token", user)],
                to_refusal(UNAUTHORIZED),
            ),
            (
                String::new(),
                vec![("authorization", "Bearer unknown")],
                to_refusal(UNAUTHORIZED),
            ),
            (
                "?token=unknown".to_owned(),
                vec![("job-token", good)],
                to_refusal(UNAUTHORIZED),
            ),
            (
                String::new(),
                vec![("private-token", user)],
                (404, no_job.clone()),
            ),
            (
                String::new(),
                vec![("authorization", user_bearer.as_str())],
                (404, no_job.clone()),
            ),
            (
                format!("?private_token={user}"),
                vec![("job-token", good)],
                (404, no_job.clone()),
            ),
        ] {
            let reply = send("GET", &format!("{url}{query}"), &headers, "").await;
            assert_eq!(reply.refusal(), refusal, "{route}{query} {headers:?}");
        }
    }
    // elsewhere a job's token opens nothing
    for headers in [
        vec![("job-token", good)],
        vec![("authorization", bearer.as_str())],
    ] {
        let reply = send("GET", &site.url("/projects/1/jobs/7"), &headers, "").await;
        assert_eq!(reply.refusal(), to_refusal(UNAUTHORIZED));
    }
}

#[tokio::test]
async fn the_token_of_a_job_ends_with_the_job() {
    let site = TestServer::with_named_fixture("roles").await;
    assert_eq!(site.get("job", "/job").await.json()["id"], 10);
    assert_eq!(
        site.post("maintainer", "/projects/1/jobs/10/cancel")
            .await
            .status,
        201
    );
    assert_eq!(
        site.get("job", "/job").await.refusal(),
        to_refusal(UNAUTHORIZED)
    );
}

#[tokio::test]
async fn the_token_of_a_job_without_user_is_refused() {
    let fixture = "
users: [{username: root}]
projects: [{namespace: root, path: own}]
pipelines: [{id: 1}]
jobs: [{status: running, user: null, token: job}]
";
    let site = TestServer::with_fixture(fixture).await;
    for route in ["/job", "/job/allowed_agents"] {
        assert_eq!(
            site.get("job", route).await.refusal(),
            to_refusal(UNAUTHORIZED)
        );
    }
}
