//! The fuzz targets. Each passes its bytes through the code that processes such a file or response, without a socket.
//! For any bytes, this code must not panic, hang or use too much memory, and some invariants must hold.
//!
//! Another target is one more function here, a line in `BODIES`, a file in `fuzz_targets/` and a `[[bin]]` in
//! `Cargo.toml`.

use std::hint::black_box;
use std::sync::LazyLock;

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use reprise_core::{
    Exchange, Level, Outcome, Schemas, StepValues, Suite, build_request, build_suite,
    check_response, finding_ids, lint_document, parse_cases, parse_errata, parse_known_failures,
    parse_requirements, parse_yaml, render_curl,
};
use serde_json::Value;

/// One target: its name, its function, and its seeds.
pub(crate) type FuzzTarget = (&'static str, fn(&[u8]), &'static [&'static str]);

/// Every target.
pub(crate) const FUZZ_TARGETS: [FuzzTarget; 7] = [
    (
        "document_json",
        document_json,
        &[OPENAPI_3_1_JSON, OPENAPI_3_0_JSON],
    ),
    ("document_yaml", document_yaml, &[SHELF, ALIASES]),
    ("cases", cases, &[CASES]),
    ("errata", errata, &[ERRATA]),
    ("known_failures", known_failures, &[KNOWN_FAILURES]),
    ("fixture", fixture, &[FIXTURE]),
    ("body", body, &BOOKS),
];

/// A small API with an object, a list, a text and a header.
const SHELF: &str = include_str!("../tests/it/shelf.yaml");
const ALIASES: &str = include_str!("seeds/aliases.yaml");
const OPENAPI_3_0_JSON: &str = include_str!("seeds/openapi-3.0.json");
const OPENAPI_3_1_JSON: &str = include_str!("seeds/openapi-3.1.json");
const CASES: &str = include_str!("seeds/cases.yaml");
const ERRATA: &str = include_str!("seeds/errata.yaml");
const KNOWN_FAILURES: &str = include_str!("seeds/known-failures.yaml");
const FIXTURE: &str = include_str!("seeds/fixture.yaml");

/// Responses to the cases of the shelf, each after the four bytes that [`body`] reads first.
const BOOKS: [&str; 4] = [
    "\0\0\0\0[{\"id\":1,\"title\":\"Emma\",\"lent_at\":\"2016-01-11T10:13:33Z\",\"pages\":300.0,\"owner\":null}]",
    "\u{1}\u{1}\0\0{\"id\":2,\"title\":\"Dune\"}",
    "\u{2}\0\u{1}\0{\"error\":\"no title\"}",
    "\u{3}\0\u{2}\0a text\n",
];

/// A document in JSON, with everything that is made of it before anything is sent.
pub(crate) fn document_json(bytes: &[u8]) {
    document("fuzzed.json", bytes);
}

/// A document in YAML.
pub(crate) fn document_yaml(bytes: &[u8]) {
    document("fuzzed.yaml", bytes);
}

fn document(name: &str, bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let document = match Document::parse(name, text) {
        Ok(document) => document,
        Err(error) => return drop(black_box(error.to_string())),
    };
    let lines: Vec<&str> = text.trim_start_matches('\u{feff}').split('\n').collect();
    let shown = PositionCheck {
        document: &document,
        lines: name.ends_with(".json").then_some(lines.as_slice()),
    };
    let value = document.get(Pointer::root()).unwrap();
    shown.check(&mut PointerBuf::root(), &value);
    if let Ok(flaws) = lint_document(&document, &[]) {
        for flaw in flaws {
            black_box((document.position(&flaw.place), flaw.message));
        }
    }
    let Ok(suite) = build_suite(&document, &[], &[]) else {
        return;
    };
    let Ok(schemas) = Schemas::compile(&document, &suite) else {
        return;
    };
    for case in &suite.cases {
        let Some(step) = case.steps.first() else {
            continue;
        };
        let sent = build_request(&document, step, &[], &|_| Some("s3cret".to_owned()));
        if let Ok(sent) = sent {
            assert!(sent.target.starts_with('/'), "{}", sent.target);
            let broken = |text: &str| text.contains(['\r', '\n']);
            assert!(!broken(&sent.target), "{}", sent.target);
            black_box(render_curl("http://localhost", &sent, &[]));
        }
        let documented = step.expected_response.body.as_ref();
        let answer = documented.map(|documented| documented.value(&document).to_string());
        judge_response(
            &document,
            &schemas,
            &suite,
            &case.id.to_string(),
            answer.unwrap_or_default(),
        );
    }
}

/// Every value of a document has a position in its text; in JSON, its first character is known.
struct PositionCheck<'d> {
    document: &'d Document,
    lines: Option<&'d [&'d str]>,
}

impl PositionCheck<'_> {
    fn check(&self, at: &mut PointerBuf, value: &Value) {
        let Some(position) = self.document.position(at) else {
            panic!("no position for {at}");
        };
        if let Some(lines) = self.lines {
            let line = lines.get(position.line - 1).copied().unwrap_or_default();
            let found = line.chars().nth(position.column - 1).unwrap_or_default();
            let fits = match value {
                Value::Object(_) => found == '{',
                Value::Array(_) => found == '[',
                Value::String(_) => found == '"',
                Value::Bool(_) => matches!(found, 't' | 'f'),
                Value::Null => found == 'n',
                Value::Number(_) => found == '-' || found.is_ascii_digit(),
            };
            assert!(fits, "{found:?} stands at {at}, {position}");
        }
        let mut inside = |token: String, value| {
            at.push_back(token.as_str());
            self.check(at, value);
            at.pop_back();
        };
        match value {
            // a list of thousands would take its square in time
            Value::Object(members) => {
                let members = members.iter().take(50);
                members.for_each(|(key, value)| inside(key.clone(), value));
            }
            Value::Array(elements) => {
                let elements = elements.iter().take(50).enumerate();
                elements.for_each(|(index, value)| inside(index.to_string(), value));
            }
            _ => {}
        }
    }
}

fn judge_response(
    document: &Document,
    schemas: &Schemas,
    suite: &Suite,
    case: &str,
    answer: String,
) {
    let Some(case) = suite.cases.iter().find(|one| one.id.as_str() == case) else {
        return;
    };
    let Some(step) = case.steps.first() else {
        return;
    };
    let media_type = step
        .expected_response
        .media_type
        .clone()
        .unwrap_or_default();
    let exchange = Exchange {
        status: 200,
        headers: vec![("content-type".to_owned(), media_type)],
        body: answer.into_bytes(),
    };
    black_box(check_response(
        document,
        schemas,
        step,
        &exchange,
        Level::Value,
        &StepValues::default(),
    ));
}

/// A file of cases of the shelf, and the same as requirements, which look alike.
pub(crate) fn cases(bytes: &[u8]) {
    with_text(bytes, |text| {
        drop(black_box(parse_requirements("requirements.yaml", text)));
        let mut document = Document::parse("shelf.yaml", SHELF).expect("the shelf is a document");
        let made = parse_cases("cases.yaml", text)
            .map(|parsed| parsed.attach(&mut document))
            .map_err(|error| error.to_string())
            .and_then(|file| {
                build_suite(&document, &[file], &[]).map_err(|error| error.to_string())
            });
        if let Ok(suite) = made {
            black_box(Schemas::compile(&document, &suite).is_ok());
        }
    });
}

/// A file of errata, applied to the shelf.
pub(crate) fn errata(bytes: &[u8]) {
    with_text(bytes, |text| match parse_errata("errata.yaml", text) {
        Ok(errata) => drop(black_box(
            build_suite(&SUITE.document, &[], &errata).map_err(|error| error.to_string()),
        )),
        Err(error) => drop(black_box(error.to_string())),
    });
}

/// A file of known failures.
pub(crate) fn known_failures(bytes: &[u8]) {
    with_text(bytes, |text| {
        match parse_known_failures("known-failures.yaml", text) {
            Ok(known_failures) => drop(black_box(known_failures)),
            Err(error) => drop(black_box(error.to_string())),
        }
    });
}

/// A fixture, as it is read to be sent to a state hook.
pub(crate) fn fixture(bytes: &[u8]) {
    with_text(bytes, |text| {
        if let Ok(fixture) = parse_yaml::<Value>("fixture.yaml", text) {
            let sent = fixture.to_string();
            assert!(serde_json::from_str::<Value>(&sent).is_ok(), "{sent}");
        }
    });
}

/// A response to a case of the shelf: four bytes choose case, status, media type and level, the rest is the body.
pub(crate) fn body(bytes: &[u8]) {
    let Some((&[case, status, media_type, level], body)) = bytes.split_first_chunk() else {
        return;
    };
    let Shelf {
        document,
        suite,
        schemas,
    } = &*SUITE;
    let chosen = |choice: u8, count: usize| usize::from(choice) % count;
    let case = &suite.cases[chosen(case, suite.cases.len())];
    let media_types = [
        "application/json",
        "application/problem+json; charset=utf-8",
        "text/plain; charset=utf-8",
        "text/plain; charset=\"",
        "",
        ";=/",
    ];
    let media_type = media_types[chosen(media_type, media_types.len())];
    let levels = [Level::Value, Level::Shape, Level::Schema, Level::Exchange];
    let exchange = Exchange {
        status: [200, 201, 400, 404, 204][chosen(status, 5)],
        headers: vec![
            ("content-type".to_owned(), media_type.to_owned()),
            (
                "x-total".to_owned(),
                String::from_utf8_lossy(&body[..body.len().min(8)]).into_owned(),
            ),
        ],
        body: body.to_vec(),
    };
    let maximum_level = levels[chosen(level, levels.len())];
    let step = &case.steps[0];
    let judgement = check_response(
        document,
        schemas,
        step,
        &exchange,
        maximum_level,
        &StepValues::default(),
    );
    let Outcome::Failed(findings) = &judgement.outcome else {
        return;
    };
    let answer: Option<Value> = serde_json::from_slice(body).ok();
    black_box(finding_ids(case.id.as_str(), findings));
    for finding in findings {
        assert!(
            document.get(&finding.claim).is_some(),
            "{} is nowhere",
            finding.claim
        );
        black_box(finding.class());
        let inside = finding.place == reprise_core::ExchangePart::Body && !finding.at.is_root();
        if let (true, Some(answer)) = (inside, &answer) {
            let around = finding.at.parent().unwrap_or(Pointer::root());
            assert!(around.resolve(answer).is_ok(), "{} is nowhere", finding.at);
        }
    }
}

fn with_text(bytes: &[u8], work: impl FnOnce(&str)) {
    if let Ok(text) = std::str::from_utf8(bytes) {
        work(text);
    }
}

/// The shelf, read once.
struct Shelf {
    document: Document,
    suite: Suite,
    schemas: Schemas,
}

static SUITE: LazyLock<Shelf> = LazyLock::new(|| {
    let document = Document::parse("shelf.yaml", SHELF).expect("the shelf is a document");
    let suite = build_suite(&document, &[], &[]).expect("the shelf has a suite");
    let schemas = Schemas::compile(&document, &suite).expect("the shelf has schemas");
    Shelf {
        document,
        suite,
        schemas,
    }
});
