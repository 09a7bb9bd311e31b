//! A database in a file: acknowledged changes survive every end of the process.

use std::io::BufRead;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc;

use super::client::{send, try_send};
use super::program::Program;

const TOKEN: (&str, &str) = ("private-token", "glpat-known");

fn fixture(folder: &Path, jobs: &str) -> PathBuf {
    let path = folder.join("fixture.yaml");
    let text = format!(
        "users: [{{username: root, tokens: [{{name: owner, secret: glpat-known}}]}}]
projects: [{{namespace: root, path: bar}}]
pipelines: [{{id: 1}}]
jobs:\n{jobs}"
    );
    std::fs::write(&path, text).unwrap();
    path
}

/// The changes that the clients of the test below know for certain.
#[derive(Default)]
struct ConfirmedChanges {
    /// Jobs that the server has confirmed to exist.
    created: Mutex<Vec<u64>>,
    /// Jobs that the server has confirmed as canceled.
    canceled: Mutex<Vec<u64>>,
}

/// Retries and cancels, the newest job first, until the server stops.
async fn change_until_stop(
    base: String,
    known: Arc<ConfirmedChanges>,
    acknowledged: mpsc::Sender<()>,
) {
    let ask = async |method: &str, path: String| {
        let reply = try_send(
            method,
            &format!("{base}/projects/1/jobs{path}"),
            &[TOKEN],
            "",
        )
        .await;
        reply.ok()
    };
    loop {
        let Some(list) = ask("GET", "?per_page=1".to_owned()).await else {
            return;
        };
        let id = list.ids()[0];
        let Some(reply) = ask("POST", format!("/{id}/cancel")).await else {
            return;
        };
        if reply.json()["status"] == "canceled" {
            known.canceled.lock().unwrap().push(id);
        }
        let Some(reply) = ask("POST", format!("/{id}/retry")).await else {
            return;
        };
        if reply.status == 201 {
            known
                .created
                .lock()
                .unwrap()
                .push(reply.json()["id"].as_u64().unwrap());
            if acknowledged.send(()).await.is_err() {
                return;
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn acknowledged_changes_survive_a_kill() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = fixture(folder.path(), "  - {id: 1}\n");
    let database = folder.path().join("fixture.db");
    let known = Arc::new(ConfirmedChanges::default());
    for round in 0..6 {
        let mut program = Program::with_database(&fixture, &database);
        let ask = async |id: u64| {
            let url = format!("{}/projects/1/jobs/{id}", program.base);
            send("GET", &url, &[TOKEN], "").await
        };
        let (made, canceled) = (
            known.created.lock().unwrap().clone(),
            known.canceled.lock().unwrap().clone(),
        );
        for id in made {
            assert_eq!(ask(id).await.status, 200, "round {round}: job {id} is lost");
        }
        for id in canceled {
            assert_eq!(
                ask(id).await.json()["status"],
                "canceled",
                "round {round}: job {id}"
            );
        }
        let (sender, mut acknowledged) = mpsc::channel(1);
        let clients: Vec<_> = (0..4)
            .map(|_| {
                tokio::spawn(change_until_stop(
                    program.base.clone(),
                    Arc::clone(&known),
                    sender.clone(),
                ))
            })
            .collect();
        for _ in 0..20 {
            acknowledged.recv().await.unwrap();
        }
        program.child.kill().unwrap();
        program.child.wait().unwrap();
        drop(acknowledged);
        for client in clients {
            client.await.unwrap();
        }
    }
    assert!(known.created.lock().unwrap().len() >= 100);
    assert!(known.canceled.lock().unwrap().len() >= 90);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_processes_share_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = fixture(folder.path(), "  - {id: 1}\n");
    let database = folder.path().join("fixture.db");
    let programs = [
        Program::with_database(&fixture, &database),
        Program::with_database(&fixture, &database),
    ];
    let requests = (0..32).map(|n| {
        let url = format!("{}/projects/1/jobs/1/retry", programs[n % 2].base);
        tokio::spawn(async move { send("POST", &url, &[TOKEN], "").await.status.as_u16() })
    });
    let mut statuses = Vec::new();
    for request in requests.collect::<Vec<_>>() {
        statuses.push(request.await.unwrap());
    }
    statuses.sort_unstable();
    assert_eq!(statuses[0], 201);
    assert!(
        statuses[1..].iter().all(|status| *status == 403),
        "{statuses:?}"
    );
    for program in &programs {
        let reply = send(
            "GET",
            &format!("{}/projects/1/jobs", program.base),
            &[TOKEN],
            "",
        )
        .await;
        assert_eq!(reply.ids(), [2, 1]);
    }
}

#[tokio::test]
async fn a_database_keeps_its_fixture() {
    let folder = tempfile::tempdir().unwrap();
    let first = fixture(folder.path(), "  - {id: 1, log: \"one\\n\"}\n");
    let database = folder.path().join("fixture.db");
    drop(Program::with_database(&first, &database));
    let other = fixture(folder.path(), "  - {id: 5}\n");
    let mut program = Program::with_database(&other, &database);
    let mut line = String::new();
    program.out.read_line(&mut line).unwrap();
    assert_eq!(line, "using the existing database and its tokens\n");
    let reply = send(
        "GET",
        &format!("{}/projects/1/jobs", program.base),
        &[TOKEN],
        "",
    )
    .await;
    assert_eq!(reply.ids(), [1]);
    let reply = send(
        "GET",
        &format!("{}/projects/1/jobs/1/trace", program.base),
        &[TOKEN],
        "",
    )
    .await;
    assert_eq!(reply.text(), "one\n");
}

#[cfg(unix)]
#[tokio::test]
async fn a_database_is_closed_when_the_program_stops() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = fixture(folder.path(), "  - {id: 1, status: running}\n");
    let database = folder.path().join("fixture.db");
    let mut program = Program::with_database(&fixture, &database);
    let url = format!("{}/projects/1/jobs/1/cancel", program.base);
    assert_eq!(send("POST", &url, &[TOKEN], "").await.status, 201);
    let log_of_changes = folder.path().join("fixture.db-wal");
    assert!(log_of_changes.exists());
    let pid = program.child.id().to_string();
    let kill = std::process::Command::new("kill")
        .args(["-INT", &pid])
        .status();
    assert!(kill.unwrap().success());
    assert!(program.child.wait().unwrap().success());
    assert!(
        !log_of_changes.exists(),
        "changes were left outside of the file"
    );
}

/// Peak memory of a process in kilobytes.
#[cfg(target_os = "linux")]
fn peak_memory(program: &Program) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", program.child.id())).unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM"))
        .unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_log_is_never_in_memory_as_a_whole() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = fixture(
        folder.path(),
        "  - {id: 1, log: {text: '0123456789abcdef', times: 6553600}}\n",
    );
    let database = folder.path().join("fixture.db");
    let program = Program::with_database(&fixture, &database);
    let before = peak_memory(&program);
    let reply = send(
        "GET",
        &format!("{}/projects/1/jobs/1/trace", program.base),
        &[TOKEN],
        "",
    )
    .await;
    assert_eq!(reply.body.len(), 100 << 20);
    let grown = peak_memory(&program) - before;
    assert!(grown < 20_000, "{grown} kB for a log of 100 MB");
}
