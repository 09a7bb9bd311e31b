//! The browser finds the problems of a bad page, and none on a page of the site. Skipped, with a message, without
//! Chromium.

use std::fs;
use std::io::Write;

use xtask::site::browser::{find, find_problems};
use xtask::site::{Page, build};

use super::{file, sources};

/// A page with every kind of problem.
const BAD_PAGE: &str = "<!DOCTYPE html><html><body><div style=\"width:3000px\">wide</div>\
    <script>noSuchFunction()</script><img src=\"https://outside.example/x.png\"></body></html>";

#[test]
fn problems_of_a_bad_page_are_found_and_a_page_of_the_site_has_none() {
    let Some(chromium) = find() else {
        // the test harness captures `eprintln!`, but not this
        let _ = writeln!(
            std::io::stderr(),
            "SKIPPED: no page was opened, because Chromium is not installed"
        );
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let bad = folder.path().join("bad page.html");
    fs::write(&bad, BAD_PAGE).unwrap();
    let found = find_problems(&chromium, &bad).unwrap();
    for expected in [
        "console: \"Uncaught ReferenceError: noSuchFunction is not defined\"",
        "requests https://outside.example/x.png",
        "console: \"the page is 30",
    ] {
        assert!(
            found.iter().any(|problem| problem.starts_with(expected)),
            "{expected} is not in {found:#?}"
        );
    }

    let good = folder.path().join(Page::Implementations.file());
    let files = build(&sources(), None);
    fs::write(&good, file(&files, Page::Implementations.file())).unwrap();
    assert_eq!(
        find_problems(&chromium, &good).unwrap(),
        Vec::<String>::new()
    );
}
