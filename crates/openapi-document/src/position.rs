//! The position of a value in a text: `spec.yaml:12:7`.
//!
//! Parsing a document keeps no positions. The text is scanned for them when the first position is requested.

mod entry;
mod json;
mod known_positions;
mod yaml;

use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, OnceLock};

use jsonptr::{Pointer, Token};

use crate::parallel;
use crate::parser::TextFormat;
use entry::{NONE, PositionEntry};
use known_positions::KnownPositions;

/// A place in a text, printed as `spec.yaml:12:7`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position<'d> {
    /// The path of the document, or of the file it refers to, in messages.
    pub file: &'d str,
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
}

/// `spec.yaml:12:7`
impl fmt::Display for Position<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.file, self.line, self.column)
    }
}

/// A text that was read.
#[derive(Debug)]
pub(crate) struct SourceText {
    pub(crate) name: String,
    pub(crate) text: Arc<String>,
    format: TextFormat,
    index: OnceLock<PositionIndex>,
}

impl SourceText {
    pub(crate) fn new(name: &str, text: impl Into<Arc<String>>, format: TextFormat) -> Self {
        Self {
            name: name.to_owned(),
            text: text.into(),
            format,
            index: OnceLock::new(),
        }
    }

    /// The position of a value.
    pub(crate) fn position(&self, pointer: &Pointer) -> Option<Position<'_>> {
        let index = self.index();
        let entry = index.entries.get(index.find(&self.text, pointer)?)?;
        Some(self.position_at(entry.value as usize))
    }

    /// The position of the key of a property; `None` for elements and the root.
    pub(crate) fn key_position(&self, pointer: &Pointer) -> Option<Position<'_>> {
        let index = self.index();
        let entry = index.entries.get(index.find(&self.text, pointer)?)?;
        (entry.key != NONE).then(|| self.position_at(entry.key as usize))
    }

    fn index(&self) -> &PositionIndex {
        self.index.get_or_init(|| {
            // Offsets of four bytes halve the index; a larger text has no positions.
            if u32::try_from(self.text.len()).is_err() {
                return PositionIndex::default();
            }
            let threads = parallel::thread_count(&self.text);
            let scan = || match self.format {
                TextFormat::Json => (json::scan(&self.text), None),
                TextFormat::Yaml => {
                    let (entries, names) = yaml::scan(&self.text);
                    (entries, Some(names))
                }
                TextFormat::Text => (vec![PositionEntry::new(NONE, 0, 0)], None),
            };
            let (positions, (entries, names)) =
                parallel::run_both(threads, || KnownPositions::new(&self.text), scan);
            let mut index = PositionIndex {
                entries,
                names,
                large_entries: HashMap::new(),
                known_positions: positions,
            };
            index.large_entries = index.find_large_entries();
            index
        })
    }

    fn position_at(&self, offset: usize) -> Position<'_> {
        let (line, column) = self.index().known_positions.position(&self.text, offset);
        Position {
            file: &self.name,
            line,
            column,
        }
    }
}

/// Every value of a text, in the order of the text, and the positions of its lines.
#[derive(Debug, Default)]
struct PositionIndex {
    entries: Vec<PositionEntry>,
    /// The keys of a YAML text, which has many notations for a key; the keys of JSON are read from the text.
    names: Option<HashMap<u32, Box<str>>>,
    /// The children of large entries, stored after the first search in one.
    large_entries: HashMap<usize, OnceLock<Children>>,
    known_positions: KnownPositions,
}

/// The children of an object or array, by name or in order.
#[derive(Debug, Default)]
struct Children {
    by_name: HashMap<Box<str>, usize>,
    in_order: Vec<usize>,
}

/// Maximum number of children that are searched one by one.
const MAX_LINEAR_CHILDREN: usize = 32;

/// Maximum number of YAML aliases and merges on the path of one pointer.
const MAX_ALIAS_STEPS: usize = 256;

impl PositionIndex {
    /// The entries with many children: a linear search for each child would be slow.
    fn find_large_entries(&self) -> HashMap<usize, OnceLock<Children>> {
        let is_wide = |parent: &usize| self.children(*parent).nth(MAX_LINEAR_CHILDREN).is_some();
        let wide = (0..self.entries.len()).filter(is_wide);
        wide.map(|parent| (parent, OnceLock::new())).collect()
    }

    /// The children of one entry, by name or in order.
    fn index_children(&self, text: &str, parent: usize) -> Children {
        let mut inside = Children::default();
        for child in self.children(parent) {
            let key = self.entries.get(child).map_or(NONE, |entry| entry.key);
            let name = match &self.names {
                _ if key == NONE => None,
                Some(names) => names.get(&key).cloned(),
                None => json::parse_key(text, key as usize).map(Box::from),
            };
            match name {
                Some(name) => {
                    inside.by_name.insert(name, child);
                }
                None => inside.in_order.push(child),
            }
        }
        inside
    }

    /// The direct children of an entry.
    fn children(&self, parent: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self
            .entries
            .get(parent)
            .map_or(0, |entry| entry.end as usize);
        let first = Some(parent + 1).filter(|first| *first < end);
        std::iter::successors(first, move |child| {
            let next = self.entries.get(*child)?.end as usize;
            (next < end).then_some(next)
        })
    }

    fn find(&self, text: &str, pointer: &Pointer) -> Option<usize> {
        let mut search = PointerSearch {
            index: self,
            text,
            alias_steps_left: MAX_ALIAS_STEPS,
        };
        let mut found = 0;
        for token in pointer.tokens() {
            found = search.find_child(found, &token)?;
        }
        (found < self.entries.len()).then_some(found)
    }
}

/// The path of one pointer through an index.
struct PointerSearch<'i> {
    index: &'i PositionIndex,
    text: &'i str,
    alias_steps_left: usize,
}

impl PointerSearch<'_> {
    /// The property or element of a token: the last of its name, like in JSON parsers.
    fn find_child(&mut self, parent: usize, token: &Token<'_>) -> Option<usize> {
        let entry = self.index.entries.get(parent)?;
        if entry.alias != NONE {
            self.alias_steps_left = self.alias_steps_left.checked_sub(1)?;
            return self.find_child(entry.alias as usize, token);
        }
        let name = token.decoded();
        if let Some(inside) = self.index.large_entries.get(&parent) {
            let inside = inside.get_or_init(|| self.index.index_children(self.text, parent));
            let ordered = || inside.in_order.get(name.parse::<usize>().ok()?);
            return match inside.by_name.get(name.as_ref()).or_else(ordered) {
                Some(child) => Some(*child),
                None => {
                    self.index.names.as_ref()?;
                    self.find_merged_child(*inside.by_name.get("<<")?, token)
                }
            };
        }
        let (mut named, mut merged) = (None, None);
        let (mut next, mut number) = (parent + 1, 0usize);
        while next < entry.end as usize {
            let child = self.index.entries.get(next)?;
            if child.key == NONE {
                if name.parse() == Ok(number) {
                    return Some(next);
                }
                number += 1;
            } else if self.key_equals(child.key, &name) {
                named = Some(next);
            } else if self.index.names.is_some() && self.key_equals(child.key, "<<") {
                merged = Some(next);
            }
            next = child.end as usize;
        }
        named.or_else(|| self.find_merged_child(merged?, token))
    }

    /// Whether the key at a position is this one.
    fn key_equals(&self, key: u32, name: &str) -> bool {
        match &self.index.names {
            Some(names) => names.get(&key).is_some_and(|key| **key == *name),
            None => json::key_equals(self.text, key as usize, name),
        }
    }

    /// A property that `<<: *other` or `<<: [*other, *another]` merges in.
    fn find_merged_child(&mut self, merged: usize, token: &Token<'_>) -> Option<usize> {
        if let Some(found) = self.find_child(merged, token) {
            return Some(found);
        }
        let entries = &self.index.entries;
        let end = entries.get(merged)?.end as usize;
        let mut next = merged + 1;
        while next < end {
            if let Some(found) = self.find_child(next, token) {
                return Some(found);
            }
            next = entries.get(next)?.end as usize;
        }
        None
    }
}
