//! Tools that run on Node, installed by their lock file.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// The files of a tool that decide what is installed.
const FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];

/// Whether Node and npm can be run.
pub fn is_there() -> bool {
    ["node", "npm"].iter().all(|program| {
        Command::new(program)
            .arg("--version")
            .output()
            .is_ok_and(|output| output.status.success())
    })
}

/// Installs what `xtask/tools/<name>` locks into `target/tools/<name>`, unless it is there, and returns that folder.
///
/// # Errors
///
/// When npm cannot be run, or cannot install.
pub fn install(root: &Path, name: &str) -> Result<PathBuf> {
    let (from, to) = (
        root.join("xtask/tools").join(name),
        root.join("target/tools").join(name),
    );
    let stamp = to.join("installed.json");
    let lock = fs::read(from.join("package-lock.json"))
        .with_context(|| format!("{} has no package-lock.json", from.display()))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(to);
    }
    fs::create_dir_all(&to)?;
    for file in FILES {
        fs::copy(from.join(file), to.join(file))
            .with_context(|| format!("{} cannot be copied", from.join(file).display()))?;
    }
    let output = Command::new("npm")
        .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"])
        .current_dir(&to)
        .output()
        .context("npm cannot be run; install Node 20 or later")?;
    if !output.status.success() {
        bail!(
            "npm ci failed in {}: {}",
            to.display(),
            String::from_utf8_lossy(&output.stderr)
        );
    }
    fs::write(stamp, lock)?;
    Ok(to)
}
