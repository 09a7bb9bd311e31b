//! A closed pipe is not an error: `reprise list | head -1`.

use std::io::pipe;
use std::process::Stdio;

use crate::server::{Server, response};
use crate::{file, jobs, prepared};

/// The exit code and the errors of a command whose standard output is closed.
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
fn commands_that_print_end_without_an_error() {
    let [document, suite, folder] = &jobs();
    let jobs = [document.as_str(), suite, folder];
    for (args, code) in [
        ([&["list"], &jobs[..]].concat(), 0),
        ([&["list", "--unused"], &jobs[..]].concat(), 0),
        ([&["explain", "getJob.failed-job"], &jobs[..]].concat(), 0),
        ([&["list", "--errata"], &jobs[..]].concat(), 0),
        (vec!["completions", "bash"], 0),
        // the exit code still says that lint has found something
        (vec!["lint", document], 1),
    ] {
        assert_eq!(unread(&args), (code, String::new()), "{args:?}");
    }
}

#[test]
fn the_exit_code_of_a_run_stays() {
    for (body, code) in [(r#"["Emma"]"#, 0), ("[7]", 1)] {
        let server = Server::start(move |_| response(200, "application/json", body));
        let (_folder, document) = file("shelf.yaml", DOCUMENT);
        let url = server.url();
        let args = ["run", &document, "--target", &url];
        assert_eq!(unread(&args), (code, String::new()), "{body}");
        let mut args = args.to_vec();
        args.extend(["--report", "json=-"]);
        assert_eq!(unread(&args).0, code, "{body}");
    }
}
