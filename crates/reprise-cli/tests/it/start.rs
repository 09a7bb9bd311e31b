//! `start:` in a target: the server under test is started before a run and ended after it.
#![cfg(unix)]

use std::net::{TcpListener, TcpStream};

use insta::assert_snapshot;

use crate::support::{Project, Run, at_root};

/// The reference server as a command in the flow style of YAML.
fn serve_command(more: &str) -> String {
    let binary = env!("CARGO_BIN_EXE_reprise");
    format!(
        "['{binary}', serve, --control, --log-format, none, --listen, '127.0.0.1:{{port}}'{more}]"
    )
}

/// A folder with a configuration for the Jobs API, whose target has these keys.
fn project(target: &str) -> Project {
    let (document, suite) = (at_root("spec/openapi.json"), at_root("conformance"));
    let text = format!("document: {document}\nsuite: {suite}\ntargets:\n  local: {{ {target} }}\n");
    Project::empty().with("reprise.yaml", &text)
}

const RUN: [&str; 3] = ["run", "--only", "getJob.failed-job"];

fn run(target: &str) -> Run {
    project(target).command(&RUN, &[])
}

const HOOK: &str = "hook: 'http://127.0.0.1:{port}/-/sandboxes', port: auto";

#[test]
fn a_server_is_started_on_a_free_port_and_ended() {
    let project = project(&format!(
        "{HOOK}, start: {{ command: {} }}",
        serve_command("")
    ));
    let (run, report) = project.reported(&RUN, &[]);
    run.exits(0);
    assert_eq!(report.outcome("getJob.failed-job"), "passed");
    // the report of another run, on another port, names the same target
    let (_, again) = project.reported(&RUN, &[]);
    assert_eq!(report.0["target"], again.0["target"]);
}

#[test]
fn a_string_runs_in_a_shell_and_everything_it_started_is_ended() {
    let binary = env!("CARGO_BIN_EXE_reprise");
    // the server is a child of the shell, in the folder of the configuration
    let line = format!(
        "'{binary}' serve --control --log-format none --listen 127.0.0.1:$PORT & echo $PORT > port; wait"
    );
    let line = serde_json::Value::from(line);
    let project = project(&format!("{HOOK}, start: {{ command: {line} }}"));
    project.command(&RUN, &[]).exits(0);
    let address = format!("127.0.0.1:{}", project.read("port").trim());
    assert!(
        TcpStream::connect(&address).is_err(),
        "{address} still listens"
    );
}

#[test]
fn ready_is_a_path_that_must_succeed() {
    // any response of the server would do without `ready`
    let command = serve_command("");
    let start = |more: &str| run(&format!("{HOOK}, start: {{ command: {command}, {more} }}"));
    start("ready: /-/faults").exits(0);
    let never = start("ready: /no/such/path, within: 500ms");
    never.exits(3);
    // the output of the server follows
    let error = portless(&never.err);
    assert_snapshot!(error.lines().next().unwrap(), @"error: http://127.0.0.1:PORT/no/such/path cannot be reached: it was not ready within 0 seconds; `start: { within: … }` waits longer; it printed:");
}

/// An error without the port, which is free by chance.
fn portless(error: &str) -> String {
    let is_digit = |c: char| c.is_ascii_digit();
    let (before, after) = error.split_once("127.0.0.1:").unwrap();
    let port = after.split(|c| !is_digit(c)).next().unwrap();
    format!("{before}127.0.0.1:{after}").replace(port, "PORT")
}

#[test]
fn the_output_of_a_command_that_ends_at_once_is_shown() {
    let run = run(&format!(
        "{HOOK}, start: {{ command: 'echo port $PORT; echo no database >&2; exit 7' }}"
    ));
    run.exits(3);
    assert_snapshot!(portless(&run.err), @"
    error: http://127.0.0.1:PORT/-/sandboxes cannot be reached: the command ended with exit status: 7; it printed:
    port PORT
    no database; is the server running there?
    ");
}

#[test]
fn a_command_that_does_not_exist_is_an_error() {
    let run = run(&format!("{HOOK}, start: {{ command: [/no/such/program] }}"));
    run.exits(2);
    assert_snapshot!(run.err, @"error: `start`: the command cannot be run: No such file or directory (os error 2) (/no/such/program)");
}

#[test]
fn an_address_in_use_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // accepted connections are closed at once: another program listens at the address
    let thread = std::thread::spawn(move || {
        let _ = listener.accept();
    });
    let project = project(&format!(
        "hook: 'http://{address}/-/sandboxes', start: {{ command: [touch, started] }}"
    ));
    let run = project.command(&RUN, &[]);
    run.exits(3);
    assert_snapshot!(portless(&run.err), @"error: http://127.0.0.1:PORT/-/sandboxes cannot be reached: the address is already in use; stop the process that listens there, or use `port: auto`; is the server running there?");
    assert!(!project.path("started").exists());
    thread.join().unwrap();
}
