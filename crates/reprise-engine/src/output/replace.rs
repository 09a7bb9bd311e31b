//! Files that are either replaced completely or left as they were.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// Replaces a file with a text, at once: a reader sees the old text or the new one, never a part.
///
/// # Errors
///
/// When it cannot be written; then the file is as it was.
pub fn replace(file: &Path, text: &str) -> io::Result<()> {
    // a symbolic link stays, and its target is replaced
    let end = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if end.exists() && !end.is_file() {
        // a device or a pipe cannot be replaced, only written to
        return OpenOptions::new()
            .write(true)
            .open(end)?
            .write_all(text.as_bytes());
    }
    let name = end.file_name().unwrap_or_default().to_string_lossy();
    let beside = folder(&end).join(format!(".{name}.{}.part", std::process::id()));
    let written = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&beside)
        .and_then(|mut part| {
            part.write_all(text.as_bytes())?;
            part.sync_all()
        })
        .and_then(|()| fs::rename(&beside, &end));
    if written.is_err() {
        // an incomplete file is useless
        let _ = fs::remove_file(&beside);
    }
    written
}

/// The folder that a file lies in.
pub fn folder(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
