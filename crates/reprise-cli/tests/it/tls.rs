//! Certificates: always checked, and a wrong one is named.
//!
//! The certificates in `data/tls` are made for 127.0.0.1 by an unknown authority, whose key is deleted.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::thread;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use crate::{command, file};

const AUTHORITY: &str = include_str!("data/tls/ca.pem");

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books:
    get:
      operationId: listBooks
      responses: { '200': { description: The books., content: { application/json: { examples: { some: { value: [1] } } } } } }
";

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

fn run(host: &str, tls: &str) -> crate::Run {
    let (folder, _document) = file("shelf.yaml", DOCUMENT);
    let config = folder.path().join("reprise.yaml").display().to_string();
    let text = format!(
        "document: shelf.yaml\ntargets: {{ local: {{ base_url: 'https://{host}'{tls} }} }}\n"
    );
    std::fs::write(&config, text).unwrap();
    std::fs::write(folder.path().join("ca.pem"), AUTHORITY).unwrap();
    std::fs::write(folder.path().join("not.pem"), "nothing\n").unwrap();
    command(&["run", "--config", &config, "--retries", "0"], &[])
}

#[test]
fn a_certificate_of_an_unknown_authority_is_an_error() {
    let run = run(&start().to_string(), "");
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(run.err.contains("invalid peer certificate"), "{}", run.err);
    assert!(run.err.contains("`tls: { ca_file: … }`"), "{}", run.err);
}

#[test]
fn an_authority_can_be_trusted() {
    let run = run(&start().to_string(), ", tls: { ca_file: ca.pem }");
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn a_certificate_for_another_name_is_an_error() {
    let host = format!("localhost:{}", start().port());
    let run = run(&host, ", tls: { ca_file: ca.pem }");
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(
        run.err.contains("certificate not valid for name"),
        "{}",
        run.err
    );
}

#[test]
fn a_file_without_a_certificate_is_no_authority() {
    let run = run("127.0.0.1:1", ", tls: { ca_file: not.pem }");
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(
        run.err.contains("`ca_file` holds no certificate"),
        "{}",
        run.err
    );
}
