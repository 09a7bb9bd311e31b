//! The log of a job, as bytes.

use futures_util::TryStreamExt as _;
use jobs_client::{GetJobTraceError, Transport};

use crate::server::{CannedServer, answer, client_as, start_reference};

#[tokio::test]
async fn a_log_is_read_whole_or_as_it_comes() {
    let server = start_reference("sample").await;
    let client = client_as(&server, "maintainer");
    let log = client.get_job_trace("acme/shop", 12).await.unwrap();
    assert_eq!(
        log.content_disposition.as_deref(),
        Some("infile; filename=\"12.log\"")
    );
    let whole = log.whole(1 << 10).await.unwrap();
    assert!(
        whole.starts_with(b"\x1b[32;1m$ bundle exec rspec"),
        "{whole:?}"
    );
    let chunks: Vec<_> = client
        .get_job_trace(1, 12)
        .await
        .unwrap()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(chunks.concat(), whole);

    let log = client.get_job_trace(1, 12).await.unwrap();
    assert!(matches!(
        log.whole(whole.len() - 1).await,
        Err(Transport::TooLarge(_))
    ));
    let log = client.get_job_trace(1, 12).await.unwrap();
    assert_eq!(log.whole(whole.len()).await.unwrap(), whole);
    server.stop().await;
}

#[tokio::test]
async fn a_response_that_is_not_a_log_is_an_error() {
    let page = "content-type: text/html; charset=utf-8\r\n";
    let server = CannedServer::start(move |_| answer(200, page, "<h1>Sign in</h1>")).await;
    match server.client().get_job_trace(1, 12).await.unwrap_err() {
        GetJobTraceError::Decode(error) => {
            assert_eq!(
                error.to_string(),
                "the answer with 200 is not as documented: it is `text/html; charset=utf-8`, not `text/plain`"
            );
        }
        error => panic!("{error}"),
    }
}

#[tokio::test]
async fn an_incomplete_log_is_an_error() {
    let server = CannedServer::start(|_| {
        b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 100\r\n\r\n\xff\xfe log"
            .to_vec()
    })
    .await;
    let log = server.client().get_job_trace(1, 12).await.unwrap();
    assert!(matches!(
        log.whole(1 << 10).await,
        Err(Transport::ConnectionLost(_))
    ));
}
