//! The page of requirements: up to date and complete; a suite with gaps is refused.

use std::fs;
use std::path::Path;

use xtask::coverage::{generate, run};
use xtask::files;
use xtask::task::{Mode, Outcome};

use crate::root;

/// A copy of the sources of the page.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for part in ["conformance/cases", "conformance/requirements"] {
        for (path, text) in files::read_folder(&root().join(part)).unwrap() {
            let path = folder.path().join(part).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
    }
    fs::create_dir_all(folder.path().join("spec")).unwrap();
    for file in [
        "spec/openapi.json",
        "conformance/errata.yaml",
        "conformance/COVERAGE.md",
    ] {
        fs::copy(root().join(file), folder.path().join(file)).unwrap();
    }
    folder
}

fn change(folder: &Path, file: &str, from: &str, to: &str) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{file} has no `{from}`");
    fs::write(path, text.replacen(from, to, 1)).unwrap();
}

#[test]
fn the_committed_page_is_fresh() {
    let mut out = Vec::new();
    let outcome = run(&root(), Mode::Check, &mut out).unwrap();
    assert_eq!(outcome, Outcome::Fresh, "{}", String::from_utf8_lossy(&out));
}

#[test]
fn a_requirement_has_cases_or_a_reason_and_a_case_has_a_requirement() {
    let file = "conformance/requirements/cancelJob.yaml";
    let case = "conformance/cases/cancelJob.yaml";
    for (file, from, to, expected) in [
        (
            file,
            "- id: cancel-answers-201\n",
            "- id: cancel-lasts\n",
            "the requirement `cancel-lasts` is already defined",
        ),
        (
            file,
            "cancelJob.running-job,",
            "cancelJob.runing-job,",
            "did you mean `cancelJob.running-job`?",
        ),
        (
            file,
            "  cases: [cancelJob.running-job, cancelJob.project-by-its-path]\n",
            "",
            "has no case; set `cases`, or `none:` with a reason",
        ),
        (
            case,
            "  job-of-another-project:",
            "  job-of-nobody:",
            "the case `cancelJob.job-of-nobody` belongs to no requirement",
        ),
    ] {
        let folder = copy();
        change(folder.path(), file, from, to);
        let error = format!("{:#}", generate(folder.path()).unwrap_err());
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_check_does_not_write_a_stale_page() {
    let folder = copy();
    change(
        folder.path(),
        "conformance/COVERAGE.md",
        "# Requirements",
        "# Rules",
    );
    let mut out = Vec::new();
    assert_eq!(
        run(folder.path(), Mode::Check, &mut out).unwrap(),
        Outcome::Stale
    );
    assert_eq!(
        run(folder.path(), Mode::Write, &mut out).unwrap(),
        Outcome::Changed
    );
    assert_eq!(
        run(folder.path(), Mode::Check, &mut out).unwrap(),
        Outcome::Fresh
    );
}

/// The validator of a schema in `spec/schemas`.
fn validator(schema: &str) -> jsonschema::Validator {
    let path = root().join(format!("spec/schemas/{schema}.schema.json"));
    let schema = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    jsonschema::validator_for(&schema).unwrap()
}

/// The violations of a schema by a file in YAML.
fn violations(validator: &jsonschema::Validator, path: &str, text: &str) -> Vec<String> {
    let value: serde_json::Value = reprise_core::parse_yaml(path, text).unwrap();
    let errors = validator.iter_errors(&value);
    errors
        .map(|error| format!("{path}{}: {error}", error.instance_path()))
        .collect()
}

#[test]
fn every_file_of_the_suite_is_valid_against_its_schema() {
    for (schema, folder) in [("Cases", "cases"), ("Requirements", "requirements")] {
        let validator = validator(schema);
        for (path, text) in files::read_folder(&root().join("conformance").join(folder)).unwrap() {
            assert_eq!(violations(&validator, &path, &text), Vec::<String>::new());
        }
        assert!(!validator.is_valid(&serde_json::json!({"operation": "x"})));
    }
}

#[test]
fn the_configuration_is_valid_against_its_schema() {
    let validator = validator("Config");
    let path = "reprise.yaml";
    let text = fs::read_to_string(root().join(path)).unwrap();
    assert_eq!(violations(&validator, path, &text), Vec::<String>::new());
    let misspelt = text.replacen("\ntargets:", "\ntarget:", 1);
    assert_ne!(
        violations(&validator, path, &misspelt),
        Vec::<String>::new()
    );
}
