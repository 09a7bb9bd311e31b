//! Examples of requests that the API itself sends, and of parts without references: they make no case, are reported
//! with the reason, and are checked against their schemas like all others.

use openapi_document::Document;
use reprise_core::{UnusedReason, build_suite, lint_document};

const HOOKS: &str = include_str!("hooks.yaml");

fn hooks() -> Document {
    Document::parse("hooks.yaml", HOOKS).unwrap()
}

#[test]
fn each_is_listed_once_with_the_reason() {
    let suite = build_suite(&hooks(), &[], &[]).unwrap();
    let ids: Vec<&str> = suite.cases.iter().map(|case| case.id.as_str()).collect();
    assert_eq!(ids, ["a.one"]);
    let lines: Vec<(&str, &UnusedReason)> = suite
        .unused
        .iter()
        .map(|unused| (unused.pointer.as_str(), &unused.reason))
        .collect();
    let body = "content/application~1json";
    assert_eq!(
        lines,
        [
            (
                &*format!(
                    "/paths/~1a/get/callbacks/done/{{$request.query.url}}/post/requestBody/{body}/examples/finished"
                ),
                &UnusedReason::WebhookOrCallback
            ),
            (
                &*format!("/webhooks/newJob/post/requestBody/{body}/example"),
                &UnusedReason::WebhookOrCallback
            ),
            (
                "/webhooks/newJob/post/responses/200/headers/X-Seen/example",
                &UnusedReason::WebhookOrCallback
            ),
            (
                "/components/parameters/lone/example",
                &UnusedReason::Unreferenced
            ),
            (
                &*format!("/components/requestBodies/lone/{body}/example"),
                &UnusedReason::Unreferenced
            ),
            (
                &*format!("/components/responses/lone/{body}/examples/none"),
                &UnusedReason::Unreferenced
            ),
            (
                "/components/responses/lone/headers/X-B/example",
                &UnusedReason::Unreferenced
            ),
            (
                "/components/headers/lone/example",
                &UnusedReason::Unreferenced
            ),
            ("/components/examples/lone", &UnusedReason::Unreferenced),
        ]
    );
}

#[test]
fn outgoing_examples_are_checked_and_may_be_read_only() {
    let document = hooks();
    let flaws = lint_document(&document, &[]).unwrap();
    let lines: Vec<String> = flaws
        .iter()
        .filter(|flaw| flaw.rule.as_str() != "unused")
        .map(|flaw| {
            let at = document.position(&flaw.place).unwrap();
            format!("{} {} {}", at.line, flaw.rule, flaw.message)
        })
        .collect();
    assert_eq!(
        lines,
        [
            r#"17 example "seven" is not of type "integer""#,
            r#"25 example "often" is not of type "integer""#,
            r#"29 example "many" is not of type "integer""#,
            r#"33 example "x" is not of type "integer""#,
            r#"33 example {} is not of type "array""#,
            r#"35 example "y" is not of type "integer""#,
            "31 direction `id` is `readOnly`, but used in a request",
        ]
    );
    // it is not a flaw that a webhook makes no case; it is one that nothing refers to a part
    let unused = flaws.iter().filter(|flaw| flaw.rule.as_str() == "unused");
    assert_eq!(unused.count(), 6);
}
