//! No two modules of a crate import each other, directly or through others.

use std::fs;
use std::path::Path;

use super::files::{find_crates, find_sources};
use crate::modules::{SourceFile, describe_cycles, read_graph};

/// The cycles of a crate.
fn cycles_in(folder: &Path) -> Vec<String> {
    let folder = folder.join("src");
    let files: Vec<SourceFile> = find_sources(&folder)
        .into_iter()
        .map(|path| SourceFile {
            text: fs::read_to_string(&path).unwrap(),
            path: (path.strip_prefix(&folder).unwrap())
                .to_string_lossy()
                .replace('\\', "/"),
        })
        .collect();
    assert!(!files.is_empty(), "{} has no source", folder.display());
    describe_cycles(&read_graph(&files))
}

#[test]
fn no_two_modules_import_each_other() {
    let mut problems = Vec::new();
    for (name, folder) in find_crates() {
        let found = cycles_in(&folder);
        if !found.is_empty() {
            problems.push(format!("{name}: {}", found.join("\n")));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n\n"));
}
