//! All crates have the same lints.

use std::fs;

use super::files::find_crates;

#[test]
fn every_crate_has_the_shared_lints() {
    for (name, folder) in find_crates() {
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{name} has lints of its own"
        );
    }
}
