//! Every check, failing once.

use reprise_core::{
    Check, Conversation, Exchange, Finding, Judgement, Level, Outcome, StepValues, check_response,
};
use serde_json::{Value, json};

use crate::case_files::{BASE_URL, books, list_response, replay};
use crate::{find_case, json_response, make_response, shelf_suite};

/// The judgement of one response to a case of the document.
fn judge_case(id: &str, exchange: &Exchange) -> Judgement {
    let (document, suite, schemas) = shelf_suite(&[]);
    let step = &find_case(&suite, id).steps[0];
    check_response(
        &document,
        &schemas,
        step,
        exchange,
        Level::Value,
        &StepValues::default(),
    )
}

/// The same in a strict run.
fn judge_strictly(id: &str, exchange: &Exchange) -> Judgement {
    let (document, suite, schemas) = shelf_suite(&[]);
    let mut conversation = Conversation::new(find_case(&suite, id), Level::Schema, true);
    let secret = |_: &str| Some("a-secret".to_owned());
    conversation
        .request(&document, &schemas, BASE_URL, &[], &secret)
        .unwrap();
    match conversation.receive(&document, &schemas, exchange, 1) {
        std::ops::ControlFlow::Break(judgement) => judgement,
        std::ops::ControlFlow::Continue(()) => panic!("one step has one response"),
    }
}

fn two_books_response(change: impl FnOnce(&mut Value), total: &str) -> Exchange {
    let mut body = json!([
        { "id": 1, "title": "Emma", "lent_at": "2016-01-11T10:13:33.000Z", "pages": 300, "owner": { "name": "Ada", "mail": "ada@example.com" } },
        { "id": 2, "title": "Dune", "lent_at": null, "pages": 412.0, "owner": null }
    ]);
    change(&mut body);
    let mut exchange = json_response(200, &body);
    exchange.headers.push(("X-Total".into(), total.into()));
    exchange
}

fn judge_case_file(steps: &str, answers: Vec<Exchange>) -> Judgement {
    replay(steps, answers).1
}

fn failed_judgement(check: Check) -> Judgement {
    let emma = json!({ "id": 1, "title": "Emma" });
    let pages = || list_response(&books(&[9]), &[("Link", "</elsewhere>; rel=next")]);
    match check {
        Check::Status => judge_case("getBook.one", &json_response(500, &emma)),
        Check::MediaType => judge_case(
            "getText.one",
            &make_response(200, "text/html", "It was\nlate.\n"),
        ),
        Check::Header => judge_case("listBooks.two", &two_books_response(|_| {}, "many")),
        Check::HeaderValue => judge_case("listBooks.two", &two_books_response(|_| {}, "3")),
        Check::NoBody => judge_no_content("late"),
        Check::BodyParses => judge_case(
            "getBook.one",
            &make_response(200, "application/json", "{\"id\": 1"),
        ),
        Check::Schema => judge_case(
            "getBook.one",
            &json_response(200, &json!({ "id": "1", "title": "Emma" })),
        ),
        Check::Undocumented => judge_strictly(
            "getBook.one",
            &json_response(200, &json!({ "id": 1, "title": "Emma", "shelf": 3 })),
        ),
        Check::Shape => judge_case(
            "listBooks.two",
            &two_books_response(
                |body| {
                    body[0].as_object_mut().unwrap().remove("pages");
                },
                "2",
            ),
        ),
        Check::Value => judge_case(
            "listBooks.two",
            &two_books_response(|body| body[0]["title"] = json!("Persuasion"), "2"),
        ),
        Check::ExpectedHeader => judge_case_file(
            "- expect: {status: 200, headers: {X-Total: {const: 7}}}",
            vec![list_response(&books(&[1]), &[])],
        ),
        Check::AbsentHeader => judge_case_file(
            "- expect: {status: 200, headers: {X-Other: false}}",
            vec![list_response(&books(&[1]), &[("X-Other", "1")])],
        ),
        Check::ExpectedBody => judge_case_file(
            "- expect: {status: 200, body: {maxItems: 1}}",
            vec![list_response(&books(&[1, 2]), &[])],
        ),
        Check::Relation => judge_case_file(
            "- expect: {status: 200, relations: [{sorted: {of: {each: /id}, order: descending}}]}",
            vec![list_response(&books(&[1, 2]), &[])],
        ),
        Check::Capture => judge_case_file(
            "- expect: {status: 200}\n  capture: {second: {body: /1/id}}\n- operation: getBook\n  captured: {id: second}\n  expect: {status: 200}",
            vec![list_response(&books(&[1]), &[])],
        ),
        Check::Paging => judge_case_file(
            "- expect:\n    status: 200\n    relations: [{follows: {each: /id, collects: [9, 8]}}]",
            vec![pages()],
        ),
    }
}

/// A response without documented content.
fn judge_no_content(body: &str) -> Judgement {
    let text = "openapi: 3.1.0
info: { title: A, version: '1' }
paths:
  /a:
    delete:
      operationId: removeA
      parameters: [{ name: q, in: query, schema: { type: integer }, examples: { one: { value: 1 } } }]
      responses: { '204': { description: Removed. } }
";
    let document = openapi_document::Document::parse("a.yaml", text).unwrap();
    let suite = reprise_core::build_suite(&document, &[], &[]).unwrap();
    let schemas = reprise_core::Schemas::compile(&document, &suite).unwrap();
    let step = &suite.cases[0].steps[0];
    let exchange = make_response(204, "text/plain", body);
    check_response(
        &document,
        &schemas,
        step,
        &exchange,
        Level::Value,
        &StepValues::default(),
    )
}

fn describe_finding(finding: &Finding) -> String {
    let at = finding.at.as_str();
    let kind = serde_json::to_string(&finding.kind).unwrap();
    format!(
        "{} [{}] {} {at}\n    {}\n    {}\n    {kind}",
        finding.check,
        finding.level(),
        finding.place,
        finding.check.meaning(),
        finding.kind,
    )
}

#[test]
fn every_check_finds_its_violation() {
    let mut lines = Vec::new();
    for &check in Check::ALL {
        let Outcome::Failed(findings) = failed_judgement(check).outcome else {
            panic!("{check} finds nothing");
        };
        let finding = findings.iter().find(|finding| finding.check == check);
        lines.push(describe_finding(
            finding.unwrap_or_else(|| panic!("{check}: {findings:?}")),
        ));
    }
    insta::assert_snapshot!(lines.join("\n"), @r#"
    status [exchange] status 
        The status is the documented one.
        different value
        {"kind":"other","expected":200,"actual":500}
    media-type [exchange] media type 
        The media type is the documented one.
        different value
        {"kind":"other","expected":"text/plain","actual":"text/html"}
    header [exchange] header X-Total 
        A documented header is present and valid against its schema.
        the value is not of type "integer"
        {"kind":"invalid","message":"the value is not of type \"integer\"","actual":"many"}
    header-value [value] header X-Total 
        A header has the value of its example.
        different value
        {"kind":"other","expected":2,"actual":"3"}
    no-body [exchange] body 
        A response without documented content has no body.
        not expected
        {"kind":"unexpected","actual":"late"}
    body-parses [exchange] body 
        The body can be read as its media type says.
        not JSON: EOF while parsing an object at line 1 column 8
        {"kind":"unreadable","message":"not JSON: EOF while parsing an object at line 1 column 8"}
    schema [schema] body /id
        The body is valid against its schema.
        the value is not of type "integer"
        {"kind":"invalid","message":"the value is not of type \"integer\"","expected":1,"actual":"1"}
    undocumented [schema] body /shelf
        In a strict run, every property of the body is in the schema.
        not in the schema
        {"kind":"undocumented"}
    shape [shape] body /0/pages
        Every property of the example is present, with its type.
        missing
        {"kind":"missing","expected":300}
    value [value] body /0/title
        Every value of the example equals the actual one.
        different value
        {"kind":"other","expected":"Emma","actual":"Persuasion"}
    expected-header [shape] header X-Total 
        A header is as a file of cases expects it.
        7 was expected
        {"kind":"invalid","message":"7 was expected","actual":"2"}
    absent-header [shape] header X-Other 
        A header that a file of cases excludes is absent.
        not expected
        {"kind":"unexpected","actual":"1"}
    expected-body [shape] body 
        The body is as a file of cases expects it.
        the value has more than 1 item
        {"kind":"invalid","message":"the value has more than 1 item","actual":[{"id":1,"title":"Book 1"},{"id":2,"title":"Book 2"}]}
    relation [shape] body 
        Two values are related as a file of cases expects it.
        must be in descending order
        {"kind":"invalid","message":"must be in descending order","actual":[1,2]}
    capture [shape] body 
        A value that a later step needs is present.
        missing
        {"kind":"missing","expected":"a value for the capture `second`"}
    paging [shape] header Link 
        The pages of a list are linked and complete.
        must be a URL below http://shelf.example/api
        {"kind":"invalid","message":"must be a URL below http://shelf.example/api","actual":"http://shelf.example/elsewhere"}
    "#);
}

#[test]
fn an_id_is_the_same_in_data_as_in_text() {
    for check in Check::ALL {
        assert_eq!(serde_json::to_value(check).unwrap(), check.id());
    }
}
