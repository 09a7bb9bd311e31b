//! Case files: errors and their places, requests, and outcomes.

use std::ops::ControlFlow;

use reprise_core::{
    Conversation, Exchange, ExistingState, Finding, Judgement, Level, Outcome, Param, Schemas,
    StateSource, Suite, build_request, build_suite, parse_cases, plan,
};
use serde_json::{Value, json};

use crate::{json_response, shelf};

pub(crate) const BASE_URL: &str = "http://shelf.example/api";

/// The first case of a file with one case.
pub(crate) fn case_file_text(steps: &str) -> String {
    let steps = steps.trim_end().replace('\n', "\n      ");
    format!(
        "operation: listBooks
cases:
  one:
    title: One
    source: {{page: Books, lines: '3'}}
    fixture: two-books
    steps:
      {steps}
"
    )
}

fn read_suite(text: &str) -> Result<(openapi_document::Document, Suite), String> {
    let mut document = shelf();
    let file = parse_cases("cases/listBooks.yaml", text)
        .map(|parsed| parsed.attach(&mut document))
        .map_err(|error| error.to_string())?;
    let suite = build_suite(&document, &[file], &[]).map_err(|error| error.to_string())?;
    Ok((document, suite))
}

/// Sends a case to a server with these responses; returns the requests and the outcome.
pub(crate) fn replay(steps: &str, answers: Vec<Exchange>) -> (Vec<String>, Judgement) {
    let (document, suite) = read_suite(&case_file_text(steps)).unwrap();
    let schemas = Schemas::compile(&document, &suite).unwrap();
    let mut found = suite.cases.iter();
    let case = found
        .find(|case| case.id.as_str() == "listBooks.one")
        .unwrap();
    let mut conversation = Conversation::new(case, Level::Value, false);
    let mut sent = Vec::new();
    let mut answers = answers.into_iter();
    loop {
        let secret = |name: &str| Some(format!("secret-of-{name}"));
        let request = conversation
            .request(&document, &schemas, BASE_URL, &[], &secret)
            .unwrap();
        sent.push(format!("{} {}", request.method, request.target));
        let answer = answers.next().unwrap();
        if let ControlFlow::Break(judgement) = conversation.receive(&document, &schemas, &answer, 1)
        {
            assert_eq!(answers.next(), None, "not everything was asked for");
            return (sent, judgement);
        }
    }
}

pub(crate) fn books(ids: &[u64]) -> Value {
    ids.iter()
        .map(|id| json!({"id": id, "title": format!("Book {id}")}))
        .collect()
}

pub(crate) fn list_response(body: &Value, headers: &[(&str, &str)]) -> Exchange {
    let mut answer = json_response(200, body);
    answer.headers.push(("X-Total".into(), "2".into()));
    let named = headers
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    answer.headers.extend(named);
    answer
}

/// `step 1 body /0/id: kind` for each finding, or the outcome.
fn describe_judgement(judgement: &Judgement) -> Vec<String> {
    let one = |finding: &Finding| {
        let kind = serde_json::to_value(&finding.kind).unwrap();
        let words = kind.get("message").and_then(Value::as_str);
        let words = words.map_or_else(|| kind["kind"].to_string(), str::to_owned);
        format!(
            "step {} {}{}: {words}",
            finding.step + 1,
            finding.place,
            finding.at
        )
    };
    match &judgement.outcome {
        Outcome::Failed(findings) => findings.iter().map(one).collect(),
        Outcome::Inconclusive(reason) => vec![format!("inconclusive: {reason}")],
        other => vec![other.as_str().to_owned()],
    }
}

#[test]
fn an_invalid_case_is_refused_with_its_place() {
    for (steps, expected) in [
        (
            "- parmeters: {}\n  expect: {status: 200}",
            "8:9: unknown field `parmeters`, expected one of operation, parameters, captured, fixed, body, media_type, as, carrier, invalid, raw, expect, capture; did you mean `parameters`?",
        ),
        (
            "- parameters: {'tga[]': [x]}\n  expect: {status: 200}",
            "8:22: unknown parameter of listBooks `tga[]`; did you mean `tag[]`?",
        ),
        (
            "- operation: getBok\n  parameters: {id: 1}\n  expect: {status: 200}",
            "8:9: unknown operation `getBok`; did you mean `getBook`?",
        ),
        (
            "- operation: getBook\n  expect: {status: 200}",
            "8:9: the required parameter `id` has no value",
        ),
        (
            "- expect: {status: 200, body: {minItem: 1}}",
            "8:38: `minItem` is not a keyword of JSON Schema; did you mean `minItems`?",
        ),
        (
            "- expect: {status: 200, body: {items: {properties: {id: 7}}}}",
            "8:59: a schema must be an object, `true` or `false`",
        ),
        (
            "- expect: {status: 200, headers: {Link: [x]}}",
            "8:41: a schema must be an object, `true` or `false`",
        ),
        (
            "- expect: {status: 200, relations: [{equal: [{body: ''}, {capture: x}]}]}",
            "8:43: unknown capture of an earlier step `x`",
        ),
        (
            "- expect: {status: 200, relations: [{sorted: {of: {each: id}, order: ascending}}]}",
            "8:43: `id` is not a JSON Pointer; it must be empty or begin with `/`",
        ),
        (
            "- expect: {status: 200, relations: [{unique: {each: /id}, equal: [{body: ''}, {body: ''}]}]}",
            "8:43: a relation is one of `equal`, `differ`, `before`, `sorted`, `unique`, `follows`",
        ),
        (
            "- expect: {status: 200, relations: [{unique: {body: '', header: Link}}]}",
            "8:43: an operand has one of `body`, `each`, `header`, `parameter`, `capture`, `value`",
        ),
        (
            "- parameters: {'tag[]': [x]}\n  invalid: {parameters: {'tag[]': 7}}\n  expect: {status: 200}",
            "9:32: `tag[]` has another value under `parameters`; remove one",
        ),
        (
            "- as: reader\n  carrier: kye\n  expect: {status: 200}",
            "9:9: unknown security scheme `kye`; did you mean `key`?",
        ),
    ] {
        let error = read_suite(&case_file_text(steps)).unwrap_err();
        assert_eq!(error, format!("cases/listBooks.yaml:{expected}"), "{steps}");
    }
    let text = case_file_text("- expect: {status: 200}");
    for (from, to, expected) in [
        (
            "  one:",
            "  two:",
            "3:3: case `listBooks.two` already exists; choose another name",
        ),
        (
            "  one:",
            "  One:",
            "3:3: `One` is not a valid case name; use lower-case letters, digits and `-`",
        ),
        (
            "cases:",
            "retired: [one]\ncases:",
            "4:3: `one` was the name of another case; choose another one",
        ),
        (
            "listBooks",
            "listBoks",
            "1:1: unknown operation `listBoks`; did you mean `listBooks`?",
        ),
    ] {
        let error = read_suite(&text.replacen(from, to, 1)).unwrap_err();
        assert_eq!(error, format!("cases/listBooks.yaml:{expected}"), "{to}");
    }
}

#[test]
fn a_violated_expectation_is_reported_with_both_places() {
    let two = || vec![list_response(&books(&[7, 3]), &[("X-Page", "4")])];
    for (expect, expected) in [
        ("headers: {X-Page: {const: '4'}}", vec!["passed"]),
        (
            "headers: {X-Page: {const: '5'}}",
            vec!["step 1 header X-Page: \"5\" was expected"],
        ),
        ("headers: {X-Page: {maximum: 4}}", vec!["passed"]),
        (
            "headers: {X-Page: {maximum: 3}}",
            vec!["step 1 header X-Page: 3 was expected"],
        ),
        (
            "headers: {X-Page: {type: integer, minimum: 5}}",
            vec!["step 1 header X-Page: 5 was expected"],
        ),
        ("headers: {X-Page: {pattern: '^4$'}}", vec!["passed"]),
        (
            "headers: {X-Page: {pattern: '^5$'}}",
            vec!["step 1 header X-Page: 5 was expected"],
        ),
        (
            "headers: {Content-Type: {minimum: 1}}",
            vec!["step 1 header Content-Type: must be a number"],
        ),
        (
            "headers: {X-Page: false}",
            vec!["step 1 header X-Page: \"unexpected\""],
        ),
        (
            "headers: {X-Other: true}",
            vec!["step 1 header X-Other: \"missing\""],
        ),
        ("headers: {X-Other: false}", vec!["passed"]),
        ("body: {minItems: 2}", vec!["passed"]),
        (
            "body: {items: {properties: {id: {const: 7}}}}",
            vec!["step 1 body/1/id: 7 was expected"],
        ),
        (
            "relations: [{equal: [{each: /id}, {value: [7, 3.0]}]}]",
            vec!["passed"],
        ),
        (
            "relations: [{equal: [{each: /id}, {value: [3, 7]}]}]",
            vec!["step 1 body: \"other\""],
        ),
        (
            "relations: [{equal: [{each: /owner}, {value: [3, 7]}]}]",
            vec!["step 1 body: \"missing\""],
        ),
        (
            "relations: [{equal: [{header: X-Page}, {value: '4'}]}]",
            vec!["passed"],
        ),
        (
            "relations: [{differ: [{body: /0/id}, {body: /1/id}]}]",
            vec!["passed"],
        ),
        (
            "relations: [{differ: [{body: /0/id}, {value: 7}]}]",
            vec!["step 1 body/0/id: must differ from the other value"],
        ),
        (
            "relations: [{sorted: {of: {each: /id}, order: descending}}]",
            vec!["passed"],
        ),
        (
            "relations: [{sorted: {of: {each: /id}, order: ascending}}]",
            vec!["step 1 body: must be in ascending order"],
        ),
        ("relations: [{unique: {each: /id}}]", vec!["passed"]),
        (
            "relations: [{unique: {value: [1, 1.0]}}]",
            vec!["step 1 body: must not contain a value twice"],
        ),
        (
            "relations: [{unique: {value: [1]}}]",
            vec!["inconclusive: the list has fewer than two elements, so nothing was compared"],
        ),
        (
            "relations: [{sorted: {of: {value: [1]}, order: ascending}}]",
            vec!["inconclusive: the list has fewer than two elements, so nothing was compared"],
        ),
        (
            "relations: [{before: [{value: '2016-01-11T10:00:00Z'}, {value: '2016-01-11T11:00:00+01:00'}]}]",
            vec!["passed"],
        ),
        (
            "relations: [{before: [{value: '2016-01-11T10:00:01Z'}, {value: '2016-01-11T11:00:00+01:00'}]}]",
            vec![
                "step 1 body: must be a timestamp that is not after \"2016-01-11T11:00:00+01:00\"",
            ],
        ),
        (
            "relations: [{equal: [{parameter: 'tag[]'}, {value: [old]}]}]",
            vec!["passed"],
        ),
    ] {
        let steps =
            format!("- parameters: {{'tag[]': [old]}}\n  expect:\n    status: 200\n    {expect}");
        let (sent, judgement) = replay(&steps, two());
        assert_eq!(sent, ["GET /books?tag%5B%5D=old"]);
        let result = describe_judgement(&judgement);
        let result: Vec<String> = result
            .iter()
            .map(|line| line.replace("the value must be", "was expected:"))
            .collect();
        let expected_word = expected.join("; ");
        let result = result.join("; ");
        let is_const = expected_word.contains("was expected");
        assert!(
            result == expected_word
                || is_const && result.starts_with(expected_word.split(':').next().unwrap()),
            "{expect}: {result}"
        );
    }
}

#[test]
fn an_empty_list_proves_nothing_unless_it_is_expected() {
    for (body, expected) in [
        (
            "{items: {properties: {id: {const: 7}}}}",
            "inconclusive: the list is empty, so its elements were not checked",
        ),
        ("{maxItems: 0}", "passed"),
        ("{const: []}", "passed"),
    ] {
        let steps = format!("- expect: {{status: 200, body: {body}}}");
        let (_, judgement) = replay(&steps, vec![list_response(&json!([]), &[])]);
        assert_eq!(describe_judgement(&judgement), [expected]);
    }
}

#[test]
fn a_step_sends_and_compares_captured_values() {
    let steps = "- expect: {status: 200}
  capture: {last: {body: /1/id}, first: {body: /0}}
- operation: getBook
  captured: {id: last}
  expect:
    status: 200
    relations:
      - equal: [{body: /id}, {parameter: id}]
      - differ: [{body: ''}, {capture: first}]";
    let book = |id: u64| json_response(200, &json!({"id": id, "title": "Book"}));
    let answers = |id| vec![list_response(&books(&[7, 3]), &[]), book(id)];
    let (sent, judgement) = replay(steps, answers(3));
    assert_eq!(sent, ["GET /books", "GET /books/3"]);
    assert_eq!(describe_judgement(&judgement), ["passed"]);

    let (_, judgement) = replay(steps, answers(4));
    assert_eq!(
        describe_judgement(&judgement),
        ["step 2 body/id: \"other\""]
    );

    // the first difference ends the case: further ones would only hide the cause
    let (sent, judgement) = replay(steps, vec![json_response(500, &json!({}))]);
    assert_eq!(sent.len(), 1);
    assert_eq!(describe_judgement(&judgement), ["step 1 status: \"other\""]);

    let (_, judgement) = replay(steps, vec![list_response(&books(&[7]), &[])]);
    assert_eq!(describe_judgement(&judgement), ["step 1 body: \"missing\""]);
}

#[test]
fn paging_follows_links_to_the_last_page() {
    let steps = "- expect:
    status: 200
    relations: [{follows: {each: /id, collects: [9, 8, 7], pages: 2}}]";
    let next = |to: &str| format!("<{BASE_URL}/books?first>; rel=\"first\", <{to}>; rel=\"next\"");
    let second = format!("{BASE_URL}/books?page=2");
    let pages = |one: &[u64], other: &[u64]| {
        vec![
            list_response(&books(one), &[("link", &next(&second))]),
            list_response(&books(other), &[("link", "<x>; rel=\"first\"")]),
        ]
    };
    let (sent, judgement) = replay(steps, pages(&[9, 8], &[7]));
    assert_eq!(sent, ["GET /books", "GET /books?page=2"]);
    assert_eq!(describe_judgement(&judgement), ["passed"]);

    for (answers, expected) in [
        (pages(&[9, 8], &[8, 7]), "step 1 body: \"other\""),
        (pages(&[9, 8], &[]), "step 1 body: \"other\""),
        (
            vec![list_response(&books(&[9, 8, 7]), &[])],
            "step 1 body: must have 2 pages",
        ),
        (
            vec![list_response(
                &books(&[9]),
                &[("link", &next("http://elsewhere.example/books"))],
            )],
            "step 1 header Link: must be a URL below http://shelf.example/api",
        ),
        (
            vec![list_response(
                &books(&[9]),
                &[("link", &next(&format!("{BASE_URL}/books")))],
            )],
            "step 1 header Link: must not link to an earlier page",
        ),
        (
            vec![
                list_response(&books(&[9]), &[("link", &next(&second))]),
                list_response(&json!([{"id": "x", "title": "Broken"}]), &[]),
            ],
            "step 1 body/0/id",
        ),
    ] {
        let (_, judgement) = replay(steps, answers);
        let result = describe_judgement(&judgement).join("; ");
        assert!(result.starts_with(expected), "{result}");
    }
}

#[test]
fn the_next_page_is_found_in_every_notation_of_a_link() {
    let steps = "- expect:
    status: 200
    relations: [{follows: {each: /id, collects: [9, 8]}}]";
    let first = r#"</books?page=1>; rel="first""#;
    for (links, second) in [
        (
            vec![r#"<http://shelf.example/api/books?ids=1,2&page=2>; rel="next""#],
            "GET /books?ids=1,2&page=2",
        ),
        (vec!["<?page=2>; Rel=\"next\""], "GET /books?page=2"),
        (vec!["<?page=2> ; rel = \"next\""], "GET /books?page=2"),
        (vec!["<?page=2>;rel=NEXT"], "GET /books?page=2"),
        (vec![r#"<books;2>; rel="last next""#], "GET /books;2"),
        (vec!["</api/books?page=2>; rel=next"], "GET /books?page=2"),
        (
            vec![
                "//shelf.example/api/books?page=2",
                first,
                "<?page=2>; rel=next",
            ],
            "GET /books?page=2",
        ),
        (
            vec![r#"<?page=3>; rel=next; anchor="/other", <?page=2>; title="a, b"; rel=next"#],
            "GET /books?page=2",
        ),
    ] {
        let headers: Vec<(&str, &str)> = links.iter().map(|link| ("link", *link)).collect();
        let answers = vec![
            list_response(&books(&[9]), &headers),
            list_response(&books(&[8]), &[]),
        ];
        let (sent, judgement) = replay(steps, answers);
        assert_eq!(sent, ["GET /books", second], "{links:?}");
        assert_eq!(describe_judgement(&judgement), ["passed"], "{links:?}");
    }
    let answers = vec![list_response(
        &books(&[9]),
        &[("link", "<http://shelf.example/apis/books>; rel=next")],
    )];
    let (_, judgement) = replay(steps, answers);
    assert_eq!(
        describe_judgement(&judgement),
        ["step 1 header Link: must be a URL below http://shelf.example/api"]
    );
}

#[test]
fn raw_parts_are_sent_unchanged() {
    let steps =
        "- raw: {method: PUT, path: /shelf/../books, query: a=1&a=2, headers: {Accept: x/y}}
  as: reader
  carrier: {query: token}
  expect: {status: 405, body: {const: {error: no}}}";
    let (sent, judgement) = replay(steps, vec![json_response(405, &json!({"error": "no"}))]);
    assert_eq!(sent, ["PUT /shelf/../books?token=secret-of-reader&a=1&a=2"]);
    assert_eq!(describe_judgement(&judgement), ["passed"]);
}

/// The request to a target without fixtures for a case that applies in any state, or why it has none.
fn plan_any_state(steps: &str, bound: &[(&str, Value)]) -> Result<Vec<String>, String> {
    let text = case_file_text(steps)
        .replace("listBooks", "getBook")
        .replace("  one:", "  any:")
        .replace("    fixture:", "    anywhere: true\n    fixture:");
    let (document, suite) = read_suite(&text)?;
    let schemas = Schemas::compile(&document, &suite).unwrap();
    let state = StateSource::Existing(ExistingState {
        given_params: bound.iter().map(|(name, _)| (*name).to_owned()).collect(),
        ..ExistingState::default()
    });
    let plan = plan(&document, &suite, &schemas, &state, &|case| case.any_state);
    let Some(planned) = plan.cases.first() else {
        let skipped = plan.skips.iter().find(|skip| skip.case.any_state);
        return Err(skipped.unwrap().outcome.reason().unwrap().to_string());
    };
    let params: Vec<Param> = bound
        .iter()
        .map(|(parameter, value)| Param {
            parameter: (*parameter).to_owned(),
            value: value.clone(),
        })
        .collect();
    let sent = planned.case.steps.iter().map(|step| {
        let request = build_request(&document, step, &params, &|_| None).unwrap();
        request.target
    });
    Ok(sent.collect())
}

#[test]
fn a_case_for_any_state_is_sent_with_the_values_of_a_target() {
    let bound: &[(&str, Value)] = &[("id", json!(42))];
    for (steps, bound, expected) in [
        (
            "- {parameters: {id: 7}, expect: {status: 404}}",
            bound,
            Ok("/books/42"),
        ),
        (
            "- {parameters: {id: 7}, expect: {status: 404}}",
            &[],
            Err("no value for path parameter `id`"),
        ),
        (
            "- {parameters: {id: 999999}, fixed: [id], expect: {status: 404}}",
            bound,
            Ok("/books/999999"),
        ),
        (
            "- {parameters: {id: 999999}, fixed: [id], expect: {status: 404}}",
            &[],
            Ok("/books/999999"),
        ),
        (
            "- {parameters: {id: 999999}, fixed: [di], expect: {status: 404}}",
            bound,
            Err("unknown parameter of this step `di`; did you mean `id`?"),
        ),
        (
            "- {parameters: {id: 7}, raw: {path: '/books/{id}/weather'}, expect: {status: 404}}",
            bound,
            Ok("/books/42/weather"),
        ),
        (
            "- {invalid: {parameters: {id: seven}}, expect: {status: 404}}",
            bound,
            Ok("/books/seven"),
        ),
        (
            "- {raw: {path: /weather/7}, expect: {status: 404}}",
            bound,
            Ok("/weather/7"),
        ),
        (
            "- {raw: {path: /books/7/weather}, expect: {status: 404}}",
            bound,
            Err(
                "the path contains the literal value `7`, which another server does not have; write `{id}`",
            ),
        ),
    ] {
        match (plan_any_state(steps, bound), expected) {
            (Ok(sent), Ok(expected)) => assert_eq!(sent, [expected], "{steps}"),
            (Err(error), Err(expected)) => assert!(error.contains(expected), "{steps}: {error}"),
            (actual, expected) => panic!("{steps}: {actual:?} instead of {expected:?}"),
        }
    }
}
