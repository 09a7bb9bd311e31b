//! The contract against the documentation and against the standards.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod anchors;
mod contract;
mod described;
mod document;
mod examples;
mod links;
mod rules;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jobs_api::examples::Examples;
use serde_json::Value;

fn examples_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../conformance/examples")
}

/// Every example file, by `<operationId>/<name>.yaml`.
fn example_texts() -> BTreeMap<String, String> {
    let mut texts = BTreeMap::new();
    for folder in fs::read_dir(examples_folder()).unwrap() {
        let folder = folder.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        for file in fs::read_dir(&folder).unwrap() {
            let file = file.unwrap().path();
            let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
            let key = format!("{}/{}", name(&folder), name(&file));
            texts.insert(key, fs::read_to_string(&file).unwrap());
        }
    }
    texts
}

fn examples() -> Examples {
    let texts = example_texts();
    Examples::parse(
        texts
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    )
    .unwrap()
}

/// The document as it is published.
fn document() -> Value {
    let files = jobs_api::spec(&examples()).unwrap();
    let json = files
        .iter()
        .find(|file| file.path == "openapi.json")
        .unwrap();
    serde_json::from_str(&json.text).unwrap()
}
