//! The generic crates do not depend on a certain API: none of their files names GitLab.

use std::fs;

use super::files::{find_crates, find_sources};
use crate::root;

/// The name of the report format in its documentation; its other name, `gitlab`, is not the name of an API either.
const REPORT_FORMAT: &str = "GitLab's code quality report";

/// Whether a file may name GitLab: it belongs to the Jobs API, renders GitLab's report format, or is `reprise demo`.
fn may_name_gitlab(path: &str) -> bool {
    let is_of = |folder: &str| path.starts_with(folder);
    is_of("crates/jobs-")
        || is_of("xtask/")
        || is_of("examples/")
        || is_of("crates/reprise-") && path.ends_with("/gitlab.rs")
        || is_of("crates/reprise-cli/") && (path.ends_with("/demo.rs") || path.contains("/demo/"))
}

/// The lines of a text that name GitLab, other than as a report format.
fn lines_with_gitlab(text: &str) -> Vec<String> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| {
            let line = line.replace(REPORT_FORMAT, "");
            let lower = line.to_ascii_lowercase();
            lower.match_indices("gitlab").any(|(start, found)| {
                let end = start + found.len();
                let is_in_word = |c: char| c.is_alphanumeric() || c == '_';
                let (before, after) = (&line[..start], &line[end..]);
                let is_format = matches!(&line[start..end], "gitlab" | "Gitlab")
                    && !before.ends_with(is_in_word)
                    && !after.starts_with(is_in_word)
                    && !after.starts_with('.');
                !is_format
            })
        })
        .map(|(index, line)| format!("{}: {}", index + 1, line.trim()))
        .collect()
}

#[test]
fn no_generic_crate_names_gitlab() {
    let mut problems = Vec::new();
    for (_, folder) in find_crates() {
        for file in find_sources(&folder) {
            let path = file.strip_prefix(root()).unwrap();
            let path = path.to_string_lossy().replace('\\', "/");
            if may_name_gitlab(&path) {
                continue;
            }
            let lines = lines_with_gitlab(&fs::read_to_string(&file).unwrap());
            problems.extend(lines.iter().map(|line| format!("{path}:{line}")));
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

#[test]
fn the_name_of_the_report_format_is_not_the_name_of_the_api() {
    for (text, is_found) in [
        ("mod gitlab;", false),
        ("Format::Gitlab => \"gitlab\",", false),
        ("/// Formats: json, github, gitlab", false),
        ("    /// GitLab's code quality report.", false),
        ("// as GitLab does", true),
        ("/// write it like https://gitlab.example.com/api/v4", true),
        ("\"GITLAB_TOKEN\"", true),
        ("fn a_gitlab_without_a_hook() {}", true),
        ("struct GitLab;", true),
    ] {
        assert_eq!(!lines_with_gitlab(text).is_empty(), is_found, "{text}");
    }
}
