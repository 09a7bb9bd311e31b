//! Ctrl-C.
#![cfg(unix)]

use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::channel;

use crate::server::{Server, answer};
use crate::{file, prepared};

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /quick:
    get:
      operationId: quick
      responses: { '200': { description: One., content: { application/json: { examples: { one: { value: 1 } } } } } }
  /slow:
    get:
      operationId: slow
      responses: { '200': { description: One., content: { application/json: { examples: { one: { value: 1 } } } } } }
";

#[test]
fn what_is_known_is_told() {
    let (tell, told) = channel::<()>();
    let tell = Mutex::new(tell);
    let (hold, held) = channel::<()>();
    let held = Mutex::new(held);
    let server = Server::start(move |asked| {
        if asked.line.starts_with("GET /slow") {
            tell.lock().unwrap().send(()).unwrap();
            // answered only when the test is over
            let _ = held.lock().unwrap().recv();
        }
        answer(200, "application/json", "1")
    });
    let (_folder, document) = file("shelf.yaml", DOCUMENT);
    let url = server.url();
    let child = prepared(&["run", &document, "--target", &url, "--jobs", "1"], &[])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    told.recv().unwrap();
    let pressed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(pressed.success());
    let output = child.wait_with_output().unwrap();
    drop(hold);
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(130), "{out}");
    assert!(out.contains("/quick  one  conforms"), "{out}");
    assert!(out.contains("/slow   one  skipped"), "{out}");
    assert!(out.contains("the run was interrupted before"), "{out}");
    assert!(
        out.ends_with("interrupted: the report is incomplete\n"),
        "{out}"
    );
}
