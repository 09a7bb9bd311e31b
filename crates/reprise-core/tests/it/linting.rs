//! The document against itself.

use std::fs;
use std::path::Path;

use openapi_document::Document;
use reprise_core::{Schemas, build_suite, lint_cases, parse_errata};

fn lint_lines(document: &str, errata: &str) -> Vec<String> {
    let document = Document::parse("openapi.json", document).unwrap();
    let suite = build_suite(
        &document,
        &[],
        &parse_errata("errata.yaml", errata).unwrap(),
    )
    .unwrap();
    let schemas = Schemas::compile(&document, &suite).unwrap();
    lint_cases(&document, &suite, &schemas)
        .into_iter()
        .map(|(case, finding)| format!("{case} {} {}", finding.place, finding.at))
        .collect()
}

fn read_repository_file(path: &str) -> String {
    fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../..")
            .join(path),
    )
    .unwrap()
}

#[test]
fn every_documented_example_is_valid_or_has_an_erratum() {
    let found = lint_lines(
        &read_repository_file("spec/openapi.json"),
        &read_repository_file("conformance/errata.yaml"),
    );
    assert_eq!(found, Vec::<String>::new());
}

#[test]
fn without_its_errata_the_page_contradicts_its_schemas() {
    let found = lint_lines(&read_repository_file("spec/openapi.json"), "[]");
    let places = [
        "listPipelineBridges.one-bridge body /0/started_at",
        "listPipelineBridges.one-bridge body /0/finished_at",
        "getJob.failed-job body /failure_reason",
        "cancelJob.running-job body /finished_at",
        "eraseJob.finished-job body /failure_reason",
    ];
    assert_eq!(found, places);
}

#[test]
fn a_schema_violation_is_found_in_every_place() {
    for (from, to, expected) in [
        (
            "id: 1, title: Emma, lent_at",
            "id: one, title: Emma, lent_at",
            "listBooks.two body /0/id",
        ),
        (
            "two: { value: [old, rare] }",
            "two: { value: [old, 7] }",
            "listBooks.two parameter tag[] /1",
        ),
        (
            "examples: { two: { value: 2 } }",
            "examples: { two: { value: none } }",
            "listBooks.two header X-Total ",
        ),
    ] {
        assert!(crate::SHELF.contains(from));
        let text = crate::SHELF.replace(from, to);
        let document = Document::parse("shelf.yaml", &text).unwrap();
        let suite = build_suite(&document, &[], &[]).unwrap();
        let schemas = Schemas::compile(&document, &suite).unwrap();
        let found: Vec<String> = lint_cases(&document, &suite, &schemas)
            .into_iter()
            .map(|(case, finding)| format!("{case} {} {}", finding.place, finding.at))
            .collect();
        assert_eq!(found, [expected]);
    }
}
