//! A few lines of a text, with a mark below a place.

use reprise_report::text::is_dangerous;

/// How many lines stand around the one that is meant.
const AROUND: usize = 2;
/// How wide a line is shown.
const WIDTH: usize = 110;
/// How much of a longer line is shown from the place on, at least.
const AFTER: usize = 40;

/// Lines of a text around a place, numbered, with a caret below the place; nothing, where there is no such line.
/// Line and column count from 1, columns in characters.
pub(super) fn excerpt(text: &str, line: usize, column: usize) -> Vec<String> {
    let (first, last) = (line.saturating_sub(AROUND).max(1), line + AROUND);
    let width = last.to_string().len();
    // every line is moved alike, so that what stands below one another stays there
    let left = match text.lines().nth(line.saturating_sub(1)) {
        Some(meant) if meant.chars().count() > WIDTH => (column + AFTER).saturating_sub(WIDTH),
        Some(_) => 0,
        None => return Vec::new(),
    };
    let mut shown = Vec::new();
    for (index, content) in text.lines().enumerate().take(last).skip(first - 1) {
        let number = index + 1;
        let content = window(content, left);
        shown.push(format!("{number:width$} | {content}").trim_end().to_owned());
        if number == line {
            let indent = " ".repeat(column.saturating_sub(left + 1));
            shown.push(format!("{:width$} | {indent}^", ""));
        }
    }
    shown
}

/// What is shown of a line; each character takes one place.
fn window(line: &str, left: usize) -> String {
    line.chars()
        .skip(left)
        .take(WIDTH)
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
        assert_eq!(shown[0].chars().count(), "1 | ".len() + WIDTH);
        let at = shown[1].find('^').unwrap();
        assert_eq!(shown[0].chars().nth(at), Some('X'));
    }

    #[test]
    fn a_document_cannot_drive_the_terminal() {
        let shown = excerpt("a\u{1b}[2Jb", 1, 6).concat();
        assert!(!shown.contains('\u{1b}'), "{shown:?}");
    }
}
