//! Errata: the effect of each kind, and the errors.

use reprise_core::{Level, Outcome, StepValues, build_suite, check_response, parse_errata};
use serde_json::json;

use crate::{find_case, json_response, shelf, shelf_suite};

fn errata(effect: &str, examples: &str) -> Vec<reprise_core::Erratum> {
    let text = format!(
        "- {{ id: e, examples: [{examples}], claim: c, evidence: {{ lines: '1' }}, effect: {effect} }}"
    );
    parse_errata("errata.yaml", &text).unwrap()
}

#[test]
fn each_effect_changes_the_expectation() {
    for (effect, expected) in [
        (
            "{ replace: { /title: Persuasion } }",
            json!({ "id": 1, "title": "Persuasion" }),
        ),
        (
            "{ replace: { /pages: 9 } }",
            json!({ "id": 1, "title": "Emma", "pages": 9 }),
        ),
    ] {
        let (document, suite, _) = shelf_suite(&errata(effect, "getBook.one"));
        let case = find_case(&suite, "getBook.one");
        let body = case.steps[0].expected_response.body.as_ref().unwrap();
        assert_eq!(*body.value(&document), expected);
        assert_eq!(case.errata, ["e"]);
    }
    let moved = errata("{ move: [{ from: /0, to: /1 }] }", "listBooks.two");
    let (document, suite, _) = shelf_suite(&moved);
    let expectation = &find_case(&suite, "listBooks.two").steps[0].expected_response;
    let body = expectation.body.as_ref().unwrap();
    assert_eq!(body.value(&document)[0]["id"], 2);

    let (_, suite, _) = shelf_suite(&errata("{ request: { 'tag[]': [new] } }", "listBooks.two"));
    assert_eq!(
        find_case(&suite, "listBooks.two").steps[0].parameters[0].value,
        json!(["new"])
    );

    let (_, suite, _) = shelf_suite(&errata("{ request: { 'tag[]': null } }", "listBooks.two"));
    assert!(
        find_case(&suite, "listBooks.two").steps[0]
            .parameters
            .is_empty()
    );
}

#[test]
fn only_withdrawn_properties_are_not_checked() {
    let (document, suite, schemas) = shelf_suite(&errata("{ withdraw: [/title] }", "getBook.one"));
    let case = find_case(&suite, "getBook.one");
    let judged = |body| {
        check_response(
            &document,
            &schemas,
            &case.steps[0],
            &json_response(200, &body),
            Level::Value,
            &StepValues::default(),
        )
        .outcome
    };
    assert!(matches!(
        judged(json!({ "id": 1, "title": "Persuasion" })),
        Outcome::Passed { .. }
    ));
    assert!(matches!(
        judged(json!({ "id": 2, "title": "Emma" })),
        Outcome::Failed(_)
    ));
    // the schema still requires it
    assert!(matches!(judged(json!({ "id": 1 })), Outcome::Failed(_)));
}

#[test]
fn an_erratum_that_changes_nothing_is_stale() {
    for (effect, examples, expected) in [
        (
            "{ replace: { /title: Emma } }",
            "getBook.one",
            "erratum `e` no longer applies to `getBook.one`: `/title` is already \"Emma\"; correct or remove it",
        ),
        (
            "{ withdraw: [/shelf] }",
            "getBook.one",
            "erratum `e` no longer applies to `getBook.one`: `/shelf` does not exist; correct or remove it",
        ),
        (
            "{ replace: { /a/b: 1 } }",
            "getBook.one",
            "erratum `e` no longer applies to `getBook.one`: `/a/b` does not exist; correct or remove it",
        ),
        (
            "{ request: { page: 1 } }",
            "getBook.one",
            "erratum `e` no longer applies to `getBook.one`: the example does not send `page`; correct or remove it",
        ),
        (
            "{ move: [{ from: /0, to: /9 }] }",
            "listBooks.two",
            "erratum `e` no longer applies to `listBooks.two`: `/0` cannot move to `/9`; correct or remove it",
        ),
        (
            "{ withdraw: [title] }",
            "getBook.one",
            "erratum `e` no longer applies to `getBook.one`: `title` is not a JSON Pointer; correct or remove it",
        ),
        (
            "{ withdraw: [/title] }",
            "getBook.two",
            "erratum `e` names `getBook.two`, but the document has no such example; correct `examples` or remove the erratum",
        ),
    ] {
        assert_eq!(
            build_suite(&shelf(), &[], &errata(effect, examples))
                .unwrap_err()
                .to_string(),
            expected
        );
    }
}

#[test]
fn an_erratum_without_effect_has_a_reason() {
    let (_, suite, _) = shelf_suite(&errata("{ none: the page rules }", "getBook.one"));
    assert!(suite.errata[0].cases.is_empty());
    assert!(find_case(&suite, "getBook.one").errata.is_empty());
}

#[test]
fn files_are_refused_with_their_place() {
    let entry =
        "- { id: e, examples: [a], claim: c, evidence: { lines: '1' }, effect: { none: x } }\n";
    for (text, expected) in [
        (
            format!("{entry}{entry}"),
            "erratum `e` is defined twice; rename one of them",
        ),
        (
            entry.replace("{ none: x }", "{}"),
            "erratum `e` has no effect; write the corrected expectation, or `none:` with a reason",
        ),
        (entry.replace("claim", "clam"), "errata.yaml:1:"),
    ] {
        let error = parse_errata("errata.yaml", &text).unwrap_err().to_string();
        assert!(error.starts_with(expected), "{error}");
    }
}
