//! Every arrow between crates points down.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

use crate::root;

/// Which crates of the workspace each crate may be built from.
const ALLOWED_DEPENDENCIES: [(&str, &[&str]); 15] = [
    ("json-pointer-diff", &[]),
    ("web-link", &[]),
    ("openapi-document", &[]),
    ("openapi-diff", &["json-pointer-diff", "openapi-document"]),
    (
        "reprise-core",
        &["json-pointer-diff", "openapi-document", "web-link"],
    ),
    (
        "reprise-report",
        &[
            "json-pointer-diff",
            "openapi-diff",
            "openapi-document",
            "reprise-core",
        ],
    ),
    (
        "reprise-engine",
        &["openapi-document", "reprise-core", "reprise-report"],
    ),
    (
        "reprise-test",
        &[
            "openapi-document",
            "reprise-core",
            "reprise-engine",
            "reprise-report",
        ],
    ),
    (
        "reprise-cli",
        &[
            "jobs-server",
            "jobs-suite",
            "openapi-diff",
            "openapi-document",
            "reprise-core",
            "reprise-engine",
            "reprise-report",
        ],
    ),
    ("jobs-api", &[]),
    ("jobs-suite", &[]),
    ("jobs-client", &["jobs-api", "web-link"]),
    ("jobs-fixtures", &["jobs-api"]),
    ("jobs-server", &["jobs-api", "jobs-fixtures", "jobs-suite"]),
    (
        "xtask",
        &[
            "jobs-api",
            "jobs-fixtures",
            "jobs-suite",
            "openapi-diff",
            "openapi-document",
            "reprise-core",
            "reprise-engine",
            "reprise-report",
        ],
    ),
];

/// The only generic crate that depends on crates of the Jobs API, and only with a feature.
const DEMO_CRATE: &str = "reprise-cli";

/// A dependency on a crate of the workspace.
#[derive(Debug)]
struct Dependency {
    name: String,
    is_optional: bool,
}

/// The crates of the workspace, with the crates of the workspace that each is built from.
fn read_workspace() -> BTreeMap<String, Vec<Dependency>> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--no-deps",
            "--offline",
            "--format-version",
            "1",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let list = |value: &Value| value.as_array().unwrap().clone();
    list(&metadata["packages"])
        .iter()
        .map(|package| {
            let dependencies = list(&package["dependencies"])
                .iter()
                .filter(|dependency| dependency["path"].is_string() && dependency["kind"] != "dev")
                .map(|dependency| Dependency {
                    name: text(&dependency["name"]),
                    is_optional: dependency["optional"] == true,
                })
                .collect();
            (text(&package["name"]), dependencies)
        })
        .collect()
}

#[test]
fn every_arrow_points_down() {
    let allowed = BTreeMap::from(ALLOWED_DEPENDENCIES);
    for (name, dependencies) in read_workspace() {
        let Some(allowed) = allowed.get(name.as_str()) else {
            panic!("{name} has no layer; add it to ARROWS");
        };
        for dependency in dependencies {
            assert!(
                allowed.contains(&dependency.name.as_str()),
                "{name} may not be built from {}",
                dependency.name
            );
        }
    }
}

#[test]
fn the_table_of_layers_has_no_cycle() {
    let mut below: BTreeSet<&str> = BTreeSet::new();
    let mut rest = BTreeMap::from(ALLOWED_DEPENDENCIES);
    while !rest.is_empty() {
        let count = rest.len();
        rest.retain(|name, from| {
            let is_above = from.iter().all(|one| below.contains(one));
            if is_above {
                below.insert(name);
            }
            !is_above
        });
        assert!(rest.len() < count, "these depend on each other: {rest:?}");
    }
}

#[test]
fn the_generic_crates_do_not_link_the_jobs_api() {
    let is_generic = |name: &str| !name.starts_with("jobs-") && name != "xtask";
    for (name, dependencies) in read_workspace() {
        if !is_generic(&name) {
            continue;
        }
        let jobs: Vec<&Dependency> = (dependencies.iter())
            .filter(|dependency| !is_generic(&dependency.name))
            .collect();
        assert!(
            jobs.is_empty() || name == DEMO_CRATE,
            "{name} links {jobs:?}; only {DEMO_CRATE} may"
        );
        assert!(
            jobs.iter().all(|dependency| dependency.is_optional),
            "{name} links {jobs:?}, and not all of them only for a feature"
        );
    }
}
