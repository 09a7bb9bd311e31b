//! The git program, as far as the tasks need it.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Result, anyhow, bail};

/// What helps where history was cut off.
const DEEPEN: &str = "this clone is shallow, and the commit is not in it; in CI check out with `fetch-depth: 0`, elsewhere run `git fetch --unshallow`";

/// The commit that `reference` and HEAD have in common.
///
/// # Errors
///
/// When there is no git, no repository, no such reference, or nothing in common; the message says what to do.
pub fn merge_base(root: &Path, reference: &str) -> Result<String> {
    known(root, reference)?;
    match lines(root, &["merge-base", reference, "HEAD"])?.first() {
        Some(commit) => Ok(commit.clone()),
        None if is_shallow(root)? => {
            bail!("`{reference}` and HEAD have no commit in common here: {DEEPEN}")
        }
        None => bail!(
            "`{reference}` and HEAD have no commit in common; name a reference that HEAD comes from"
        ),
    }
}

/// A file as it was at a commit, by its path below `root`; none where it was not there.
///
/// # Errors
///
/// When git cannot be run, or the file is not UTF-8.
pub fn file_at(root: &Path, commit: &str, path: &str) -> Result<Option<String>> {
    let object = format!("{commit}:./{path}");
    if !git(root, &["cat-file", "-e", &object])?.status.success() {
        return Ok(None);
    }
    let shown = git(root, &["show", &object])?;
    if !shown.status.success() {
        bail!("`{object}` cannot be read: {}", said(&shown));
    }
    let text =
        String::from_utf8(shown.stdout).map_err(|_| anyhow!("`{object}` is not UTF-8 text"))?;
    Ok(Some(text))
}

/// The last commit that put a text into a file, or took it out.
///
/// # Errors
///
/// When there is no git, no repository, or no commit.
pub fn last_change(root: &Path, text: &str, path: &str) -> Result<Option<String>> {
    known(root, "HEAD")?;
    if is_shallow(root)? {
        bail!("it cannot be found out since when the document has its version: {DEEPEN}");
    }
    let search = format!("-S{text}");
    let found = lines(root, &["log", "-1", "--format=%H", &search, "--", path])?;
    Ok(found.into_iter().next())
}

/// Fails unless `reference` names a commit.
fn known(root: &Path, reference: &str) -> Result<()> {
    let inside = git(root, &["rev-parse", "--is-inside-work-tree"])?;
    if !inside.status.success() {
        bail!(
            "{} is in no git repository ({}); run this in a clone",
            root.display(),
            said(&inside)
        );
    }
    let commit = format!("{reference}^{{commit}}");
    let is_option = reference.starts_with('-');
    if is_option || lines(root, &["rev-parse", "--verify", "--quiet", &commit])?.is_empty() {
        if is_shallow(root)? {
            bail!("`{reference}` names no commit here: {DEEPEN}");
        }
        bail!("`{reference}` names no commit; fetch it, or name another, such as origin/main");
    }
    Ok(())
}

fn is_shallow(root: &Path) -> Result<bool> {
    let answer = lines(root, &["rev-parse", "--is-shallow-repository"])?;
    Ok(answer.first().is_some_and(|answer| answer == "true"))
}

/// What git prints, line by line; nothing where it fails.
fn lines(root: &Path, args: &[&str]) -> Result<Vec<String>> {
    let output = git(root, args)?;
    if !output.status.success() {
        return Ok(Vec::new());
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.lines().map(str::to_owned).collect())
}

fn git(root: &Path, args: &[&str]) -> Result<Output> {
    let output = Command::new("git").args(args).current_dir(root).output();
    output.map_err(|error| match error.kind() {
        ErrorKind::NotFound => {
            anyhow!("git cannot be run, which knows what people depend on; install it")
        }
        _ => anyhow!("git cannot be run: {error}"),
    })
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}
