//! What the tests share: running the binary, folders of documents and configurations, servers, reports.

pub(crate) mod reference;
pub(crate) mod report;
pub(crate) mod server;

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use report::Report;

/// A target at which nothing listens.
pub(crate) const NOWHERE: &str = "http://127.0.0.1:1";

/// How a run of the binary ended.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    /// Checks the exit code.
    #[track_caller]
    pub(crate) fn exits(&self, code: i32) {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
    }

    /// Everything that was printed.
    pub(crate) fn output(&self) -> String {
        format!("{}{}", self.out, self.err)
    }
}

/// Runs `reprise` with these arguments.
pub(crate) fn command(args: &[impl AsRef<OsStr>], environment: &[(&str, &str)]) -> Run {
    output(&mut prepared(args, environment))
}

/// Runs a command to its end.
pub(crate) fn output(command: &mut Command) -> Run {
    let output = command.output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The variables that programs need to run at all; no other one reaches the binary.
const INHERITED_VARIABLES: [&str; 6] = [
    "PATH",
    "TMPDIR",
    "TEMP",
    "TMP",
    "SystemRoot",
    "LLVM_PROFILE_FILE",
];

/// The binary with arguments, in an environment of its own. It runs in the root folder, so that it does not find the
/// reprise.yaml of this repository.
pub(crate) fn prepared(args: &[impl AsRef<OsStr>], environment: &[(&str, &str)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_reprise"));
    command.args(args).current_dir("/").env_clear();
    for name in INHERITED_VARIABLES {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    command.envs(environment.iter().copied());
    command
}

/// Runs a command, also with a JSON report, and reads that.
pub(crate) fn reported(args: &[impl AsRef<OsStr>], environment: &[(&str, &str)]) -> (Run, Report) {
    with_report(prepared(args, environment))
}

fn with_report(mut command: Command) -> (Run, Report) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.json");
    let run = output(command.args(["--report", &format!("json={}", path.display())]));
    assert!(path.exists(), "no report: {}", run.output());
    (run, Report::read(&path))
}

/// The folder of the repository.
pub(crate) fn root() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    folder.canonicalize().unwrap()
}

/// The path of a file of the repository.
pub(crate) fn at_root(name: &str) -> String {
    root().join(name).display().to_string()
}

/// The arguments of a command on the Jobs API: `verb`, document and suite, and more arguments.
pub(crate) fn jobs_api_args(verb: &[&str], more: &[&str]) -> Vec<String> {
    let (document, suite) = (at_root("spec/openapi.json"), at_root("conformance"));
    let args = [verb, &[&document, "--suite", &suite], more].concat();
    args.into_iter().map(str::to_owned).collect()
}

/// Runs a command on the Jobs API.
pub(crate) fn run_on_jobs_api(verb: &str, more: &[&str]) -> Run {
    command(&jobs_api_args(&[verb], more), &[])
}

/// A document with the operation `listBooks`, whose response has this content.
pub(crate) fn list_books(content: &str) -> String {
    format!(
        "openapi: 3.1.0
info: {{ title: Shelf, version: 1.2.3 }}
paths:
  /books:
    get:
      operationId: listBooks
      responses: {{ '200': {{ description: The books., content: {{ application/json: {content} }} }} }}
"
    )
}

/// A folder with a document `shelf.yaml` and other files, in which commands run, so that messages contain only names of
/// files.
pub(crate) struct Project(tempfile::TempDir);

impl Project {
    pub(crate) fn new(document: &str) -> Project {
        Project::empty().with("shelf.yaml", document)
    }

    pub(crate) fn empty() -> Project {
        Project(tempfile::tempdir().unwrap())
    }

    /// Adds or replaces a file.
    pub(crate) fn with(self, name: &str, text: &str) -> Project {
        self.write(name, text);
        self
    }

    /// Adds a configuration whose target has these lines.
    pub(crate) fn with_target(self, lines: &str) -> Project {
        let lines: String = lines.lines().map(|line| format!("    {line}\n")).collect();
        let text = format!("document: shelf.yaml\nsuite: .\ntargets:\n  local:\n{lines}");
        self.with("reprise.yaml", &text)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap()
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// How many files and folders there are.
    pub(crate) fn entries(&self) -> usize {
        fs::read_dir(self.0.path()).unwrap().count()
    }

    fn prepared(&self, args: &[impl AsRef<OsStr>], environment: &[(&str, &str)]) -> Command {
        let mut command = prepared(args, environment);
        command.current_dir(self.0.path());
        command
    }

    /// Runs a command in the folder.
    pub(crate) fn command(&self, args: &[impl AsRef<OsStr>], environment: &[(&str, &str)]) -> Run {
        output(&mut self.prepared(args, environment))
    }

    /// Runs a command in the folder, also with a JSON report, and reads that.
    pub(crate) fn reported(
        &self,
        args: &[impl AsRef<OsStr>],
        environment: &[(&str, &str)],
    ) -> (Run, Report) {
        with_report(self.prepared(args, environment))
    }
}
