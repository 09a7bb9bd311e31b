//! Certificates: always checked, and a wrong one is named.
//!
//! The certificates in `data/tls` are made for 127.0.0.1 by an unknown authority, whose key is deleted.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;

use insta::assert_snapshot;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::support::{Project, Run, list_books};

const AUTHORITY: &str = include_str!("data/tls/ca.pem");

/// The content of the response of `listBooks`.
const BOOKS: &str = "{ examples: { some: { value: [1] } } }";

/// Starts a server that responds once to each connection; it ends with the test.
fn start() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let certificate =
        CertificateDer::from_pem_slice(include_bytes!("data/tls/server.pem")).unwrap();
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("data/tls/server.key.pem")).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate], key)
        .unwrap();
    let config = Arc::new(config);
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
            thread::spawn(move || {
                let mut stream = StreamOwned::new(connection, stream);
                if stream.read(&mut [0; 4096]).is_ok_and(|read| read > 0) {
                    let answer = "HTTP/1.1 200 X\r\ncontent-type: application/json\r\ncontent-length: 3\r\nconnection: close\r\n\r\n[1]";
                    let _ = stream.write_all(answer.as_bytes());
                    stream.conn.send_close_notify();
                    let _ = stream.flush();
                }
            });
        }
    });
    address
}

fn run(host: &str, tls: &str) -> Run {
    let project = Project::new(&list_books(BOOKS))
        .with_target(&format!("base_url: https://{host}\n{tls}"))
        .with("ca.pem", AUTHORITY)
        .with("not.pem", "nothing\n");
    project.command(&["run", "--retries", "0"], &[])
}

#[test]
fn a_certificate_of_an_unknown_authority_is_an_error() {
    let host = start().to_string();
    let run = run(&host, "");
    run.exits(3);
    assert_snapshot!(run.err.replace(&host, "HOST"), @"error: https://HOST cannot be reached: invalid peer certificate: UnknownIssuer; trust its authority with `tls: { ca_file: … }` in the target, or fix the server; is the server running there?");
}

#[test]
fn an_authority_can_be_trusted() {
    run(&start().to_string(), "tls: { ca_file: ca.pem }").exits(0);
}

#[test]
fn a_certificate_for_another_name_is_an_error() {
    let host = format!("localhost:{}", start().port());
    let run = run(&host, "tls: { ca_file: ca.pem }");
    run.exits(3);
    assert_snapshot!(run.err.replace(&host, "HOST"), @r#"error: https://HOST cannot be reached: invalid peer certificate: certificate not valid for name "localhost"; certificate is only valid for IpAddress(127.0.0.1); trust its authority with `tls: { ca_file: … }` in the target, or fix the server; is the server running there?"#);
}

#[test]
fn a_file_without_a_certificate_is_no_authority() {
    let run = run("127.0.0.1:1", "tls: { ca_file: not.pem }");
    run.exits(2);
    assert_snapshot!(run.err, @"error: `ca_file` contains no certificate; give a PEM file that begins with `-----BEGIN CERTIFICATE-----`");
}
