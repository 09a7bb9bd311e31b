//! Tools from the npm registry: each has a folder in `xtask/tools/` with a lock file, and is installed by it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// What says which tools they are, and where they come from.
const FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];
/// A copy of the lock file, made once everything in it was installed.
const INSTALLED: &str = "installed.json";

/// Whether there is something to run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tools {
    /// What the lock file names is installed.
    Installed(Installed),
    /// There is no Node.js with npm on this machine.
    NoNode,
}

/// Where tools are installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    folder: PathBuf,
}

impl Installed {
    /// The folder that has `node_modules`.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A program of one of the packages.
    pub fn command(&self, program: &str) -> Command {
        Command::new(self.folder.join("node_modules/.bin").join(named(program)))
    }
}

/// Installs the tools of `xtask/tools/<name>` below `root` into `target/tools/<name>`, unless they are there already.
///
/// Nothing of what is installed is run. It takes a while, so `out` is told when it begins.
///
/// # Errors
///
/// When npm fails, or a file cannot be copied.
pub fn install(root: &Path, name: &str, out: &mut dyn Write) -> Result<Tools> {
    if !(answers("node") && answers("npm")) {
        return Ok(Tools::NoNode);
    }
    let from = root.join("xtask/tools").join(name);
    let folder = root.join("target/tools").join(name);
    let lock = fs::read_to_string(from.join("package-lock.json")).with_context(|| {
        format!("xtask/tools/{name}/package-lock.json cannot be read; restore it")
    })?;
    let stamp = folder.join(INSTALLED);
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(Tools::Installed(Installed { folder }));
    }
    writeln!(out, "installing xtask/tools/{name} with npm …")?;
    fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for file in FILES {
        fs::copy(from.join(file), folder.join(file))
            .with_context(|| format!("xtask/tools/{name}/{file} cannot be copied"))?;
    }
    let done = Command::new(named("npm"))
        .args(["ci", "--ignore-scripts"])
        .current_dir(&folder)
        .stdin(Stdio::null())
        .output()
        .context("`npm ci` cannot be run")?;
    if !done.status.success() {
        bail!(
            "`npm ci` in {} ended with {}; see that the npm registry can be reached, and try again:\n{}",
            folder.display(),
            done.status,
            String::from_utf8_lossy(&done.stderr).trim_end()
        );
    }
    fs::write(&stamp, lock).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(Tools::Installed(Installed { folder }))
}

/// Whether a program is there and runs.
fn answers(program: &str) -> bool {
    let mut command = Command::new(named(program));
    command.arg("--version").stdin(Stdio::null());
    command.output().is_ok_and(|output| output.status.success())
}

/// The file of a program that npm installs, or that it is itself.
fn named(program: &str) -> String {
    if cfg!(windows) && program != "node" {
        format!("{program}.cmd")
    } else {
        program.to_owned()
    }
}
