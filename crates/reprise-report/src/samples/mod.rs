//! Records for the tests of every format.

use serde_json::{Value, json};

use crate::record::{CaseRecord, KnownFailureResult, RunRecord};

/// A text that a hostile server or document could put into every place.
pub(crate) const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>]]>&amp;|\\|`~~~```*_[x](javascript:alert(1))\r\n::stop-commands::x\n| a | b |\n\u{1b}[2J\u{9b}2J\u{7}\u{202e}\u{0}<!--@everyone";

/// A run in which every case passed.
pub(crate) fn passed_run() -> RunRecord {
    serde_json::from_str(include_str!("passed.json")).unwrap()
}

/// A run with every kind of outcome and of finding.
pub(crate) fn failed_run() -> RunRecord {
    serde_json::from_str(include_str!("failed.json")).unwrap()
}

/// The same, with [`HOSTILE`] at the end of every text of a server, a document or a person.
pub(crate) fn hostile_run() -> RunRecord {
    let mut value: Value = serde_json::from_str(include_str!("failed.json")).unwrap();
    append_hostile_text(&mut value, "");
    serde_json::from_value(value).unwrap()
}

/// A run that was interrupted before the first response.
pub(crate) fn interrupted_run() -> RunRecord {
    let mut record = passed_run();
    record.complete = false;
    record.cases.clear();
    record.summary = reprise_core::Summary::default();
    record
}

/// A run with many cases that have the same reason or the same difference, and with known failures.
pub(crate) fn grouped_run() -> RunRecord {
    let mut record = failed_run();
    let mut copies: Vec<CaseRecord> = Vec::new();
    let mut copy = |from: &str, count: usize, change: &dyn Fn(usize, &mut Value)| {
        let original = record.cases.iter().find(|case| case.id == from).unwrap();
        for number in 1..=count {
            let mut value = serde_json::to_value(original).unwrap();
            let example = format!("{}-{number}", original.example);
            value["id"] = json!(format!("{}.{example}", original.operation));
            value["example"] = json!(example);
            change(number, &mut value);
            copies.push(serde_json::from_value(value).unwrap());
        }
    };
    copy("eraseJob.done", 211, &|_, _| {});
    copy("eraseJob.twice", 11, &|_, _| {});
    copy("getJob.flaky", 4, &|number, case| {
        case["code"] = json!("hook-failed");
        case["reason"] = json!(format!(
            "the state hook at http://127.0.0.1:1/ failed: no fixture {number}"
        ));
    });
    // one faulty place of a schema, with another value in each case
    copy("getJob.failed", 6, &|number, case| {
        let mut finding = case["findings"][1].clone();
        finding["id"] = json!(format!("b{number}1b2c3d4e5f"));
        finding["actual"] = json!(format!("lost {number}"));
        finding["message"] = json!(format!(
            "\"lost {number}\" is not one of \"done\", \"failed\""
        ));
        case["findings"] = json!([finding]);
        case["level_reached"] = json!("exchange");
    });
    copy("getJob.moved", 2, &|number, case| {
        case["findings"][0]["id"] = json!(format!("c{number}1b2c3d4e5f"));
        case["findings"][0]["accepted"] = json!(true);
    });
    record.cases.extend(copies);
    record.known_failures = Some(KnownFailureResult {
        accepted: 3,
        accepted_cases: 2,
        complaints: Vec::new(),
    });
    record.summary = record.summarize();
    record
}

/// All sample records.
pub(crate) fn all_runs() -> [RunRecord; 5] {
    [
        passed_run(),
        failed_run(),
        hostile_run(),
        interrupted_run(),
        grouped_run(),
    ]
}

/// All of them, by name.
pub(crate) fn named_runs() -> [(&'static str, RunRecord); 5] {
    let [passed, failed, hostile, interrupted, grouped] = all_runs();
    [
        ("passed", passed),
        ("failed", failed),
        ("hostile", hostile),
        ("interrupted", interrupted),
        ("grouped", grouped),
    ]
}

/// Properties whose values are words of the format, not texts.
const FORMAT_KEYS: [&str; 20] = [
    "format",
    "version",
    "started",
    "outcome",
    "level_reached",
    "maximum_level",
    "code",
    "status",
    "class",
    "check",
    "level",
    "place",
    "kind",
    "agreement",
    "claim",
    "why",
    "method",
    "fingerprint",
    "digest",
    "target_version",
];

fn append_hostile_text(value: &mut Value, key: &str) {
    match value {
        Value::String(text) => {
            let is_word = FORMAT_KEYS.contains(&key)
                // ids of findings are words, those of cases are not
                || key == "id" && text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            // the claim of an erratum is a text, that of a claim a word
            if !is_word || key == "claim" && text.contains(' ') {
                text.push_str(HOSTILE);
            }
        }
        Value::Array(elements) => elements
            .iter_mut()
            .for_each(|element| append_hostile_text(element, key)),
        Value::Object(members) => members
            .iter_mut()
            .for_each(|(key, value)| append_hostile_text(value, key)),
        _ => {}
    }
}
