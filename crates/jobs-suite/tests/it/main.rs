//! The embedded files are the same as those in the repository.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use jobs_suite::{DOCUMENT, ERRATA, File, cases, fixture, fixtures, requirements};

/// The names of the YAML files of a folder, as the suite gives them.
fn names_on_disk(folder: &str) -> BTreeSet<String> {
    fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".yaml"))
        .map(|name| format!("{folder}/{name}"))
        .collect()
}

#[test]
fn every_file_is_embedded_under_its_path() {
    for (folder, files) in [
        ("conformance/cases", cases()),
        ("conformance/requirements", requirements()),
        ("conformance/fixtures", fixtures()),
    ] {
        assert!(files.is_sorted_by_key(|file| file.name), "{folder}");
        let names: BTreeSet<String> = files.iter().map(|file| file.name.to_owned()).collect();
        assert_eq!(names, names_on_disk(folder));
    }
}

#[test]
fn every_text_is_the_one_on_disk() {
    let files = [DOCUMENT, ERRATA];
    for File { name, text } in files
        .iter()
        .chain(cases())
        .chain(requirements())
        .chain(fixtures())
    {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        assert_eq!(fs::read_to_string(path).unwrap(), *text, "{name}");
    }
}

#[test]
fn the_document_is_openapi() {
    let document: serde_json::Value = serde_json::from_str(DOCUMENT.text).unwrap();
    assert_eq!(document["openapi"], "3.1.0");
}

#[test]
fn a_fixture_has_the_name_of_its_file() {
    let found = fixture("finished-job").unwrap();
    assert_eq!(found.name, "conformance/fixtures/finished-job.yaml");
    assert_eq!(fixture("finished"), None);
    assert_eq!(fixture("conformance/fixtures/finished-job.yaml"), None);
}
