//! Where the values of a YAML text stand, by the events of the parser that read it.

use std::collections::HashMap;

use serde_saphyr::granit_parser::{Event, Parser};

use super::Entry;

/// Lists every value of a YAML text; an alias is one value, which names the entry it stands for.
pub(super) fn scan(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut open: Vec<Open> = Vec::new();
    let mut anchors: HashMap<usize, usize> = HashMap::new();
    let mut scalars: HashMap<usize, Box<str>> = HashMap::new();
    let mut parser = Parser::new_from_str(text);
    while let Some(Ok((event, span))) = parser.next_event() {
        let at = span.start.byte_offset().unwrap_or(0);
        let count = entries.len();
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
            Some(Open {
                mapping: true, key, ..
            }) => match key.take() {
                Some(key) => Some(key),
                None => {
                    *key = Some((scalar.unwrap_or_default(), at));
                    continue;
                }
            },
            _ => None,
        };
        if anchor != 0 {
            anchors.insert(anchor, count);
        }
        entries.push(Entry {
            key,
            value: at,
            end: count + 1,
            alias: alias.and_then(|anchor| anchors.get(&anchor).copied()),
        });
        if let Some(mapping) = opens {
            open.push(Open {
                entry: count,
                mapping,
                key: None,
            });
        }
    }
    entries
}

/// A mapping or sequence around the current place.
struct Open {
    entry: usize,
    mapping: bool,
    key: Option<(Box<str>, usize)>,
}
