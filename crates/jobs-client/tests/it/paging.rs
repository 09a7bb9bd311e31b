//! Lists over many pages, by number and by cursor.

use futures_util::{StreamExt as _, TryStreamExt as _};
use jobs_client::model::{Job, PageNumber, PaginationMethod, PerPage};
use jobs_client::{
    ListPipelineBridges, ListPipelineJobs, ListProjectJobs, ListProjectJobsError, Transport,
};

use crate::server::{CannedServer, JSON, answer, client_as, start_reference};

const JOBS: usize = 106;

fn is_descending(jobs: &[Job]) -> bool {
    jobs.windows(2)
        .all(|pair| pair[0].basic.id > pair[1].basic.id)
}

#[tokio::test]
async fn a_stream_goes_through_all_pages_by_number_and_by_cursor() {
    let server = start_reference("list-many").await;
    let client = client_as(&server, "maintainer");
    for pagination in [
        None,
        Some(PaginationMethod::Offset),
        Some(PaginationMethod::Keyset),
    ] {
        for per_page in [1, 7, 53, 100] {
            let parameters = ListProjectJobs {
                pagination,
                per_page: Some(PerPage(per_page)),
                ..Default::default()
            };
            let jobs: Vec<Job> = client
                .list_project_jobs_stream(14, &parameters)
                .try_collect()
                .await
                .unwrap();
            assert_eq!(jobs.len(), JOBS, "{parameters:?}");
            assert!(is_descending(&jobs), "{parameters:?}");
        }
    }
    let parameters = ListPipelineJobs {
        per_page: Some(PerPage(50)),
        ..Default::default()
    };
    let jobs: Vec<Job> = client
        .list_pipeline_jobs_stream("acme/mill", 71, &parameters)
        .try_collect()
        .await
        .unwrap();
    assert_eq!(jobs.len(), JOBS);
    let bridges = client.list_pipeline_bridges_stream(14, 71, &ListPipelineBridges::default());
    assert_eq!(bridges.count().await, 105);
    server.stop().await;
}

#[tokio::test]
async fn a_page_has_the_values_of_its_headers() {
    let server = start_reference("list-many").await;
    let client = client_as(&server, "maintainer");
    let parameters = ListPipelineJobs {
        page: Some(PageNumber(2)),
        per_page: Some(PerPage(50)),
        ..Default::default()
    };
    let page = client
        .list_pipeline_jobs(14, 71, &parameters)
        .await
        .unwrap();
    let head = page.head;
    assert_eq!(
        (page.items.len(), head.page, head.per_page),
        (50, Some(2), Some(50))
    );
    assert_eq!((head.prev_page, head.next_page), (Some(1), Some(3)));
    assert_eq!((head.total, head.total_pages), (Some(106), Some(3)));
    assert!(head.has_next() && head.next_cursor.is_none());

    let mut parameters = ListProjectJobs {
        pagination: Some(PaginationMethod::Keyset),
        per_page: Some(PerPage(60)),
        ..Default::default()
    };
    let first = client.list_project_jobs(14, &parameters).await.unwrap();
    assert_eq!((first.head.page, first.head.next_page), (None, None));
    assert!(first.head.has_next());
    parameters.cursor = first.head.next_cursor;
    let second = client.list_project_jobs(14, &parameters).await.unwrap();
    assert_eq!(first.items.len() + second.items.len(), JOBS);
    assert!(!second.head.has_next() && second.head.next_cursor.is_none());
    server.stop().await;
}

#[tokio::test]
async fn a_page_is_requested_only_when_needed() {
    let job = documented_job();
    let server = CannedServer::start(move |head| {
        let page = head
            .split("page=")
            .nth(1)
            .and_then(|rest| rest.split([' ', '&']).next());
        let page: u32 = page.unwrap_or("1").parse().unwrap();
        answer(
            200,
            &format!("{JSON}x-next-page: {}\r\n", page + 1),
            &format!("[{job},{job}]"),
        )
    })
    .await;
    let jobs = server
        .client()
        .list_project_jobs_stream(1, &ListProjectJobs::default());
    assert_eq!(jobs.take(3).count().await, 3);
    assert_eq!(
        server.request_lines(),
        [
            "GET /api/v4/projects/1/jobs HTTP/1.1",
            "GET /api/v4/projects/1/jobs?page=2 HTTP/1.1"
        ]
    );
}

#[tokio::test]
async fn no_link_leads_to_another_server_or_in_a_circle() {
    let other = CannedServer::start(|_| answer(200, JSON, "[]")).await;
    let elsewhere = format!("{}/projects/1/jobs?cursor=b", other.url);
    for (headers, expected) in [
        (
            format!("link: <{elsewhere}>; rel=\"next\"\r\n"),
            "elsewhere",
        ),
        (
            "link: </api/v3/jobs>; rel=\"next\"\r\n".to_owned(),
            "elsewhere",
        ),
        (
            "link: </api/v4/../../etc>; rel=\"next\"\r\n".to_owned(),
            "elsewhere",
        ),
        ("link: <http://[>; rel=\"next\"\r\n".to_owned(), "elsewhere"),
        (
            "link: <?>; rel=\"first\", </api/v4/projects/1/jobs>; rel=\"next\"\r\n".to_owned(),
            "circle",
        ),
        ("x-next-page: 1\r\n".to_owned(), "circle"),
        ("x-next-page: 0\r\n".to_owned(), "circle"),
    ] {
        let text = format!("{JSON}{headers}");
        let server = CannedServer::start(move |_| answer(200, &text, "[]")).await;
        let mut jobs = server
            .client()
            .list_project_jobs_stream(1, &ListProjectJobs::default());
        let error = jobs.next().await.unwrap().unwrap_err();
        match (expected, error) {
            ("elsewhere", ListProjectJobsError::Transport(Transport::UnexpectedAddress(_))) => {}
            ("circle", ListProjectJobsError::Transport(Transport::RepeatedPage)) => {}
            (_, error) => panic!("{headers}: {error}"),
        }
        assert!(jobs.next().await.is_none(), "{headers}");
        assert_eq!(server.request_lines().len(), 1, "{headers}");
    }
    assert_eq!(other.request_lines(), Vec::<String>::new());
}

/// A documented job.
fn documented_job() -> String {
    let operations = crate::operations();
    let list = &operations
        .iter()
        .find(|(id, _)| id == "listProjectJobs")
        .unwrap()
        .1;
    let example =
        &list["responses"]["200"]["content"]["application/json"]["examples"]["failed-jobs"];
    example["value"][0].to_string()
}

#[tokio::test]
async fn the_next_page_is_found_however_its_link_is_written() {
    for links in [
        "link: <?ids=1,2&cursor=b>; Rel = next\r\n",
        "link: <?cursor=b>; rel=\"first\"; rel=next, <?ids=1,2&cursor=b>; rel=\"last NEXT\"\r\n",
        "link: </api/v4/x>; rel=\"first\"\r\nlink: <?ids=1,2&cursor=b>;rel=next\r\n",
        "link: </x>; rel=next; anchor=\"/y\", <?ids=1,2&cursor=b>; title=\"<a>, b\"; rel=next\r\n",
    ] {
        let first = format!("{JSON}{links}");
        let server = CannedServer::start(move |head| {
            let is_second = head.contains("cursor=b");
            answer(200, if is_second { JSON } else { &first }, "[]")
        })
        .await;
        let jobs = server
            .client()
            .list_project_jobs_stream(1, &ListProjectJobs::default());
        assert_eq!(jobs.count().await, 0, "{links}");
        let lines = server.request_lines();
        assert_eq!(lines.len(), 2, "{links}: {lines:?}");
        assert!(
            lines[1].contains("/jobs?ids=1,2&cursor=b"),
            "{links}: {lines:?}"
        );
    }
}
