//! Generated files and the files on disk: they are compared first, and written only if they differ.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};
use jobs_api::SpecFile;

use crate::task::{Mode, Outcome};

/// How many lines of a difference are printed for each file.
const DIFF_LINES: usize = 30;
/// How many lines are printed of a file that is missing or no longer generated.
const WHOLE_FILE_LINES: usize = 6;

/// How a file on disk differs from what the generator returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// Its contents differ.
    Stale,
    /// It does not exist.
    Missing,
    /// It exists, and the generator does not return it.
    Orphan,
}

impl Freshness {
    /// The verb for what a task does with such a file.
    pub fn verb(self) -> &'static str {
        match self {
            Freshness::Stale => "rewrote",
            Freshness::Missing => "wrote  ",
            Freshness::Orphan => "removed",
        }
    }
}

/// A file that is not up to date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Path below the folder, with `/` between its parts.
    pub path: String,
    /// How it differs.
    pub freshness: Freshness,
    /// The text on disk; empty for a missing file.
    pub on_disk: String,
    /// The text that the generator returns; empty for an orphan.
    pub generated: String,
}

/// All files of a folder that a task generates.
#[derive(Clone, Debug)]
pub struct GeneratedFolder {
    /// The folder, below the root.
    pub folder: &'static str,
    /// The files, by their paths below the folder.
    pub files: Vec<SpecFile>,
    /// The command that generates them, for messages.
    pub task: &'static str,
}

/// Writes the generated files to a folder below `root`, or prints what that would change.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn sync(
    root: &Path,
    generated: &GeneratedFolder,
    mode: Mode,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let GeneratedFolder {
        folder,
        files,
        task,
    } = generated;
    let changes = compare(&root.join(folder), files)?;
    if changes.is_empty() {
        writeln!(out, "{folder}/ is up to date: {} files", files.len())?;
        return Ok(Outcome::Fresh);
    }
    match mode {
        Mode::Write => {
            apply_changes(&root.join(folder), &changes)?;
            for change in &changes {
                writeln!(out, "{} {folder}/{}", change.freshness.verb(), change.path)?;
            }
            writeln!(
                out,
                "{folder}/ is up to date: {} files, {} changed",
                files.len(),
                changes.len()
            )?;
            Ok(Outcome::Changed)
        }
        Mode::Check => {
            for change in &changes {
                print_change(folder, change, out)?;
            }
            writeln!(
                out,
                "{folder}/ is stale: {} of {} files; run `{task}` and commit the result",
                changes.len(),
                files.len()
            )?;
            Ok(Outcome::Stale)
        }
    }
}

/// Writes one generated file below `root`, or prints that it is stale.
///
/// # Errors
///
/// When the file cannot be written.
pub fn sync_file(
    root: &Path,
    path: &str,
    text: &str,
    task: &str,
    mode: Mode,
    out: &mut dyn Write,
) -> Result<Outcome> {
    // a file that cannot be read is written again
    let on_disk = fs::read_to_string(root.join(path)).unwrap_or_default();
    if on_disk == text {
        writeln!(out, "{path} is up to date")?;
        return Ok(Outcome::Fresh);
    }
    match mode {
        Mode::Write => {
            replace_file(&root.join(path), text)
                .with_context(|| format!("{path} cannot be written"))?;
            writeln!(out, "wrote {path}")?;
            Ok(Outcome::Changed)
        }
        Mode::Check => {
            writeln!(out, "{path} is stale; run `{task}` and commit the result")?;
            Ok(Outcome::Stale)
        }
    }
}

/// Lists the files below `folder` that differ from the generated ones, by path.
///
/// # Errors
///
/// When a file cannot be read.
pub fn compare(folder: &Path, generated: &[SpecFile]) -> Result<Vec<Change>> {
    let mut on_disk = read_folder(folder)?;
    let mut changes = Vec::new();
    for file in generated {
        let (freshness, text) = match on_disk.remove(&file.path) {
            Some(text) if text == file.text => continue,
            Some(text) => (Freshness::Stale, text),
            None => (Freshness::Missing, String::new()),
        };
        changes.push(Change {
            path: file.path.clone(),
            freshness,
            on_disk: text,
            generated: file.text.clone(),
        });
    }
    changes.extend(on_disk.into_iter().map(|(path, text)| Change {
        path,
        freshness: Freshness::Orphan,
        on_disk: text,
        generated: String::new(),
    }));
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(changes)
}

/// Applies changes to the files below `folder`.
///
/// # Errors
///
/// When a file cannot be written or removed.
pub fn apply_changes(folder: &Path, changes: &[Change]) -> Result<()> {
    for change in changes {
        let path = folder.join(&change.path);
        let result = match change.freshness {
            Freshness::Orphan => fs::remove_file(&path),
            Freshness::Stale | Freshness::Missing => replace_file(&path, &change.generated),
        };
        result.with_context(|| format!("{} cannot be changed", path.display()))?;
    }
    Ok(())
}

/// Replaces a file in one step, so that a reader sees the old or the new text; creates its folders.
///
/// # Errors
///
/// When it cannot be written.
pub fn replace_file(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("tmp");
    fs::write(&beside, text)?;
    fs::rename(&beside, path)
}

/// Reads every file below `folder`, by path with `/` between its parts; a folder that does not exist has none.
///
/// Dot files are left out: they belong to tools and are not generated.
///
/// # Errors
///
/// When a file cannot be read or is not UTF-8.
pub fn read_folder(folder: &Path) -> Result<BTreeMap<String, String>> {
    let mut files = BTreeMap::new();
    read_into(folder, "", &mut files)?;
    Ok(files)
}

fn read_into(folder: &Path, prefix: &str, files: &mut BTreeMap<String, String>) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries.with_context(|| format!("{} cannot be listed", folder.display()))?,
    };
    for entry in entries {
        let entry = entry.with_context(|| format!("{} cannot be listed", folder.display()))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = entry.path();
        if path.is_dir() {
            read_into(&path, &format!("{prefix}{name}/"), files)?;
        } else {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("{} cannot be read as text", path.display()))?;
            files.insert(format!("{prefix}{name}"), text);
        }
    }
    Ok(())
}

/// Prints a change with the beginning of its difference.
fn print_change(folder: &str, change: &Change, out: &mut dyn Write) -> Result<()> {
    let path = format!("{folder}/{}", change.path);
    match change.freshness {
        Freshness::Missing => writeln!(out, "missing {path}")?,
        Freshness::Orphan => writeln!(out, "orphan  {path}: no longer generated")?,
        Freshness::Stale => writeln!(out, "stale   {path}")?,
    }
    let diff = similar::TextDiff::from_lines(change.on_disk.as_str(), change.generated.as_str());
    let unified = diff
        .unified_diff()
        .context_radius(2)
        .header(&path, "generated")
        .to_string();
    // of a file that was added or removed, the first lines are enough
    let limit = if change.freshness == Freshness::Stale {
        DIFF_LINES
    } else {
        WHOLE_FILE_LINES
    };
    let lines: Vec<&str> = unified.lines().collect();
    for line in lines.iter().take(limit) {
        writeln!(out, "  {line}")?;
    }
    if lines.len() > limit {
        writeln!(out, "  … {} more lines", lines.len() - limit)?;
    }
    Ok(())
}
