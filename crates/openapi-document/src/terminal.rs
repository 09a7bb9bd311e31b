//! Text of documents and servers on a terminal, in a page or in a report: a hostile text must not control how it is
//! displayed.
//!
//! ```
//! use openapi_document::terminal::escape_for_display;
//!
//! assert_eq!(escape_for_display("red: \u{1b}[31m"), "red: \\u{1b}[31m");
//! ```

/// A line with its control characters escaped.
#[must_use]
pub fn escape_for_display(line: &str) -> String {
    line.chars()
        .map(|c| {
            if is_dangerous(c) {
                c.escape_default().to_string()
            } else {
                c.to_string()
            }
        })
        .collect()
}

/// Whether a character is invisible and changes how others are displayed: control characters (C0, C1, DEL), line and
/// paragraph separators, characters that change the direction of writing, and characters without width.
#[must_use]
pub fn is_dangerous(c: char) -> bool {
    c.is_control()
        || matches!(c,
            // soft hyphen
            '\u{ad}'
            // Arabic letter mark
            | '\u{61c}'
            // without width: space, non-joiner, joiner; left-to-right and right-to-left marks
            | '\u{200b}'..='\u{200f}'
            // line and paragraph separator; embeddings and overrides of direction
            | '\u{2028}'..='\u{202e}'
            // word joiner, invisible operators, isolates of direction, deprecated format characters
            | '\u{2060}'..='\u{206f}'
            // byte order mark
            | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_invisible_character_is_dangerous() {
        let ranges = [
            ('\0', '\u{1f}'),
            ('\u{7f}', '\u{9f}'),
            ('\u{ad}', '\u{ad}'),
            ('\u{61c}', '\u{61c}'),
            ('\u{200b}', '\u{200f}'),
            ('\u{2028}', '\u{202e}'),
            ('\u{2060}', '\u{206f}'),
            ('\u{feff}', '\u{feff}'),
        ];
        for c in '\0'..=char::MAX {
            let listed = ranges
                .iter()
                .any(|(first, last)| (*first..=*last).contains(&c));
            assert_eq!(is_dangerous(c), listed, "{c:?}");
        }
    }

    #[test]
    fn dangerous_characters_are_escaped_and_others_stay() {
        for (text, shown) in [
            ("a\tb\r\n", r"a\tb\r\n"),
            ("\u{1b}[2J", r"\u{1b}[2J"),
            ("\u{85}\u{9b}", r"\u{85}\u{9b}"),
            ("a\u{ad}b", r"a\u{ad}b"),
            ("\u{200b}\u{200c}\u{200d}", r"\u{200b}\u{200c}\u{200d}"),
            ("\u{200e}\u{200f}\u{61c}", r"\u{200e}\u{200f}\u{61c}"),
            ("\u{2028}\u{2029}", r"\u{2028}\u{2029}"),
            (
                "\u{202a}\u{202e}\u{2066}\u{2069}",
                r"\u{202a}\u{202e}\u{2066}\u{2069}",
            ),
            ("\u{feff}x", r"\u{feff}x"),
            ("é ü 漢 – “a”", "é ü 漢 – “a”"),
        ] {
            assert_eq!(escape_for_display(text), shown);
        }
    }
}
