//! Files that are either replaced completely or left as they were.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use tempfile::Builder;

/// Replaces a file with a text, at once: a reader sees the old text or the new one, never a part.
///
/// # Errors
///
/// When it cannot be written; then the file is as it was.
pub fn replace_file(file: &Path, text: &str) -> io::Result<()> {
    // a symbolic link stays, and its target is replaced
    let end = fs::canonicalize(file).unwrap_or_else(|_| file.to_owned());
    if end.exists() && !end.is_file() {
        // a device or a pipe cannot be replaced, only written to
        return OpenOptions::new()
            .write(true)
            .open(end)?
            .write_all(text.as_bytes());
    }
    // not `tempfile_in`: its file is readable only for its owner, and its errors name the temporary file
    let mut part = Builder::new().make_in(parent_folder(&end), |path| File::create_new(path))?;
    part.write_all(text.as_bytes())?;
    part.as_file().sync_all()?;
    part.persist(&end)?;
    Ok(())
}

/// The folder that a file lies in.
pub fn parent_folder(file: &Path) -> &Path {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
