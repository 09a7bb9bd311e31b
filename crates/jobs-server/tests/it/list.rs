//! Lists: order, scope, pages by number and by cursor.

use serde_json::json;

use super::client::{Reply, TestServer, fixture_with, send};

const STATUSES: [&str; 11] = [
    "created",
    "waiting_for_resource",
    "preparing",
    "pending",
    "running",
    "success",
    "failed",
    "canceled",
    "skipped",
    "manual",
    "scheduled",
];

/// One job of each status, 1 to 11, a retried one, 12, and a bridge, 13.
fn every_status() -> String {
    let mut rest = "pipelines: [{id: 6}]\njobs:\n".to_owned();
    for (index, status) in STATUSES.iter().enumerate() {
        let reason = if *status == "failed" {
            ", failure_reason: script_failure"
        } else {
            ""
        };
        rest.push_str(&format!(
            "  - {{id: {}, status: {status}{reason}}}\n",
            index + 1
        ));
    }
    rest.push_str("  - {id: 12, status: success, retried: true}\n");
    rest.push_str("bridges: [{id: 13, status: pending}, {id: 14, retried: true}]\n");
    fixture_with("public_builds: false", &rest)
}

fn links(reply: &Reply) -> Vec<(String, String)> {
    let Some(header) = reply.header("link") else {
        return Vec::new();
    };
    header
        .split(", ")
        .map(|link| {
            let (url, relation) = link.split_once(">; rel=").unwrap();
            (
                relation.trim_matches('"').to_owned(),
                url.trim_start_matches('<').to_owned(),
            )
        })
        .collect()
}

#[tokio::test]
async fn lists_contain_their_items_newest_first() {
    let site = TestServer::with_fixture(&every_status()).await;
    for (path, ids) in [
        ("/projects/1/jobs", (1..=12).rev().collect::<Vec<u64>>()),
        ("/projects/1/pipelines/6/jobs", (1..=11).rev().collect()),
        (
            "/projects/1/pipelines/6/jobs?include_retried=true",
            (1..=12).rev().collect(),
        ),
        (
            "/projects/1/pipelines/6/jobs?include_retried=0",
            (1..=11).rev().collect(),
        ),
        ("/projects/1/pipelines/6/bridges", vec![13]),
        (
            "/projects/1/pipelines/6/bridges?include_retried=1",
            vec![14, 13],
        ),
    ] {
        let reply = site.get("maintainer", path).await;
        assert_eq!(reply.ids(), ids, "{path}");
    }
}

#[tokio::test]
async fn scope_limits_a_list_in_every_form() {
    let site = TestServer::with_fixture(&every_status()).await;
    let project = "/projects/1/jobs";
    let pipeline = "/projects/1/pipelines/6/jobs";
    let bridges = "/projects/1/pipelines/6/bridges";
    for (index, status) in STATUSES.iter().enumerate() {
        let id = index as u64 + 1;
        let reply = site
            .get("maintainer", &format!("{project}?scope={status}"))
            .await;
        let expected = if *status == "success" {
            vec![12, id]
        } else {
            vec![id]
        };
        assert_eq!(reply.ids(), expected, "{status}");
        let reply = site
            .get("maintainer", &format!("{pipeline}?scope[]={status}"))
            .await;
        assert_eq!(reply.ids(), [id], "{status}");
    }
    for (path, query, ids) in [
        (project, "scope[]=pending&scope[]=running", vec![5, 4]),
        (
            project,
            "scope%5B%5D=pending&scope%5B%5D=running",
            vec![5, 4],
        ),
        (
            project,
            "scope[]=running&scope[]=pending&scope[]=running",
            vec![5, 4],
        ),
        (project, "scope[a]=pending&scope[b]=success", vec![12, 6, 4]),
        (project, "scope=failed&scope=pending", vec![4]),
        (project, "", (1..=12).rev().collect()),
        (pipeline, "scope[]=pending&scope[]=running", vec![5, 4]),
        (bridges, "scope=pending", vec![13]),
        (bridges, "scope=running", vec![]),
    ] {
        let reply = site.get("maintainer", &format!("{path}?{query}")).await;
        assert_eq!(reply.ids(), ids, "{path}?{query}");
    }
    let refused = json!({"error": "scope does not have a valid value"});
    for (path, query) in [
        (project, "scope=bogus"),
        (project, "scope="),
        (project, "scope[]=pending&scope[]=bogus"),
        (project, "scope[a]=bogus"),
        (project, "scope=waiting_for_callback"),
        (pipeline, "scope[a]=pending"),
        (bridges, "scope[a]=pending"),
        (bridges, "scope=bogus"),
    ] {
        let reply = site.get("maintainer", &format!("{path}?{query}")).await;
        assert_eq!(reply.refusal(), (400, refused.clone()), "{path}?{query}");
    }
}

#[tokio::test]
async fn pages_by_number_lead_to_each_other() {
    let site = TestServer::with_fixture(&every_status()).await;
    let base = site.url("");
    let pipeline = "/projects/1/pipelines/6/jobs";
    let reply = site
        .get(
            "maintainer",
            &format!("{pipeline}?scope[]=pending&per_page=1&page=1&scope[]=running"),
        )
        .await;
    let link = |page: u32| {
        format!(
            "{base}{pipeline}?id=1&include_retried=false&page={page}&per_page=1&pipeline_id=6&scope%5B%5D=pending&scope%5B%5D=running"
        )
    };
    assert_eq!(
        links(&reply),
        [
            ("next".to_owned(), link(2)),
            ("first".to_owned(), link(1)),
            ("last".to_owned(), link(2))
        ]
    );
    // the next page is where the link leads
    let next = send(
        "GET",
        &link(2),
        &[("private-token", site.secret("maintainer"))],
        "",
    )
    .await;
    assert_eq!(next.ids(), [4]);
    assert_eq!(
        links(&next),
        [
            ("prev".to_owned(), link(1)),
            ("first".to_owned(), link(1)),
            ("last".to_owned(), link(2))
        ]
    );

    for (path, headers) in [
        (
            format!("{pipeline}?per_page=5&page=2"),
            [
                ("x-per-page", "5"),
                ("x-page", "2"),
                ("x-next-page", "3"),
                ("x-prev-page", "1"),
                ("x-total", "11"),
                ("x-total-pages", "3"),
            ],
        ),
        (
            format!("{pipeline}?per_page=5&page=3"),
            [
                ("x-per-page", "5"),
                ("x-page", "3"),
                ("x-next-page", ""),
                ("x-prev-page", "2"),
                ("x-total", "11"),
                ("x-total-pages", "3"),
            ],
        ),
        (
            format!("{pipeline}?per_page=1000"),
            [
                ("x-per-page", "100"),
                ("x-page", "1"),
                ("x-next-page", ""),
                ("x-prev-page", ""),
                ("x-total", "11"),
                ("x-total-pages", "1"),
            ],
        ),
        (
            format!("{pipeline}?page=-3&per_page=-1"),
            [
                ("x-per-page", "20"),
                ("x-page", "1"),
                ("x-next-page", ""),
                ("x-prev-page", ""),
                ("x-total", "11"),
                ("x-total-pages", "1"),
            ],
        ),
        (
            format!("{pipeline}?page=50"),
            [
                ("x-per-page", "20"),
                ("x-page", "50"),
                ("x-next-page", ""),
                ("x-prev-page", ""),
                ("x-total", "11"),
                ("x-total-pages", "1"),
            ],
        ),
    ] {
        let reply = site.get("maintainer", &path).await;
        for (name, value) in headers {
            assert_eq!(reply.header(name), Some(value), "{path} {name}");
        }
    }
    let clamped = site
        .get("maintainer", &format!("{pipeline}?per_page=1000"))
        .await;
    assert!(clamped.header("link").unwrap().contains("per_page=1000"));
}

#[tokio::test]
async fn the_jobs_of_a_project_are_never_counted() {
    let site = TestServer::with_fixture(&every_status()).await;
    let reply = site
        .get("maintainer", "/projects/foo%2Fbar/jobs?per_page=5&page=2")
        .await;
    assert_eq!(reply.ids(), [7, 6, 5, 4, 3]);
    assert_eq!(reply.header("x-next-page"), Some("3"));
    assert_eq!(reply.header("x-total"), None);
    assert_eq!(reply.header("x-total-pages"), None);
    let base = site.url("/projects/foo%2Fbar/jobs");
    assert_eq!(
        links(&reply),
        [("prev", 1), ("next", 3), ("first", 1)].map(|(relation, page)| {
            (
                relation.to_owned(),
                format!("{base}?id=foo%2Fbar&page={page}&per_page=5"),
            )
        })
    );
    let first = site.get("maintainer", "/projects/1/jobs").await;
    assert_eq!(
        links(&first),
        [(
            "first".to_owned(),
            format!("{}?id=1&page=1&per_page=20", site.url("/projects/1/jobs"))
        )]
    );
}

#[tokio::test]
async fn bad_page_parameters_are_refused() {
    let site = TestServer::with_fixture(&every_status()).await;
    for path in [
        "/projects/1/jobs",
        "/projects/1/pipelines/6/jobs",
        "/projects/1/pipelines/6/bridges",
    ] {
        for (query, error) in [
            ("page=x", "page is invalid"),
            ("page[]=1", "page is invalid"),
            ("per_page=1.5", "per_page is invalid"),
            ("per_page=0", "per_page has a value not allowed"),
            (
                "page=x&per_page=0",
                "page is invalid, per_page has a value not allowed",
            ),
        ] {
            let reply = site.get("maintainer", &format!("{path}?{query}")).await;
            assert_eq!(
                reply.refusal(),
                (400, json!({"error": error})),
                "{path}?{query}"
            );
        }
    }
    let reply = site
        .get(
            "maintainer",
            "/projects/1/pipelines/6/jobs?include_retried=maybe",
        )
        .await;
    assert_eq!(
        reply.refusal(),
        (400, json!({"error": "include_retried is invalid"}))
    );
}

#[tokio::test]
async fn pages_by_cursor_lead_to_the_end() {
    let site = TestServer::with_fixture(&every_status()).await;
    let token = [("private-token", site.secret("maintainer"))];
    let mut url = site.url("/projects/1/jobs?pagination=keyset&per_page=5");
    let mut pages = Vec::new();
    loop {
        let reply = send("GET", &url, &token, "").await;
        for name in [
            "x-page",
            "x-per-page",
            "x-next-page",
            "x-prev-page",
            "x-total",
            "x-total-pages",
        ] {
            assert_eq!(reply.header(name), None, "{name}");
        }
        pages.push(reply.ids());
        match links(&reply).as_slice() {
            [] => break,
            [(relation, next)] => {
                assert_eq!(relation, "next");
                url = next.clone();
            }
            more => panic!("{more:?}"),
        }
    }
    assert_eq!(
        pages,
        [vec![12, 11, 10, 9, 8], vec![7, 6, 5, 4, 3], vec![2, 1]]
    );
    assert!(
        url.contains(
            "jobs?cursor=eyJpZCI6IjMiLCJfa2QiOiJuIn0%3D&id=1&page=1&pagination=keyset&per_page=5"
        ),
        "{url}"
    );

    // only the cursor and the filter are needed to go on
    let path = "/projects/1/jobs?pagination=keyset&scope=success&per_page=1";
    let reply = site.get("maintainer", path).await;
    assert_eq!(reply.ids(), [12]);
    let next = links(&reply).remove(0).1;
    assert_eq!(send("GET", &next, &token, "").await.ids(), [6]);
}

#[tokio::test]
async fn only_one_order_can_be_paged_by_cursor() {
    let site = TestServer::with_fixture(&every_status()).await;
    let refused =
        json!({"error": "Keyset pagination is not yet available for this type of request"});
    for (query, status, body) in [
        ("order_by=id&sort=desc", 200, None),
        ("order_by=name", 405, Some(refused.clone())),
        ("sort=asc", 405, Some(refused)),
        ("cursor=x", 400, Some(json!({"error": "cursor is invalid"}))),
        (
            "cursor=e30%3D",
            400,
            Some(json!({"error": "cursor is invalid"})),
        ),
    ] {
        let reply = site
            .get(
                "maintainer",
                &format!("/projects/1/jobs?pagination=keyset&{query}"),
            )
            .await;
        assert_eq!(reply.status.as_u16(), status, "{query}");
        if let Some(body) = body {
            assert_eq!(reply.json(), body, "{query}");
        }
    }
    // elsewhere the word means nothing
    let reply = site
        .get(
            "maintainer",
            "/projects/1/pipelines/6/jobs?pagination=keyset&sort=asc",
        )
        .await;
    assert_eq!(reply.header("x-total"), Some("11"));
}

#[tokio::test]
async fn long_lists_are_not_counted() {
    let mut rest = "pipelines: [{id: 6}]\njobs:\n".to_owned();
    for id in 1..=10_001 {
        rest.push_str(&format!("  - {{id: {id}}}\n"));
    }
    let site = TestServer::with_fixture(&fixture_with("public_builds: false", &rest)).await;
    let reply = site
        .get("maintainer", "/projects/1/pipelines/6/jobs?per_page=1")
        .await;
    assert_eq!(reply.ids(), [10_001]);
    assert_eq!(reply.header("x-total"), None);
    assert!(!reply.header("link").unwrap().contains("last"));
}

#[tokio::test]
async fn calls_of_the_list_are_counted_per_user() {
    let fixture = fixture_with("public_builds: false", "project_jobs_rate_limit: 2");
    let site = TestServer::with_fixture(&fixture).await;
    for (caller, status) in [
        ("maintainer", 200),
        ("guest", 403),
        ("maintainer", 200),
        ("maintainer", 429),
        ("guest", 403),
        ("guest", 429),
        ("developer", 200),
    ] {
        let reply = site.get(caller, "/projects/1/jobs").await;
        assert_eq!(reply.status.as_u16(), status, "{caller}");
        if status == 429 {
            assert_eq!(reply.header("retry-after"), Some("60"));
            assert_eq!(
                reply.json(),
                json!({"message": {"error": "This endpoint has been requested too many times. Try again later."}})
            );
        }
    }
}
