//! Where the values of a JSON text stand. The text was read before, so nothing is checked again.

use memchr::{memchr, memchr2};

use super::{Entry, NONE};

/// Lists every value of a JSON text, which has fewer than 2^32 bytes.
pub(super) fn scan(text: &str) -> Vec<Entry> {
    let bytes = text.as_bytes();
    // Most documents have a value for every thirty bytes or so.
    let mut entries: Vec<Entry> = Vec::with_capacity(bytes.len() / 24 + 1);
    // The objects and arrays around the current place, as entries; and whether the last is an object.
    let mut open: Vec<usize> = Vec::new();
    let mut in_object = false;
    let mut key = NONE;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => {
                at += 1;
                // Half of a document may be what its lines are indented by.
                while bytes.get(at..at + 8) == Some(b"        ") {
                    at += 8;
                }
                continue;
            }
            b'}' | b']' => {
                let count = entries.len() as u32;
                if let Some(entry) = open.pop().and_then(|entry| entries.get_mut(entry)) {
                    entry.end = count;
                }
                in_object = open
                    .last()
                    .and_then(|entry| bytes.get(entries.get(*entry)?.value as usize))
                    == Some(&b'{');
                at += 1;
                continue;
            }
            b'"' if in_object && key == NONE => {
                key = at as u32;
                at = string_end(bytes, at);
                continue;
            }
            _ => {}
        }
        let index = entries.len();
        entries.push(Entry::new(key, at as u32, index as u32));
        key = NONE;
        match byte {
            b'{' | b'[' => {
                open.push(index);
                in_object = byte == b'{';
                at += 1;
            }
            b'"' => at = string_end(bytes, at),
            _ => {
                let rest = bytes.get(at..).unwrap_or_default();
                let length = rest.iter().position(|byte| {
                    matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r')
                });
                at += length.unwrap_or(rest.len()).max(1);
            }
        }
    }
    entries
}

/// The key that begins at a place.
pub(super) fn name(text: &str, key: usize) -> Option<String> {
    let quoted = text.get(key..string_end(text.as_bytes(), key))?;
    serde_json::from_str(quoted).ok()
}

/// Whether the key that begins at a place is this one.
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
