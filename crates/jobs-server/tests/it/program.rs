//! The program: its output, and the arguments that it refuses.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use insta::assert_snapshot;

use super::client::{fixtures, send};

/// The program, independent of the environment of the tests.
fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_jobs-server"));
    for name in ["JOBS_SERVER_CONTROL_TOKEN", "CLICOLOR_FORCE"] {
        program.env_remove(name);
    }
    program
}

/// The program, listening.
pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) base: String,
    pub(crate) out: BufReader<ChildStdout>,
}

impl Program {
    pub(crate) fn start(args: &[&str]) -> Program {
        let mut child = program()
            .args(["--listen", "127.0.0.1:0"])
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut base = String::new();
        out.read_line(&mut base).unwrap();
        assert!(base.starts_with("http://"), "{base:?}");
        Program {
            child,
            base: base.trim().to_owned(),
            out,
        }
    }

    pub(crate) fn with_database(fixture: &Path, database: &Path) -> Program {
        Program::start(&[
            "--log-format",
            "none",
            "--fixture",
            fixture.to_str().unwrap(),
            "--db",
            database.to_str().unwrap(),
        ])
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_sample_is_the_fixture_of_the_suite() {
    let suite = std::fs::read_to_string(fixtures().join("sample.yaml")).unwrap();
    assert!(
        suite == include_str!("../../src/sample.yaml"),
        "copy conformance/fixtures/sample.yaml to crates/jobs-server/src/sample.yaml"
    );
}

#[tokio::test]
async fn the_sample_can_be_tried_as_printed() {
    let mut program = Program::start(&["--control"]);
    let mut lines = Vec::new();
    for line in program.out.by_ref().lines().map(Result::unwrap) {
        let last = line.contains("/play");
        lines.push(line);
        if last {
            break;
        }
    }
    let curls: Vec<&String> = lines.iter().filter(|line| line.contains("curl")).collect();
    assert_eq!(curls.len(), 4, "{lines:?}");
    for curl in curls {
        let quoted: Vec<&str> = curl.split('"').collect();
        let (name, secret) = quoted[1].split_once(": ").unwrap();
        let method = if curl.contains("--request POST") {
            "POST"
        } else {
            "GET"
        };
        let reply = send(method, quoted[3], &[(name, secret)], "").await;
        assert_eq!(reply.status, 200, "{curl}");
        assert!(!reply.body.is_empty() && reply.body != "[]", "{curl}");
    }
}

/// The error message of the program at start, with `[…]` for parts that differ between machines.
fn failure(args: &[&str]) -> String {
    let free = ["--listen", "127.0.0.1:0"];
    let listens = args.contains(&"--listen");
    let output = program()
        .args(free.iter().filter(|_| !listens))
        .args(args)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{args:?}: {text}");
    assert!(output.stdout.is_empty(), "{args:?}");
    text
}

#[test]
fn start_errors_are_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let bad = path("bad.yaml");
    std::fs::write(&bad, "jobs: [{id: 1, statsu: failed}]\n").unwrap();
    let newer = path("newer.db");
    database_of_later_version(Path::new(&newer));
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let missing = path("missing.yaml");
    let database = path("missing/at/all.db");
    let shown = |args: &[&str]| {
        let text = failure(args).replace(folder.path().to_str().unwrap(), "[folder]");
        let text = text.replace(&address, "[address]");
        // the words of the system
        match text.split_once(" (os error ") {
            Some((before, after)) => {
                let begin = before.rfind(": ").unwrap();
                let end = after.split_once(')').unwrap().1;
                format!("{}: […]{end}", &before[..begin])
            }
            None => text,
        }
    };
    assert_snapshot!(shown(&["--fixture", &missing]), @r"jobs-server: cannot read the fixture [folder]/missing.yaml: […]");
    assert_snapshot!(shown(&["--fixture", &bad]), @r"jobs-server: fixture [folder]/bad.yaml: line 1, column 16: unknown key `statsu`; did you mean `status`?");
    assert_snapshot!(shown(&["--db", &database]), @r"jobs-server: cannot open the database [folder]/missing/at/all.db: unable to open database file: [folder]/missing/at/all.db; use a file in a writable folder");
    assert_snapshot!(shown(&["--db", &newer]), @r"jobs-server: the database has version 99; this program supports versions up to 2: update it or use another file");
    assert_snapshot!(shown(&["--fault", "none"]), @r"jobs-server: unknown fault `none`; `--fault list` lists all faults");
    assert_snapshot!(shown(&["--variation", "none"]), @r"jobs-server: unknown variation `none`; `--variation list` lists all variations");
    assert_snapshot!(shown(&["--external-url", "gitlab.local"]), @r"jobs-server: --external-url gitlab.local is not a URL; it must begin with http:// or https://");
    assert_snapshot!(shown(&["--listen", &address]), @r"jobs-server: cannot listen on [address]: […]; choose another address with --listen");
    assert_snapshot!(shown(&["--clock", "noon"]), @r#"
    error: invalid value 'noon' for '--clock <TIMESTAMP>': `noon` is not a date and time; write it like 2016-01-11T10:13:33.506Z

    For more information, try '--help'.
    "#);
    assert_snapshot!(shown(&["--listen", "everywhere"]), @r#"
    error: invalid value 'everywhere' for '--listen <ADDRESS>': invalid socket address syntax

    For more information, try '--help'.
    "#);
    assert_snapshot!(shown(&["--port", "1"]), @r#"
    error: unexpected argument '--port' found

    Usage: jobs-server --listen <ADDRESS>

    For more information, try '--help'.
    "#);
    let exposed = failure(&["--listen", "0.0.0.0:0", "--control"]);
    let port = exposed.split([':', ';']).nth(2).unwrap();
    assert_snapshot!(exposed.replace(port, "[port]"), @r"jobs-server: other machines can reach 0.0.0.0:[port]; --control needs --control-token there");
}

#[test]
fn help_is_plain() {
    let output = program().arg("-h").output().unwrap();
    assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @r#"
    Reference server for the GitLab Jobs API

    Usage: jobs-server [OPTIONS]

    Options:
          --listen <ADDRESS>       Address to listen on; port 0 picks a free port [default: 127.0.0.1:8080]
          --fixture <FILE>         Fixture file to serve; a small sample by default
          --db <FILE>              Database file that keeps the data; a new one starts with the fixture
          --clock <TIMESTAMP>      Fixed clock time, such as 2016-01-11T10:20:00Z
          --external-url <URL>     Base URL of links; by default the URL of the request
          --control                Enable the state hook, POST /-/sandboxes
          --control-token <TOKEN>  Bearer token for the state hook; required if other machines can connect [env: JOBS_SERVER_CONTROL_TOKEN]
          --fixtures <FOLDER>      Folder of fixtures that clients of the state hook can set up by name
          --fault <NAME>           Inject a fault; `list` lists all faults
          --variation <NAME>       Send equivalent responses in another form; `list` lists all variations
          --log-format <FORMAT>    Log format on standard error [default: text] [possible values: none, text, json]
      -h, --help                   Print help (see more with '--help')
      -V, --version                Print version
    "#);
    let output = program().arg("--help").output().unwrap();
    assert!(output.status.success());
}

/// A database that a later version has written.
fn database_of_later_version(path: &Path) {
    // a header of SQLite with a version of its own at byte 60
    let program = Program::start(&["--log-format", "none", "--db", path.to_str().unwrap()]);
    drop(program);
    let wal = path.with_extension("db-wal");
    std::fs::write(&wal, []).unwrap();
    let mut bytes = std::fs::read(path).unwrap();
    if bytes.len() < 64 {
        panic!("the database is empty");
    }
    bytes[60..64].copy_from_slice(&99_u32.to_be_bytes());
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn variations_are_listed() {
    let output = program().args(["--variation", "list"]).output().unwrap();
    assert_snapshot!(String::from_utf8(output.stdout).unwrap(), @r#"
    members-reordered   the properties of objects are in another order; JSON objects are unordered
    members-added       every object has an unknown property, which clients ignore; maps with names from users are unchanged
    pretty              JSON is indented and ends with a newline; JSON ignores whitespace
    escaped             characters outside ASCII and slashes are written as `\u` escapes in JSON
    whole-numbers       integral numbers are written without a fraction: 97 for 97.0
    exponents           fractional numbers are written with an exponent: 9.7e1 for 97.0
    microseconds        timestamps have microseconds: three more digits, all zero
    offset-of-zero      UTC timestamps end with `+00:00` instead of `Z`; other offsets are unchanged
    headers-added       every response has unknown headers, which clients ignore
    charset             the media type names its default charset
    slow                every response is delayed by 40 ms
    connections-closed  every response closes its connection and announces it
    chunked             bodies are sent in chunks, without a Content-Length
    gzip                bodies are compressed if the request accepts gzip
    header-case         header names are written `Like-This`; header names ignore case
    "#);
}

#[test]
fn faults_are_listed() {
    let output = program().args(["--fault", "list"]).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success());
    let (faults, classes): (Vec<&str>, Vec<&str>) =
        text.lines().partition(|line| line.starts_with("  "));
    assert_eq!(faults.len(), jobs_server::Fault::all().len());
    assert_eq!(classes.len(), jobs_server::Class::ALL.len());
    assert!(text.contains("\nmember-nulled ("), "{text}");
    // what breaks stands in one column
    let columns: Vec<Option<usize>> = text
        .lines()
        .skip_while(|line| !line.starts_with("transport"))
        .skip(1)
        .map(|line| line.get(2..)?.find("  "))
        .collect();
    assert!(columns.len() > 2, "{columns:?}");
}

#[cfg(unix)]
#[tokio::test]
async fn it_stops_on_a_signal_and_never_logs_a_token() {
    for (format, marker) in [("text", "answered"), ("json", "\"message\":\"answered\"")] {
        let fixture = fixtures().join("sample.yaml");
        let mut program = Program::start(&[
            "--log-format",
            format,
            "--fixture",
            fixture.to_str().unwrap(),
        ]);
        let secret = "glpat-sample-maintainer";
        let url = format!("{}/projects/1/jobs?private_token={secret}", program.base);
        assert_eq!(send("GET", &url, &[], "").await.status, 200);
        let url = format!("{}/projects/1/jobs/12", program.base);
        assert_eq!(
            send("GET", &url, &[("private-token", secret)], "")
                .await
                .status,
            200
        );
        let pid = program.child.id().to_string();
        assert!(
            // a shell has `kill` even if the system has no such program
            Command::new("sh")
                .args(["-c", "kill -TERM \"$0\"", &pid])
                .status()
                .unwrap()
                .success()
        );
        assert!(program.child.wait().unwrap().success());
        let mut log = String::new();
        program
            .child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        assert!(
            log.contains(marker) && log.contains("/api/v4/projects/1/jobs/12"),
            "{log}"
        );
        assert!(!log.contains("glpat"), "{log}");
    }
}
