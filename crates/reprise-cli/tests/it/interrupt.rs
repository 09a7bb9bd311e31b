//! Ctrl-C.
#![cfg(unix)]

use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::channel;

use crate::support::report::Report;
use crate::support::server::{Server, response};
use crate::support::{Project, prepared};

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
fn results_so_far_are_reported() {
    let (arrive, arrived) = channel::<()>();
    let arrive = Mutex::new(arrive);
    let (release, released) = channel::<()>();
    let released = Mutex::new(released);
    let server = Server::start(move |request| {
        if request.line.starts_with("GET /slow") {
            arrive.lock().unwrap().send(()).unwrap();
            // the response is sent when the test is over
            let _ = released.lock().unwrap().recv();
        }
        response(200, "application/json", "1")
    });
    let project = Project::new(DOCUMENT);
    let url = server.url();
    let args = [
        "run",
        "shelf.yaml",
        "--target",
        &url,
        "--jobs",
        "1",
        "--report",
        "json=report.json",
    ];
    let child = prepared(&args, &[])
        .current_dir(project.path(""))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    arrived.recv().unwrap();
    let pressed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(pressed.success());
    let output = child.wait_with_output().unwrap();
    drop(release);
    let out = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(130), "{out}");
    let report = Report::read(&project.path("report.json"));
    assert_eq!(report.0["complete"], false);
    assert_eq!(report.outcome("quick.one"), "passed");
    assert_eq!(report.reason("slow.one").0, "interrupted");
    assert!(
        out.ends_with("interrupted: the report is incomplete\n"),
        "{out}"
    );
}
