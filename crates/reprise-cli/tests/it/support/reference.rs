//! The reference server of the Jobs API, in a separate process.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};

use serde_json::Value;

use super::prepared;
use super::server::{Request, Server};

/// A running reference server; it ends when it is dropped.
pub(crate) struct ReferenceServer {
    process: Child,
    address: String,
}

impl ReferenceServer {
    /// A server with a state hook.
    pub(crate) fn with_hook() -> ReferenceServer {
        ReferenceServer::start(&["--control"])
    }

    /// A server with more arguments, on a free port.
    pub(crate) fn start(more: &[&str]) -> ReferenceServer {
        let args = ["serve", "--listen", "127.0.0.1:0", "--log-format", "none"];
        let mut process = prepared(&[&args, more].concat(), &[])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let rest = line.trim_end().strip_prefix("http://").unwrap();
        let address = rest.strip_suffix("/api/v4").unwrap().to_owned();
        ReferenceServer { process, address }
    }

    /// The URL of the state hook.
    pub(crate) fn hook(&self) -> String {
        format!("http://{}/-/sandboxes", self.address)
    }

    /// A state hook in front of this server that asks it to inject a fault into every sandbox.
    pub(crate) fn faulty(&self, fault: &'static str) -> Server {
        self.start_proxy(move |body| match serde_json::from_str::<Value>(body) {
            Ok(mut wanted) => {
                wanted["fault"] = fault.into();
                wanted.to_string()
            }
            Err(_) => String::new(),
        })
    }

    /// A proxy that passes every request on to this server, with a body that `change` changes.
    pub(crate) fn start_proxy(
        &self,
        change: impl Fn(&str) -> String + Send + Sync + 'static,
    ) -> Server {
        let address = self.address.clone();
        Server::start(move |request| forward(&address, request, &change(&request.body)))
    }
}

impl Drop for ReferenceServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Sends a request to a server, and returns the response as raw HTTP.
fn forward(address: &str, request: &Request, body: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    let mut head = format!("{}\r\n", request.line);
    for header in &request.headers {
        let name = header.split(':').next().unwrap().to_ascii_lowercase();
        if !matches!(name.as_str(), "connection" | "content-length") {
            head.push_str(&format!("{header}\r\n"));
        }
    }
    if !body.is_empty() {
        head.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    write!(stream, "{head}connection: close\r\n\r\n{body}").unwrap();
    let mut response = Vec::new();
    stream.read_to_end(&mut response).unwrap();
    String::from_utf8(response).unwrap()
}
