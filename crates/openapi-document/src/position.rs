//! Where in a text a value stands: `spec.yaml:12:7`.
//!
//! Reading a document keeps no positions. Its text is scanned for them when the first is asked for.

mod json;
mod yaml;

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use jsonptr::{Pointer, Token};
use memchr::{memchr_iter, memrchr};

use crate::read::Format;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position<'d> {
    /// The document, or the file it refers to, as shown to people.
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
pub(crate) struct Source {
    pub(crate) name: String,
    text: String,
    format: Format,
    index: OnceLock<Index>,
}

impl Source {
    pub(crate) fn new(name: &str, text: &str, format: Format) -> Self {
        Self {
            name: name.to_owned(),
            text: text.to_owned(),
            format,
            index: OnceLock::new(),
        }
    }

    /// The position of a value.
    pub(crate) fn position(&self, pointer: &Pointer) -> Option<Position<'_>> {
        let index = self.index();
        let entry = index.entries.get(index.find(&self.text, pointer)?)?;
        Some(self.at(entry.value as usize))
    }

    /// The position of the key that a value is the member of; none for elements and the root.
    pub(crate) fn key_position(&self, pointer: &Pointer) -> Option<Position<'_>> {
        let index = self.index();
        let entry = index.entries.get(index.find(&self.text, pointer)?)?;
        (entry.key != NONE).then(|| self.at(entry.key as usize))
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            // Offsets of four bytes halve the index; a larger text than they can tell has no positions.
            if u32::try_from(self.text.len()).is_err() {
                return Index::default();
            }
            let (entries, names) = match self.format {
                Format::Json => (json::scan(&self.text), None),
                Format::Yaml => {
                    let (entries, names) = yaml::scan(&self.text);
                    (entries, Some(names))
                }
                Format::Text => (vec![Entry::new(NONE, 0, 0)], None),
            };
            let blocks = self.text.as_bytes().chunks(BLOCK);
            let lines = blocks.scan(0, |lines, block| {
                let before = *lines;
                *lines += memchr_iter(b'\n', block).count();
                Some(before)
            });
            Index {
                entries,
                names,
                lines: lines.collect(),
            }
        })
    }

    fn at(&self, offset: usize) -> Position<'_> {
        let block = offset / BLOCK;
        let before = self.text.as_bytes().get(..offset).unwrap_or_default();
        let newlines = self.index().lines.get(block).copied().unwrap_or(0)
            + memchr_iter(b'\n', before.get(block * BLOCK..).unwrap_or_default()).count();
        let start = memrchr(b'\n', before).map_or(0, |newline| newline + 1);
        let before = self.text.get(start..offset).unwrap_or_default();
        Position {
            file: &self.name,
            line: newlines + 1,
            column: before.chars().count() + 1,
        }
    }
}

/// How many bytes of a text are looked through to find a line.
const BLOCK: usize = 4096;

/// Every value of a text, in the order of the text, and how many lines go before each of its blocks.
#[derive(Debug, Default)]
struct Index {
    entries: Vec<Entry>,
    /// The keys of a YAML text, which has many ways to write one; those of JSON stand in the text.
    names: Option<HashMap<u32, Box<str>>>,
    lines: Vec<usize>,
}

/// One value of a text. What is inside it follows directly, up to `end`.
#[derive(Debug, Clone, Copy)]
struct Entry {
    /// Where the key of a member begins; [`NONE`] for elements and the root.
    key: u32,
    /// Where the value begins.
    value: u32,
    /// The index of the entry after all that is inside.
    end: u32,
    /// For a YAML alias, the entry it stands for.
    alias: u32,
}

/// No place, and no entry: a text with so many bytes has no index.
const NONE: u32 = u32::MAX;

impl Entry {
    /// The entry with this index, with nothing inside.
    fn new(key: u32, value: u32, index: u32) -> Self {
        Self {
            key,
            value,
            end: index + 1,
            alias: NONE,
        }
    }
}

/// How many YAML aliases and merges one pointer may lead through.
const MOST_DETOURS: usize = 256;

impl Index {
    fn find(&self, text: &str, pointer: &Pointer) -> Option<usize> {
        let mut search = Search {
            index: self,
            text,
            detours: MOST_DETOURS,
        };
        let mut found = 0;
        for token in pointer.tokens() {
            found = search.child(found, &token)?;
        }
        (found < self.entries.len()).then_some(found)
    }
}

/// The way of one pointer through an index.
struct Search<'i> {
    index: &'i Index,
    text: &'i str,
    detours: usize,
}

impl Search<'_> {
    /// The member or element that a token names: the last of its name, as readers of JSON take it.
    fn child(&mut self, parent: usize, token: &Token<'_>) -> Option<usize> {
        let entry = self.index.entries.get(parent)?;
        if entry.alias != NONE {
            self.detours = self.detours.checked_sub(1)?;
            return self.child(entry.alias as usize, token);
        }
        let name = token.decoded();
        let (mut named, mut merged) = (None, None);
        let (mut next, mut number) = (parent + 1, 0usize);
        while next < entry.end as usize {
            let child = self.index.entries.get(next)?;
            if child.key == NONE {
                if name.parse() == Ok(number) {
                    return Some(next);
                }
                number += 1;
            } else if self.is_called(child.key, &name) {
                named = Some(next);
            } else if self.index.names.is_some() && self.is_called(child.key, "<<") {
                merged = Some(next);
            }
            next = child.end as usize;
        }
        named.or_else(|| self.merged_child(merged?, token))
    }

    /// Whether the key that begins at a place is this one.
    fn is_called(&self, key: u32, name: &str) -> bool {
        match &self.index.names {
            Some(names) => names.get(&key).is_some_and(|key| **key == *name),
            None => json::is_called(self.text, key as usize, name),
        }
    }

    /// A member that `<<: *other` or `<<: [*other, *another]` brings in.
    fn merged_child(&mut self, merged: usize, token: &Token<'_>) -> Option<usize> {
        if let Some(found) = self.child(merged, token) {
            return Some(found);
        }
        let entries = &self.index.entries;
        let end = entries.get(merged)?.end as usize;
        let mut next = merged + 1;
        while next < end {
            if let Some(found) = self.child(next, token) {
                return Some(found);
            }
            next = entries.get(next)?.end as usize;
        }
        None
    }
}
