//! The folder and the exit code of the command, as a user runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::files::read_folder;

use crate::{root, run_to_end};

/// A copy of the sources of the site, without installed tools.
struct Repository(tempfile::TempDir);

impl Repository {
    fn new() -> Repository {
        let folder = tempfile::tempdir().unwrap();
        for part in ["spec", "conformance", "xtask/tools/redoc"] {
            for (path, text) in read_folder(&root().join(part)).unwrap() {
                write(&folder.path().join(part).join(path), &text);
            }
        }
        for file in ["crates/jobs-api/CHANGELOG.md", "xtask/tools/redoc/.npmrc"] {
            let text = fs::read_to_string(root().join(file)).unwrap();
            write(&folder.path().join(file), &text);
        }
        for page in fs::read_dir(root().join("docs")).unwrap() {
            let page = page.unwrap().path();
            if page.is_file() {
                let name = page.file_name().unwrap();
                let text = fs::read_to_string(&page).unwrap();
                write(&folder.path().join("docs").join(name), &text);
            }
        }
        Repository(folder)
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Runs the task without npm and without a browser.
    fn site(&self, args: &[&str]) -> (i32, String) {
        run_to_end(
            Command::new(env!("CARGO_BIN_EXE_xtask"))
                .arg("site")
                .args(args)
                .env("CARGO_MANIFEST_DIR", self.path("xtask"))
                .env("PATH", self.path("nothing"))
                .current_dir(self.0.path()),
        )
    }
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn without_npm_all_other_pages_are_generated() {
    let repository = Repository::new();
    let (code, output) = repository.site(&[]);
    assert_eq!(code, 4, "{output}");
    assert!(
        output.contains(
            "SKIPPED: the API reference: Node.js with npm is not installed; install version 20 or later"
        ),
        "{output}"
    );
    assert!(repository.path("target/site/index.html").is_file());
    assert!(!repository.path("target/site/reference.html").exists());

    let (code, output) = repository.site(&["--without-reference", "--in-browser"]);
    assert_eq!(code, 0, "{output}");
    assert!(output.contains("SKIPPED: no page was opened"), "{output}");
}

#[test]
fn two_builds_are_equal_byte_by_byte() {
    let repository = Repository::new();
    let build = |folder: &str| {
        let (code, output) = repository.site(&["--without-reference", "--output", folder]);
        assert_eq!(code, 0, "{output}");
        read_folder(&repository.path(folder)).unwrap()
    };
    assert_eq!(build("one"), build("two/below"));
}

#[test]
fn only_files_of_the_site_are_removed() {
    let repository = Repository::new();
    let made = ["--without-reference", "--output", "made"];
    assert_eq!(repository.site(&made).0, 0);
    write(&repository.path("made/CNAME"), "jobs.example\n");
    write(&repository.path("outside"), "mine\n");
    let list = fs::read_to_string(repository.path("made/.site")).unwrap();
    write(&repository.path("made/gone.html"), "old\n");
    fs::write(
        repository.path("made/.site"),
        format!("{list}gone.html\n../outside\nnever-there\n"),
    )
    .unwrap();

    let (code, output) = repository.site(&made);
    assert_eq!(code, 0, "{output}");
    assert!(!repository.path("made/gone.html").exists());
    assert!(repository.path("made/CNAME").exists());
    assert!(repository.path("outside").exists());
    assert_eq!(
        fs::read_to_string(repository.path("made/.site")).unwrap(),
        list
    );
}

#[test]
fn a_folder_with_other_files_is_refused() {
    let repository = Repository::new();
    write(&repository.path("theirs/index.html"), "theirs\n");
    let (code, output) = repository.site(&["--without-reference", "--output", "theirs"]);
    assert_eq!(code, 2, "{output}");
    assert!(
        output.contains("contains other files; pass a new or empty folder"),
        "{output}"
    );
    assert_eq!(
        fs::read_to_string(repository.path("theirs/index.html")).unwrap(),
        "theirs\n"
    );
}

#[test]
fn a_new_report_is_on_the_site() {
    let repository = Repository::new();
    let known = repository.path("conformance/reports/reference.json");
    let text = fs::read_to_string(&known).unwrap();
    write(
        &repository.path("conformance/reports/my-server.json"),
        &text,
    );
    assert_eq!(repository.site(&["--without-reference"]).0, 0);
    let page = repository.path("target/site/implementations.html");
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("<a href=\"#my-server\">my-server</a>"));
    assert!(
        repository
            .path("target/site/badges/my-server.svg")
            .is_file()
    );

    write(&repository.path("conformance/reports/broken.json"), "{\n");
    let (code, output) = repository.site(&["--without-reference"]);
    assert_eq!(code, 2, "{output}");
    assert!(
        output.contains("conformance/reports/broken.json is not a report"),
        "{output}"
    );
}
