//! Generated files and what lies on disk: compared first, written only where they differ.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use anyhow::{Context, Result};
use jobs_api::SpecFile;

use crate::task::{Mode, Outcome};

/// How many lines of a difference are shown per file.
const SHOWN_LINES: usize = 30;
/// How many lines are shown of a file that is missing, or that nothing makes any more.
const SHOWN_LINES_OF_A_WHOLE: usize = 6;

/// How a file on disk compares with what the generator returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// It differs.
    Stale,
    /// It is not there.
    Missing,
    /// It is there, and the generator knows nothing of it.
    Orphan,
}

impl Freshness {
    /// What was done about it, as a word.
    pub fn done(self) -> &'static str {
        match self {
            Freshness::Stale => "rewrote",
            Freshness::Missing => "wrote  ",
            Freshness::Orphan => "removed",
        }
    }
}

/// A file that is not fresh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Path below the folder, with `/` between its parts.
    pub path: String,
    /// How it compares.
    pub freshness: Freshness,
    /// What lies on disk; empty where nothing does.
    pub on_disk: String,
    /// What the generator returns; empty where it returns nothing.
    pub generated: String,
}

/// Files that a task generates, all that there are in their folder.
#[derive(Clone, Debug)]
pub struct Generated {
    /// The folder, below the root.
    pub folder: &'static str,
    /// The files, by their paths below the folder.
    pub files: Vec<SpecFile>,
    /// What makes them, to be told to whoever finds them stale.
    pub task: &'static str,
}

/// Makes a folder below `root` what is generated, or tells what that would change.
///
/// # Errors
///
/// When a file cannot be read or written.
pub fn sync(
    root: &Path,
    generated: &Generated,
    mode: Mode,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let Generated {
        folder,
        files,
        task,
    } = generated;
    let changes = compare(&root.join(folder), files)?;
    match mode {
        Mode::Write => {
            apply(&root.join(folder), &changes)?;
            for change in &changes {
                writeln!(out, "{} {folder}/{}", change.freshness.done(), change.path)?;
            }
            writeln!(
                out,
                "{folder}/ is fresh: {} files, {} changed",
                files.len(),
                changes.len()
            )?;
            Ok(Outcome::Fresh)
        }
        Mode::Check if changes.is_empty() => {
            writeln!(out, "{folder}/ is fresh: {} files", files.len())?;
            Ok(Outcome::Fresh)
        }
        Mode::Check => {
            for change in &changes {
                tell(folder, change, out)?;
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

/// Lists the files below `folder` that are not what `generated` says, by path.
///
/// # Errors
///
/// When a file cannot be read.
pub fn compare(folder: &Path, generated: &[SpecFile]) -> Result<Vec<Change>> {
    let mut on_disk = read_below(folder)?;
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

/// Makes the files below `folder` what the generator returns.
///
/// A file is replaced as a whole, so that one that is read meanwhile is the old or the new one.
///
/// # Errors
///
/// When a file cannot be written or removed.
pub fn apply(folder: &Path, changes: &[Change]) -> Result<()> {
    for change in changes {
        let path = folder.join(&change.path);
        let done = match change.freshness {
            Freshness::Orphan => fs::remove_file(&path),
            Freshness::Stale | Freshness::Missing => write_whole(&path, &change.generated),
        };
        done.with_context(|| format!("{} cannot be changed", path.display()))?;
    }
    Ok(())
}

/// Writes a file that is whole or as it was, and the folders that it lies in.
///
/// # Errors
///
/// When it cannot be written.
pub fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("tmp");
    fs::write(&beside, text)?;
    fs::rename(&beside, path)
}

/// Every file below `folder`, by path with `/` between its parts; nothing where the folder is not there.
///
/// Dot files are left out: they belong to the tools, not to what is generated.
///
/// # Errors
///
/// When a file cannot be read or is not UTF-8.
pub fn read_below(folder: &Path) -> Result<BTreeMap<String, String>> {
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

/// One stale file, with the beginning of its difference.
fn tell(folder: &str, change: &Change, out: &mut dyn Write) -> Result<()> {
    let path = format!("{folder}/{}", change.path);
    match change.freshness {
        Freshness::Missing => writeln!(out, "missing {path}")?,
        Freshness::Orphan => writeln!(out, "orphan  {path}: nothing makes this file any more")?,
        Freshness::Stale => writeln!(out, "stale   {path}")?,
    }
    let diff = similar::TextDiff::from_lines(change.on_disk.as_str(), change.generated.as_str());
    let unified = diff
        .unified_diff()
        .context_radius(2)
        .header(&path, "generated")
        .to_string();
    // a whole file that is there or not needs no more than a glance
    let shown = if change.freshness == Freshness::Stale {
        SHOWN_LINES
    } else {
        SHOWN_LINES_OF_A_WHOLE
    };
    let lines: Vec<&str> = unified.lines().collect();
    for line in lines.iter().take(shown) {
        writeln!(out, "  {line}")?;
    }
    if lines.len() > shown {
        writeln!(out, "  … {} more lines", lines.len() - shown)?;
    }
    Ok(())
}
