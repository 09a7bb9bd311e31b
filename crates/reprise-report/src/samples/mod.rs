//! Records for the tests of every format.

use serde_json::Value;

use crate::record::Record;

/// What a hostile server or document could put into every text.
pub const HOSTILE: &str = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>]]>&amp;|\\|`~~~```*_[x](javascript:alert(1))\r\n::stop-commands::x\n| a | b |\n\u{1b}[2J\u{9b}2J\u{7}\u{202e}\u{0}<!--@everyone";

/// A run that has nothing to complain of.
pub fn conforms() -> Record {
    serde_json::from_str(include_str!("conforms.json")).unwrap()
}

/// A run with every kind of outcome and of finding.
pub fn differs() -> Record {
    serde_json::from_str(include_str!("differs.json")).unwrap()
}

/// The same, with [`HOSTILE`] at the end of everything that a server, a document or a person can say.
pub fn hostile() -> Record {
    let mut value: Value = serde_json::from_str(include_str!("differs.json")).unwrap();
    poison(&mut value, "");
    serde_json::from_value(value).unwrap()
}

/// A run that was interrupted before anything was judged.
pub fn interrupted() -> Record {
    let mut record = conforms();
    record.complete = false;
    record.cases.clear();
    record.summary = reprise_core::Summary::default();
    record
}

/// All of them.
pub fn all() -> [Record; 4] {
    [conforms(), differs(), hostile(), interrupted()]
}

/// Members that are words of the format, not texts.
const WORDS: [&str; 20] = [
    "format",
    "version",
    "started",
    "outcome",
    "level_reached",
    "maximum_level",
    "code",
    "fulfilment",
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

fn poison(value: &mut Value, key: &str) {
    match value {
        Value::String(text) => {
            let is_word = WORDS.contains(&key)
                // ids of findings are words, those of cases are not
                || key == "id" && text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
            // the claim of an erratum is a text, that of a claim a word
            if !is_word || key == "claim" && text.contains(' ') {
                text.push_str(HOSTILE);
            }
        }
        Value::Array(elements) => elements.iter_mut().for_each(|element| poison(element, key)),
        Value::Object(members) => members
            .iter_mut()
            .for_each(|(key, value)| poison(value, key)),
        _ => {}
    }
}
