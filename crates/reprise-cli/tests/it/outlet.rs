//! Whoever stops reading has seen enough: `reprise list | head -1`.

use std::io::pipe;
use std::process::Stdio;

use crate::server::{Server, answer};
use crate::{file, prepared, root};

/// How a command ends, and what it complains of, whose output nobody reads.
fn unread(args: &[&str]) -> (i32, String) {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let child = prepared(args, &[])
        .stdout(writer)
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let output = child.wait_with_output().unwrap();
    (
        output.status.code().unwrap(),
        String::from_utf8(output.stderr).unwrap(),
    )
}

const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Shelf, version: 1.2.3 }
paths:
  /books:
    get:
      operationId: listBooks
      responses:
        '200':
          description: The books.
          content:
            application/json:
              schema: { type: array, items: { type: string } }
              examples: { some: { value: [Emma] } }
";

#[test]
fn what_only_prints_ends_quietly() {
    let document = root().join("spec/openapi.json").display().to_string();
    for (args, code) in [
        (vec!["list"], 0),
        (vec!["list", "--unused"], 0),
        (vec!["explain", "getJob.failed-job"], 0),
        (vec!["errata"], 0),
        (vec!["completions", "bash"], 0),
        // what lint has found is still found
        (vec!["lint", &document], 1),
    ] {
        assert_eq!(unread(&args), (code, String::new()), "{args:?}");
    }
}

#[test]
fn a_run_ends_as_its_outcome_says() {
    for (body, code) in [(r#"["Emma"]"#, 0), ("[7]", 1)] {
        let server = Server::start(move |_| answer(200, "application/json", body));
        let (_folder, document) = file("shelf.yaml", DOCUMENT);
        let url = server.url();
        let args = ["run", &document, "--target", &url];
        assert_eq!(unread(&args), (code, String::new()), "{body}");
        let mut args = args.to_vec();
        args.extend(["--report", "json=-"]);
        assert_eq!(unread(&args).0, code, "{body}");
    }
}
