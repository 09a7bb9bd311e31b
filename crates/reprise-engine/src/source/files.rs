//! Reads files, within limits.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::limits;

/// Reads a file of a suite or a configuration.
///
/// # Errors
///
/// When it cannot be read, is too large, or is not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Error> {
    read_within_limit(
        path,
        limits::MAX_FILE_BYTES,
        "files of a suite have a fixed size limit",
    )
}

/// Reads a file of at most `limit` bytes. The path may also name something that never ends.
///
/// # Errors
///
/// When it cannot be read, is too large (the error ends with `advice`), or is not UTF-8.
pub fn read_within_limit(path: &Path, limit: u64, advice: &str) -> Result<String, Error> {
    let cannot = |error| Error::input(format!("{} cannot be read: {error}", path.display()));
    let file = File::open(path).map_err(cannot)?;
    // one allocation for the whole file: growing would take twice as much memory
    let size = file.metadata().map_err(cannot)?.len().min(limit);
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
    file.take(limit + 1)
        .read_to_end(&mut bytes)
        .map_err(cannot)?;
    if bytes.len() as u64 > limit {
        return Err(Error::input(format!(
            "{} is larger than {} MiB; {advice}",
            path.display(),
            limit >> 20
        )));
    }
    String::from_utf8(bytes)
        .map_err(|_| Error::input(format!("{} is not UTF-8 text", path.display())))
}

/// The YAML files of a folder, in the order of their names; empty if there is no such folder.
pub(super) fn find_yaml_files(folder: &Path) -> Result<Vec<PathBuf>, Error> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect())
        .map_err(|error| Error::input(format!("{} cannot be read: {error}", folder.display())))?;
    paths.retain(|path| path.extension().is_some_and(|known| known == "yaml"));
    paths.sort();
    Ok(paths)
}
