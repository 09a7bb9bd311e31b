//! A closed pipe is not an error: `reprise list | head -1`.

use std::ffi::OsStr;
use std::io::pipe;
use std::process::Stdio;

use crate::support::server::Server;
use crate::support::{Project, at_root, jobs_api_args, list_books, prepared};

/// The exit code and the errors of a command whose standard output is closed.
fn run_with_closed_output(args: &[impl AsRef<OsStr>]) -> (i32, String) {
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

/// The content of the response of `listBooks`.
const BOOKS: &str =
    "{ schema: { type: array, items: { type: string } }, examples: { some: { value: [Emma] } } }";

#[test]
fn commands_that_print_end_without_an_error() {
    for verb in [
        &["list"][..],
        &["list", "--unused"],
        &["explain", "getJob.failed-job"],
        &["list", "--errata"],
    ] {
        assert_eq!(
            run_with_closed_output(&jobs_api_args(verb, &[])),
            (0, String::new()),
            "{verb:?}"
        );
    }
    assert_eq!(
        run_with_closed_output(&["completions", "bash"]),
        (0, String::new())
    );
    // the exit code still says that lint has found something
    let document = at_root("spec/openapi.json");
    assert_eq!(
        run_with_closed_output(&["lint", &document]),
        (1, String::new())
    );
}

#[test]
fn the_exit_code_of_a_run_stays() {
    for (body, code) in [(r#"["Emma"]"#, 0), ("[7]", 1)] {
        let server = Server::json(body);
        let project = Project::new(&list_books(BOOKS));
        let document = project.path("shelf.yaml").display().to_string();
        let url = server.url();
        let args = ["run", &document, "--target", &url];
        assert_eq!(
            run_with_closed_output(&args),
            (code, String::new()),
            "{body}"
        );
        let mut args = args.to_vec();
        args.extend(["--report", "json=-"]);
        assert_eq!(run_with_closed_output(&args).0, code, "{body}");
    }
}
