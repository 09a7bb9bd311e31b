//! Pure crates do no I/O.

use super::files::{find_crates, find_sources, read_code};

/// Crates that do no I/O.
const CRATES_WITHOUT_IO: [&str; 9] = [
    "json-pointer-diff",
    "openapi-diff",
    "openapi-document",
    "reprise-core",
    "reprise-report",
    "jobs-api",
    "jobs-fixtures",
    "jobs-suite",
    "web-link",
];

/// Patterns of I/O in source code. Threads that end before their function returns are not I/O, and neither is
/// `std::io::Write`: rendering takes a writer.
const IO_PATTERNS: [&str; 18] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "io::stdin",
    "io::stdout",
    "io::stderr",
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

#[test]
fn pure_crates_do_no_io() {
    for (name, folder) in find_crates() {
        if !CRATES_WITHOUT_IO.contains(&name.as_str()) {
            continue;
        }
        let files = find_sources(&folder.join("src"));
        assert!(!files.is_empty(), "{name} has no source");
        for file in files {
            let code = read_code(&file);
            for word in IO_PATTERNS {
                assert!(!code.contains(word), "{} does I/O: {word}", file.display());
            }
        }
    }
}
