//! `...` in an example: which parts it leaves open.

use openapi_document::Document;
use reprise_core::{build_suite, elide, elide_text};
use serde_json::{Value, json};

#[test]
fn only_complete_marks_are_removed() {
    for (value, left, elided) in [
        (json!([1, 2, "..."]), json!([1, 2]), vec![""]),
        (json!(["…"]), json!([]), vec![""]),
        (json!([1, "...", 2]), json!([1, "...", 2]), vec![]),
        (json!({"a": 1, "...": "more"}), json!({"a": 1}), vec![""]),
        (json!({"a": "..."}), json!({"a": null}), vec!["/a"]),
        (
            json!({"a": {"b/c": [{"…": 0}, "..."]}}),
            json!({"a": {"b/c": [{}]}}),
            vec!["/a/b~1c", "/a/b~1c/0"],
        ),
        (json!("..."), Value::Null, vec![""]),
        (
            json!({"a": "Compiling...", "b": "... and more"}),
            json!({"a": "Compiling...", "b": "... and more"}),
            vec![],
        ),
    ] {
        let mut found = value.clone();
        let places = elide(&mut found);
        let places: Vec<&str> = places.iter().map(|place| place.as_str()).collect();
        assert_eq!((found, places), (left, elided), "{value}");
    }
}

#[test]
fn a_text_is_elided_at_a_separate_line() {
    for (text, left) in [
        ("one\ntwo\n...\n", Some("one\ntwo\n")),
        ("one\n  …", Some("one\n")),
        ("...", Some("")),
        ("Running with 2 cores...\n", None),
        ("one\n...\ntwo\n", None),
        ("", None),
    ] {
        assert_eq!(elide_text(text), left, "{text:?}");
    }
}

#[test]
fn only_elided_parts_are_left_open() {
    for (media_type, example, actual, findings) in [
        ("application/json", json!([1, "..."]), json!([1, 2, 3]), 0),
        ("application/json", json!([1, "..."]), json!([1]), 0),
        (
            "application/json",
            json!([1, 2, "..."]),
            json!([0, 1, 2]),
            1,
        ),
        ("application/json", json!([1, 2, "..."]), json!([1]), 1),
        (
            "application/json",
            json!({"a": 1, "...": 0}),
            json!({"a": 1, "b": 2}),
            0,
        ),
        (
            "application/json",
            json!({"a": 1}),
            json!({"a": 1, "b": 2}),
            1,
        ),
        (
            "application/json",
            json!({"a": "..."}),
            json!({"a": {"b": 1}}),
            0,
        ),
        ("application/json", json!({"a": "..."}), json!({}), 1),
        ("application/json", json!({"a": null}), json!({"a": 1}), 1),
        ("text/plain", json!("one\n...\n"), json!("one\ntwo\n"), 0),
        ("text/plain", json!("one\n...\n"), json!("two\none\n"), 1),
    ] {
        let document = json!({"openapi": "3.1.0", "paths": {"/a": {"get": {"responses": {"200": {
            "description": "A", "content": {media_type: {"example": example}},
        }}}}}});
        let document = Document::parse("a.json", document.to_string()).unwrap();
        let suite = build_suite(&document, &[], &[]).unwrap();
        let documented = suite.cases[0].steps[0]
            .expected_response
            .body
            .as_ref()
            .unwrap();
        let shown = documented.value(&document);
        let differences =
            json_pointer_diff::diff(&shown, &actual, &json_pointer_diff::Rules::default());
        let left = differences
            .iter()
            .filter(|difference| !documented.allows_difference(&shown, difference))
            .count();
        assert_eq!(left, findings, "{example} {actual} {differences:?}");
    }
}

#[test]
fn the_value_of_an_erratum_is_complete() {
    let document = json!({"openapi": "3.1.0", "paths": {"/a": {"get": {"operationId": "getA", "responses": {"200": {
        "description": "A", "content": {"application/json": {"example": {"a": "...", "b": [1, "..."]}}},
    }}}}}});
    let document = Document::parse("a.json", document.to_string()).unwrap();
    let errata = "- { id: e, examples: [getA.example], claim: c, evidence: { lines: '1' }, effect: { replace: { /a: 1 } } }";
    let errata = reprise_core::parse_errata("errata.yaml", errata).unwrap();
    let suite = build_suite(&document, &[], &errata).unwrap();
    let documented = suite.cases[0].steps[0]
        .expected_response
        .body
        .as_ref()
        .unwrap();
    assert_eq!(*documented.value(&document), json!({"a": 1, "b": [1]}));
    assert_eq!(documented.elided.len(), 1);
    assert!(documented.is_elided(jsonptr::Pointer::from_static("/b")));
}
