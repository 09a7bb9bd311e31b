//! What the layout requirements: every arrow points down, pure crates do no I/O, the root is closed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::root;

/// Which crates of the workspace each crate may be built from.
const ARROWS: [(&str, &[&str]); 11] = [
    ("json-pointer-diff", &[]),
    ("openapi-document", &[]),
    ("jobs-api", &[]),
    ("jobs-suite", &[]),
    ("jobs-client", &["jobs-api"]),
    ("openapi-diff", &["json-pointer-diff", "openapi-document"]),
    ("reprise-core", &["json-pointer-diff", "openapi-document"]),
    ("jobs-fixtures", &["jobs-api"]),
    ("jobs-server", &["jobs-api", "jobs-fixtures"]),
    (
        "reprise-cli",
        &[
            "jobs-server",
            "openapi-diff",
            "openapi-document",
            "reprise-core",
        ],
    ),
    (
        "xtask",
        &[
            "jobs-api",
            "jobs-fixtures",
            "openapi-diff",
            "openapi-document",
            "reprise-core",
        ],
    ),
];

/// Crates that do no I/O.
const PURE: [&str; 7] = [
    "json-pointer-diff",
    "openapi-diff",
    "openapi-document",
    "reprise-core",
    "jobs-api",
    "jobs-fixtures",
    "jobs-suite",
];

/// What I/O looks like in source code. Threads that end before the function does are none: what it returns is the same
/// without them.
const IO: [&str; 16] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::io",
    "thread::spawn",
    "thread::sleep",
    "thread::park",
    "Instant::now",
    "SystemTime",
    "Utc::now",
    "Local::now",
    "println!",
    "eprintln!",
    "include_dir",
    "tokio",
];

/// What may lie in the root, beside dot files.
const ROOT: [&str; 10] = [
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "conformance",
    "crates",
    "spec",
    "xtask",
];

fn workspace() -> BTreeMap<String, BTreeSet<String>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|package| {
            let built_from = package["dependencies"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|dependency| dependency["path"].is_string() && dependency["kind"] != "dev")
                .map(|dependency| text(&dependency["name"]))
                .collect();
            (text(&package["name"]), built_from)
        })
        .collect()
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The code of a file, without comments, documentation and what stands after its first test module.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap_or_default();
    text.lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn every_arrow_points_down() {
    let expected = ARROWS
        .into_iter()
        .map(|(name, from)| {
            (
                name.to_owned(),
                from.iter().map(ToString::to_string).collect(),
            )
        })
        .collect::<BTreeMap<String, BTreeSet<String>>>();
    assert_eq!(workspace(), expected);
}

#[test]
fn pure_crates_do_no_io() {
    for name in PURE {
        let mut files = Vec::new();
        sources(&root().join("crates").join(name).join("src"), &mut files);
        assert!(!files.is_empty(), "{name} has no source");
        for file in files {
            let code = code(&file);
            for word in IO {
                assert!(!code.contains(word), "{} does I/O: {word}", file.display());
            }
        }
    }
}

#[test]
fn one_module_knows_the_reference_server() {
    let mut files = Vec::new();
    sources(&root().join("crates/reprise-cli/src"), &mut files);
    let knowing: Vec<String> = files
        .iter()
        .filter(|file| code(file).contains("jobs_server"))
        .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(knowing, ["embedded.rs"]);
}

#[test]
fn one_module_knows_the_http_library() {
    let mut files = Vec::new();
    sources(&root().join("crates/reprise-cli/src"), &mut files);
    let knowing: Vec<String> = files
        .iter()
        .filter(|file| code(file).contains("reqwest"))
        .map(|file| file.file_name().unwrap().to_string_lossy().into_owned())
        .collect();
    assert_eq!(knowing, ["client.rs"]);
}

#[test]
fn the_root_is_closed() {
    let found: BTreeSet<String> = fs::read_dir(root())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && name != "target")
        .collect();
    assert_eq!(found, ROOT.iter().map(ToString::to_string).collect());
}

#[test]
fn every_crate_keeps_the_shared_lints() {
    for (name, _) in ARROWS {
        let folder = if name == "xtask" {
            root().join(name)
        } else {
            root().join("crates").join(name)
        };
        let manifest = fs::read_to_string(folder.join("Cargo.toml")).unwrap();
        assert!(
            manifest.contains("[lints]\nworkspace = true"),
            "{name} has lints of its own"
        );
    }
}
