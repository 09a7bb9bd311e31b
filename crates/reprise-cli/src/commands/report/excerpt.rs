//! A few lines of a text, with a mark below a place.

use reprise_report::text::is_dangerous;

/// How many lines of context are shown before and after the line.
const CONTEXT_LINES: usize = 2;
/// Maximum width of a shown line.
const MAX_LINE_WIDTH: usize = 110;
/// Minimum number of characters shown after the column in a longer line.
const MIN_CHARS_AFTER: usize = 40;

/// Numbered lines around a position, with a caret below it; empty if the line does not exist.
/// Line and column count from 1, columns in characters.
pub(super) fn excerpt(text: &str, line: usize, column: usize) -> Vec<String> {
    let (first, last) = (
        line.saturating_sub(CONTEXT_LINES).max(1),
        line + CONTEXT_LINES,
    );
    let width = last.to_string().len();
    // all lines are shifted by the same amount, so that columns stay aligned
    let left = match text.lines().nth(line.saturating_sub(1)) {
        Some(meant) if meant.chars().count() > MAX_LINE_WIDTH => {
            (column + MIN_CHARS_AFTER).saturating_sub(MAX_LINE_WIDTH)
        }
        Some(_) => 0,
        None => return Vec::new(),
    };
    let mut shown = Vec::new();
    for (index, content) in text.lines().enumerate().take(last).skip(first - 1) {
        let number = index + 1;
        let content = visible_part(content, left);
        shown.push(format!("{number:width$} | {content}").trim_end().to_owned());
        if number == line {
            let indent = " ".repeat(column.saturating_sub(left + 1));
            shown.push(format!("{:width$} | {indent}^", ""));
        }
    }
    shown
}

/// The visible part of a line; each character takes one column.
fn visible_part(line: &str, left: usize) -> String {
    line.chars()
        .skip(left)
        .take(MAX_LINE_WIDTH)
        .map(|c| match c {
            '\t' => ' ',
            c if is_dangerous(c) => '\u{fffd}',
            c => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caret_is_below_the_place() {
        let text = "one\ntwo\n\tthree: 3\nfour\nfive\nsix\n";
        assert_eq!(
            excerpt(text, 3, 9),
            [
                "1 | one",
                "2 | two",
                "3 |  three: 3",
                "  |         ^",
                "4 | four",
                "5 | five"
            ]
        );
        assert_eq!(excerpt(text, 1, 1)[..2], ["1 | one", "  | ^"]);
        assert!(excerpt(text, 7, 1).is_empty());
    }

    #[test]
    fn only_the_part_of_a_long_line_near_the_place_is_printed() {
        let text = format!("{}X{}", "a".repeat(5_000), "b".repeat(5_000));
        let shown = excerpt(&text, 1, 5_001);
        assert_eq!(shown[0].chars().count(), "1 | ".len() + MAX_LINE_WIDTH);
        let at = shown[1].find('^').unwrap();
        assert_eq!(shown[0].chars().nth(at), Some('X'));
    }

    #[test]
    fn a_document_cannot_drive_the_terminal() {
        let shown = excerpt("a\u{1b}[2Jb", 1, 6).concat();
        assert!(!shown.contains('\u{1b}'), "{shown:?}");
    }
}
