//! How much slower is reading a document, with positions, than parsing its JSON?
//! `cargo bench --package openapi-document`, with the path of a JSON document behind ` -- ` to read that instead.
//!
//! The generated document has 13 MB, like GitHub's, and is of version 3.0, so that its schemas are upgraded.
//! Ratios to `serde_json` are what counts.

use std::hint::black_box;
use std::io::{self, Write as _};
use std::time::{Duration, Instant};

use jsonptr::{Pointer, PointerBuf};
use openapi_document::Document;
use serde_json::{Map, Value, json};

/// The number of rounds. The benchmark prints the fastest time, because other processes only ever add time, and the
/// median of the ratios, each to `serde_json` in the same round.
const RUNS: usize = 15;

/// As in the binary that is shipped.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> io::Result<()> {
    let given = std::env::args().nth(1).filter(|word| word != "--bench");
    let (name, text) = match given {
        Some(path) => (path.clone(), std::fs::read_to_string(path)?),
        None => ("generated.json".to_owned(), generate_document()?),
    };
    let last = last_place(&serde_json::from_str(&text)?);
    let read = || Document::parse(&name, &text).map_err(io::Error::other);
    let document = read()?;
    if document.position(&last).is_none() {
        return Err(io::Error::other(format!("{last} has no position")));
    }

    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{name}, {:.1} MB, {} operations; last place {last}",
        text.len() as f64 / 1e6,
        document.operations().len(),
    )?;
    // The same four in turn, so that other load on the machine affects all of them.
    let mut timings: [Vec<Duration>; 4] = Default::default();
    let mut ratios: [Vec<f64>; 4] = Default::default();
    for _ in 0..RUNS {
        let round = [
            measure(|| serde_json::from_str::<Value>(&text).ok()),
            measure(|| read().ok()),
            measure(|| {
                let document = read().ok()?;
                black_box(document.position(&last).map(|position| position.line));
                Some(document)
            }),
            measure(|| document.to_2020_12().into_owned()),
        ];
        for (at, timing) in round.into_iter().enumerate() {
            timings[at].push(timing);
            ratios[at].push(timing.as_secs_f64() / round[0].as_secs_f64());
        }
    }
    let what = [
        "serde_json",
        "read",
        "read, and a position",
        "upgrade to 2020-12",
    ];
    for (at, what) in what.into_iter().enumerate() {
        ratios[at].sort_by(f64::total_cmp);
        writeln!(
            out,
            "{what:<24} {:>8.1} ms {:>6.2}x",
            timings[at].iter().min().map_or(0.0, Duration::as_secs_f64) * 1e3,
            ratios[at][RUNS / 2],
        )?;
    }
    Ok(())
}

/// Measures a function, without dropping its result.
fn measure<T>(work: impl FnOnce() -> T) -> Duration {
    let start = Instant::now();
    let made = black_box(work());
    let took = start.elapsed();
    drop(made);
    took
}

/// The place of the last leaf, the furthest one for any index.
fn last_place(value: &Value) -> PointerBuf {
    let mut at = Pointer::root().to_buf();
    let mut value = value;
    loop {
        value = match value {
            Value::Object(members) => match members.iter().next_back() {
                Some((key, member)) => {
                    at.push_back(key.as_str());
                    member
                }
                None => return at,
            },
            Value::Array(elements) => match elements.last() {
                Some(element) => {
                    at.push_back(elements.len() - 1);
                    element
                }
                None => return at,
            },
            _ => return at,
        };
    }
}

/// A document of 3.0 with 1,360 operations and examples of some kilobytes, as large APIs have them.
fn generate_document() -> io::Result<String> {
    let mut paths = Map::new();
    let mut schemas = Map::new();
    for number in 0..1_360 {
        let properties: Map<String, Value> = (0..24)
            .map(|index| {
                let property = match index % 4 {
                    0 => json!({"type": "string", "nullable": true, "description": "A text that says what this member is for."}),
                    1 => json!({"type": "integer", "minimum": 0, "example": index}),
                    2 => json!({"type": "string", "format": "date-time"}),
                    _ => json!({"$ref": "#/components/schemas/Common"}),
                };
                (format!("member_{index}"), property)
            })
            .collect();
        let members: Map<String, Value> = (0..24)
            .map(|index| {
                let value = match index % 4 {
                    0 => json!(format!("https://api.example.com/things/{number}/{index}{{/other}}")),
                    1 => json!(index),
                    2 => json!("2024-01-02T03:04:05Z"),
                    _ => json!({"login": "octocat", "id": 1, "site_admin": false, "label": "a \"quoted\" word"}),
                };
                (format!("member_{index}"), value)
            })
            .collect();
        schemas.insert(
            format!("Thing{number}"),
            json!({"type": "object", "required": ["member_1"], "properties": properties}),
        );
        let schema = json!({"$ref": format!("#/components/schemas/Thing{number}")});
        let failure = json!({"$ref": "#/components/responses/NotFound"});
        paths.insert(
            format!("/things-{number}/{{id}}"),
            json!({"get": {
                "operationId": format!("things/get-{number}"),
                "summary": "Get one thing",
                "description": "Returns one thing with all its members, if it is there and may be seen.",
                "parameters": [
                    {"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}},
                    {"name": "page", "in": "query", "schema": {"type": "integer", "default": 1}},
                ],
                "responses": {
                    "200": {"description": "The thing", "content": {"application/json": {
                        "schema": {"type": "array", "items": schema},
                        "examples": {"default": {"value": [members.clone(), members]}},
                    }}},
                    "404": failure,
                },
            }}),
        );
    }
    schemas.insert(
        "Common".to_owned(),
        json!({"type": "object", "properties": {"login": {"type": "string"}, "id": {"type": "integer"}}}),
    );
    let document = json!({
        "openapi": "3.0.3",
        "info": {"title": "A large API", "version": "1"},
        "paths": paths,
        "components": {
            "schemas": schemas,
            "responses": {"NotFound": {"description": "It is not there"}},
        },
    });
    Ok(serde_json::to_string_pretty(&document)?)
}
