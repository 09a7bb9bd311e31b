//! Where in a text a value stands: `spec.yaml:12:7`.
//!
//! Reading a document keeps no positions. Its text is scanned for them when the first is asked for.

mod json;
mod yaml;

use std::fmt;
use std::sync::OnceLock;

use jsonptr::{Pointer, Token};

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
        Some(self.at(index.entries.get(index.find(pointer)?)?.value))
    }

    /// The position of the key that a value is the member of; none for elements and the root.
    pub(crate) fn key_position(&self, pointer: &Pointer) -> Option<Position<'_>> {
        let index = self.index();
        let (_, offset) = index.entries.get(index.find(pointer)?)?.key.as_ref()?;
        Some(self.at(*offset))
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index {
            entries: match self.format {
                Format::Json => json::scan(&self.text),
                Format::Yaml => yaml::scan(&self.text),
                Format::Text => vec![Entry {
                    key: None,
                    value: 0,
                    end: 1,
                    alias: None,
                }],
            },
            lines: std::iter::once(0)
                .chain(self.text.match_indices('\n').map(|(offset, _)| offset + 1))
                .collect(),
        })
    }

    fn at(&self, offset: usize) -> Position<'_> {
        let lines = &self.index().lines;
        let line = lines.partition_point(|&start| start <= offset).max(1);
        let start = lines.get(line - 1).copied().unwrap_or(0);
        let before = self.text.get(start..offset).unwrap_or_default();
        Position {
            file: &self.name,
            line,
            column: before.chars().count() + 1,
        }
    }
}

/// Every value of a text, in the order of the text, and where its lines begin.
#[derive(Debug)]
struct Index {
    entries: Vec<Entry>,
    lines: Vec<usize>,
}

/// One value of a text. What is inside it follows directly, up to `end`.
#[derive(Debug)]
struct Entry {
    /// For a member, its key and where the key begins.
    key: Option<(Box<str>, usize)>,
    /// Where the value begins.
    value: usize,
    /// The index of the entry after all that is inside.
    end: usize,
    /// For a YAML alias, the entry it stands for.
    alias: Option<usize>,
}

/// How many YAML aliases and merges one pointer may lead through.
const MOST_DETOURS: usize = 256;

impl Index {
    fn find(&self, pointer: &Pointer) -> Option<usize> {
        let mut detours = MOST_DETOURS;
        let mut found = 0;
        for token in pointer.tokens() {
            found = self.child(found, &token, &mut detours)?;
        }
        (found < self.entries.len()).then_some(found)
    }

    /// The member or element that a token names: the last of its name, as readers of JSON take it.
    fn child(&self, parent: usize, token: &Token<'_>, detours: &mut usize) -> Option<usize> {
        let entry = self.entries.get(parent)?;
        if let Some(target) = entry.alias {
            *detours = detours.checked_sub(1)?;
            return self.child(target, token, detours);
        }
        let name = token.decoded();
        let (mut named, mut merged) = (None, None);
        let (mut next, mut number) = (parent + 1, 0usize);
        while next < entry.end {
            let child = self.entries.get(next)?;
            match &child.key {
                Some((key, _)) if **key == *name => named = Some(next),
                Some((key, _)) if **key == *"<<" => merged = Some(next),
                Some(_) => {}
                None if name.parse() == Ok(number) => return Some(next),
                None => number += 1,
            }
            next = child.end;
        }
        named.or_else(|| self.merged_child(merged?, token, detours))
    }

    /// A member that `<<: *other` or `<<: [*other, *another]` brings in.
    fn merged_child(&self, merged: usize, token: &Token<'_>, detours: &mut usize) -> Option<usize> {
        if let Some(found) = self.child(merged, token, detours) {
            return Some(found);
        }
        let end = self.entries.get(merged)?.end;
        let mut next = merged + 1;
        while next < end {
            if let Some(found) = self.child(next, token, detours) {
                return Some(found);
            }
            next = self.entries.get(next)?.end;
        }
        None
    }
}
