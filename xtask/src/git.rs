//! Runs git.

use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, Output};

use anyhow::{Result, anyhow, bail};

/// What to do in a shallow clone.
const SHALLOW_CLONE_ADVICE: &str = "this clone is shallow and lacks the commit; in CI check out with `fetch-depth: 0`, elsewhere run `git fetch --unshallow`";

/// The last commit that `reference` and HEAD have in common.
///
/// # Errors
///
/// When there is no git, no repository, no such reference, or no common commit.
pub fn merge_base(root: &Path, reference: &str) -> Result<String> {
    check_reference(root, reference)?;
    match git_lines(root, &["merge-base", reference, "HEAD"])?.first() {
        Some(commit) => Ok(commit.clone()),
        None if is_shallow(root)? => {
            bail!("`{reference}` and HEAD have no common commit: {SHALLOW_CLONE_ADVICE}")
        }
        None => bail!(
            "`{reference}` and HEAD have no common commit; pass a reference that this branch started from"
        ),
    }
}

/// The text of a file at a commit, by its path below `root`; none if the commit does not have it.
///
/// # Errors
///
/// When git cannot be run, or the file is not UTF-8.
pub fn file_at(root: &Path, commit: &str, path: &str) -> Result<Option<String>> {
    let object = format!("{commit}:./{path}");
    if !git(root, &["cat-file", "-e", &object])?.status.success() {
        return Ok(None);
    }
    let output = git(root, &["show", &object])?;
    if !output.status.success() {
        bail!("`{object}` cannot be read: {}", error_text(&output));
    }
    let text =
        String::from_utf8(output.stdout).map_err(|_| anyhow!("`{object}` is not UTF-8 text"))?;
    Ok(Some(text))
}

/// The last commit that added a text to a file or removed it.
///
/// # Errors
///
/// When there is no git, no repository, or no commit.
pub fn last_change(root: &Path, text: &str, path: &str) -> Result<Option<String>> {
    check_reference(root, "HEAD")?;
    if is_shallow(root)? {
        bail!(
            "the commit that set the version of the document cannot be found: {SHALLOW_CLONE_ADVICE}"
        );
    }
    let search = format!("-S{text}");
    let commits = git_lines(root, &["log", "-1", "--format=%H", &search, "--", path])?;
    Ok(commits.into_iter().next())
}

/// Fails unless `reference` names a commit.
fn check_reference(root: &Path, reference: &str) -> Result<()> {
    let inside = git(root, &["rev-parse", "--is-inside-work-tree"])?;
    if !inside.status.success() {
        bail!(
            "{} is not in a git repository ({}); run this in a clone",
            root.display(),
            error_text(&inside)
        );
    }
    let commit = format!("{reference}^{{commit}}");
    let is_option = reference.starts_with('-');
    if is_option || git_lines(root, &["rev-parse", "--verify", "--quiet", &commit])?.is_empty() {
        if is_shallow(root)? {
            bail!("`{reference}` is not a commit: {SHALLOW_CLONE_ADVICE}");
        }
        bail!(
            "`{reference}` is not a commit; fetch it, or pass another reference, such as origin/main"
        );
    }
    Ok(())
}

fn is_shallow(root: &Path) -> Result<bool> {
    let output = git_lines(root, &["rev-parse", "--is-shallow-repository"])?;
    Ok(output.first().is_some_and(|line| line == "true"))
}

/// The lines that git prints; none if it fails.
fn git_lines(root: &Path, args: &[&str]) -> Result<Vec<String>> {
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
            anyhow!("git is not installed; it is needed to read earlier versions of the document")
        }
        _ => anyhow!("git cannot be run: {error}"),
    })
}

fn error_text(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).trim().to_owned()
}
