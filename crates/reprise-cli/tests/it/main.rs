//! The real binary over real HTTP, against servers that do what they document and servers that do not.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod convert;
mod diff;
mod discovery;
mod doctor;
mod embedded;
mod foreign;
mod hostile;
mod input;
mod interrupt;
mod kinds;
mod known_failures;
mod masking;
mod merge;
mod offline;
mod outlet;
mod prove;
mod reports;
mod retries;
mod server;
mod shards;
mod targets;
mod tls;
mod told;

use std::path::{Path, PathBuf};
use std::process::Command;

/// How a run of the binary ended.
struct Run {
    code: i32,
    out: String,
    err: String,
}

/// Runs `reprise run` with these arguments, in an environment without colours of its own.
fn reprise(args: &[&str]) -> Run {
    reprise_with(args, &[])
}

fn reprise_with(args: &[&str], environment: &[(&str, &str)]) -> Run {
    let all: Vec<&str> = std::iter::once("run").chain(args.iter().copied()).collect();
    command(&all, environment)
}

/// Runs `reprise` with any command.
fn command(args: &[&str], environment: &[(&str, &str)]) -> Run {
    let output = prepared(args, environment).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The binary with arguments, and with nothing in its environment that would change what it does.
fn prepared(args: &[&str], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reprise"));
    command.args(args);
    for name in [
        "CLICOLOR_FORCE",
        "NO_COLOR",
        "CI_NODE_INDEX",
        "CI_NODE_TOTAL",
    ] {
        command.env_remove(name);
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

/// A temporary file with this text.
fn file(name: &str, text: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, text).unwrap();
    (folder, path.display().to_string())
}
