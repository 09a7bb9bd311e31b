//! Which examples make cases, and why others do not.

use reprise_core::{DocumentationSource, build_suite};

use crate::{find_case, shelf_suite};

#[test]
fn every_paired_name_is_a_case() {
    let (_, suite, _) = shelf_suite(&[]);
    let ids: Vec<&str> = suite.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(
        ids,
        [
            "listBooks.two",
            "addBook.dune",
            "addBook.untitled",
            "getBook.one",
            "getBook.unnamed",
            "getBook.gone",
            "getText.one"
        ]
    );
}

#[test]
fn a_case_contains_the_content_of_its_extension() {
    let (_, suite, _) = shelf_suite(&[]);
    let two = find_case(&suite, "listBooks.two");
    assert_eq!(two.fixture.as_deref(), Some("two-books"));
    assert_eq!(
        two.steps[0].credentials.as_ref().unwrap().role.as_deref(),
        Some("reader")
    );
    assert_eq!(
        two.source,
        Some(DocumentationSource::Page {
            page: "Books".into(),
            lines: "3-9".into()
        })
    );
}

#[test]
fn every_example_without_a_case_has_a_reason() {
    let (_, suite, _) = shelf_suite(&[]);
    let unused: Vec<String> = suite
        .unused
        .iter()
        .map(|unused| format!("{} {}", unused.pointer, unused.reason))
        .collect();
    assert_eq!(
        unused,
        [
            "/paths/~1books/get/parameters/0/examples/lonely no response has an example named `lonely`",
            "/paths/~1books/post/requestBody/content/application~1json/examples/forgotten no response has an example named `forgotten`",
        ]
    );
}

#[test]
fn an_unknown_key_of_an_extension_is_listed_with_its_place() {
    let text = crate::SHELF.replace(
        "x-reprise: { fixture: no-books }",
        "x-reprise: { word: no-books }",
    );
    let document = openapi_document::Document::parse("shelf.yaml", &text).unwrap();
    let suite = build_suite(&document, &[], &[]).unwrap();
    let unused = suite.unused.iter();
    let lines: Vec<String> = unused
        .map(|unused| format!("{} {}", unused.pointer, unused.reason))
        .filter(|line| line.contains("x-reprise"))
        .collect();
    assert_eq!(
        lines,
        [
            "/paths/~1books/post/responses/201/content/application~1json/examples/dune/x-reprise/word unknown key `word` of `x-reprise`, which is ignored; the keys are source, fixture, anywhere, fixed, credentials, invalid, volatile"
        ]
    );
}

#[test]
fn cases_of_one_name_are_distinguished_by_status() {
    let text = crate::SHELF.replace(
        "examples: { gone: { value: { error: gone }",
        "examples: { one: { value: { error: gone }",
    );
    let document = openapi_document::Document::parse("shelf.yaml", &text).unwrap();
    let suite = build_suite(&document, &[], &[]).unwrap();
    let ids: Vec<&str> = suite
        .cases
        .iter()
        .map(|case| case.id.as_str())
        .filter(|id| id.starts_with("getBook"))
        .collect();
    assert_eq!(
        ids,
        ["getBook.one.200", "getBook.unnamed", "getBook.one.404"]
    );
}

#[test]
fn an_example_declares_its_volatile_values() {
    let volatile = |said: &str| {
        let text = format!(
            "
openapi: 3.1.0
paths:
  /now:
    get:
      operationId: now
      responses:
        '200':
          description: d
          content:
            application/json:
              examples: {{ now: {{ value: {{ at: '2016-01-11T10:00:00Z', id: 7 }}, x-reprise: {{ fixture: any, volatile: {said} }} }} }}
"
        );
        let document = openapi_document::Document::parse("now.yaml", &text).unwrap();
        let suite =
            reprise_core::build_suite(&document, &[], &[]).map_err(|error| error.to_string())?;
        let schemas = reprise_core::Schemas::compile(&document, &suite).unwrap();
        let actual = serde_json::json!({"at": "2020-02-02T02:02:02Z", "id": 7});
        let judgement = reprise_core::check_response(
            &document,
            &schemas,
            &suite.cases[0].steps[0],
            &crate::json_response(200, &actual),
            reprise_core::Level::Value,
            &reprise_core::StepValues::default(),
        );
        Ok::<_, String>((judgement.outcome.as_str(), judgement.places.tolerated))
    };
    assert_eq!(volatile("{}"), Ok(("failed", 0)));
    assert_eq!(volatile("{ /at: timestamp }"), Ok(("passed", 1)));
    assert_eq!(volatile("{ /at: duration }"), Ok(("failed", 0)));
    assert!(
        volatile("{ at: timestamp }")
            .unwrap_err()
            .contains("`at` is not a JSON Pointer")
    );
    assert!(
        volatile("{ /at: sometimes }")
            .unwrap_err()
            .contains("unknown variant `sometimes`")
    );
}
