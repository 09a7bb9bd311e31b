//! Lines and columns of a text. A document may be one line of many megabytes, so long lines have marks in them, too.

/// How many bytes lie between two marks, at most.
const STRIDE: usize = 1024;

/// Places of a text whose line and column are known.
#[derive(Debug, Default)]
pub(super) struct Marks {
    /// Where each line begins.
    lines: Vec<usize>,
    /// In long lines, offsets and their columns.
    inside: Vec<(usize, usize)>,
}

impl Marks {
    /// Marks a text: where its lines begin, and in long lines every so often.
    pub(super) fn new(text: &str) -> Marks {
        let mut marks = Marks {
            lines: Vec::new(),
            inside: Vec::new(),
        };
        let mut start = 0;
        for line in text.split('\n') {
            marks.lines.push(start);
            let (mut rest, mut at, mut column) = (line, start, 1);
            while rest.len() > STRIDE {
                let (before, after) = rest.split_at(rest.floor_char_boundary(STRIDE));
                column += before.chars().count();
                at += before.len();
                marks.inside.push((at, column));
                rest = after;
            }
            start += line.len() + 1;
        }
        marks
    }

    /// The line and the column in characters of an offset, both from 1.
    pub(super) fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or(0);
        let after = self.inside.partition_point(|(at, _)| *at <= offset);
        let inside = after.checked_sub(1).and_then(|last| self.inside.get(last));
        let (at, column) = match inside {
            Some((at, column)) if *at > start => (*at, *column),
            _ => (start, 1),
        };
        let before = text.get(at..offset).unwrap_or_default();
        (line, column + before.chars().count())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lines_and_wide_characters_are_counted_right() {
        let long = "ä€x".repeat(2_000);
        let text = format!("a\n{long}\n\n{long}");
        let marks = Marks::new(&text);
        let (mut line, mut column) = (1, 1);
        for (offset, char) in text.char_indices() {
            assert_eq!(marks.position(&text, offset), (line, column), "{offset}");
            (line, column) = if char == '\n' {
                (line + 1, 1)
            } else {
                (line, column + 1)
            };
        }
        assert_eq!(marks.position(&text, text.len()), (line, column));
    }
}
