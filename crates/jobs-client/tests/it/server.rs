//! Test servers: the real one with its own fixture, and one with prepared responses.

use std::sync::{Arc, Mutex};

use jobs_client::{Client, Credential};
use jobs_server::{Fixture, Server, Settings};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::root;

/// The reference server in a fixture of `conformance/fixtures/`.
pub(crate) async fn start_reference(fixture: &str) -> Server {
    let path = root().join(format!("conformance/fixtures/{fixture}.yaml"));
    let fixture = Fixture::read(&path).unwrap();
    Server::start(Settings {
        fixture,
        ..Settings::default()
    })
    .await
    .unwrap()
}

/// The secret of a user in a server's fixture.
pub(crate) fn secret(server: &Server, name: &str) -> String {
    let mut credentials = server.credentials();
    let found = credentials.find(|(known, _)| *known == name);
    found
        .unwrap_or_else(|| panic!("no user is called {name}"))
        .1
        .to_owned()
}

/// A client of a server, as a user in its fixture.
pub(crate) fn client_as(server: &Server, name: &str) -> Client {
    let credential = Credential::private_token(secret(server, name));
    Client::new(&server.base_url())
        .unwrap()
        .with_credential(credential)
}

/// A server whose response to each request is computed from the head of the request.
pub(crate) struct CannedServer {
    pub(crate) url: String,
    heads: Arc<Mutex<Vec<String>>>,
}

impl CannedServer {
    pub(crate) async fn start(
        answer: impl Fn(&str) -> Vec<u8> + Send + Sync + 'static,
    ) -> CannedServer {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/api/v4", listener.local_addr().unwrap());
        let heads = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (heads.clone(), Arc::new(answer));
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let (kept, answer) = (kept.clone(), answer.clone());
                tokio::spawn(async move { serve(stream, &kept, &*answer).await });
            }
        });
        CannedServer { url, heads }
    }

    /// The requests: the first lines of all of them.
    pub(crate) fn request_lines(&self) -> Vec<String> {
        let heads = self.heads.lock().unwrap();
        heads
            .iter()
            .map(|head| head.lines().next().unwrap().to_owned())
            .collect()
    }

    /// The heads of all requests.
    pub(crate) fn request_heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }

    pub(crate) fn client(&self) -> Client {
        Client::new(&self.url).unwrap()
    }
}

async fn serve(
    mut stream: TcpStream,
    heads: &Mutex<Vec<String>>,
    answer: &(dyn Fn(&str) -> Vec<u8> + Send + Sync),
) {
    let mut read = Vec::new();
    let end = loop {
        if let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") {
            break end;
        }
        if stream.read_buf(&mut read).await.unwrap_or(0) == 0 {
            return;
        }
    };
    let head = String::from_utf8(read[..end].to_vec()).unwrap();
    let length = head.lines().find_map(|line| {
        line.to_ascii_lowercase()
            .strip_prefix("content-length: ")?
            .parse()
            .ok()
    });
    while read.len() < end + 4 + length.unwrap_or(0) {
        if stream.read_buf(&mut read).await.unwrap_or(0) == 0 {
            return;
        }
    }
    let bytes = answer(&head);
    heads.lock().unwrap().push(head);
    // the client may close the connection early
    let _ = stream.write_all(&bytes).await;
    let _ = stream.shutdown().await;
}

/// A response with a body; each of the `headers` ends with a line break.
pub(crate) fn answer(status: u16, headers: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} \r\nconnection: close\r\ncontent-length: {length}\r\n{headers}\r\n{body}"
    )
    .into_bytes()
}

/// The header of a JSON body.
pub(crate) const JSON: &str = "content-type: application/json\r\n";
