//! Words that only one module may use.

use super::files::{find_sources, read_code};
use crate::root;

/// The files below a folder of the repository whose code contains a word.
fn files_with(folder: &str, word: &str) -> Vec<String> {
    find_sources(&root().join(folder))
        .iter()
        .filter(|file| read_code(file).contains(word))
        .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn one_module_knows_the_reference_server() {
    assert_eq!(
        files_with("crates/reprise-cli/src", "jobs_server"),
        ["demo.rs"]
    );
}

#[test]
fn one_module_knows_the_http_library() {
    assert_eq!(
        files_with("crates/reprise-engine/src", "reqwest"),
        ["http.rs"]
    );
}
