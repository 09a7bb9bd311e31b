//! Formats code as rustfmt does, so that `cargo fmt` does not change generated files.

/// Columns of a line of code.
const MAX_CODE_WIDTH: usize = 100;
/// Columns of a line of a comment.
const MAX_COMMENT_WIDTH: usize = 110;
/// Columns of a chain of calls on one line.
const MAX_CHAIN_WIDTH: usize = 60;

/// `head(items)tail` on one line, or with a line for each item if it is too long.
pub(super) fn format_list(indent: usize, head: &str, items: &[String], tail: &str) -> String {
    let space = " ".repeat(indent);
    let line = format!("{space}{head}({}){tail}\n", items.join(", "));
    if line.trim_end().chars().count() <= MAX_CODE_WIDTH {
        return line;
    }
    let mut text = format!("{space}{head}(\n");
    for item in items {
        text.push_str(&format!("{space}    {item},\n"));
    }
    text.push_str(&format!("{space}){tail}\n"));
    text
}

/// A chain of calls on one line, or with a line for each call if it is too long.
pub(super) fn format_chain(indent: usize, head: &str, links: &[String]) -> String {
    let space = " ".repeat(indent);
    let line = format!("{head}{}", links.concat());
    if links.is_empty() || line.chars().count() <= MAX_CHAIN_WIDTH {
        return format!("{space}{line}\n");
    }
    let mut text = format!("{space}{head}\n");
    for link in links {
        text.push_str(&format!("{space}    {link}\n"));
    }
    text
}

/// A comment, such as `/// …`, with wrapped paragraphs.
pub(super) fn format_comment(indent: usize, mark: &str, text: &str) -> String {
    let begin = format!("{}{mark}", " ".repeat(indent));
    let mut lines = Vec::new();
    for paragraph in text.trim().lines() {
        let mut line = begin.clone();
        for word in paragraph.split_whitespace() {
            if line.len() > begin.len()
                && line.chars().count() + 1 + word.chars().count() > MAX_COMMENT_WIDTH
            {
                lines.push(line);
                line = begin.clone();
            }
            line.push(' ');
            line.push_str(word);
        }
        lines.push(line);
    }
    lines.join("\n") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_code_is_on_one_line() {
        let items = |count| vec!["an_item: u64".to_owned(); count];
        assert_eq!(
            format_list(2, "f", &items(1), " {"),
            "  f(an_item: u64) {\n"
        );
        assert_eq!(format_list(0, "f", &items(7), ";").lines().count(), 1);
        assert_eq!(
            format_list(2, &"f".repeat(90), &items(1), ""),
            format!("  {}(\n      an_item: u64,\n  )\n", "f".repeat(90))
        );
        assert_eq!(format_chain(0, "a", &[".b()".to_owned()]), "a.b()\n");
        assert_eq!(
            format_chain(1, &"a".repeat(57), &[".b()".to_owned()]),
            format!(" {}\n     .b()\n", "a".repeat(57))
        );
    }

    #[test]
    fn a_comment_is_wrapped_and_keeps_its_paragraphs() {
        assert_eq!(
            format_comment(4, "///", " one\n\ntwo  words\n"),
            "    /// one\n    ///\n    /// two words\n"
        );
        let long = format_comment(0, "//!", &"word ".repeat(40));
        assert!(
            long.lines().count() == 2 && long.lines().all(|line| line.len() <= MAX_COMMENT_WIDTH),
            "{long}"
        );
        assert_eq!(
            format_comment(0, "///", &"w".repeat(200)).lines().count(),
            1
        );
    }
}
