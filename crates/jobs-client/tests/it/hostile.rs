//! Servers that send invalid responses, and invalid addresses.

use std::time::Duration;

use jobs_client::{Client, Credential, GetJobError, Transport};
use tokio::net::{TcpListener, TcpSocket};

use crate::server::{CannedServer, JSON, answer};

async fn get_job_error(bytes: Vec<u8>) -> GetJobError {
    let server = CannedServer::start(move |_| bytes.clone()).await;
    server
        .client()
        .with_body_limit(1000)
        .get_job(1, 8)
        .await
        .unwrap_err()
}

#[tokio::test]
async fn an_invalid_response_is_reported_with_its_cause() {
    for (bytes, expected) in [
        (
            answer(200, JSON, "{\"id\": 8"),
            "the answer with 200 is not as documented: EOF while parsing",
        ),
        (
            answer(200, JSON, "[]"),
            "the answer with 200 is not as documented: ",
        ),
        (
            answer(200, JSON, ""),
            "the answer with 200 is not as documented: EOF while parsing",
        ),
        (
            answer(200, "content-type: text/html\r\n", "<h1>Sign in</h1>"),
            "the answer with 200 is not as documented: it is `text/html`, not `application/json`",
        ),
        (
            answer(404, JSON, "{\"message\":\"gone\"}"),
            "the answer with 404 is not as documented: unknown variant `gone`",
        ),
        (
            answer(404, JSON, "\u{0}"),
            "the answer with 404 is not as documented: expected value",
        ),
        (
            answer(503, "", "<h1>Later</h1>"),
            "503 is not a documented status: <h1>Later</h1>",
        ),
        (
            answer(200, JSON, &" ".repeat(1001)),
            "the body is larger than 1000 bytes",
        ),
        (
            answer(503, "", &"x".repeat(1001)),
            "the body is larger than 1000 bytes",
        ),
        (
            b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{"
                .to_vec(),
            "the answer broke off: ",
        ),
        (
            b"SSH-2.0-OpenSSH_9.6\r\n\r\n".to_vec(),
            "the answer broke off: ",
        ),
        (Vec::new(), "the answer broke off: "),
    ] {
        let error = get_job_error(bytes.clone()).await.to_string();
        assert!(
            error.starts_with(expected),
            "{}: {error}",
            String::from_utf8_lossy(&bytes)
        );
    }
}

#[tokio::test]
async fn a_redirect_is_a_response_and_is_not_followed() {
    let other = CannedServer::start(|_| answer(200, JSON, "{}")).await;
    let location = format!("location: {}/job\r\n", other.url);
    let server = CannedServer::start(move |_| answer(302, &location, "")).await;
    let client = server
        .client()
        .with_credential(Credential::bearer("s3cret"));
    let error = client.get_job(1, 8).await.unwrap_err();
    assert!(
        matches!(error, GetJobError::Undocumented { status: 302, .. }),
        "{error}"
    );
    assert_eq!(other.request_lines(), Vec::<String>::new());
}

#[tokio::test]
async fn a_server_that_does_not_respond_is_a_timeout() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = Client::new(&url)
        .unwrap()
        .with_timeout(Duration::from_millis(50));
    let error = client.get_job(1, 8).await.unwrap_err();
    assert!(
        matches!(error, GetJobError::Transport(Transport::Timeout(_))),
        "{error}"
    );
}

#[tokio::test]
async fn a_refused_connection_is_reported() {
    // bound, so that no other program takes the port, but not listening
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(([127, 0, 0, 1], 0).into()).unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    let error = Client::new(&url).unwrap().get_job(1, 8).await.unwrap_err();
    assert!(
        matches!(error, GetJobError::Transport(Transport::NoConnection(_))),
        "{error}"
    );
}

#[tokio::test]
async fn invalid_requests_are_not_sent() {
    let server = CannedServer::start(|_| answer(200, JSON, "{}")).await;
    for id in ["", ".", ".."] {
        let error = server.client().get_job(id, 8).await.unwrap_err();
        assert!(
            matches!(error, GetJobError::Transport(Transport::InvalidRequest(_))),
            "{error}"
        );
    }
    let client = server
        .client()
        .with_credential(Credential::job_token("two\r\nlines"));
    let error = client.get_job(1, 8).await.unwrap_err();
    assert!(
        matches!(error, GetJobError::Transport(Transport::InvalidRequest(_))),
        "{error}"
    );
    assert_eq!(server.request_lines(), Vec::<String>::new());
}

#[test]
fn an_invalid_base_url_is_refused() {
    for url in [
        "",
        "gitlab.example.com",
        "ftp://gitlab.example.com",
        "https://user:s3cret@gitlab.example.com/api/v4",
        "https://gitlab.example.com/api/v4?private_token=s3cret",
        "https://gitlab.example.com/api/v4#top",
    ] {
        let error = Client::new(url).unwrap_err();
        assert!(
            error.to_string().contains("name the root of the API"),
            "{error}"
        );
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
    }
    for url in [
        "http://localhost",
        "http://localhost/",
        "https://gitlab.example.com/api/v4/",
    ] {
        Client::new(url).unwrap();
    }
}
