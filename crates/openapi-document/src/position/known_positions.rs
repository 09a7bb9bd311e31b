//! Lines and columns of a text. They are counted from the nearest known position, because a text may have many
//! megabytes in one line.

use memchr::{memchr_iter, memrchr};

/// Maximum number of bytes between two known positions.
const INTERVAL: usize = 4096;

/// Positions of a text whose line and column are known, in order.
#[derive(Debug, Default)]
pub(super) struct KnownPositions(Vec<KnownPosition>);

#[derive(Debug, Clone, Copy)]
struct KnownPosition {
    offset: usize,
    line: usize,
    /// In characters.
    column: usize,
}

impl KnownPosition {
    const START: KnownPosition = KnownPosition {
        offset: 0,
        line: 1,
        column: 1,
    };

    /// The position at the end of the text that follows this one.
    fn advance(self, text: &str) -> KnownPosition {
        let bytes = text.as_bytes();
        let (column, last_line) = match memrchr(b'\n', bytes) {
            Some(end) => (1, text.get(end + 1..).unwrap_or_default()),
            None => (self.column, text),
        };
        KnownPosition {
            offset: self.offset + text.len(),
            line: self.line + memchr_iter(b'\n', bytes).count(),
            column: column + last_line.chars().count(),
        }
    }
}

impl KnownPositions {
    /// Computes the known positions of a text.
    pub(super) fn new(text: &str) -> KnownPositions {
        let mut positions = Vec::with_capacity(text.len() / INTERVAL + 1);
        let (mut position, mut rest) = (KnownPosition::START, text);
        while rest.len() > INTERVAL {
            let (before, after) = rest.split_at(rest.floor_char_boundary(INTERVAL));
            position = position.advance(before);
            positions.push(position);
            rest = after;
        }
        KnownPositions(positions)
    }

    /// The line and the column in characters of an offset, both from 1.
    pub(super) fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let after = self.0.partition_point(|position| position.offset <= offset);
        let position = after.checked_sub(1).and_then(|last| self.0.get(last));
        let position = position.copied().unwrap_or(KnownPosition::START);
        let there = position.advance(text.get(position.offset..offset).unwrap_or_default());
        (there.line, there.column)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_and_wide_characters_are_counted_right() {
        let long = "ä€x".repeat(2_000);
        let text = format!("a\n{long}\n\n{long}");
        let positions = KnownPositions::new(&text);
        let (mut line, mut column) = (1, 1);
        for (offset, char) in text.char_indices() {
            assert_eq!(
                positions.position(&text, offset),
                (line, column),
                "{offset}"
            );
            (line, column) = if char == '\n' {
                (line + 1, 1)
            } else {
                (line, column + 1)
            };
        }
        assert_eq!(positions.position(&text, text.len()), (line, column));
    }
}
