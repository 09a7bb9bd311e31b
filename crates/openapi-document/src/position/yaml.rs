//! The positions of the values in a YAML text, from the events of its parser.

use std::collections::HashMap;

use serde_saphyr::granit_parser::{Event, Parser};

use super::entry::{NONE, PositionEntry};

/// Lists every value of a YAML text, and the text of each key by its position. An alias is one value, which names the
/// entry that it refers to. The text has fewer than 2^32 bytes.
pub(super) fn scan(text: &str) -> (Vec<PositionEntry>, HashMap<u32, Box<str>>) {
    let mut entries: Vec<PositionEntry> = Vec::new();
    let mut names: HashMap<u32, Box<str>> = HashMap::new();
    let mut open: Vec<OpenCollection> = Vec::new();
    let mut anchors: HashMap<usize, u32> = HashMap::new();
    let mut scalars: HashMap<usize, Box<str>> = HashMap::new();
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        let at = span.start.byte_offset().unwrap_or(0) as u32;
        let count = entries.len() as u32;
        let mut opens = None;
        let (anchor, alias, scalar) = match event {
            Event::Scalar(scalar, _, anchor, _) => (anchor, None, Some(Box::<str>::from(scalar))),
            Event::SequenceStart(_, anchor, _) => {
                opens = Some(false);
                (anchor, None, None)
            }
            Event::MappingStart(_, anchor, _) => {
                opens = Some(true);
                (anchor, None, None)
            }
            Event::Alias(anchor) => (0, Some(anchor), scalars.get(&anchor).cloned()),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(entry) = open.pop().and_then(|closed| entries.get_mut(closed.entry)) {
                    entry.end = count;
                }
                continue;
            }
            Event::DocumentEnd => break,
            _ => continue,
        };
        if let (true, Some(scalar)) = (anchor != 0, &scalar) {
            scalars.insert(anchor, scalar.clone());
        }
        // In a mapping, every first scalar is the key of the value that follows.
        let key = match open.last_mut() {
            Some(OpenCollection {
                is_mapping: true,
                key,
                ..
            }) => match key.take() {
                Some(key) => key,
                None => {
                    *key = Some(at);
                    names.insert(at, scalar.unwrap_or_default());
                    continue;
                }
            },
            _ => NONE,
        };
        if anchor != 0 {
            anchors.insert(anchor, count);
        }
        let target = alias.and_then(|anchor| anchors.get(&anchor).copied());
        entries.push(PositionEntry {
            alias: target.unwrap_or(NONE),
            ..PositionEntry::new(key, at, count)
        });
        if let Some(mapping) = opens {
            open.push(OpenCollection {
                entry: entries.len() - 1,
                is_mapping: mapping,
                key: None,
            });
        }
    }
    (entries, names)
}

/// A mapping or sequence around the current place.
struct OpenCollection {
    entry: usize,
    is_mapping: bool,
    /// Start of the key whose value comes next.
    key: Option<u32>,
}
