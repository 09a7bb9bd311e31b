//! Why a case has no result: codes, sentences and groups.

use std::collections::BTreeSet;

use openapi_document::{Document, Location, Method};
use reprise_core::{
    CaseOrigin, CaseReport, Claims, Outcome, PlaceCounts, Reason, ReasonCode, Report, Secrets,
};

/// One reason of each kind.
fn reasons() -> Vec<Reason> {
    let text = str::to_owned;
    vec![
        Reason::InvalidRequest {
            violations: text("parameter `id` is invalid: \"x\" is not of type \"integer\""),
        },
        Reason::NoValueForParameter {
            parameter: text("id"),
            location: Location::Path,
        },
        Reason::NothingDiscovered {
            rule: text("a failed job"),
            parameters: vec![text("job_id")],
            cause: text("GET /jobs answers 200 with an empty list"),
        },
        Reason::NeedsState,
        Reason::MissingCredential {
            credential: text("admin"),
        },
        Reason::UnknownSecurityScheme {
            scheme: text("token"),
        },
        Reason::UnsupportedSecurityScheme {
            scheme: text("oauth"),
        },
        Reason::UnserializableParameter {
            parameter: text("filter"),
            message: text("an object has no form in a path"),
        },
        Reason::UnserializableBody {
            message: text("a list cannot be written as `text/plain`"),
        },
        Reason::LiteralValueInPath {
            value: text("17"),
            parameter: text("id"),
        },
        Reason::UnusableSchema {
            place: text("api.yaml#/components/schemas/A"),
            message: text("the pattern is not valid"),
        },
        Reason::NothingToSend,
        Reason::ResetFailed {
            message: text("the command ended with exit status: 1"),
        },
        Reason::HookFailed {
            url: text("http://127.0.0.1:1/state"),
            message: text("connection refused"),
        },
        Reason::EmptyList,
        Reason::EmptyObject,
        Reason::NoExampleAndOpenSchema,
        Reason::OtherDocumentedStatus { status: 404 },
        Reason::TooFewElements,
        Reason::NotChosen,
        Reason::ChangesState,
        Reason::ChangesSkipped,
        Reason::NoRequestForResponse,
        Reason::OtherShard,
        Reason::Interrupted,
        Reason::ConnectionFailed {
            message: text("connection refused"),
        },
        Reason::ConnectionLost {
            message: text("connection closed before message completed"),
        },
        Reason::Timeout {
            message: text("no complete response within 30 seconds; --timeout waits longer"),
        },
        Reason::UnusableResponse {
            message: text("the response is larger than 10 MB"),
        },
        Reason::TooManyFailures { count: 5 },
    ]
}

#[test]
fn each_reason_has_an_outcome_a_code_and_a_sentence() {
    let lines: Vec<String> = reasons()
        .into_iter()
        .map(|reason| {
            let code = reason.code();
            let line = format!("{code}: {reason}");
            format!("{} {line}", Outcome::from(reason).as_str())
        })
        .collect();
    insta::assert_snapshot!(lines.join("\n"), @r#"
    invalid-case invalid-request: parameter `id` is invalid: "x" is not of type "integer"; correct the example, or mark what is wrong on purpose with `x-reprise: { invalid: … }`
    blocked no-value-for-parameter: no value for path parameter `id`; pass --param id=VALUE or set `params:` for this target
    blocked nothing-discovered: discovery rule `a failed job` found nothing: GET /jobs answers 200 with an empty list; create one, or pass --param job_id=VALUE
    blocked needs-state: requires a specific server state; pass --state documented if the server has the documented data, set `hook:` for this target, or mark the example with `x-reprise: { anywhere: true }`
    blocked missing-credential: no credential `admin`; pass --credential admin=ENV_VAR
    blocked unknown-security-scheme: the document has no security scheme `token`; correct the example's credentials
    blocked unsupported-security-scheme: security scheme `oauth` is of a kind that is not supported yet
    blocked unserializable-parameter: parameter `filter` cannot be serialized: an object has no form in a path; correct its example
    blocked unserializable-body: the request body cannot be serialized: a list cannot be written as `text/plain`
    blocked literal-value-in-path: the path contains the literal value `17`, which another server does not have; write `{id}`
    blocked unusable-schema: the schema at api.yaml#/components/schemas/A cannot be used: the pattern is not valid
    blocked nothing-to-send: the case has no more steps to send
    blocked reset-failed: the command of `reset` failed: the command ended with exit status: 1
    unreachable hook-failed: the state hook at http://127.0.0.1:1/state failed: connection refused
    inconclusive empty-list: the list is empty, so its elements were not checked
    inconclusive empty-object: the object is empty, so its properties were not checked
    inconclusive no-example-and-open-schema: the document has no example of the body, and its schema allows every value
    inconclusive other-documented-status: the response has the documented status 404, and no example says which status this request gets; add an example of the response
    inconclusive too-few-elements: the list has fewer than two elements, so nothing was compared
    skipped not-chosen: not chosen
    blocked changes-state: changes state; allow it with `disposable: true` in the target or --disposable, or leave such cases out with `changes: skip` or --skip-changes
    skipped changes-skipped: changes state, and the target skips such cases (`changes: skip`)
    skipped no-request-for-response: the document does not say which request gets this response; give an example of the request the name of the response's example
    skipped other-shard: belongs to another shard
    skipped interrupted: the run was interrupted before it was sent
    unreachable connection-failed: connection refused
    unreachable connection-lost: connection closed before message completed
    unreachable timeout: no complete response within 30 seconds; --timeout waits longer
    unreachable unusable-response: the response is larger than 10 MB
    unreachable too-many-failures: not sent, because 5 connections in a row had failed
    "#);
}

#[test]
fn no_code_is_left_out_or_used_twice() {
    let made: Vec<ReasonCode> = reasons().iter().map(Reason::code).collect();
    assert_eq!(made, ReasonCode::ALL);
    let texts: BTreeSet<&str> = made.iter().map(|code| code.as_str()).collect();
    assert_eq!(texts.len(), made.len());
}

#[test]
fn a_code_is_the_same_in_data_as_in_text() {
    for code in ReasonCode::ALL {
        let data = serde_json::to_value(code).unwrap();
        assert_eq!(data, code.as_str());
        assert_eq!(serde_json::from_value::<ReasonCode>(data).unwrap(), *code);
    }
}

#[test]
fn reasons_with_one_remedy_are_one_group() {
    let group = |reason: Reason| reason.group();
    let missing = |credential: &str| {
        group(Reason::MissingCredential {
            credential: credential.to_owned(),
        })
    };
    assert_eq!(missing("admin"), missing("admin"));
    assert_ne!(missing("admin"), missing("reader"));
    assert_eq!(group(Reason::ChangesState).subject, None);
    let literal = |value: &str| {
        group(Reason::LiteralValueInPath {
            value: value.to_owned(),
            parameter: "id".to_owned(),
        })
    };
    assert_eq!(literal("1"), literal("2"));
}

#[test]
fn secrets_are_masked_in_every_reason() {
    let secret = "Tuesday-4711-evening";
    let spoilt = |reason: Reason| -> Option<Reason> {
        let hide = |_: String| secret.to_owned();
        Some(match reason {
            Reason::InvalidRequest { violations } => Reason::InvalidRequest {
                violations: hide(violations),
            },
            Reason::NothingDiscovered {
                rule,
                parameters,
                cause,
            } => Reason::NothingDiscovered {
                rule: hide(rule),
                parameters,
                cause: hide(cause),
            },
            Reason::UnserializableParameter { parameter, message } => {
                Reason::UnserializableParameter {
                    parameter,
                    message: hide(message),
                }
            }
            Reason::UnserializableBody { message } => Reason::UnserializableBody {
                message: hide(message),
            },
            Reason::LiteralValueInPath { value, parameter } => Reason::LiteralValueInPath {
                value: hide(value),
                parameter,
            },
            Reason::HookFailed { url, message } => Reason::HookFailed {
                url: hide(url),
                message: hide(message),
            },
            Reason::ConnectionFailed { message } => Reason::ConnectionFailed {
                message: hide(message),
            },
            Reason::ConnectionLost { message } => Reason::ConnectionLost {
                message: hide(message),
            },
            Reason::UnusableResponse { message } => Reason::UnusableResponse {
                message: hide(message),
            },
            _ => return None,
        })
    };
    let mut secrets = Secrets::default();
    secrets.add("token", secret).unwrap();
    for reason in reasons().into_iter().filter_map(spoilt) {
        assert!(reason.to_string().contains(secret), "{reason}");
        let mut report = report(reason);
        report.mask(&secrets);
        let masked = report.cases[0].outcome.reason().unwrap();
        assert!(!masked.to_string().contains(secret), "{masked}");
        assert!(
            !masked
                .group()
                .subject
                .is_some_and(|text| text.contains(secret))
        );
    }
}

fn report(reason: Reason) -> Report {
    let document = Document::parse(
        "a.yaml",
        "openapi: 3.1.0\ninfo: { title: A, version: '1' }\npaths: {}\n",
    );
    Report {
        title: String::new(),
        document: String::new(),
        target: String::new(),
        cases: vec![CaseReport {
            id: "a.b".to_owned(),
            operation: "a".to_owned(),
            method: Method::Get,
            path: "/a".to_owned(),
            example: "b".to_owned(),
            source: None,
            outcome: reason.into(),
            notes: Vec::new(),
            places: PlaceCounts::default(),
            bodies: None,
            errata: Vec::new(),
            origin: CaseOrigin::Documented,
            attempts: 0,
        }],
        errata: Vec::new(),
        defects: Vec::new(),
        claims: Claims::evaluate(&document.unwrap(), []),
        unused: Vec::new(),
        requirements: Vec::new(),
    }
}
