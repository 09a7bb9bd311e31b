//! The program: what it says, and what it refuses to start with.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use super::client::{fixtures, send};

/// The program, listening.
pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) base: String,
    pub(crate) out: BufReader<ChildStdout>,
}

impl Program {
    pub(crate) fn start(args: &[&str]) -> Program {
        let mut child = Command::new(env!("CARGO_BIN_EXE_jobs-server"))
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

#[test]
fn what_it_cannot_start_with_is_told_in_one_line() {
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad.yaml");
    std::fs::write(&bad, "jobs: [{id: 1, statsu: failed}]\n").unwrap();
    let newer = folder.path().join("newer.db");
    rusqlite_version(&newer);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = taken.local_addr().unwrap().to_string();
    for (args, said) in [
        (
            vec!["--fixture", "nowhere.yaml"],
            "cannot read the fixture nowhere.yaml",
        ),
        (
            vec!["--fixture", bad.to_str().unwrap()],
            "line 1, column 16: unknown key `statsu`; did you mean `status`?",
        ),
        (
            vec!["--db", "/nowhere/at/all.db"],
            "cannot open the database /nowhere/at/all.db",
        ),
        (vec!["--db", newer.to_str().unwrap()], "version 99"),
        (
            vec!["--fault", "none"],
            "no fault is called `none`; `--fault list` lists them",
        ),
        (
            vec!["--external-url", "gitlab.local"],
            "begin it with http:// or https://",
        ),
        (vec!["--listen", &taken], "cannot listen on"),
        (
            vec!["--listen", "0.0.0.0:0", "--control"],
            "--control-token",
        ),
        (vec!["--clock", "noon"], "is not a date and time"),
        (vec!["--listen", "everywhere"], "--listen"),
        (vec!["--port", "1"], "unexpected argument"),
    ] {
        let output = Command::new(env!("CARGO_BIN_EXE_jobs-server"))
            .args(&args)
            .output()
            .unwrap();
        let text = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{args:?}: {text}");
        assert!(text.contains(said), "{args:?}: {text}");
        let first = text.lines().filter(|line| !line.is_empty()).count();
        assert!(first == 1 || text.contains("--help"), "{args:?}: {text}");
        assert!(output.stdout.is_empty(), "{args:?}");
    }
}

/// A database that a later version has written.
fn rusqlite_version(path: &Path) {
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
fn faults_are_listed() {
    let output = Command::new(env!("CARGO_BIN_EXE_jobs-server"))
        .args(["--fault", "list"])
        .output()
        .unwrap();
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
async fn it_stops_when_told_and_never_logs_a_token() {
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
            Command::new("kill")
                .args(["-TERM", &pid])
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
