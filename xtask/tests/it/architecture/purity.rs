//! Pure crates do no I/O.

use super::files::{code, crates, sources};

/// Crates that do no I/O.
const PURE: [&str; 9] = [
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
const IO: [&str; 18] = [
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
    for (name, folder) in crates() {
        if !PURE.contains(&name.as_str()) {
            continue;
        }
        let files = sources(&folder.join("src"));
        assert!(!files.is_empty(), "{name} has no source");
        for file in files {
            let code = code(&file);
            for word in IO {
                assert!(!code.contains(word), "{} does I/O: {word}", file.display());
            }
        }
    }
}
