//! `start:` in a target: the server under test is started before a run and ended after it.
#![cfg(unix)]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::path::Path;

use crate::report::reported;
use crate::{Run, command, root};

/// The reference server as a command in the flow style of YAML.
fn serve(more: &str) -> String {
    let binary = env!("CARGO_BIN_EXE_reprise");
    format!(
        "['{binary}', serve, --control, --log-format, none, --listen, '127.0.0.1:{{port}}'{more}]"
    )
}

/// A folder with a configuration for the Jobs API, whose target has these keys.
fn folder(target: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let (document, suite) = (root().join("spec/openapi.json"), root().join("conformance"));
    let text = format!(
        "document: {}\nsuite: {}\ntargets:\n  local: {{ {target} }}\n",
        document.display(),
        suite.display()
    );
    fs::write(folder.path().join("reprise.yaml"), text).unwrap();
    folder
}

fn args(folder: &Path) -> Vec<String> {
    let config = folder.join("reprise.yaml").display().to_string();
    ["run", "--config", &config, "--only", "getJob.failed-job"]
        .map(str::to_owned)
        .to_vec()
}

fn run(folder: &Path) -> Run {
    let args = args(folder);
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    command(&args, &[])
}

const HOOK: &str = "hook: 'http://127.0.0.1:{port}/-/sandboxes', port: auto";

#[test]
fn a_server_is_started_on_a_free_port_and_ended() {
    let folder = folder(&format!("{HOOK}, start: {{ command: {} }}", serve("")));
    let args = args(folder.path());
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let (run, report) = reported(&args, &[]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert_eq!(report.outcome("getJob.failed-job"), "passed");
    // the report of another run, on another port, names the same target
    let (_, again) = reported(&args, &[]);
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
    let folder = folder(&format!("{HOOK}, start: {{ command: {line} }}"));
    let run = run(folder.path());
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let port = fs::read_to_string(folder.path().join("port")).unwrap();
    let address = format!("127.0.0.1:{}", port.trim());
    assert!(
        TcpStream::connect(&address).is_err(),
        "{address} still listens"
    );
}

#[test]
fn ready_is_a_path_that_must_succeed() {
    // any response of the server would do without `ready`
    let command = serve("");
    let ready = folder(&format!(
        "{HOOK}, start: {{ command: {command}, ready: /-/faults }}"
    ));
    let run_ready = run(ready.path());
    assert_eq!(run_ready.code, 0, "{}{}", run_ready.out, run_ready.err);
    let never = folder(&format!(
        "{HOOK}, start: {{ command: {command}, ready: /no/such/path, within: 500ms }}"
    ));
    let run_never = run(never.path());
    assert_eq!(run_never.code, 3, "{}{}", run_never.out, run_never.err);
    assert!(
        run_never.err.contains("not ready within"),
        "{}",
        run_never.err
    );
}

#[test]
fn the_output_of_a_command_that_ends_at_once_is_shown() {
    let folder = folder(&format!(
        "{HOOK}, start: {{ command: 'echo port $PORT; echo no database >&2; exit 7' }}"
    ));
    let run = run(folder.path());
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    for text in ["exit status: 7", "port ", "no database"] {
        assert!(run.err.contains(text), "{text}: {}", run.err);
    }
}

#[test]
fn a_command_that_does_not_exist_is_an_error() {
    let folder = folder(&format!("{HOOK}, start: {{ command: [/no/such/program] }}"));
    let run = run(folder.path());
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(run.err.contains("/no/such/program"), "{}", run.err);
}

#[test]
fn an_address_in_use_is_an_error() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    // accepted connections are closed at once: another program listens at the address
    let thread = std::thread::spawn(move || {
        let _ = listener.accept();
    });
    let folder = folder(&format!(
        "hook: 'http://{address}/-/sandboxes', start: {{ command: [touch, started] }}"
    ));
    let run = run(folder.path());
    assert_eq!(run.code, 3, "{}{}", run.out, run.err);
    assert!(run.err.contains("already in use"), "{}", run.err);
    assert!(!folder.path().join("started").exists());
    thread.join().unwrap();
}
