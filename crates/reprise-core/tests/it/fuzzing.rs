//! The bodies of the fuzz targets, over their seeds and seeded mutations of them. `fuzz/README.md` has more.

use std::io::{Write as _, stderr};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};

use openapi_document::Document;
use reprise_core::{build_suite, parse_errata, parse_known_failures, parse_yaml};
use serde_json::{Value, json};

use crate::bodies::{FUZZ_TARGETS, FuzzTarget};
use crate::shelf;

/// Words that have a meaning in the inputs.
const WORDS: [&str; 40] = [
    "\"",
    "\\",
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    "\n",
    "\0",
    "- ",
    "&a ",
    "*a",
    "<<: ",
    "|\n",
    "? ",
    "!!binary ",
    "%",
    "{}",
    "#",
    "~",
    "/",
    "null",
    "1e999",
    "-0",
    "18446744073709551616",
    "...",
    "\"...\"",
    "\\ud800",
    "\u{feff}",
    "\u{1f600}",
    "$ref",
    "\"$ref\":\"#\",",
    "\"$ref\":\"#/paths\",",
    "x-reprise",
    "text/plain",
    "2XX",
    "..",
    "\r\n",
    "'",
];

/// Properties and values that change the meaning of a document.
const KEYS: [&str; 24] = [
    "$ref",
    "type",
    "example",
    "examples",
    "value",
    "schema",
    "content",
    "headers",
    "encoding",
    "style",
    "explode",
    "name",
    "in",
    "required",
    "nullable",
    "allOf",
    "anyOf",
    "items",
    "properties",
    "x-reprise",
    "get",
    "servers",
    "...",
    "",
];

struct RandomSource(u64);

impl RandomSource {
    fn next_below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }

    fn mutate_text(&mut self, seed: &str, other: &str) -> Vec<u8> {
        let mut bytes = match parse_yaml::<Value>("seed", seed) {
            // JSON is also YAML, so a JSON text is parsed as both
            Ok(mut value) if self.next_below(3) > 0 => {
                for _ in 0..=self.next_below(3) {
                    let part = self.pick_value(&value).clone();
                    self.mutate_value(&mut value, &part);
                }
                value.to_string().into_bytes()
            }
            _ => seed.as_bytes().to_vec(),
        };
        for _ in 0..self.next_below(4) {
            let at = self.next_below(bytes.len());
            let to = (at + self.next_below(30)).min(bytes.len());
            match self.next_below(6) {
                0 => drop(bytes.drain(at..to)),
                1 => {
                    let copy = bytes[at..to].to_vec();
                    let place = self.next_below(bytes.len());
                    bytes.splice(place..place, copy);
                }
                2 if !bytes.is_empty() => bytes[at] ^= 1 << self.next_below(8),
                3 => {
                    let from = self.next_below(other.len());
                    let to = (from + self.next_below(60)).min(other.len());
                    bytes.splice(at..at, other.as_bytes()[from..to].iter().copied());
                }
                4 => {
                    let word = WORDS[self.next_below(WORDS.len())].repeat(1 << self.next_below(9));
                    bytes.splice(at..at, word.into_bytes());
                }
                _ => {
                    let word = WORDS[self.next_below(WORDS.len())];
                    bytes.splice(at..to, word.bytes());
                }
            }
        }
        bytes
    }

    /// Any value inside another one.
    fn pick_value<'v>(&mut self, value: &'v Value) -> &'v Value {
        let inner = match value {
            Value::Array(elements) if !elements.is_empty() => {
                elements.get(self.next_below(elements.len()))
            }
            Value::Object(members) if !members.is_empty() => {
                members.values().nth(self.next_below(members.len()))
            }
            _ => None,
        };
        match inner {
            Some(inner) if self.next_below(6) > 0 => self.pick_value(inner),
            _ => value,
        }
    }

    /// Inserts a value at a random place of another one, removes one, or renames a property.
    fn mutate_value(&mut self, value: &mut Value, part: &Value) {
        let goes_on = self.next_below(6) > 0;
        match value {
            Value::Array(elements) if !elements.is_empty() && goes_on => {
                let at = self.next_below(elements.len());
                self.mutate_value(&mut elements[at], part);
            }
            Value::Object(members) if !members.is_empty() => {
                let at = self.next_below(members.len());
                let key = members.keys().nth(at).cloned().unwrap_or_default();
                match self.next_below(16) {
                    0 => drop(members.shift_remove(&key)),
                    1 => {
                        let value = members.shift_remove(&key).unwrap_or_default();
                        members.insert(KEYS[self.next_below(KEYS.len())].to_owned(), value);
                    }
                    2 => drop(
                        members.insert(KEYS[self.next_below(KEYS.len())].to_owned(), part.clone()),
                    ),
                    _ => self.mutate_value(&mut members[&key], part),
                }
            }
            other => {
                *other = match self.next_below(6) {
                    0 => json!(WORDS[self.next_below(WORDS.len())]),
                    1 => json!(KEYS[self.next_below(KEYS.len())]),
                    2 => [
                        json!(null),
                        json!(true),
                        json!(0),
                        json!([]),
                        json!({}),
                        json!(-1.5),
                    ][self.next_below(6)]
                    .clone(),
                    _ => part.clone(),
                }
            }
        }
    }
}

/// Runs a target with one input; returns the duration.
fn run_target(body: &FuzzTarget, bytes: &[u8]) -> Duration {
    let begin = Instant::now();
    if catch_unwind(AssertUnwindSafe(|| (body.1)(bytes))).is_err() {
        panic!("{}: {:?}", body.0, String::from_utf8_lossy(bytes));
    }
    begin.elapsed()
}

/// Gives every target its seeds and mutations of them, until the time is up.
fn run_mutations(seed: u64, time: Duration) -> (usize, Duration) {
    let (mut count, mut slowest) = (0, Duration::ZERO);
    for body in &FUZZ_TARGETS {
        let mut random = RandomSource(seed);
        let begin = Instant::now();
        for seed in body.2 {
            run_target(body, seed.as_bytes());
        }
        while begin.elapsed() < time / FUZZ_TARGETS.len() as u32 {
            let seeds = body.2;
            let (seed, other) = (
                seeds[random.next_below(seeds.len())],
                seeds[random.next_below(seeds.len())],
            );
            let bytes = random.mutate_text(seed, other);
            // a crash of the process is found there
            if let Ok(path) = std::env::var("FUZZ_INPUT") {
                std::fs::write(path, &bytes).unwrap();
            }
            let took = run_target(body, &bytes);
            if took > Duration::from_secs(5) {
                panic!(
                    "{} takes {took:?}: {:?}",
                    body.0,
                    String::from_utf8_lossy(&bytes)
                );
            }
            slowest = slowest.max(took);
            count += 1;
        }
    }
    (count, slowest)
}

#[test]
fn every_seed_is_read() {
    for (name, _, seeds) in FUZZ_TARGETS {
        for seed in seeds {
            let read = match name {
                "document_json" | "document_yaml" => Document::parse("seed", *seed)
                    .map_err(|error| error.to_string())
                    .and_then(|document| {
                        build_suite(&document, &[], &[]).map_err(|error| error.to_string())
                    })
                    .map(|suite| suite.cases.len()),
                "errata" => parse_errata(name, seed)
                    .map_err(|error| error.to_string())
                    .and_then(|errata| {
                        build_suite(&shelf(), &[], &errata).map_err(|error| error.to_string())
                    })
                    .map(|suite| suite.errata.len()),
                "known_failures" => parse_known_failures(name, seed)
                    .map(|known_failures| known_failures.len())
                    .map_err(|error| error.to_string()),
                "fixture" => parse_yaml::<Value>(name, seed)
                    .map(|_| 1)
                    .map_err(|error| error.to_string()),
                _ => continue,
            };
            assert!(
                read.as_ref().is_ok_and(|count| *count > 0),
                "{name}: {read:?}"
            );
        }
    }
}

#[test]
fn no_target_fails_on_its_seeds_or_on_mutated_seeds() {
    let (count, _) = run_mutations(0x5eed, Duration::from_secs(3));
    assert!(count > 100, "only {count} were tried");
}

/// `FUZZ_SECONDS=600 FUZZ_SEED=1 cargo test -p reprise-core --test it fuzzing -- --ignored --nocapture`
#[test]
#[ignore = "as long as somebody wants"]
fn no_target_fails_for_a_given_time() {
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let time = Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(60));
    let (count, slowest) = run_mutations(number("FUZZ_SEED").unwrap_or(1), time);
    let written = writeln!(stderr(), "{count} inputs, the slowest took {slowest:?}");
    assert!(written.is_ok() && count > 0);
}
