//! Generated files and what lies on disk: compared first, written only where they differ.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use anyhow::{Context, Result};
use jobs_api::SpecFile;

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
