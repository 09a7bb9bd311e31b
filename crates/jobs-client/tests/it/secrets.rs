//! The client sends a secret to the server in a header, and nowhere else.

use futures_util::StreamExt as _;
use jobs_client::{Client, Credential, ListProjectJobs};

use crate::server::{CannedServer, JSON, answer};
use crate::{Ids, call_operation, operations};

const SECRET: &str = "glpat-do-not-print";

/// The bodies and headers of a server that returns the secret in all possible places.
fn echo_responses() -> Vec<Vec<u8>> {
    let mut answers = vec![Vec::new()];
    let headers = [
        JSON.to_owned(),
        format!("content-type: {SECRET}\r\n"),
        format!(
            "{JSON}location: http://127.0.0.1:1/{SECRET}\r\nlink: <http://{SECRET}.example/{SECRET}>; rel=\"next\"\r\n"
        ),
        format!("{JSON}link: <?private_token={SECRET}>; rel=\"next\"\r\n"),
        format!("content-type: text/plain\r\nx-request-id: {SECRET}\r\n"),
    ];
    for status in [200, 302, 400, 404, 418] {
        for header in &headers {
            for body in [
                format!("\"{SECRET}\""),
                format!("{{\"status\":\"{SECRET}\"}}"),
                format!("[{SECRET}]"),
                "[]".to_owned(),
            ] {
                answers.push(answer(status, header, &body));
            }
        }
    }
    answers
}

#[tokio::test]
async fn no_error_and_no_debug_output_contains_the_secret() {
    for credential in [
        Credential::private_token(SECRET),
        Credential::bearer(SECRET),
        Credential::job_token(SECRET),
    ] {
        assert!(!format!("{credential:?}").contains(SECRET));
        let client = Client::new("http://localhost")
            .unwrap()
            .with_credential(credential);
        assert!(!format!("{client:?} {client:#?}").contains(SECRET));
    }
    let mut errors = 0;
    for bytes in echo_responses() {
        let server = CannedServer::start(move |_| bytes.clone()).await;
        let client = server.client().with_credential(Credential::bearer(SECRET));
        let list = client
            .list_project_jobs(1, &ListProjectJobs::default())
            .await;
        let get = client.get_job(1, 8).await;
        let stream = client.list_project_jobs_stream(1, &ListProjectJobs::default());
        let items: Vec<_> = stream.take(3).collect().await;
        let debug = format!("{list:?} {get:?} {items:?}");
        assert!(!debug.contains(SECRET), "{debug}");
        let said = [
            list.err().map(|error| error.to_string()),
            get.err().map(|error| error.to_string()),
        ];
        for error in said.into_iter().flatten() {
            assert!(!error.contains(SECRET), "{error}");
            errors += 1;
        }
    }
    assert!(errors > 150, "{errors}");
}

#[tokio::test]
async fn every_operation_sends_it_in_its_header_alone() {
    for (credential, header) in [
        (Credential::private_token(SECRET), "private-token"),
        (Credential::bearer(SECRET), "authorization"),
        (Credential::job_token(SECRET), "job-token"),
    ] {
        let server = CannedServer::start(|_| answer(500, "", "")).await;
        let client = Client::new(&server.url)
            .unwrap()
            .with_credential(credential);
        for (id, _) in operations() {
            let ids = Ids {
                project: 1,
                pipeline: 2,
                job: 3,
            };
            call_operation(&client, &id, ids).await.unwrap_err();
        }
        for head in server.request_heads() {
            let lines: Vec<&str> = head.lines().filter(|line| line.contains(SECRET)).collect();
            assert_eq!(lines.len(), 1, "{head}");
            assert!(lines[0].to_ascii_lowercase().starts_with(header), "{head}");
        }
    }
}
