//! The positions of the values in a JSON text. The text is already parsed, so nothing is validated again.

use memchr::{memchr, memchr2};

use super::entry::{NONE, PositionEntry};

/// Lists every value of a JSON text, which has fewer than 2^32 bytes.
pub(super) fn scan(text: &str) -> Vec<PositionEntry> {
    let bytes = text.as_bytes();
    // Most documents have a value for every thirty bytes or so.
    let mut entries: Vec<PositionEntry> = Vec::with_capacity(bytes.len() / 24 + 1);
    let mut open = Vec::new();
    let mut key = NONE;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let count = entries.len();
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
                if let Some(entry) = open.pop().and_then(|open: usize| entries.get_mut(open)) {
                    entry.end = count as u32;
                }
                at += 1;
                continue;
            }
            b'{' | b'[' => {
                open.push(count);
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
        entries.push(PositionEntry::new(key, begin, count as u32));
        key = NONE;
    }
    entries
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
pub(super) fn parse_key(text: &str, key: usize) -> Option<String> {
    let quoted = text.get(key..string_end(text.as_bytes(), key))?;
    serde_json::from_str(quoted).ok()
}

/// Whether the key at a position is this one.
pub(super) fn key_equals(text: &str, key: usize, name: &str) -> bool {
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
