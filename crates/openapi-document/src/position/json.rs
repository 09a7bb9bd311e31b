//! Where the values of a JSON text stand. The text was read before, so nothing is checked again.

use super::Entry;

/// Lists every value of a JSON text.
pub(super) fn scan(text: &str) -> Vec<Entry> {
    let bytes = text.as_bytes();
    let mut entries: Vec<Entry> = Vec::new();
    // The objects and arrays around the current place: the entry, and whether it is an object.
    let mut open: Vec<(usize, bool)> = Vec::new();
    let mut key: Option<(Box<str>, usize)> = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b' ' | b'\t' | b'\n' | b'\r' | b',' | b':' => {
                at += 1;
                continue;
            }
            b'}' | b']' => {
                let count = entries.len();
                if let Some(entry) = open.pop().and_then(|(entry, _)| entries.get_mut(entry)) {
                    entry.end = count;
                }
                at += 1;
                continue;
            }
            b'"' if key.is_none() && open.last().is_some_and(|&(_, object)| object) => {
                let end = string_end(bytes, at);
                key = Some((decoded(text, at, end), at));
                at = end;
                continue;
            }
            _ => {}
        }
        let index = entries.len();
        entries.push(Entry {
            key: key.take(),
            value: at,
            end: index + 1,
            alias: None,
        });
        match byte {
            b'{' | b'[' => {
                open.push((index, byte == b'{'));
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

/// The offset after the closing quote of the string that begins at `start`.
fn string_end(bytes: &[u8], start: usize) -> usize {
    let mut at = start + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The text of a quoted string.
fn decoded(text: &str, start: usize, end: usize) -> Box<str> {
    let quoted = text.get(start..end).unwrap_or_default();
    let raw = quoted
        .get(1..quoted.len().saturating_sub(1))
        .unwrap_or_default();
    if raw.contains('\\') {
        serde_json::from_str(quoted).unwrap_or_default()
    } else {
        raw.into()
    }
}
