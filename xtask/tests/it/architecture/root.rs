//! The files and folders that are allowed in the root of the repository.

use std::fs;

use crate::root;

/// The files and folders that are allowed in the root, besides dot files.
const ALLOWED_IN_ROOT: [&str; 15] = [
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "conformance",
    "crates",
    "docs",
    "examples",
    "reprise.yaml",
    "spec",
    "target",
    "xtask",
];

#[test]
fn the_root_contains_nothing_else() {
    for entry in fs::read_dir(root()).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(
            name.starts_with('.') || ALLOWED_IN_ROOT.contains(&name.as_str()),
            "{name} does not belong in the root; a new entry needs a place in the architecture"
        );
    }
}
