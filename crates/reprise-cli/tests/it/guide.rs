//! The commands of the guide run: every `console` block of README.md and docs/ that is not marked `no-run`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::root;

/// The files that the commands of the guide may read, in addition to files that they write themselves.
const READABLE_FILES: [&str; 4] = ["conformance", "docs", "reprise.yaml", "spec"];

/// A command of the guide, and its position.
#[derive(Debug)]
struct Example {
    place: String,
    command: String,
}

/// The commands in the `console` blocks of a page.
fn examples(name: &str, text: &str) -> Vec<Example> {
    let mut examples = Vec::new();
    let mut runs = false;
    for (index, line) in text.lines().enumerate() {
        if line.starts_with("```") {
            runs = line == "```console";
        } else if let (true, Some(command)) = (runs, line.strip_prefix("$ ")) {
            examples.push(Example {
                place: format!("{name}:{}", index + 1),
                command: command.to_owned(),
            });
        }
    }
    examples
}

/// README.md and the pages of docs/.
fn pages() -> Vec<PathBuf> {
    let pages = fs::read_dir(root().join("docs")).unwrap();
    let mut pages: Vec<PathBuf> = pages
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "md"))
        .collect();
    pages.push(root().join("README.md"));
    pages.sort();
    pages
}

#[cfg(unix)]
#[test]
fn every_command_of_the_guide_succeeds() {
    let folder = tempfile::tempdir().unwrap();
    for name in READABLE_FILES {
        std::os::unix::fs::symlink(root().join(name), folder.path().join(name)).unwrap();
    }
    let binaries = Path::new(env!("CARGO_BIN_EXE_reprise")).parent().unwrap();
    let path = std::env::var("PATH").unwrap_or_default();
    let mut failures = Vec::new();
    let mut count = 0;
    for page in pages() {
        let name = page.strip_prefix(root()).unwrap().display().to_string();
        for Example { place, command } in examples(&name, &fs::read_to_string(&page).unwrap()) {
            let output = Command::new("sh")
                .args(["-c", &command])
                .current_dir(folder.path())
                .env("PATH", format!("{}:{path}", binaries.display()))
                .env_remove("CI_NODE_INDEX")
                .env_remove("CI_NODE_TOTAL")
                .output()
                .unwrap();
            count += 1;
            if !output.status.success() {
                let text = String::from_utf8_lossy(&output.stderr).into_owned();
                failures.push(format!("{place}: {command}: {}\n{text}", output.status));
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    assert!(count > 10, "only {count} commands were found");
}

#[test]
fn only_unmarked_console_blocks_run() {
    let page = "```console\n$ reprise list\noutput\n```\n```console no-run\n$ reprise run\n```\n";
    let commands: Vec<String> = examples("page.md", page)
        .into_iter()
        .map(|example| format!("{} {}", example.place, example.command))
        .collect();
    assert_eq!(commands, ["page.md:2 reprise list"]);
}
