//! The positions of the values in a JSON text. The text is already parsed, so nothing is validated again.

use std::ops::Range;

use memchr::{memchr, memchr2};

use super::entry::{Entry, NONE};
use crate::cores;

/// Lists every value of a JSON text, which has fewer than 2^32 bytes.
pub(super) fn scan(text: &str, threads: usize) -> Vec<Entry> {
    let mut stretches = cores::each(&stretches(text, threads), |stretch| {
        scan_stretch(text.as_bytes(), stretch)
    })
    .into_iter();
    let Some(Stretch {
        mut entries,
        mut open,
        ..
    }) = stretches.next()
    else {
        return Vec::new();
    };
    for stretch in stretches {
        let base = entries.len() as u32;
        for count in stretch.closed {
            if let Some(entry) = open.pop().and_then(|entry| entries.get_mut(entry)) {
                entry.end = base + count;
            }
        }
        let open_here = stretch.open.into_iter();
        open.extend(open_here.map(|entry| entry + base as usize));
        entries.extend(stretch.entries.into_iter().map(|entry| Entry {
            end: entry.end + base,
            ..entry
        }));
    }
    entries
}

/// Divides a text into parts of similar size that begin after a comma at the end of a line: no string continues over
/// the end of a line, and no key is before a comma. A text without lines is one part.
fn stretches(text: &str, count: usize) -> Vec<Range<usize>> {
    let bytes = text.as_bytes();
    let mut stretches = Vec::new();
    let mut begin = 0;
    for number in 1..count {
        let about = bytes.len() / count * number;
        let rest = bytes.get(about.max(begin)..).unwrap_or_default();
        let Some(comma) = rest.windows(2).position(|pair| pair == b",\n") else {
            break;
        };
        let end = about.max(begin) + comma + 2;
        stretches.push(begin..end);
        begin = end;
    }
    stretches.push(begin..bytes.len());
    stretches
}

/// The result for a part of a text.
struct Stretch {
    /// Its values, with their ends counted from the first of them.
    entries: Vec<Entry>,
    /// For each object or array that began before and ends here, how many values came before its end.
    closed: Vec<u32>,
    /// The objects and arrays that begin here and do not end.
    open: Vec<usize>,
}

fn scan_stretch(bytes: &[u8], stretch: &Range<usize>) -> Stretch {
    let bytes = bytes.get(..stretch.end).unwrap_or_default();
    let mut found = Stretch {
        // Most documents have a value for every thirty bytes or so.
        entries: Vec::with_capacity(stretch.len() / 24 + 1),
        closed: Vec::new(),
        open: Vec::new(),
    };
    let mut key = NONE;
    let mut at = stretch.start;
    while let Some(&byte) = bytes.get(at) {
        let count = found.entries.len();
        let begin = at as u32;
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => {
                at += 1;
                // Half of a document may be indentation.
                while bytes.get(at..at + 8) == Some(b"        ") {
                    at += 8;
                }
                continue;
            }
            b'}' | b']' => {
                match found
                    .open
                    .pop()
                    .and_then(|open| found.entries.get_mut(open))
                {
                    Some(entry) => entry.end = count as u32,
                    None => found.closed.push(count as u32),
                }
                at += 1;
                continue;
            }
            b'{' | b'[' => {
                found.open.push(count);
                at += 1;
            }
            b'"' => {
                at = string_end(bytes, at);
                if key == NONE && is_key(bytes, at) {
                    key = begin;
                    continue;
                }
            }
            _ => {
                let rest = bytes.get(at..).unwrap_or_default();
                let length = rest.iter().position(|byte| {
                    matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r')
                });
                at += length.unwrap_or(rest.len()).max(1);
            }
        }
        found.entries.push(Entry::new(key, begin, count as u32));
        key = NONE;
    }
    found
}

/// Whether a string that ends here is a key: a colon follows.
fn is_key(bytes: &[u8], end: usize) -> bool {
    let rest = bytes.get(end..).unwrap_or_default();
    let next = rest
        .iter()
        .find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
    next == Some(&b':')
}

/// The key that begins at a place.
pub(super) fn name(text: &str, key: usize) -> Option<String> {
    let quoted = text.get(key..string_end(text.as_bytes(), key))?;
    serde_json::from_str(quoted).ok()
}

/// Whether the key at a position is this one.
pub(super) fn is_called(text: &str, key: usize, name: &str) -> bool {
    let quoted = text
        .get(key..string_end(text.as_bytes(), key))
        .unwrap_or_default();
    let raw = quoted
        .get(1..quoted.len().saturating_sub(1))
        .unwrap_or_default();
    if memchr(b'\\', raw.as_bytes()).is_none() {
        return raw == name;
    }
    serde_json::from_str::<String>(quoted).is_ok_and(|key| key == name)
}

/// The offset after the closing quote of the string that begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr2(b'"', b'\\', rest)) {
        at += found;
        if bytes.get(at) == Some(&b'"') {
            return at + 1;
        }
        at += 2;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn in_stretches_it_is_the_same_as_at_once() {
        let value = json!({
            "openapi": "3.1.0",
            "a \": {": [1, -2.5e3, {"b": [], "c": {}}, [[true], [null, "x,\n:"]]],
            "deep": {"deep": {"deep": {"list": [1, 2, 3], "end": "]}"}, "after": 1}, "after": [{}]},
            "é": {"last": {"x": [{"y": [{"z": 0}]}]}},
        });
        let pretty = format!("{value:#}");
        for text in [&pretty, &pretty.replace(": ", "\t:\n"), &value.to_string()] {
            let whole = scan(text, 1);
            for threads in 2..20 {
                assert_eq!(scan(text, threads), whole, "{threads} of {text}");
            }
        }
        assert!(stretches(&pretty, 8).len() > 4);
        assert_eq!(stretches(&value.to_string(), 8).len(), 1);
    }
}
