//! The crates of the workspace and their source files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::root;

/// Every crate of the workspace by name, with its folder.
pub(super) fn find_crates() -> Vec<(String, PathBuf)> {
    let mut found = vec![("xtask".to_owned(), root().join("xtask"))];
    for entry in fs::read_dir(root().join("crates")).unwrap() {
        let entry = entry.unwrap();
        if entry.path().join("Cargo.toml").exists() {
            found.push((entry.file_name().into_string().unwrap(), entry.path()));
        }
    }
    found.sort();
    found
}

/// The Rust files below a folder, sorted.
pub(super) fn find_sources(folder: &Path) -> Vec<PathBuf> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, found);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    walk(folder, &mut found);
    found.sort();
    found
}

/// The code of a file, without comments, documentation and the text after the start of its first test module.
pub(super) fn read_code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}
