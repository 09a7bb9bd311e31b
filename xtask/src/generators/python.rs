//! Installs and runs generators for Python in a virtual environment.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// Whether Python is installed and can create environments.
pub(super) fn is_installed() -> bool {
    Command::new("python3")
        .args(["-c", "import sys, venv; assert sys.version_info >= (3, 11)"])
        .output()
        .is_ok_and(|output| output.status.success())
}

/// Installs the packages of `requirements.txt` into an environment below `to`, unless they are installed; returns the
/// folder of its programs.
pub(super) fn install(tools: &Path, to: &Path) -> Result<PathBuf> {
    let (environment, requirements) = (to.join("venv"), tools.join("requirements.txt"));
    let programs = environment.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let stamp = environment.join("installed.txt");
    let pinned = fs::read(&requirements)
        .with_context(|| format!("{} cannot be read", requirements.display()))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == pinned) {
        return Ok(programs);
    }
    fs::create_dir_all(to)?;
    run(Command::new("python3")
        .args(["-m", "venv", "--clear"])
        .arg(&environment))?;
    run(Command::new(programs.join("python"))
        .args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--disable-pip-version-check",
            "--requirement",
        ])
        .arg(&requirements))?;
    fs::write(stamp, pinned)?;
    Ok(programs)
}

fn run(command: &mut Command) -> Result<()> {
    let output = command.output().context("Python cannot be run")?;
    if !output.status.success() {
        bail!(
            "{command:?} failed: {}",
            String::from_utf8_lossy(&output.stderr)
        );
    }
    Ok(())
}
