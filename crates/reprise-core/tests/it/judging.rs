//! `judge`, as a table: every kind of finding occurs, and correct responses pass.

use reprise_core::{
    Exchange, Finding, FindingKind, Judgement, Level, Outcome, Reason, StepValues, check_response,
};
use serde_json::{Value, json};

use crate::{find_case, json_response, make_response, shelf_suite};

fn judge_case(id: &str, exchange: &Exchange, maximum_level: Level) -> Judgement {
    let (document, suite, schemas) = shelf_suite(&[]);
    check_response(
        &document,
        &schemas,
        &find_case(&suite, id).steps[0],
        exchange,
        maximum_level,
        &StepValues::default(),
    )
}

fn describe_finding(finding: &Finding) -> String {
    let kind = match &finding.kind {
        FindingKind::Missing { expected } => format!("missing {expected}"),
        FindingKind::Unexpected { actual } => format!("unexpected {actual}"),
        FindingKind::Other { expected, actual } => format!("{expected} is {actual}"),
        FindingKind::Undocumented => "undocumented".to_owned(),
        FindingKind::Moved { from, to } => format!("moved {from} to {to}"),
        FindingKind::Invalid {
            message,
            expected: None,
            ..
        } => format!("invalid: {message}"),
        FindingKind::Invalid {
            message,
            expected: Some(expected),
            ..
        } => format!("invalid: {message}, expected {expected}"),
        FindingKind::Unreadable { message } => format!("unreadable: {message}"),
    };
    format!(
        "{} {} {}: {kind}",
        finding.level(),
        finding.place,
        finding.at
    )
}

fn findings(id: &str, exchange: &Exchange, maximum_level: Level) -> Vec<String> {
    match judge_case(id, exchange, maximum_level).outcome {
        Outcome::Failed(findings) => findings.iter().map(describe_finding).collect(),
        Outcome::Passed { .. } => Vec::new(),
        other => panic!("{other:?}"),
    }
}

/// The documented response of `listBooks.two`, with a change.
fn two_books_response(change: impl FnOnce(&mut Value)) -> Exchange {
    let mut body = json!([
        { "id": 1, "title": "Emma", "lent_at": "2016-01-11T10:13:33.000Z", "pages": 300, "owner": { "name": "Ada", "mail": "ada@example.com" } },
        { "id": 2, "title": "Dune", "lent_at": null, "pages": 412.0, "owner": null }
    ]);
    change(&mut body);
    let mut exchange = json_response(200, &body);
    exchange
        .headers
        .push(("x-total".to_owned(), "2".to_owned()));
    exchange
}

#[test]
fn the_documented_response_passes_at_level_value() {
    assert_eq!(
        judge_case("listBooks.two", &two_books_response(|_| {}), Level::Value).outcome,
        Outcome::Passed {
            level_reached: Level::Value,
            maximum_level: Level::Value
        }
    );
}

#[test]
fn an_equivalent_response_passes() {
    for (what, exchange) in [
        (
            "another offset",
            two_books_response(|body| body[0]["lent_at"] = json!("2016-01-11T11:13:33+01:00")),
        ),
        (
            "a float for an integer",
            two_books_response(|body| body[0]["pages"] = json!(300.0)),
        ),
        (
            "an integer for a float",
            two_books_response(|body| body[1]["pages"] = json!(412)),
        ),
        (
            "members in another order",
            two_books_response(
                |body| body[0] = json!({ "owner": body[0]["owner"], "pages": 300, "title": "Emma", "lent_at": body[0]["lent_at"], "id": 1 }),
            ),
        ),
    ] {
        assert_eq!(
            findings("listBooks.two", &exchange, Level::Value),
            Vec::<String>::new(),
            "{what}"
        );
    }
    let mut charset = two_books_response(|_| {});
    charset.headers[0].1 = "application/json; charset=utf-8".to_owned();
    assert_eq!(
        findings("listBooks.two", &charset, Level::Value),
        Vec::<String>::new()
    );
}

#[test]
fn every_wrong_value_is_found_at_its_place() {
    for (exchange, expected) in [
        (
            two_books_response(|body| body[0]["title"] = json!("Emily")),
            r#"value body /0/title: "Emma" is "Emily""#,
        ),
        (
            two_books_response(|body| body[0]["title"] = json!(7)),
            r#"schema body /0/title: invalid: the value is not of type "string", expected "Emma""#,
        ),
        (
            two_books_response(|body| body[0]["pages"] = json!(301)),
            "value body /0/pages: 300 is 301",
        ),
        (
            two_books_response(|body| body[0]["lent_at"] = json!("2016-01-11T10:13:34.000Z")),
            r#"value body /0/lent_at: "2016-01-11T10:13:33.000Z" is "2016-01-11T10:13:34.000Z""#,
        ),
        (
            two_books_response(|body| body[0]["lent_at"] = json!("yesterday")),
            r#"schema body /0/lent_at: invalid: the value is not a "date-time", expected "2016-01-11T10:13:33.000Z""#,
        ),
        (
            two_books_response(|body| body[0]["lent_at"] = Value::Null),
            r#"shape body /0/lent_at: "2016-01-11T10:13:33.000Z" is null"#,
        ),
        (
            two_books_response(|body| drop(body[0].as_object_mut().unwrap().remove("pages"))),
            "shape body /0/pages: missing 300",
        ),
        (
            two_books_response(|body| drop(body[0].as_object_mut().unwrap().remove("title"))),
            r#"schema body /0/title: invalid: required property `title` is missing, expected "Emma""#,
        ),
        (
            two_books_response(|body| body[0]["owner"]["mail"] = json!("no address")),
            r#"schema body /0/owner/mail: invalid: the value is not a "email", expected "ada@example.com""#,
        ),
        (
            two_books_response(|body| {
                drop(body[0]["owner"].as_object_mut().unwrap().remove("name"))
            }),
            r#"schema body /0/owner/name: invalid: required property `name` is missing, expected "Ada""#,
        ),
        (
            two_books_response(|body| body.as_array_mut().unwrap().swap(0, 1)),
            "value body /1: moved 0 to 1",
        ),
        (
            two_books_response(|body| {
                body.as_array_mut()
                    .unwrap()
                    .push(json!({ "id": 3, "title": "It" }))
            }),
            r#"value body /2: unexpected {"id":3,"title":"It"}"#,
        ),
    ] {
        assert_eq!(
            findings("listBooks.two", &exchange, Level::Value),
            [expected]
        );
    }
}

#[test]
fn an_element_inserted_at_the_front_is_one_difference() {
    let exchange = two_books_response(|body| {
        body.as_array_mut()
            .unwrap()
            .insert(0, json!({ "id": 3, "title": "It" }))
    });
    assert_eq!(
        findings("listBooks.two", &exchange, Level::Value),
        [r#"value body /0: unexpected {"id":3,"title":"It"}"#]
    );
}

#[test]
fn an_empty_list_differs_from_a_list_with_elements() {
    let empty = two_books_response(|body| *body = json!([]));
    let by_value = findings("listBooks.two", &empty, Level::Value);
    assert_eq!(by_value.len(), 2, "{by_value:?}");
    assert!(
        by_value
            .iter()
            .all(|line| line.starts_with("value body : missing {")),
        "{by_value:?}"
    );
    // in an unknown state the list may be empty
    assert_eq!(
        judge_case("listBooks.two", &empty, Level::Shape).outcome,
        Outcome::Inconclusive(Reason::EmptyList)
    );
}

#[test]
fn the_exchange_comes_first() {
    for (exchange, expected) in [
        (
            json_response(500, &json!({ "error": "oh" })),
            "exchange status : 200 is 500",
        ),
        (
            make_response(200, "text/html", "<p>"),
            r#"exchange media type : "application/json" is "text/html""#,
        ),
        (
            make_response(
                200,
                "application/json",
                format!("{}{}", "[".repeat(128), "]".repeat(128)),
            ),
            "exchange body : unreadable: nested deeper than 127 levels",
        ),
        (
            make_response(200, "application/json", "[{"),
            "exchange body : unreadable: not JSON: EOF while parsing an object at line 1 column 2",
        ),
    ] {
        let mut exchange = exchange;
        exchange
            .headers
            .push(("x-total".to_owned(), "2".to_owned()));
        assert_eq!(
            findings("listBooks.two", &exchange, Level::Value)[0],
            expected
        );
    }
}

#[test]
fn headers_are_judged_by_schema_and_by_value() {
    let with = |headers: &[(&str, &str)]| {
        let mut exchange = two_books_response(|_| {});
        exchange.headers.truncate(1);
        exchange.headers.extend(
            headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        findings("listBooks.two", &exchange, Level::Value)
    };
    assert_eq!(
        with(&[("x-total", "2"), ("x-page", "1")]),
        Vec::<String>::new()
    );
    assert_eq!(with(&[]), ["exchange header X-Total : missing 2"]);
    assert_eq!(
        with(&[("x-total", "3")]),
        [r#"value header X-Total : 2 is "3""#]
    );
    assert_eq!(
        with(&[("x-total", "two")]),
        [r#"exchange header X-Total : invalid: the value is not of type "integer""#]
    );
    assert_eq!(
        with(&[("x-total", "2"), ("x-page", "0")]),
        ["exchange header X-Page : invalid: the value is less than the minimum of 1"]
    );
}

#[test]
fn undocumented_properties_are_notes() {
    let judgement = judge_case(
        "listBooks.two",
        &two_books_response(|body| body[1]["shelf"] = json!("A")),
        Level::Value,
    );
    assert!(
        matches!(judgement.outcome, Outcome::Passed { .. }),
        "{judgement:?}"
    );
    let notes: Vec<&str> = judgement
        .notes
        .iter()
        .map(|note| note.at.as_str())
        .collect();
    assert_eq!(notes, ["/1/shelf"]);
}

#[test]
fn a_lower_maximum_level_checks_less() {
    let other_books = two_books_response(|body| {
        *body = json!([{ "id": 7, "title": "It", "lent_at": null, "pages": 1, "owner": null }])
    });
    for (maximum_level, level_reached) in [
        (Level::Exchange, Level::Exchange),
        (Level::Schema, Level::Schema),
        (Level::Shape, Level::Shape),
    ] {
        assert_eq!(
            judge_case("listBooks.two", &other_books, maximum_level).outcome,
            Outcome::Passed {
                level_reached,
                maximum_level
            }
        );
    }
    assert!(!findings("listBooks.two", &other_books, Level::Value).is_empty());

    let without_pages = two_books_response(|body| {
        *body = json!([{ "id": 7, "title": "It", "lent_at": null, "owner": null }])
    });
    assert_eq!(
        findings("listBooks.two", &without_pages, Level::Schema),
        Vec::<String>::new()
    );
    assert_eq!(
        findings("listBooks.two", &without_pages, Level::Shape).len(),
        1
    );
}

#[test]
fn texts_are_compared_as_texts() {
    assert_eq!(
        findings(
            "getText.one",
            &make_response(200, "text/plain", "It was\nlate.\n"),
            Level::Value
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        findings(
            "getText.one",
            &make_response(200, "text/plain", "It was\nlate."),
            Level::Value
        ),
        [r#"value body : "It was\nlate.\n" is "It was\nlate.""#]
    );
}

#[test]
fn a_class_of_statuses_is_matched_as_one() {
    assert_eq!(
        findings(
            "addBook.untitled",
            &json_response(422, &json!({ "error": "no title" })),
            Level::Value
        ),
        Vec::<String>::new()
    );
    assert_eq!(
        findings(
            "addBook.untitled",
            &json_response(200, &json!({})),
            Level::Value
        ),
        [r#"exchange status : "4XX" is 200"#]
    );
}

#[test]
fn every_finding_names_its_place_in_the_document() {
    let (document, suite, schemas) = shelf_suite(&[]);
    let broken = two_books_response(|body| {
        body[0]["title"] = json!("Emily");
        body[1]["id"] = json!("two");
    });
    let Outcome::Failed(findings) = check_response(
        &document,
        &schemas,
        &find_case(&suite, "listBooks.two").steps[0],
        &broken,
        Level::Value,
        &StepValues::default(),
    )
    .outcome
    else {
        panic!("nothing found");
    };
    for finding in findings {
        assert!(
            document.get(&finding.claim).is_some(),
            "{} leads nowhere",
            finding.claim
        );
    }
}
