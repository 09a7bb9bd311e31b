//! The requests and results of discovery rules, and the values that cases get from them.

use openapi_document::Document;
use reprise_core::{
    CaseOrigin, Discovery, DiscoveryResult, DiscoveryRule, DisposableResources, Exchange,
    ExistingState, Outcome, Param, PlannedCase, Reason, Schemas, StateSource, Suite, YamlError,
    build_request, build_suite, parse_yaml, plan,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::{json_response, make_response};

const LIBRARY: &str = r"
openapi: 3.1.0
info: { title: Library, version: 1.0.0 }
security: [{ key: [] }, {}]
paths:
  /shelves:
    get:
      operationId: listShelves
      parameters: [{ name: topic, in: query, schema: { type: array, items: { type: string } } }]
      responses: { '200': { description: The shelves. } }
    post:
      operationId: addShelf
      responses: { '201': { description: One more. } }
  /shelves/{shelf}/books:
    parameters: [{ name: shelf, in: path, required: true, schema: { type: string } }]
    get:
      operationId: listBooks
      responses: { '200': { description: The books. } }
  /shelves/{shelf}/books/{book}:
    parameters:
      - { name: shelf, in: path, required: true, schema: { type: string }, examples: { lent: { value: a }, free: { value: a } } }
      - { name: book, in: path, required: true, schema: { type: integer }, examples: { lent: { value: 1 }, free: { value: 2 } } }
    get:
      operationId: getBook
      responses:
        '200':
          description: The book.
          content: { application/json: { examples: { lent: { value: { id: 1 } }, free: { value: { id: 2 } } } } }
    delete:
      operationId: removeBook
      responses:
        '200':
          description: The book.
          content: { application/json: { examples: { free: { value: { id: 2 } } } } }
components:
  securitySchemes: { key: { type: apiKey, in: query, name: key } }
";

fn library() -> (Document, Suite) {
    let document = Document::parse("library.yaml", LIBRARY).unwrap();
    let suite = build_suite(&document, &[], &[]).unwrap();
    (document, documented(suite))
}

/// The rules of a target.
fn parse_rules(text: &str) -> Result<Vec<DiscoveryRule>, YamlError> {
    #[derive(Deserialize)]
    struct Target {
        discover: Vec<DiscoveryRule>,
    }
    parse_yaml("t.yaml", text).map(|target: Target| target.discover)
}

/// The cases with examples; the others say nothing about discovery.
fn documented(mut suite: Suite) -> Suite {
    suite
        .cases
        .retain(|case| case.origin == CaseOrigin::Documented);
    suite
}

fn discovery(rules: &str) -> Result<Discovery, String> {
    let (document, suite) = library();
    let text = format!("base_url: https://a.example\ndiscover:\n{rules}");
    let rules = parse_rules(&text).map_err(|error| error.to_string())?;
    Discovery::new(&document, &suite, "t.yaml", &rules).map_err(|error| error.to_string())
}

/// The result of a search.
struct SearchResult {
    asked: Vec<String>,
    discovery: Discovery,
    /// Cases with their requests, or the reason why there is no request.
    cases: Vec<String>,
}

/// Searches a library; `answers` returns the response for the path and query of a request.
fn search(
    rules: &str,
    given: &[(&str, Value)],
    answers: impl Fn(&str) -> Exchange,
) -> SearchResult {
    let (document, suite) = library();
    let schemas = Schemas::compile(&document, &suite).unwrap();
    let given: Vec<Param> = given
        .iter()
        .map(|(parameter, value)| Param {
            parameter: (*parameter).to_owned(),
            value: value.clone(),
        })
        .collect();
    let state = |discovery: Discovery| {
        StateSource::Existing(ExistingState {
            given_params: given.iter().map(|one| one.parameter.clone()).collect(),
            disposable: DisposableResources::Listed {
                params: given.iter().map(|one| one.parameter.clone()).collect(),
                operations: Vec::new(),
            },
            discovery,
        })
    };
    let mut discovery = discovery(rules).unwrap();
    let before = state(discovery.clone());
    let wanted = plan(&document, &suite, &schemas, &before, &|_| true);
    let mut requests = Vec::new();
    let mut search = discovery.search(&given, wanted.cases.iter().map(|planned| planned.case));
    while let Some(inquiry) = search.next() {
        let secret = |name: &str| (name != "key").then(|| format!("secret-{name}"));
        let request = build_request(&document, &inquiry.step, &inquiry.params, &secret).unwrap();
        assert_eq!(request.method, "GET");
        search.receive(&request.target, Ok(&answers(&request.target)));
        requests.push(request.target);
    }
    let after = state(discovery.clone());
    let plan = plan(&document, &suite, &schemas, &after, &|_| true);
    let target = |planned: &PlannedCase<'_>| {
        let params = [given.as_slice(), &planned.discovered].concat();
        let request = build_request(&document, &planned.case.steps[0], &params, &|_| None);
        format!("{} {}", planned.case.id, request.unwrap().target)
    };
    let sent = plan.cases.iter().map(target);
    let skipped = plan.skips.iter().map(|skip| match &skip.outcome {
        Outcome::Blocked(Reason::ChangesState) => format!("{} changes state", skip.case.id),
        Outcome::Blocked(reason) => format!("{} blocked: {reason}", skip.case.id),
        other => format!("{} {}", skip.case.id, other.as_str()),
    });
    SearchResult {
        asked: requests,
        cases: sent.chain(skipped).collect(),
        discovery,
    }
}

#[test]
fn each_case_gets_its_discovered_values() {
    let searched = search(
        "
  - { find: a lent book, operation: listBooks, having: [/lent_to], set: { book: /id }, for: [getBook.lent] }
  - { find: any book, operation: listBooks, set: { book: /id } }
",
        &[("shelf", json!("a/b"))],
        |_| json_response(200, &json!([{"id": 3, "lent_to": null}, {"id": 4, "lent_to": "me"}])),
    );
    assert_eq!(searched.asked, ["/shelves/a%2Fb/books"; 2]);
    assert_eq!(
        searched.cases,
        [
            "getBook.lent /shelves/a%2Fb/books/4",
            "getBook.free /shelves/a%2Fb/books/3",
            "removeBook.free changes state",
        ]
    );
}

#[test]
fn earlier_results_are_tried_until_a_rule_finds_something() {
    let searched = search(
        "
  - { find: a shelf, operation: listShelves, as: reader, parameters: { topic: [sea, sky] }, in: /shelves, set: { shelf: /name } }
  - { find: a book, operation: listBooks, set: { book: /id } }
",
        &[],
        |target| match target {
            "/shelves/empty/books" => json_response(200, &json!([])),
            "/shelves/secret/books" => json_response(403, &json!({})),
            "/shelves/full/books" => json_response(200, &json!([{"id": 9}])),
            _ => json_response(
                200,
                &json!({"shelves": [{"name": "empty"}, {"name": "empty"}, {"name": "secret"}, {"name": ".."}, {"name": "full"}, {"name": "more"}]}),
            ),
        },
    );
    assert_eq!(
        searched.asked,
        [
            "/shelves?topic=sea&topic=sky&key=secret-reader",
            "/shelves/empty/books",
            "/shelves/secret/books",
            "/shelves/full/books"
        ]
    );
    // the book is on the shelf of the request that found it, and not on the first one
    assert_eq!(searched.cases[0], "getBook.lent /shelves/full/books/9");
    let results = searched.discovery.results();
    assert_eq!(results[1].rule, "a book");
    assert_eq!(
        results[1].result,
        DiscoveryResult::Found {
            request: "/shelves/full/books".to_owned(),
            params: vec![Param {
                parameter: "book".to_owned(),
                value: json!(9)
            }]
        }
    );
}

#[test]
fn a_search_comes_to_an_end() {
    let searched = search(
        "
  - { find: a shelf, operation: listShelves, set: { shelf: /name } }
  - { find: a book, operation: listBooks, set: { book: /id } }
",
        &[],
        |target| match target {
            "/shelves" => {
                let shelves = (0..30).map(|number| json!({"name": number}));
                json_response(200, &shelves.collect())
            }
            _ => json_response(200, &json!([])),
        },
    );
    assert_eq!(searched.asked.len(), 1 + 20);
    assert!(
        searched.cases[0].starts_with(
            "getBook.lent blocked: discovery rule `a book` found nothing: /shelves/19/books responds with 200"
        ),
        "{:?}",
        searched.cases
    );
}

#[test]
fn the_values_of_a_successful_request_are_kept() {
    let searched = search(
        "
  - { find: books, operation: listBooks, set: { book: /id }, for: [] }
  - { find: a book that opens, operation: getBook, keep: [book], for: [getBook.lent] }
  - { find: a book with a cover, operation: getBook, having: [/cover], keep: [book], for: [getBook.free] }
",
        &[("shelf", json!("a"))],
        |target| match target {
            "/shelves/a/books" => json_response(200, &json!([{"id": 1}, {"id": 2}, {"id": 3}])),
            "/shelves/a/books/1" => json_response(404, &json!({})),
            "/shelves/a/books/2" => make_response(200, "text/plain", "Call me"),
            _ => json_response(200, &json!({"cover": "red"})),
        },
    );
    assert_eq!(
        searched.cases,
        [
            "getBook.lent /shelves/a/books/2",
            "getBook.free /shelves/a/books/3",
            "removeBook.free changes state",
        ]
    );
}

#[test]
fn a_configured_value_is_neither_searched_for_nor_replaced() {
    let rules = "
  - { find: a shelf, operation: listShelves, set: { shelf: /name } }
  - { find: a book, operation: listBooks, set: { book: /id, shelf: /shelf } }
";
    let both = search(rules, &[("shelf", json!("a")), ("book", json!(7))], |_| {
        json_response(200, &json!([]))
    });
    assert_eq!(both.asked, Vec::<String>::new());
    assert_eq!(
        both.cases,
        [
            "getBook.lent /shelves/a/books/7",
            "getBook.free /shelves/a/books/7",
            "removeBook.free /shelves/a/books/7",
        ]
    );
    assert!(
        both.discovery
            .results()
            .iter()
            .all(|report| report.result == DiscoveryResult::NotNeeded)
    );
    let one = search(rules, &[("shelf", json!("a"))], |_| {
        json_response(200, &json!({"id": 8, "shelf": "elsewhere"}))
    });
    assert_eq!(one.asked, ["/shelves/a/books"]);
    assert_eq!(one.cases[0], "getBook.lent /shelves/a/books/8");
}

#[test]
fn a_rule_that_finds_nothing_blocks_its_cases_and_no_others() {
    let rules = "
  - { find: a lent book, operation: listBooks, set: { book: /id }, having: [/lent_to], for: [getBook.lent] }
  - { find: any book, operation: listBooks, set: { book: /id }, for: ['getBook.*'] }
";
    for (lent, why) in [
        (
            json_response(200, &json!([])),
            "responds with 200 and an empty list",
        ),
        (json_response(404, &json!({})), "responds with 404"),
        (
            json_response(200, &json!([{"id": 3}])),
            "responds with 200, but no element has `/id` and `/lent_to`",
        ),
        (
            make_response(200, "text/plain", "no"),
            "responds with 200 and a body that is not JSON",
        ),
    ] {
        let asked = std::cell::Cell::new(false);
        let searched = search(rules, &[("shelf", json!("a"))], |_| {
            if asked.replace(true) {
                json_response(200, &json!([{"id": 3}]))
            } else {
                lent.clone()
            }
        });
        assert_eq!(
            searched.cases,
            [
                "getBook.free /shelves/a/books/3".to_owned(),
                format!(
                    "getBook.lent blocked: discovery rule `a lent book` found nothing: /shelves/a/books {why}; create one, or pass --param book=VALUE"
                ),
                "removeBook.free changes state".to_owned(),
            ]
        );
    }
}

#[test]
fn a_rule_that_cannot_be_used_names_the_missing_parameter() {
    let rules = "
  - { find: a shelf, operation: listShelves, set: { shelf: /name } }
  - { find: a book, operation: listBooks, set: { book: /id } }
";
    let none = search(rules, &[], |_| json_response(200, &json!([])));
    assert!(
        none.cases[0].starts_with(
            "getBook.lent blocked: discovery rule `a shelf` found nothing: /shelves responds with 200 and an empty list;"
        ),
        "{:?}",
        none.cases
    );
    let rules = "
  - { find: a book, operation: listBooks, set: { book: /id } }
  - { find: a shelf, operation: listShelves, set: { shelf: /name } }
";
    let late = search(rules, &[], |_| json_response(200, &json!([{"name": "a"}])));
    assert_eq!(
        late.cases[0],
        "getBook.lent blocked: discovery rule `a book` found nothing: no value for path parameter `shelf`; create one, or pass --param book=VALUE"
    );
}

#[test]
fn discovered_values_are_never_disposable() {
    let searched = search(
        "  - { find: a book, operation: listBooks, set: { book: /id } }\n",
        &[("shelf", json!("a"))],
        |_| json_response(200, &json!([{"id": 3}])),
    );
    assert_eq!(
        searched.cases.last().unwrap(),
        "removeBook.free changes state"
    );

    // not even if only the shelf has an example, and the shelf is disposable
    let text = LIBRARY.replace(", examples: { lent: { value: 1 }, free: { value: 2 } }", "");
    let document = Document::parse("library.yaml", &text).unwrap();
    let suite = build_suite(&document, &[], &[]).unwrap();
    let schemas = Schemas::compile(&document, &suite).unwrap();
    let rules = "base_url: https://a.example\ndiscover: [{ find: a book, operation: listBooks, set: { book: /id } }]\n";
    let rules = parse_rules(rules).unwrap();
    let state = StateSource::Existing(ExistingState {
        given_params: vec!["shelf".to_owned()],
        disposable: DisposableResources::Listed {
            params: vec!["shelf".to_owned()],
            operations: Vec::new(),
        },
        discovery: Discovery::new(&document, &suite, "t.yaml", &rules).unwrap(),
    });
    let plan = plan(&document, &suite, &schemas, &state, &|_| true);
    let removing = suite
        .cases
        .iter()
        .find(|case| case.operation == "removeBook");
    assert_eq!(
        removing.unwrap().steps[0].missing_parameters[0].name,
        "book"
    );
    assert!(plan.cases.iter().all(|planned| planned.case.is_safe()));
}

#[test]
fn every_case_may_be_sent_before_discovery() {
    let (document, suite) = library();
    let schemas = Schemas::compile(&document, &suite).unwrap();
    let discovery = discovery(
        "
  - { find: a shelf, operation: listShelves, set: { shelf: /name } }
  - { find: a book, operation: listBooks, set: { book: /id } }
",
    )
    .unwrap();
    let state = StateSource::Existing(ExistingState {
        discovery,
        ..ExistingState::default()
    });
    let plan = plan(&document, &suite, &schemas, &state, &|_| true);
    assert_eq!(plan.cases.len(), 2);
    assert!(
        plan.cases
            .iter()
            .all(|planned| planned.discovered.is_empty())
    );
}

#[test]
fn a_rule_that_does_not_fit_is_refused_with_its_place() {
    for (rule, expected) in [
        (
            "{ find: x, operation: listBoks, set: { book: /id } }",
            "t.yaml:3:27: unknown operation `listBoks`; did you mean `listBooks`?",
        ),
        (
            "{ find: x, operation: addShelf, set: { book: /id } }",
            "t.yaml:3:27: `addShelf` is a POST; discovery sends GET requests only; use a GET operation",
        ),
        (
            "{ find: x, operation: removeBook, set: { book: /id } }",
            "t.yaml:3:27: `removeBook` is a DELETE; discovery sends GET requests only; use a GET operation",
        ),
        (
            "{ find: x, operation: listShelves, parameters: { topc: [sea] }, set: { book: /id } }",
            "t.yaml:3:54: unknown parameter of listShelves `topc`; did you mean `topic`?",
        ),
        (
            "{ find: x, operation: listBooks, set: { bok: /id } }",
            "t.yaml:3:45: unknown parameter `bok`; did you mean `book`?",
        ),
        (
            "{ find: x, operation: listBooks, keep: [shef] }",
            "t.yaml:3:45: unknown open parameter of listBooks `shef`; did you mean `shelf`?",
        ),
        (
            "{ find: x, operation: listBooks, set: { book: id } }",
            "t.yaml:3:51: `id` is not a JSON Pointer; write it like /id, relative to an element of the list",
        ),
        (
            "{ find: x, operation: listBooks, having: [a], set: { book: /id } }",
            "t.yaml:3:47: `a` is not a JSON Pointer; write it like /id, relative to an element of the list",
        ),
        (
            "{ find: x, operation: listBooks, set: {} }",
            "t.yaml:3:13: the rule gives no parameter a value; add `set` or `keep`",
        ),
        (
            "{ find: x, operation: listBooks, set: { book: /id }, for: [getBook.let] }",
            "t.yaml:3:64: unknown case `getBook.let`; did you mean `getBook.lent`?",
        ),
        (
            "{ find: x, operation: listBooks, as: me, scheme: kye, set: { book: /id } }",
            "t.yaml:3:54: unknown security scheme `kye`; did you mean `key`?",
        ),
        (
            "{ find: x, operation: listBooks, bnid: { book: /id } }",
            "unknown field `bnid`, expected one of",
        ),
        (
            "{ find: x, operation: listBooks, set: { book: /id } }\n  - { find: x, operation: listBooks, set: { book: /id } }",
            "t.yaml:4:13: `x` is already defined; choose another name",
        ),
    ] {
        let error = discovery(&format!("  - {rule}\n")).unwrap_err();
        assert!(error.contains(expected), "{rule}\n{error}\n{expected}");
    }
}
