//! Every outcome, and every kind of finding with its place, its class and its agreement, comes out of the real binary
//! against a server that has just that fault. The schema of the report lists the words.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::support::report::Report;
use crate::support::server::{Request, Server, response, sandbox};
use crate::support::{Project, root};

/// One operation for each fault: `/status` responds with another status, and so on.
const DOCUMENT: &str = r"
openapi: 3.1.0
info: { title: Faulty, version: '1' }
paths:
  /fine: { get: { operationId: fine, responses: { '200': { $ref: '#/components/responses/Thing' } } } }
  /status: { get: { operationId: status, responses: { '200': { $ref: '#/components/responses/Thing' } } } }
  /media-type: { get: { operationId: mediaType, responses: { '200': { $ref: '#/components/responses/Thing' } } } }
  /unreadable: { get: { operationId: unreadable, responses: { '200': { $ref: '#/components/responses/Thing' } } } }
  /lacking: { get: { operationId: lacking, responses: { '200': { $ref: '#/components/responses/Thing' } } } }
  /other: { get: { operationId: other, responses: { '200': { $ref: '#/components/responses/Thing' } } } }
  /invalid: { get: { operationId: invalid, responses: { '200': { $ref: '#/components/responses/Thing' } } } }
  /undocumented: { get: { operationId: undocumented, responses: { '200': { $ref: '#/components/responses/Thing' } } } }
  /unreached: { get: { operationId: unreached, responses: { '200': { $ref: '#/components/responses/Thing' } } } }
  /header:
    get:
      operationId: header
      responses:
        '200':
          description: It says how many there are.
          headers: { X-Total: { required: true, schema: { type: integer } } }
          content: { text/plain: { examples: { one: { value: fine, x-reprise: { fixture: any } } } } }
  /moved: { get: { operationId: moved, responses: { '200': { $ref: '#/components/responses/Things' } } } }
  /more: { get: { operationId: more, responses: { '200': { $ref: '#/components/responses/Things' } } } }
  /example: { get: { operationId: example, responses: { '200': { $ref: '#/components/responses/Wrong' } } } }
  /schema: { get: { operationId: schema, responses: { '200': { $ref: '#/components/responses/Wrong' } } } }
  /empty: { get: { operationId: empty, responses: { '200': { $ref: '#/components/responses/Things' } } } }
  /echo:
    get:
      operationId: echo
      parameters: [{ name: q, in: query, schema: { type: string } }]
      responses: { '200': { $ref: '#/components/responses/Thing' } }
  /mistaken:
    get:
      operationId: mistaken
      parameters: [{ name: q, in: query, schema: { type: integer }, examples: { one: { value: many } } }]
      responses: { '200': { $ref: '#/components/responses/Thing' } }
  /blocked/{id}:
    get:
      operationId: blocked
      parameters: [{ name: id, in: path, required: true, schema: { type: string } }]
      responses: { '200': { description: No example has an id., content: { text/plain: { examples: { one: { value: fine } } } } } }
  /skip:
    get:
      operationId: skip
      responses:
        '200': { description: d, content: { text/plain: { examples: { it: { value: fine, x-reprise: { fixture: any } } } } } }
components:
  responses:
    Thing:
      description: A thing.
      content:
        application/json:
          schema: { $ref: '#/components/schemas/Thing' }
          examples: { one: { value: { id: 1, title: A thing of beauty. }, x-reprise: { fixture: any } } }
    Things:
      description: Things.
      content:
        application/json:
          schema: { type: array, items: { $ref: '#/components/schemas/Thing' } }
          examples: { one: { value: [{ id: 1, title: A }, { id: 2, title: B }], x-reprise: { fixture: any } } }
    Wrong:
      description: A thing whose example breaks its schema.
      content:
        application/json:
          schema: { $ref: '#/components/schemas/Thing' }
          examples: { one: { value: { id: one, title: A }, x-reprise: { fixture: any } } }
  schemas:
    Thing: { type: object, required: [id], properties: { id: { type: integer }, title: { type: string } } }
";

/// Checks that no example can express: an empty list proves nothing, and a response may contradict its request.
const CASES: [(&str, &str); 2] = [
    (
        "empty.yaml",
        "operation: empty
cases:
  nothing:
    title: Every thing has a number
    source: {behaviour: things}
    fixture: any
    steps: [{expect: {status: 200, body: {items: {required: [id]}}}}]
",
    ),
    (
        "echo.yaml",
        "operation: echo
cases:
  same:
    title: What is sent is what comes back
    source: {behaviour: echo}
    fixture: any
    steps:
      - parameters: {q: hello}
        expect: {status: 200, relations: [{equal: [{parameter: q}, {body: /title}]}]}
",
    ),
];

/// The response of each path; the state hook gives every case the same sandbox.
fn respond(request: &Request) -> String {
    let path = request.line.split([' ', '?']).nth(1).unwrap_or_default();
    let json = |body: &str| response(200, "application/json", body);
    match path {
        "/hook" => sandbox(request, "", ""),
        "/hook/7" => response(204, "text/plain", ""),
        "/status" => response(500, "application/json", "{}"),
        "/media-type" => response(200, "text/html", "<p>1</p>"),
        "/unreadable" => json(r#"{"id": 1"#),
        "/lacking" => json(r#"{"id": 1}"#),
        "/other" => json(r#"{"id": 1, "title": "A thing of beaty."}"#),
        "/invalid" => json(r#"{"id": "1", "title": "A thing of beauty."}"#),
        "/undocumented" => json(r#"{"id": 1, "title": "A thing of beauty.", "secret": 1}"#),
        "/unreached" => String::new(),
        "/header" => response(200, "text/plain", "fine"),
        "/moved" => json(r#"[{"id": 2, "title": "B"}, {"id": 1, "title": "A"}]"#),
        "/more" => json(r#"[{"id": 1, "title": "A"}, {"id": 2, "title": "B"}, {"id": 3}]"#),
        "/example" => json(r#"{"id": 1, "title": "A"}"#),
        "/schema" => json(r#"{"id": "one", "title": "A"}"#),
        "/empty" => json("[]"),
        _ => json(r#"{"id": 1, "title": "A thing of beauty."}"#),
    }
}

/// The words that the report's schema allows for a property of a definition, in any of its branches; or those of the
/// definition itself.
fn enum_values(schema: &Value, definition: &str, property: Option<&str>) -> BTreeSet<String> {
    fn collect(schema: &Value, property: Option<&str>, words: &mut BTreeSet<String>) {
        let branches = ["oneOf", "allOf"]
            .into_iter()
            .filter_map(|keyword| schema.get(keyword));
        for branch in branches.filter_map(Value::as_array).flatten() {
            collect(branch, property, words);
        }
        let place = match property {
            Some(property) => schema.get("properties").and_then(|all| all.get(property)),
            None => Some(schema),
        };
        let word = place.and_then(|place| place.get("const")?.as_str());
        words.extend(word.map(str::to_owned));
    }
    let mut words = BTreeSet::new();
    collect(&schema["$defs"][definition], property, &mut words);
    words
}

#[test]
fn a_faulty_server_causes_every_outcome_and_every_kind_of_finding() {
    let mut project = Project::new(DOCUMENT).with("fixtures/any.yaml", "{}\n");
    for (name, text) in CASES {
        project = project.with(&format!("cases/{name}"), text);
    }
    let server = Server::start(respond);
    let hook = format!("{}/hook", server.url());
    let args = [
        "run",
        "shelf.yaml",
        "--hook",
        &hook,
        "--suite",
        ".",
        "--strict",
        "--retries",
        "0",
    ];
    // all but `skip.it`
    let args = [&args[..], &["--only", "e"]].concat();
    let (run, Report(record)) = project.reported(&args, &[]);
    run.exits(1);
    let cases = record["cases"].as_array().unwrap();
    let findings = cases
        .iter()
        .filter_map(|case| case["findings"].as_array())
        .flatten();

    let Report(schema) = Report::read(&root().join("spec/schemas/Report.schema.json"));
    let seen = |key: &str| -> BTreeSet<String> {
        let found = findings.clone().chain(cases.iter());
        let found = found.filter_map(|one| one.get(key)?.as_str());
        found.map(str::to_owned).collect()
    };
    for (key, definition, property) in [
        ("outcome", "CaseRecord", Some("outcome")),
        ("kind", "FindingRecord", Some("kind")),
        ("place", "FindingRecord", Some("place")),
        ("class", "FindingClass", None),
        ("agreement", "Agreement", None),
    ] {
        let words = enum_values(&schema, definition, property);
        assert_eq!(seen(key), words, "{key}\n{}", run.out);
    }
}
