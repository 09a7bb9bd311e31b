//! Tools from the npm registry, each installed by its lock file.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

/// What says which tool it is, and what it is built from.
const FILES: [&str; 3] = ["package.json", "package-lock.json", ".npmrc"];
/// A copy of the lock file, made once everything in it was installed.
const INSTALLED: &str = "installed.json";

/// Installs the tool of `xtask/tools/<name>` below `root`, unless what its lock file names is there already.
///
/// Nothing of what is installed is run. Gives the folder that has its `node_modules`: `target/tools/<name>`.
///
/// # Errors
///
/// When there is no npm, it fails, or a file cannot be copied.
pub fn install(root: &Path, name: &str) -> Result<PathBuf> {
    let (from, to) = (
        root.join("xtask/tools").join(name),
        root.join("target/tools").join(name),
    );
    let lock = fs::read_to_string(from.join("package-lock.json")).with_context(|| {
        format!("xtask/tools/{name}/package-lock.json cannot be read; restore it")
    })?;
    if fs::read_to_string(to.join(INSTALLED)).is_ok_and(|installed| installed == lock) {
        return Ok(to);
    }
    fs::create_dir_all(&to).with_context(|| format!("{} cannot be made", to.display()))?;
    for file in FILES {
        fs::copy(from.join(file), to.join(file))
            .with_context(|| format!("xtask/tools/{name}/{file} cannot be copied"))?;
    }
    let output = Command::new("npm")
        .args(["ci", "--ignore-scripts"])
        .current_dir(&to)
        .output();
    match output {
        Ok(output) if output.status.success() => {}
        Ok(output) => bail!(
            "`npm ci` in {} ended with {}; see that the npm registry can be reached, and try again:\n{}",
            to.display(),
            output.status,
            String::from_utf8_lossy(&output.stderr).trim_end()
        ),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            bail!("there is no `npm` here; install Node.js 20 or later, and try again")
        }
        Err(error) => return Err(error).context("`npm ci` cannot be run"),
    }
    fs::write(to.join(INSTALLED), lock)
        .with_context(|| format!("{} cannot be written", to.join(INSTALLED).display()))?;
    Ok(to)
}
