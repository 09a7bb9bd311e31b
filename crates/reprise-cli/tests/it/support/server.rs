//! A server made for one test: it responds as the test says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};

/// A request that was received.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) line: String,
    pub(crate) headers: Vec<String>,
    pub(crate) body: String,
}

impl Request {
    /// The value of a header; `name` is in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| {
            let (key, value) = line.split_once(": ")?;
            key.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    /// The host that the request names.
    pub(crate) fn host(&self) -> &str {
        self.header("host").unwrap()
    }

    /// The method and the path.
    pub(crate) fn method_and_path(&self) -> (&str, &str) {
        let mut words = self.line.split(' ');
        let (method, target) = (words.next().unwrap(), words.next().unwrap());
        (method, target.split('?').next().unwrap())
    }
}

/// A running server; it ends when it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    requests: Arc<Mutex<Vec<Request>>>,
    ending: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Server {
    /// Starts a server that sends the response that `respond` makes for each request, as raw HTTP.
    pub(crate) fn start(respond: impl Fn(&Request) -> String + Send + Sync + 'static) -> Server {
        Server::listen(move |mut stream, log| {
            if let Some(request) = read_request(&mut stream) {
                let response = respond(&request);
                log.lock().unwrap().push(request);
                let _ = stream.write_all(response.as_bytes());
            }
        })
    }

    /// Starts a server whose every response is this JSON.
    pub(crate) fn json(body: &'static str) -> Server {
        Server::start(move |_| response(200, "application/json", body))
    }

    /// Starts a server that reads each request and lets `respond` write to the connection.
    pub(crate) fn start_raw(respond: impl Fn(&mut TcpStream) + Send + Sync + 'static) -> Server {
        Server::listen(move |mut stream, _| match read_request(&mut stream) {
            Some(request) if request.line.starts_with("HEAD") => {
                let _ = stream.write_all(b"HTTP/1.1 200 X\r\nconnection: close\r\n\r\n");
            }
            Some(_) => respond(&mut stream),
            None => {}
        })
    }

    /// Starts a server that handles each connection in a thread of its own.
    fn listen(handle: impl Fn(TcpStream, &Mutex<Vec<Request>>) + Send + Sync + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests: Arc<Mutex<Vec<Request>>> = Arc::default();
        let ending = Arc::new(AtomicBool::new(false));
        let (log, end) = (Arc::clone(&requests), Arc::clone(&ending));
        let handle = Arc::new(handle);
        let thread = thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if end.load(Ordering::SeqCst) {
                    break;
                }
                let (log, handle) = (Arc::clone(&log), Arc::clone(&handle));
                thread::spawn(move || handle(stream, &log));
            }
        });
        Server {
            address,
            requests,
            ending,
            thread: Some(thread),
        }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Every request so far, apart from the HEAD request that every run begins with.
    pub(crate) fn requests(&self) -> Vec<Request> {
        let requests = self.requests.lock().unwrap();
        requests
            .iter()
            .filter(|request| !request.line.starts_with("HEAD"))
            .cloned()
            .collect()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.ending.store(true, Ordering::SeqCst);
        let _ = TcpStream::connect(self.address);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Reads one request; none if the connection was closed before.
fn read_request(stream: &mut TcpStream) -> Option<Request> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).unwrap_or(0) == 0 || line == "\r\n" {
            break;
        }
        lines.push(line.trim_end().to_owned());
    }
    if lines.is_empty() {
        return None;
    }
    let mut request = Request {
        line: lines.remove(0),
        headers: lines,
        body: String::new(),
    };
    let length = request
        .header("content-length")
        .map(|length| length.parse().unwrap());
    let mut body = vec![0; length.unwrap_or(0)];
    let _ = reader.read_exact(&mut body);
    request.body = String::from_utf8_lossy(&body).into_owned();
    Some(request)
}

/// The response of a state hook: a sandbox `7` at a path of the same server, and more members of the response.
pub(crate) fn sandbox(request: &Request, path: &str, more: &str) -> String {
    let host = request.host();
    let body = format!(r#"{{ "id": "7", "base_url": "http://{host}{path}"{more} }}"#);
    response(201, "application/json", &body)
}

/// A response with a body.
pub(crate) fn response(status: u16, media_type: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status} X\r\ncontent-type: {media_type}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )
}
