//! The browser finds what it is there to find, and nothing on a page of ours. Skipped, loudly, where there is none.

use std::fs;
use std::io::Write;

use xtask::site::browser::{complaints, find};
use xtask::site::{Page, build};

use super::{file, sources};

/// Everything that a page must not do.
const BAD: &str = "<!DOCTYPE html><html><body><div style=\"width:3000px\">wide</div>\
    <script>noSuchFunction()</script><img src=\"https://outside.example/x.png\"></body></html>";

#[test]
fn what_is_bad_is_seen_and_a_page_of_ours_is_good() {
    let Some(chromium) = find() else {
        // the harness swallows what is printed, not what is written
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: no page was opened, as there is no Chromium here"
        );
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad page.html");
    fs::write(&bad, BAD).unwrap();
    let found = complaints(&chromium, &bad).unwrap();
    for expected in [
        "the console says \"Uncaught ReferenceError: noSuchFunction is not defined\"",
        "it asks for https://outside.example/x.png",
        "the console says \"the page is 30",
    ] {
        assert!(
            found
                .iter()
                .any(|complaint| complaint.starts_with(expected)),
            "{expected} is not in {found:#?}"
        );
    }

    let good = folder.path().join(Page::Implementations.file());
    let files = build(&sources(), None);
    fs::write(&good, file(&files, Page::Implementations.file())).unwrap();
    assert_eq!(complaints(&chromium, &good).unwrap(), Vec::<String>::new());
}
