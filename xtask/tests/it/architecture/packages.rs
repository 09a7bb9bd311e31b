//! Every package contains the files that it is built from.

use std::fs;
use std::path::{Component, Path, PathBuf};

use super::files::{find_crates, find_sources};
use crate::root;

/// Files that still include files of the repository which are not in their package. An entry that does not fails, so
/// that the list can only become shorter.
const EXCEPTIONS: [&str; 0] = [];

/// The paths that `include_str!` and its relatives are given in a text, and those that begin with the folder of the
/// package.
fn find_included_paths(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for opening in [
        "include_str!(",
        "include_bytes!(",
        "include!(",
        "(env!(\"CARGO_MANIFEST_DIR\"))",
    ] {
        for (start, _) in text.match_indices(opening) {
            let rest = &text[start + opening.len()..];
            // the path is the next string literal; a call without one ends before it
            let Some((before, rest)) = rest.split_once('"') else {
                continue;
            };
            if !before.contains([';', '{'])
                && let Some((path, _)) = rest.split_once('"')
            {
                found.push(path);
            }
        }
    }
    found
}

/// Whether a path leads out of `package`, seen from the folder `from`. A link within the package does not: the
/// package contains its target.
fn leads_out(package: &Path, from: &Path, path: &str) -> bool {
    let mut place = PathBuf::new();
    for part in from.join(path).components() {
        match part {
            Component::ParentDir => {
                place.pop();
            }
            part => place.push(part),
        }
    }
    !place.starts_with(package)
}

#[test]
fn no_package_includes_files_of_others() {
    let mut problems = Vec::new();
    for (name, package) in find_crates() {
        if name == "xtask" {
            continue;
        }
        let mut files = find_sources(&package.join("src"));
        files.extend(Some(package.join("build.rs")).filter(|build| build.exists()));
        for file in files {
            let text = fs::read_to_string(&file).unwrap();
            let folder = if file.ends_with("build.rs") {
                &package
            } else {
                file.parent().unwrap()
            };
            let outside: Vec<&str> = find_included_paths(&text)
                .into_iter()
                .filter(|path| leads_out(&package, folder, path))
                .collect();
            let path = file.strip_prefix(root()).unwrap();
            let path = path.to_string_lossy().replace('\\', "/");
            match (EXCEPTIONS.contains(&path.as_str()), outside.is_empty()) {
                (true, true) => {
                    problems.push(format!("{path} is clean now; remove it from NOT_YET"));
                }
                (false, false) => problems.push(format!("{path} includes {}", outside.join(", "))),
                _ => {}
            }
        }
    }
    for path in EXCEPTIONS {
        if !root().join(path).is_file() {
            problems.push(format!("{path} does not exist; remove it from NOT_YET"));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn a_path_that_leads_out_of_a_package_is_found() {
    let text = "const A: &str = include_str!(\"../a.txt\");\nconst B: &[u8] =\n    include_bytes!(\n        \"../../../b.txt\"\n    );\ninclude!(concat!(env!(\"OUT_DIR\"), \"/c.rs\"));";
    let package = Path::new("/r/crates/p");
    let from = package.join("src");
    let outside: Vec<&str> = (find_included_paths(text).into_iter())
        .filter(|path| leads_out(package, &from, path))
        .collect();
    assert_eq!(outside, ["../../../b.txt"]);
}
