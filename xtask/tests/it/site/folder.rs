//! Where the site goes, and how the command ends, as a user runs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use xtask::files::read_below;

use crate::{finished, root};

/// A copy of what the site is made of, in which nothing is installed.
struct Workshop(tempfile::TempDir);

impl Workshop {
    fn new() -> Workshop {
        let folder = tempfile::tempdir().unwrap();
        for part in ["spec", "conformance", "xtask/tools/redoc"] {
            for (path, text) in read_below(&root().join(part)).unwrap() {
                write(&folder.path().join(part).join(path), &text);
            }
        }
        for file in ["crates/jobs-api/CHANGELOG.md", "xtask/tools/redoc/.npmrc"] {
            let text = fs::read_to_string(root().join(file)).unwrap();
            write(&folder.path().join(file), &text);
        }
        Workshop(folder)
    }

    fn path(&self, below: &str) -> PathBuf {
        self.0.path().join(below)
    }

    /// Runs the task where there is neither npm nor a browser.
    fn site(&self, args: &[&str]) -> (i32, String) {
        finished(
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
    let workshop = Workshop::new();
    let (code, output) = workshop.site(&[]);
    assert_eq!(code, 4, "{output}");
    assert!(
        output.contains(
            "SKIPPED: the API reference: Node.js with npm is not installed; install version 20 or later"
        ),
        "{output}"
    );
    assert!(workshop.path("target/site/index.html").is_file());
    assert!(!workshop.path("target/site/reference.html").exists());

    let (code, output) = workshop.site(&["--without-reference", "--in-browser"]);
    assert_eq!(code, 0, "{output}");
    assert!(output.contains("SKIPPED: no page was opened"), "{output}");
}

#[test]
fn two_builds_are_equal_byte_by_byte() {
    let workshop = Workshop::new();
    let build = |folder: &str| {
        let (code, output) = workshop.site(&["--without-reference", "--output", folder]);
        assert_eq!(code, 0, "{output}");
        read_below(&workshop.path(folder)).unwrap()
    };
    assert_eq!(build("one"), build("two/below"));
}

#[test]
fn only_files_of_the_site_are_removed() {
    let workshop = Workshop::new();
    let made = ["--without-reference", "--output", "made"];
    assert_eq!(workshop.site(&made).0, 0);
    write(&workshop.path("made/CNAME"), "jobs.example\n");
    write(&workshop.path("outside"), "mine\n");
    let list = fs::read_to_string(workshop.path("made/.site")).unwrap();
    write(&workshop.path("made/gone.html"), "old\n");
    fs::write(
        workshop.path("made/.site"),
        format!("{list}gone.html\n../outside\nnever-there\n"),
    )
    .unwrap();

    let (code, output) = workshop.site(&made);
    assert_eq!(code, 0, "{output}");
    assert!(!workshop.path("made/gone.html").exists());
    assert!(workshop.path("made/CNAME").exists());
    assert!(workshop.path("outside").exists());
    assert_eq!(
        fs::read_to_string(workshop.path("made/.site")).unwrap(),
        list
    );
}

#[test]
fn a_folder_with_other_files_is_refused() {
    let workshop = Workshop::new();
    write(&workshop.path("theirs/index.html"), "theirs\n");
    let (code, output) = workshop.site(&["--without-reference", "--output", "theirs"]);
    assert_eq!(code, 2, "{output}");
    assert!(
        output.contains("contains other files; pass a new or empty folder"),
        "{output}"
    );
    assert_eq!(
        fs::read_to_string(workshop.path("theirs/index.html")).unwrap(),
        "theirs\n"
    );
}

#[test]
fn a_new_report_is_on_the_site() {
    let workshop = Workshop::new();
    let known = workshop.path("conformance/reports/reference.json");
    let text = fs::read_to_string(&known).unwrap();
    write(&workshop.path("conformance/reports/my-server.json"), &text);
    assert_eq!(workshop.site(&["--without-reference"]).0, 0);
    let page = workshop.path("target/site/implementations.html");
    let page = fs::read_to_string(page).unwrap();
    assert!(page.contains("<a href=\"#my-server\">my-server</a>"));
    assert!(workshop.path("target/site/badges/my-server.svg").is_file());

    write(&workshop.path("conformance/reports/broken.json"), "{\n");
    let (code, output) = workshop.site(&["--without-reference"]);
    assert_eq!(code, 2, "{output}");
    assert!(
        output.contains("conformance/reports/broken.json is not a report"),
        "{output}"
    );
}
