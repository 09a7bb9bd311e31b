//! Writes the folder of the site. It contains a list of the written files; no other file is ever removed.

use std::fs;
use std::path::{Component, Path};

use anyhow::{Context, Result, bail};

use super::layout::SiteFile;
use crate::files::replace_file;

/// The list of written files, one path on each line. Most hosts do not publish dot files.
const FILE_LIST: &str = ".site";

/// Writes the files to a new or empty folder, or to one with an earlier site, whose other files are removed.
///
/// # Errors
///
/// When the folder contains other files, or a file cannot be written or removed.
pub(super) fn write(folder: &Path, files: &[SiteFile]) -> Result<()> {
    let before = read_file_list(folder)?;
    // the list is written first, so that it is complete even if the task is interrupted
    let mut paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    paths.extend(before.iter().map(String::as_str));
    paths.sort_unstable();
    paths.dedup();
    write_file(folder, FILE_LIST, &render_list(&paths))?;
    for file in files {
        write_file(folder, &file.path, &file.text)?;
    }
    for path in &before {
        if !files.iter().any(|file| file.path == *path) {
            remove_file(folder, path)?;
        }
    }
    let mut paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    paths.sort_unstable();
    write_file(folder, FILE_LIST, &render_list(&paths))
}

fn render_list(paths: &[&str]) -> String {
    paths.iter().map(|path| format!("{path}\n")).collect()
}

fn write_file(folder: &Path, path: &str, text: &str) -> Result<()> {
    let path = folder.join(path);
    // an unchanged file keeps its modification time
    if fs::read_to_string(&path).is_ok_and(|on_disk| on_disk == text) {
        return Ok(());
    }
    replace_file(&path, text).with_context(|| format!("{} cannot be written", path.display()))
}

fn remove_file(folder: &Path, path: &str) -> Result<()> {
    let path = folder.join(path);
    match fs::remove_file(&path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("{} cannot be removed", path.display()))
        }
        _ => Ok(()),
    }
}

/// The files of an earlier site.
fn read_file_list(folder: &Path) -> Result<Vec<String>> {
    let list = folder.join(FILE_LIST);
    if let Ok(text) = fs::read_to_string(&list) {
        let is_below = |path: &&str| {
            let mut parts = Path::new(path).components();
            parts.all(|part| matches!(part, Component::Normal(_)))
        };
        return Ok(text.lines().filter(is_below).map(str::to_owned).collect());
    }
    let mut entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(|| format!("{} cannot be listed", folder.display()))?,
    };
    if entries.next().is_some() {
        bail!(
            "{} contains other files; pass a new or empty folder",
            folder.display()
        );
    }
    Ok(Vec::new())
}
