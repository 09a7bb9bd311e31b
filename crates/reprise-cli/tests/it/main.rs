//! The real binary over real HTTP, against servers that conform to their document and servers that do not.
//!
//! Tests assert exit codes and JSON reports; the wording of help and of error messages is in the snapshots.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod config;
mod convert;
mod demo;
mod diff;
mod discovery;
mod doctor;
mod foreign;
mod guide;
mod hostile;
mod input;
mod interrupt;
mod kinds;
mod known_failures;
mod masking;
mod merge;
mod messages;
mod mutants;
mod offline;
mod outlet;
mod reference;
mod report;
mod reports;
mod reproduce;
mod retries;
mod secret_forms;
mod server;
mod shards;
mod start;
mod tls;

use std::path::{Path, PathBuf};
use std::process::Command;

/// How a run of the binary ended.
struct Run {
    code: i32,
    out: String,
    err: String,
}

/// Runs `reprise run` with these arguments.
fn reprise(args: &[&str]) -> Run {
    reprise_with(args, &[])
}

fn reprise_with(args: &[&str], environment: &[(&str, &str)]) -> Run {
    let all: Vec<&str> = std::iter::once("run").chain(args.iter().copied()).collect();
    command(&all, environment)
}

/// Runs `reprise` with any command.
fn command(args: &[&str], environment: &[(&str, &str)]) -> Run {
    output(&mut prepared(args, environment))
}

/// Runs a command to its end.
fn output(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The variables that programs need to run at all; no other one reaches the binary.
const INHERITED: [&str; 6] = [
    "PATH",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SystemRoot",
    "LLVM_PROFILE_FILE",
];

/// The binary with arguments, in an environment of its own. It runs in the root folder, so that it does not find the
/// reprise.yaml of this repository.
fn prepared(args: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reprise"));
    command.args(args).current_dir("/").env_clear();
    for name in INHERITED {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    command.envs(environment.iter().copied());
    command
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .canonicalize()
        .unwrap()
}

/// The document of the Jobs API with its suite, as arguments.
fn jobs() -> [String; 3] {
    let path = |name: &str| root().join(name).display().to_string();
    [
        path("spec/openapi.json"),
        "--suite".to_owned(),
        path("conformance"),
    ]
}

/// Runs a command on the Jobs API: `verb`, document and suite, and more arguments.
fn on_jobs(verb: &str, more: &[&str]) -> Run {
    let jobs = jobs();
    let mut args = vec![verb];
    args.extend(jobs.iter().map(String::as_str));
    args.extend(more);
    command(&args, &[])
}

/// A temporary file with this text.
fn file(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path.display().to_string())
}
