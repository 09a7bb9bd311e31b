//! Every kind of message about files and flags, in one list each: a change of wording is a diff here.

use openapi_document::Document;
use reprise_core::{
    CaseFindings, Day, KnownFailure, Level, Secrets, Shard, build_suite, evaluate_known_failures,
    find_requirement_problems, lint_document, parse_cases, parse_errata, parse_known_failures,
    parse_requirements,
};

use crate::case_files::case_file_text;
use crate::{shelf, shelf_suite};

/// The errors of a parser for a list of texts.
fn errors<T, E: ToString>(texts: &[&str], parse: impl Fn(&str) -> Result<T, E>) -> String {
    let error = |text: &&str| match parse(text) {
        Ok(_) => panic!("{text} is read"),
        Err(error) => error.to_string(),
    };
    texts.iter().map(error).collect::<Vec<_>>().join("\n")
}

#[test]
fn of_shards_days_and_secrets() {
    let mut messages = errors(&["2", "a/b", "0/3", "4/3"], str::parse::<Shard>);
    messages.push('\n');
    messages += &errors(&["tomorrow"], |text| Day::try_from(text.to_owned()));
    messages.push('\n');
    messages += &errors(&["1234567"[..3].as_ref()], |text| {
        Secrets::default().add("pin", text)
    });
    insta::assert_snapshot!(messages, @r#"
`2` is not a shard; write INDEX/COUNT, for example 2/3
`a/b` is not a shard; write INDEX/COUNT, for example 2/3
shard 0/3 does not exist; shards are 1/3 to 3/3
shard 4/3 does not exist; shards are 1/3 to 3/3
`tomorrow` is not a date; write it like 2027-03-31
the secret `pin` has fewer than 4 characters, too few to mask it safely; use a longer one
"#);
}

#[test]
fn of_files_of_cases() {
    let cases = |steps: &str| {
        let mut document = shelf();
        let parsed =
            parse_cases("cases/listBooks.yaml", &case_file_text(steps)).map_err(|e| e.to_string());
        let parsed = parsed?.attach(&mut document);
        build_suite(&document, &[parsed], &[]).map_err(|error| error.to_string())
    };
    let messages = errors(
        &[
            "- parmeters: {}\n  expect: {status: 200}",
            "- parameters: {'tga[]': [x]}\n  expect: {status: 200}",
            "- operation: nothing\n  expect: {status: 200}",
            "- operation: getBook\n  expect: {status: 200}",
            "- expect: {status: 200, body: {minItem: 1}}",
            "- expect: {status: 200, body: {items: {properties: {id: 7}}}}",
            "- expect: {status: 200, body: {allOf: 7}}",
            "- expect: {status: 200, body: {properties: 7}}",
            "- expect: {status: 200, relations: [{equal: [{body: ''}, {capture: x}]}]}",
            "- expect: {status: 200, relations: [{sorted: {of: {each: id}, order: ascending}}]}",
            "- expect: {status: 200, relations: [{}]}",
            "- expect: {status: 200, relations: [{unique: {}}]}",
            "- expect: {status: 200, relations: [{unique: {body: '', in: ''}}]}",
            "- parameters: {'tag[]': [x]}\n  invalid: {parameters: {'tag[]': 7}}\n  expect: {status: 200}",
            "- as: reader\n  carrier: kye\n  expect: {status: 200}",
        ],
        cases,
    );
    insta::assert_snapshot!(messages, @r#"
cases/listBooks.yaml:8:9: unknown field `parmeters`, expected one of operation, parameters, captured, fixed, body, media_type, as, carrier, invalid, raw, expect, capture; did you mean `parameters`?
cases/listBooks.yaml:8:22: unknown parameter of listBooks `tga[]`; did you mean `tag[]`?
cases/listBooks.yaml:8:9: unknown operation `nothing`
cases/listBooks.yaml:8:9: the required parameter `id` has no value
cases/listBooks.yaml:8:38: `minItem` is not a keyword of JSON Schema; did you mean `minItems`?
cases/listBooks.yaml:8:59: a schema must be an object, `true` or `false`
cases/listBooks.yaml:8:38: `allOf` must be a list of schemas
cases/listBooks.yaml:8:38: `properties` must be an object of schemas
cases/listBooks.yaml:8:43: unknown capture of an earlier step `x`
cases/listBooks.yaml:8:43: `id` is not a JSON Pointer; it must be empty or begin with `/`
cases/listBooks.yaml:8:43: a relation is one of `equal`, `differ`, `before`, `sorted`, `unique`, `follows`
cases/listBooks.yaml:8:43: an operand has one of `body`, `each`, `header`, `parameter`, `capture`, `value`
cases/listBooks.yaml:8:43: `in` requires `each`
cases/listBooks.yaml:9:32: `tag[]` has another value under `parameters`; remove one
cases/listBooks.yaml:9:9: unknown security scheme `kye`; did you mean `key`?
"#);
}

#[test]
fn of_errata() {
    let entry = |effect: &str, examples: &str| {
        format!(
            "- {{ id: e, examples: [{examples}], claim: c, evidence: {{ lines: '1' }}, effect: {effect} }}\n"
        )
    };
    let none = entry("{ none: x }", "getBook.one");
    let texts = [
        format!("{none}{none}"),
        none.replace("{ none: x }", "{}"),
        none.replace("claim", "clam"),
        entry("{ replace: { /title: Emma } }", "getBook.one"),
        entry("{ replace: { /a/b: 1 } }", "getBook.one"),
        entry("{ withdraw: [/shelf] }", "getBook.one"),
        entry("{ withdraw: [title] }", "getBook.one"),
        entry("{ withdraw: [/title] }", "getBook.two"),
        entry("{ request: { page: 1 } }", "getBook.one"),
        entry("{ request: { id: 1 } }", "getBook.one"),
        entry("{ move: [{ from: /0, to: /9 }] }", "listBooks.two"),
        entry("{ move: [{ from: '', to: /9 }] }", "listBooks.two"),
        entry("{ move: [{ from: /a, to: /9 }] }", "listBooks.two"),
        entry("{ move: [{ from: /0, to: /0/owner/1 }] }", "listBooks.two"),
        entry("{ move: [{ from: /0/1, to: /0/2 }] }", "listBooks.two"),
    ];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let messages = errors(&texts, |text| {
        let errata = parse_errata("errata.yaml", text).map_err(|error| error.to_string())?;
        build_suite(&shelf(), &[], &errata).map_err(|error| error.to_string())
    });
    insta::assert_snapshot!(messages, @r#"
    erratum `e` is defined twice; rename one of them
    erratum `e` has no effect; write the corrected expectation, or `none:` with a reason
    errata.yaml:1:37: unknown field `clam`, expected one of id, examples, claim, evidence, effect; did you mean `claim`?
    erratum `e` no longer applies to `getBook.one`: `/title` is already "Emma"; correct or remove it
    erratum `e` no longer applies to `getBook.one`: `/a/b` does not exist; correct or remove it
    erratum `e` no longer applies to `getBook.one`: `/shelf` does not exist; correct or remove it
    erratum `e` no longer applies to `getBook.one`: `title` is not a JSON Pointer; correct or remove it
    erratum `e` names `getBook.two`, but the document has no such example; correct `examples` or remove the erratum
    erratum `e` no longer applies to `getBook.one`: the example does not send `page`; correct or remove it
    erratum `e` no longer applies to `getBook.one`: `id` already has this value; correct or remove it
    erratum `e` no longer applies to `listBooks.two`: `/0` cannot move to `/9`; correct or remove it
    erratum `e` no longer applies to `listBooks.two`: the root is not an element of a list; correct or remove it
    erratum `e` no longer applies to `listBooks.two`: `/a` does not end in an index; correct or remove it
    erratum `e` no longer applies to `listBooks.two`: `/0` and `/0/owner/1` are in different lists; correct or remove it
    erratum `e` no longer applies to `listBooks.two`: `/0` is not a list; correct or remove it
    "#);
}

#[test]
fn of_known_failures() {
    let mut messages = errors(
        &[
            "- { finding: 0a1b2c3d4e5f, reason: a, owner: b }",
            "- { finding: 0a1b2c3d4e5f, expires: soon }",
            "- { finding: 0a1b2c3d4e5f, expires: 2027-03-31, owner: b }",
            "- { case: a.b, expires: 2027-03-31, reason: a, owner: b }",
            "- { case: a.b, claim: paths, expires: 2027-03-31, reason: a, owner: b }",
            "- { finding: 0a1b2c3d4e5f, expires: 2027-03-31, reason: a, owner: b, fixed: next }",
        ],
        |text| parse_known_failures("known-failures.yaml", text),
    );
    let entries: Vec<KnownFailure> = parse_known_failures(
        "known-failures.yaml",
        "- { finding: 0a1b2c3d4e5f, expires: 2027-03-31, reason: a, owner: b }
- { finding: 0a1b2c3d4e5f, expires: 2020-03-31, reason: a, owner: b }
- { case: getBook.one, claim: /nowhere, expires: 2027-03-31, reason: a, owner: b }
- { case: getBook.one, claim: /paths, expires: 2027-03-31, reason: a, owner: b, fixed: 17.4 }
",
    )
    .unwrap();
    let case = CaseFindings {
        case: "getBook.one",
        result: reprise_core::CaseResult::Checked(&[]),
    };
    let today = Day::try_from("2026-01-01".to_owned()).unwrap();
    for problem in evaluate_known_failures(&entries, &shelf(), &[case], None, today).problems {
        messages.push('\n');
        messages += &problem.to_string();
    }
    insta::assert_snapshot!(messages, @r#"
known-failures.yaml:1:39: missing field `expires`
known-failures.yaml:1:37: `soon` is not a date; write it like 2027-03-31
known-failures.yaml:1:3: `reason` is missing; it is required unless `untriaged: true` is set
known-failures.yaml:1:3: a known failure needs either `finding`, or `case` and `claim`
known-failures.yaml:1:23: expected a JSON Pointer such as /paths
known-failures.yaml:1:77: `next` is not a version; write it like 17.4
known-failures.yaml:1:3: the known failure for finding 0a1b2c3d4e5f no longer occurs; remove it
known-failures.yaml:2:3: the known failure for finding 0a1b2c3d4e5f expired on 2020-03-31; fix the server or renew the entry
known-failures.yaml:3:3: the known failure for getBook.one /nowhere names an unknown case or place; correct or remove it
known-failures.yaml:4:3: the known failure for getBook.one /paths no longer occurs; remove it
known-failures.yaml:4:3: the known failure for getBook.one /paths depends on the version of the target; set `version:` in the target file
"#);
}

#[test]
fn of_requirements() {
    let entry = |rest: &str| {
        format!("- id: kept\n  source: {{behaviour: '1.2'}}\n  says: It is kept.\n{rest}")
    };
    let texts = [
        entry(""),
        entry("  cases: [a]\n  none: No.\n"),
        entry("  case: [a]\n"),
    ];
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let parse = |text: &str| parse_requirements("requirements.yaml", text);
    let mut messages = errors(&texts, parse);
    let mut document = shelf();
    let cases = parse_cases(
        "cases/listBooks.yaml",
        &case_file_text("- expect: {status: 200}"),
    )
    .unwrap();
    let cases = cases.attach(&mut document);
    let suite = build_suite(&document, &[cases], &[]).unwrap();
    let text = format!(
        "{}{}",
        entry("  cases: [getBook.noe]\n"),
        entry("  none: Not observable.\n")
    );
    for problem in find_requirement_problems(&parse(&text).unwrap(), &suite) {
        messages.push('\n');
        messages += &problem;
    }
    insta::assert_snapshot!(messages, @r#"
requirements.yaml:1:7: the requirement `kept` has no case; set `cases`, or `none:` with a reason
requirements.yaml:1:7: the requirement `kept` has both `cases` and `none`; remove one
requirements.yaml:4:3: unknown field `case`, expected one of id, source, says, cases, none; did you mean `cases`?
requirements.yaml:1: unknown case `getBook.noe`; did you mean `getBook.one`?
requirements.yaml:5: the requirement `kept` is already defined at requirements.yaml:1; rename one of them
the case `listBooks.one` belongs to no requirement; add it to `requirements/listBooks.yaml`, or remove it
"#);
}

#[test]
fn of_lint() {
    let document = Document::parse(
        "flaws.yaml",
        r"
openapi: 3.1.0
info: { title: Flaws, version: '1' }
paths:
  /things/{id}:
    get:
      operationId: listThings
      parameters:
        - { name: id, in: path, required: true, schema: { type: integer }, example: first }
        - { name: order, in: query, schema: { enum: [up, down] }, examples: { a: { value: upp }, lonely: { value: up } } }
      responses:
        '200':
          description: Things.
          content:
            application/json:
              schema: { type: object, required: [id], properties: { id: { type: integer }, secret: { writeOnly: true } } }
              examples:
                a: { value: { id: 1, secret: x } }
                b: { value: {} }
    post:
      operationId: addThing
      parameters: [{ name: id, in: path, required: true, schema: { type: integer }, example: 1 }]
      requestBody:
        required: true
        content:
          application/json:
            schema: { properties: { id: { readOnly: true } } }
            examples: { c: { value: { id: 1 } } }
      responses:
        '200':
          description: Thing.
          content:
            application/json:
              examples: { c: { value: { text: a } }, d: { value: { text: [] } }, e: {} }
        '201':
          description: Thing.
          content: { application/json: { schema: { pattern: '(' }, examples: { c: { value: {} } } } }
components:
  examples: { lonely: { value: 1 } }
",
    )
    .unwrap();
    let flaws = lint_document(&document, &[]).unwrap();
    let lines = flaws
        .iter()
        .map(|flaw| format!("{} {}: {}", flaw.rule.as_str(), flaw.place, flaw.message));
    insta::assert_snapshot!(lines.collect::<Vec<_>>().join("\n"), @r#"
unused /paths/~1things~1{id}/get/parameters/1/examples/lonely: no response has an example named `lonely`
unused /paths/~1things~1{id}/post/responses/200/content/application~1json/examples/e: it has no `value`
unused /components/examples/lonely: no operation refers to it
schema /paths/~1things~1{id}/post/responses/201/content/application~1json/schema: the schema cannot be used: "(" is not a "regex"
example /paths/~1things~1{id}/get/parameters/0/example: "first" is not of type "integer"
word /paths/~1things~1{id}/get/parameters/1/examples/a/value: "upp" is not one of "up" or "down"; did you mean `up`?
example /paths/~1things~1{id}/get/responses/200/content/application~1json/examples/b/value: required property `id` is missing
direction /paths/~1things~1{id}/get/responses/200/content/application~1json/examples/a/value/secret: `secret` is `writeOnly`, but used in a response
direction /paths/~1things~1{id}/post/requestBody/content/application~1json/examples/c/value/id: `id` is `readOnly`, but used in a request
type /paths/~1things~1{id}/post/responses/200/content/application~1json/examples/d/value/text: is a list here, but a string in another example
"#);
}

#[test]
fn of_suites() {
    let with = |extension: &str| {
        let text = format!(
            "openapi: 3.1.0
info: {{ title: A, version: '1' }}
paths:
  /a:
    get:
      operationId: getA
      responses:
        '200': {{ description: A, content: {{ text/plain: {{ examples: {{ one: {{ value: a, x-reprise: {extension} }} }} }} }} }}
"
        );
        let document = Document::parse("a.yaml", &text).unwrap();
        build_suite(&document, &[], &[])
    };
    let messages = errors(
        &[
            "7",
            "{ fixture: a, fixed: [id] }",
            "{ fixture: a, volatile: { a: instant } }",
        ],
        with,
    );
    insta::assert_snapshot!(messages, @r#"
a.yaml#/paths/~1a/get/responses/200/content/text~1plain/examples/one/x-reprise: invalid type: integer `7`, expected an object with properties such as `fixture`; see `x-reprise` in the documentation
a.yaml#/paths/~1a/get/responses/200/content/text~1plain/examples/one/x-reprise: unknown parameter of this example `id`; see `x-reprise` in the documentation
a.yaml#/paths/~1a/get/responses/200/content/text~1plain/examples/one/x-reprise: unknown variant `instant`, expected one of `id`, `timestamp`, `duration`, `url`, `opaque`; see `x-reprise` in the documentation
"#);
    // a valid suite causes no other message
    assert_eq!(shelf_suite(&[]).1.cases[0].documented_level(), Level::Value);
}
