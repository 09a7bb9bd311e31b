//! Installs tools from the npm registry; each has a folder in `xtask/tools/` with a lock file.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The files that select the tools, their versions and their registry.
const LOCK_FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];
/// A copy of the lock file, written when everything in it is installed.
const INSTALLED_LOCK: &str = "installed.json";

/// Whether the tools can be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tools {
    /// The tools of the lock file are installed.
    Installed(Installed),
    /// Node.js with npm is not installed on this machine.
    NoNode,
}

/// Where tools are installed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    folder: PathBuf,
}

impl Installed {
    /// The folder that contains `node_modules`.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// A program of one of the packages.
    pub fn command(&self, program: &str) -> Command {
        Command::new(
            self.folder
                .join("node_modules/.bin")
                .join(file_name(program)),
        )
    }
}

/// Installs the tools of `xtask/tools/<name>` below `root` into `target/tools/<name>`, unless they are installed.
///
/// Install scripts of packages do not run. Prints a line before it starts, since it can take a while.
///
/// # Errors
///
/// When npm fails, or a file cannot be copied.
pub fn install(root: &Path, name: &str, out: &mut dyn Write) -> Result<Tools> {
    if !(is_runnable("node") && is_runnable("npm")) {
        return Ok(Tools::NoNode);
    }
    let from = root.join("xtask/tools").join(name);
    let folder = root.join("target/tools").join(name);
    let lock = fs::read_to_string(from.join("package-lock.json")).with_context(|| {
        format!("xtask/tools/{name}/package-lock.json cannot be read; restore it")
    })?;
    let stamp = folder.join(INSTALLED_LOCK);
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(Tools::Installed(Installed { folder }));
    }
    writeln!(out, "installing xtask/tools/{name} with npm …")?;
    fs::create_dir_all(&folder)
        .with_context(|| format!("{} cannot be created", folder.display()))?;
    for file in LOCK_FILES {
        fs::copy(from.join(file), folder.join(file))
            .with_context(|| format!("xtask/tools/{name}/{file} cannot be copied"))?;
    }
    let output = Command::new(file_name("npm"))
        .args(["ci", "--ignore-scripts"])
        .current_dir(&folder)
        .stdin(Stdio::null())
        .output()
        .context("`npm ci` cannot be run")?;
    if !output.status.success() {
        bail!(
            "`npm ci` in {} ended with {}; check that the npm registry can be reached, and try again:\n{}",
            folder.display(),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim_end()
        );
    }
    fs::write(&stamp, lock).with_context(|| format!("{} cannot be written", stamp.display()))?;
    Ok(Tools::Installed(Installed { folder }))
}

/// Whether a program is installed and runs.
fn is_runnable(program: &str) -> bool {
    let mut command = Command::new(file_name(program));
    command.arg("--version").stdin(Stdio::null());
    command.output().is_ok_and(|output| output.status.success())
}

/// The file name of npm or of a program that it installs.
fn file_name(program: &str) -> String {
    if cfg!(windows) && program != "node" {
        format!("{program}.cmd")
    } else {
        program.to_owned()
    }
}
